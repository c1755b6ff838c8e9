//! Envelopes: what a phone seals to the installation with RFC 9180 (HPKE), so that only the installation reads it.
//!
//! DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM: what browsers can do by themselves. The key pair is derived from
//! the key ring, so that it is in the same key file, in the same backup of it, and turns with it: an envelope names the key
//! of the ring it was sealed to. An envelope is `[format 1][key number][encapsulated key, 65 bytes][ciphertext and tag]`.

use hpke::aead::AesGcm256;
use hpke::kdf::HkdfSha256;
use hpke::kem::DhP256HkdfSha256;
use hpke::{Deserializable as _, Kem, OpModeR, Serializable as _, single_shot_open};

use crate::Keys;
use crate::seal::KeysError;

const FORMAT: u8 = 1;
const ENCAPSULATED_BYTES: usize = 65;
/// What binds a key schedule to this use (RFC 9180 §5.1); the phone says the same words.
const INFO: &[u8] = b"niangjia phone envelope 1";

type Suite = DhP256HkdfSha256;

/// What a phone needs to seal to this installation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnvelopeKey {
    /// The number of the key of the ring, the second byte of an envelope.
    pub number: u8,
    /// The public key: an uncompressed point of P-256, 65 bytes.
    pub public: Vec<u8>,
}

impl Keys {
    /// The public key that phones seal to today.
    #[must_use]
    pub fn envelope_key(&self) -> EnvelopeKey {
        let (number, seed) = self.current_envelope_seed();
        let (_, public) = Suite::derive_keypair(&seed);
        EnvelopeKey { number, public: public.to_bytes().to_vec() }
    }

    /// Reads an envelope that was sealed to this ring, whichever of its keys was the newest then.
    ///
    /// # Errors
    /// When it was sealed to another installation, cut short or altered.
    pub fn open_envelope(&self, envelope: &[u8]) -> Result<Vec<u8>, KeysError> {
        let (head, rest) = envelope.split_at_checked(2).ok_or(KeysError::WrongKey)?;
        let (encapsulated, ciphertext) =
            rest.split_at_checked(ENCAPSULATED_BYTES).ok_or(KeysError::WrongKey)?;
        let seed = self.envelope_seed(head[1]).filter(|_| head[0] == FORMAT).ok_or(KeysError::WrongKey)?;
        let (private, _) = Suite::derive_keypair(&seed);
        let encapsulated = <Suite as Kem>::EncappedKey::from_bytes(encapsulated);
        let encapsulated = encapsulated.map_err(|_| KeysError::WrongKey)?;
        single_shot_open::<AesGcm256, HkdfSha256, Suite>(
            &OpModeR::Base,
            &private,
            &encapsulated,
            INFO,
            ciphertext,
            head,
        )
        .map_err(|_| KeysError::WrongKey)
    }
}

impl EnvelopeKey {
    /// Seals as a phone does: for tests and for programs that stand in for one.
    ///
    /// # Errors
    /// When the public key is none.
    pub fn seal(&self, plain: &[u8]) -> Result<Vec<u8>, KeysError> {
        let public = <Suite as Kem>::PublicKey::from_bytes(&self.public).map_err(|_| KeysError::WrongKey)?;
        let head = [FORMAT, self.number];
        let sealed = hpke::single_shot_seal::<AesGcm256, HkdfSha256, Suite>(
            &hpke::OpModeS::Base,
            &public,
            INFO,
            plain,
            &head,
        );
        let (encapsulated, ciphertext) = sealed.map_err(|_| KeysError::WrongKey)?;
        Ok([head.as_slice(), &encapsulated.to_bytes(), &ciphertext].concat())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use niangjia_kernel::SystemChance;

    #[test]
    fn an_envelope_opens_with_the_ring_it_was_sealed_to_and_with_no_other() {
        let ring = Keys::generate(&SystemChance);
        let envelope = ring.envelope_key().seal("看望了王桂兰".as_bytes()).expect("sealed");
        assert_eq!(ring.open_envelope(&envelope).expect("opened"), "看望了王桂兰".as_bytes());
        assert!(Keys::generate(&SystemChance).open_envelope(&envelope).is_err());
        for at in [0, 1, 2, 40, envelope.len() - 1] {
            let mut altered = envelope.clone();
            altered[at] ^= 1;
            assert!(ring.open_envelope(&altered).is_err(), "byte {at}");
        }
        assert!(ring.open_envelope(&envelope[..60]).is_err(), "cut short");
    }

    #[test]
    fn a_ring_that_got_a_new_key_opens_what_was_sealed_to_the_old_one() {
        let key = |digit: &str| digit.repeat(64);
        let ring = |keys: &str| Keys::parse(keys, std::path::Path::new("ring")).expect("a ring");
        let old = ring(&format!("index = {}\n1 = {}\n", key("a"), key("b")));
        let new = ring(&format!("index = {}\n1 = {}\n2 = {}\n", key("a"), key("b"), key("c")));
        let envelope = old.envelope_key().seal(b"before").expect("sealed");
        assert_eq!(new.open_envelope(&envelope).expect("opened"), b"before");
        assert_eq!(new.envelope_key().number, 2);
        assert_ne!(new.envelope_key().public, old.envelope_key().public);
    }
}

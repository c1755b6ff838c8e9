// Sealing. To the server: HPKE (RFC 9180), which nobody but the installation opens. For herself: AES-GCM.

import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core';

import { fromHexBytes } from './identity.js';

const FORMAT = 1;
/** The same words as in crates/store/src/envelope.rs. */
const INFO = new TextEncoder().encode('niangjia phone envelope 1');

const suite = new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });

/** An envelope: `[format][key number][encapsulated key][ciphertext]`; inside `[length][words as JSON][photo]`. */
export async function envelope(kit, written, photo) {
  const words = new TextEncoder().encode(JSON.stringify({ ...written, pass: kit.pass }));
  const plain = new Uint8Array(4 + words.length + (photo?.length ?? 0));
  new DataView(plain.buffer).setUint32(0, words.length);
  plain.set(words, 4);
  if (photo) plain.set(photo, 4 + words.length);
  const head = Uint8Array.of(FORMAT, kit.key);
  const recipientPublicKey = await suite.kem.deserializePublicKey(fromHexBytes(kit.public));
  const sender = await suite.createSenderContext({ recipientPublicKey, info: INFO });
  const sealed = new Uint8Array(await sender.seal(plain, head));
  const encapsulated = new Uint8Array(sender.enc);
  const whole = new Uint8Array(head.length + encapsulated.length + sealed.length);
  whole.set(head);
  whole.set(encapsulated, head.length);
  whole.set(sealed, head.length + encapsulated.length);
  return whole;
}

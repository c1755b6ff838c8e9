//! Encrypted connections to PostgreSQL, as `sslmode` in its URL asks for them.
//!
//! `disable` and `prefer` (without a word: encrypted if the server can) as everywhere; `require` encrypts and trusts
//! whoever answers; `verify-full` also wants a certificate of a known authority for the very host.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use ::postgres::Config;
use ::postgres::tls::{ChannelBinding, MakeTlsConnect, TlsConnect, TlsStream};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::StoreError;

/// Where systems keep the authorities they trust.
const AUTHORITIES: [&str; 2] = ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt"];

/// How connections are encrypted. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Tls(Arc<ClientConfig>);

/// Reads where a database is, and how its connections are encrypted. What is wrong is said without the password.
pub(crate) fn parse(url: &str) -> Result<(Config, Tls), StoreError> {
    let wrong = |what: String| StoreError::Internal(format!("the URL of the database: {what}"));
    let (plain, mode, authority) = without_verification(url);
    let config: Config = plain.parse().map_err(|error| wrong(format!("{error}")))?;
    let tls = match mode.as_deref() {
        Some("verify-full") => verifying(authority.as_deref()).map_err(wrong)?,
        Some(other) => return Err(wrong(format!("sslmode={other}"))),
        None => trusting().map_err(wrong)?,
    };
    Ok((config, tls))
}

/// The driver does not know the modes that verify: they are taken out, and become `require` with our own check.
fn without_verification(url: &str) -> (String, Option<String>, Option<String>) {
    let is_url = url.starts_with("postgres://") || url.starts_with("postgresql://");
    let (front, settings, separator) = match url.split_once('?') {
        Some((front, query)) if is_url => (format!("{front}?"), query, "&"),
        _ if is_url => return (url.to_owned(), None, None),
        _ => (String::new(), url, " "),
    };
    let (mut mode, mut authority, mut rest) = (None, None, Vec::new());
    for setting in settings.split(separator).filter(|setting| !setting.is_empty()) {
        match setting.split_once('=') {
            Some(("sslmode", verify @ ("verify-full" | "verify-ca"))) => {
                mode = Some(verify.to_owned());
                rest.push("sslmode=require");
            }
            Some(("sslrootcert", path)) => authority = Some(path.replace("%2F", "/")),
            _ => rest.push(setting),
        }
    }
    (front + &rest.join(separator), mode, authority)
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}

fn verifying(authority: Option<&str>) -> Result<Tls, String> {
    let known = AUTHORITIES.into_iter().find(|path| std::path::Path::new(path).exists());
    let path = authority.or(known).ok_or("sslrootcert is wanted: this system has no list of authorities")?;
    let read = CertificateDer::pem_file_iter(path).map_err(|error| format!("{path}: {error}"))?;
    let mut roots = RootCertStore::empty();
    for certificate in read {
        let certificate = certificate.map_err(|error| format!("{path}: {error}"))?;
        // A list of a system may hold old certificates that nobody can read any more.
        let _unreadable = roots.add(certificate);
    }
    if roots.is_empty() {
        return Err(format!("{path}: no certificate"));
    }
    let config = ClientConfig::builder_with_provider(provider()).with_safe_default_protocol_versions();
    let config = config.map_err(|error| error.to_string())?;
    Ok(Tls(Arc::new(config.with_root_certificates(roots).with_no_client_auth())))
}

fn trusting() -> Result<Tls, String> {
    let provider = provider();
    let config =
        ClientConfig::builder_with_provider(Arc::clone(&provider)).with_safe_default_protocol_versions();
    let config = config.map_err(|error| error.to_string())?.dangerous();
    let config = config.with_custom_certificate_verifier(Arc::new(Anybody(provider)));
    Ok(Tls(Arc::new(config.with_no_client_auth())))
}

/// Takes every certificate, as `sslmode=require` means it; whoever signs must still hold its key.
#[derive(Debug)]
struct Anybody(Arc<CryptoProvider>);

impl ServerCertVerifier for Anybody {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signature, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signature, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

impl<S> MakeTlsConnect<S> for Tls
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    type Stream = Encrypted<S>;
    type TlsConnect = Connecting;
    type Error = io::Error;

    fn make_tls_connect(&mut self, host: &str) -> Result<Connecting, io::Error> {
        // A socket in the file system has no name, and needs no encryption: only if it came to that it fails.
        Ok(Connecting { config: Arc::clone(&self.0), host: ServerName::try_from(host.to_owned()).ok() })
    }
}

/// A connection about to be encrypted.
pub(crate) struct Connecting {
    config: Arc<ClientConfig>,
    host: Option<ServerName<'static>>,
}

impl<S> TlsConnect<S> for Connecting
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    type Stream = Encrypted<S>;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = io::Result<Encrypted<S>>> + Send>>;

    fn connect(self, stream: S) -> Self::Future {
        Box::pin(async move {
            let host = self.host.ok_or_else(|| io::Error::other("no host name to encrypt for"))?;
            Ok(Encrypted(Box::new(
                tokio_rustls::TlsConnector::from(self.config).connect(host, stream).await?,
            )))
        })
    }
}

/// An encrypted connection.
pub(crate) struct Encrypted<S>(Box<tokio_rustls::client::TlsStream<S>>);

impl<S: AsyncRead + AsyncWrite + Unpin> TlsStream for Encrypted<S> {
    fn channel_binding(&self) -> ChannelBinding {
        ChannelBinding::none()
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncRead for Encrypted<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut *self.0).poll_read(context, buffer)
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Encrypted<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut *self.0).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut *self.0).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut *self.0).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_modes_that_verify_are_taken_out_of_the_url_and_what_else_stands_there_stays() {
        let (url, mode, authority) =
            without_verification("postgres://u:p@h/d?a=1&sslmode=verify-full&sslrootcert=%2Fetc/ca.pem");
        assert_eq!(url, "postgres://u:p@h/d?a=1&sslmode=require");
        assert_eq!((mode.as_deref(), authority.as_deref()), (Some("verify-full"), Some("/etc/ca.pem")));
        let (words, mode, _) = without_verification("host=h sslmode=verify-full user=u");
        assert_eq!((words.as_str(), mode.is_some()), ("host=h sslmode=require user=u", true));
        let (plain, mode, _) = without_verification("postgres://u@h/d");
        assert_eq!((plain.as_str(), mode), ("postgres://u@h/d", None));
    }

    #[test]
    fn what_is_wrong_with_a_url_is_said_without_its_password() {
        for url in [
            "postgres://u:secret@h:port/d",
            "postgres://u:secret@h/d?sslmode=verify-ca",
            "postgres://u:secret@h/d?sslmode=often",
        ] {
            let error = parse(url).err().expect("a wrong URL").to_string();
            assert!(!error.contains("secret"), "{error}");
        }
    }
}

//! TLS of the service's own, for where no proxy stands before it.

use std::{
    io,
    sync::{Arc, PoisonError, RwLock},
};

use tokio::net::TcpStream;
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        self, ServerConfig,
        crypto::aws_lc_rs,
        pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
        version::{TLS12, TLS13},
    },
    server::TlsStream,
};

/// The certificate in use and its key. Clones share them, so that one of them can be given new ones.
#[derive(Clone)]
pub struct Tls(Arc<RwLock<Arc<ServerConfig>>>);

#[derive(Debug, thiserror::Error)]
pub enum TlsFault {
    #[error(
        "the certificate's file holds no certificate in PEM form (`-----BEGIN CERTIFICATE-----`)"
    )]
    Certificate,
    #[error("the key's file holds no private key in PEM form (`-----BEGIN PRIVATE KEY-----`)")]
    Key,
    #[error("the certificate and the key cannot be used together: {0}")]
    Pair(rustls::Error),
}

impl Tls {
    /// The chain of certificates, the service's own first, and the key of that one, in PEM form.
    pub fn new(certificates: &[u8], key: &[u8]) -> Result<Self, TlsFault> {
        let config = config(certificates, key)?;
        Ok(Self(Arc::new(RwLock::new(Arc::new(config)))))
    }

    /// Gives connections from now on another certificate. What cannot be used changes nothing.
    pub fn replace(&self, certificates: &[u8], key: &[u8]) -> Result<(), TlsFault> {
        let config = Arc::new(config(certificates, key)?);
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = config;
        Ok(())
    }

    pub(super) async fn accept(&self, stream: TcpStream) -> io::Result<TlsStream<TcpStream>> {
        let config = self
            .0
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        TlsAcceptor::from(config).accept(stream).await
    }
}

fn config(certificates: &[u8], key: &[u8]) -> Result<ServerConfig, TlsFault> {
    let chain: Vec<_> = CertificateDer::pem_slice_iter(certificates)
        .collect::<Result<_, _>>()
        .map_err(|_| TlsFault::Certificate)?;
    if chain.is_empty() {
        return Err(TlsFault::Certificate);
    }
    let key = PrivateKeyDer::from_pem_slice(key).map_err(|_| TlsFault::Key)?;
    // Named, not the process's default: that would be whatever library asked first.
    let provider = Arc::new(aws_lc_rs::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&TLS13, &TLS12])
        .and_then(|it| it.with_no_client_auth().with_single_cert(chain, key))
        .map_err(TlsFault::Pair)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}

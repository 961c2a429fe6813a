//! One POST of JSON to an address: over TLS with the usual roots, in the clear only to this machine. Redirects are not followed.

use http_body_util::Full;
use hyper::body::Bytes;
use hyper::client::conn::http1::handshake;
use hyper::{Request, StatusCode, Uri, header};
use hyper_util::rt::TokioIo;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// How long a server may take for the whole of it.
const PATIENCE: Duration = Duration::from_secs(20);

/// An address that may be posted to.
#[derive(Clone, PartialEq, Eq)]
pub struct Address {
    uri: Uri,
    host: String,
    port: u16,
    tls: bool,
}

impl Address {
    /// Reads an address.
    ///
    /// # Errors
    /// Why it may not be posted to, as the rest of a sentence that begins with it.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let uri: Uri = text.trim().parse().map_err(|_| "is not an address")?;
        let host = uri.host().ok_or("names no server")?.to_string();
        let tls = match uri.scheme_str() {
            Some("https") => true,
            Some("http") if matches!(host.as_str(), "127.0.0.1" | "localhost") => false,
            _ => return Err("does not begin with https://"),
        };
        let port = uri.port_u16().unwrap_or(if tls { 443 } else { 80 });
        Ok(Self { uri, host, port, tls })
    }

    /// The server alone: the rest of the address is a secret.
    pub fn host(&self) -> &str {
        &self.host
    }
}

/// Sends JSON. Done is what the server answers with a status of 200 to 299.
///
/// # Errors
/// What went wrong, in words that name the server and never the rest of the address.
pub async fn post_json(address: &Address, body: String) -> Result<(), String> {
    let sent = timeout(PATIENCE, send(address, body)).await;
    match sent.unwrap_or_else(|_| Err("did not answer in time".into())) {
        Ok(status) if status.is_success() => Ok(()),
        Ok(status) => Err(format!("{} answered {}", address.host, status.as_u16())),
        Err(problem) => Err(format!("{} {problem}", address.host)),
    }
}

async fn send(address: &Address, body: String) -> Result<StatusCode, String> {
    let tcp = TcpStream::connect((address.host.as_str(), address.port)).await.map_err(|error| format!("was not reached: {error}"))?;
    if !address.tls {
        return ask(address, tcp, body).await;
    }
    let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from(address.host.clone()).map_err(|_| "has no name that a certificate could carry".to_string())?;
    let tls = TlsConnector::from(Arc::new(config)).connect(name, tcp).await.map_err(|error| format!("is not trusted: {error}"))?;
    ask(address, tls, body).await
}

async fn ask<S: AsyncRead + AsyncWrite + Unpin + Send + 'static>(address: &Address, stream: S, body: String) -> Result<StatusCode, String> {
    let broken = |error: hyper::Error| format!("broke off: {error}");
    let (mut sender, connection) = handshake(TokioIo::new(stream)).await.map_err(broken)?;
    let carried = tokio::spawn(connection);
    let path = address.uri.path_and_query().map_or("/", |path| path.as_str());
    let host = address.uri.authority().map_or(address.host.as_str(), |authority| authority.as_str());
    let request = Request::post(path)
        .header(header::HOST, host)
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::CONNECTION, "close")
        .body(Full::new(Bytes::from(body)))
        .map_err(|error| error.to_string())?;
    let answer = sender.send_request(request).await.map_err(broken);
    carried.abort();
    Ok(answer?.status())
}

//! Bytes on a socket, for requests that a well-behaved client can't send.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::harness::client::TIMEOUT;
use crate::harness::site::Site;

/// A connection to a server.
pub(crate) struct Raw(TcpStream);

/// A response as it was read from the socket.
#[derive(Debug)]
pub(crate) struct RawResponse {
    pub(crate) status: u16,
    /// Status line and headers, in lower case.
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Raw {
    pub(crate) async fn connect(site: &Site) -> Self {
        Self(TcpStream::connect(site.address()).await.unwrap())
    }

    /// Sends bytes. The server may have closed already: only its response matters.
    pub(crate) async fn send(&mut self, bytes: impl AsRef<[u8]>) {
        let _ = timeout(TIMEOUT, self.0.write_all(bytes.as_ref())).await;
    }

    /// Sends bytes, and returns whether the server still reads them.
    pub(crate) async fn try_send(&mut self, bytes: impl AsRef<[u8]>) -> bool {
        matches!(timeout(TIMEOUT, self.0.write_all(bytes.as_ref())).await, Ok(Ok(())))
    }

    /// Reads one response by its `Content-Length`; the server may keep the connection open.
    pub(crate) async fn response(&mut self) -> RawResponse {
        let mut bytes = Vec::new();
        loop {
            let ended = self.read(&mut bytes).await == 0;
            if ended || bytes.windows(4).any(|four| four == b"\r\n\r\n") {
                let response = RawResponse::parse(&bytes);
                let length = response.header("content-length").and_then(|length| length.parse().ok());
                if ended || response.body.len() >= length.unwrap_or(0) {
                    return response;
                }
            }
        }
    }

    /// Reads until the server closes the connection. The request must have `Connection: close`.
    pub(crate) async fn rest(&mut self) -> RawResponse {
        let mut bytes = Vec::new();
        while self.read(&mut bytes).await > 0 {}
        RawResponse::parse(&bytes)
    }

    async fn read(&mut self, bytes: &mut Vec<u8>) -> usize {
        let read = timeout(TIMEOUT, self.0.read_buf(bytes)).await;
        let read = read.unwrap_or_else(|_| panic!("nothing more after {:?}", String::from_utf8_lossy(bytes)));
        // A reset after the response ends it as well.
        read.unwrap_or(0)
    }
}

impl RawResponse {
    fn parse(bytes: &[u8]) -> Self {
        let end = bytes
            .windows(4)
            .position(|four| four == b"\r\n\r\n")
            .unwrap_or(bytes.len());
        let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
        Self {
            status: status.unwrap_or_else(|| panic!("no response: {head:?}")),
            head,
            body: bytes.get(end + 4..).unwrap_or_default().to_vec(),
        }
    }

    /// Returns everything that was read, in lower case; it may hold several responses.
    pub(crate) fn all(&self) -> String {
        let body = String::from_utf8_lossy(&self.body).to_lowercase();
        format!("{}\r\n\r\n{body}", self.head)
    }

    /// Returns the value of a header. The name must be in lower case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(own, _)| *own == name).map(|(_, value)| value)
    }
}

/// Sends a whole request, in which `{host}` stands for the server's address, and reads until the
/// server closes the connection.
pub(crate) async fn exchange(site: &Site, request: &str) -> RawResponse {
    let mut raw = Raw::connect(site).await;
    raw.send(request.replace("{host}", &site.address().to_string())).await;
    raw.rest().await
}

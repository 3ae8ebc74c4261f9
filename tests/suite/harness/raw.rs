//! Bytes on a socket, for what a decent client refuses to send.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::harness::client::PATIENCE;
use crate::harness::site::Site;

/// A connection to a server.
pub(crate) struct Raw(TcpStream);

/// What came back, as bytes.
#[derive(Debug)]
pub(crate) struct RawAnswer {
    pub(crate) status: u16,
    /// Status line and headers, in lower case.
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Raw {
    pub(crate) async fn connect(site: &Site) -> Self {
        Self(TcpStream::connect(site.address()).await.unwrap())
    }

    /// Sends bytes. A server that has closed already is fine: what it said counts.
    pub(crate) async fn send(&mut self, bytes: impl AsRef<[u8]>) {
        let _ = timeout(PATIENCE, self.0.write_all(bytes.as_ref())).await;
    }

    /// Sends bytes; says whether the server still takes them.
    pub(crate) async fn try_send(&mut self, bytes: impl AsRef<[u8]>) -> bool {
        matches!(timeout(PATIENCE, self.0.write_all(bytes.as_ref())).await, Ok(Ok(())))
    }

    /// Reads until the answer is there, as long as its head says it is; the server may leave the connection open.
    pub(crate) async fn answer(&mut self) -> RawAnswer {
        let mut bytes = Vec::new();
        loop {
            let ended = self.read(&mut bytes).await == 0;
            if ended || bytes.windows(4).any(|four| four == b"\r\n\r\n") {
                let answer = RawAnswer::parse(&bytes);
                let length = answer.header("content-length").and_then(|length| length.parse().ok());
                if ended || answer.body.len() >= length.unwrap_or(0) {
                    return answer;
                }
            }
        }
    }

    /// Reads until the server closes. Send `Connection: close`.
    pub(crate) async fn rest(&mut self) -> RawAnswer {
        let mut bytes = Vec::new();
        while self.read(&mut bytes).await > 0 {}
        RawAnswer::parse(&bytes)
    }

    async fn read(&mut self, bytes: &mut Vec<u8>) -> usize {
        let read = timeout(PATIENCE, self.0.read_buf(bytes)).await;
        let read = read.unwrap_or_else(|_| panic!("nothing more after {:?}", String::from_utf8_lossy(bytes)));
        // A reset after the answer is an end too.
        read.unwrap_or(0)
    }
}

impl RawAnswer {
    fn parse(bytes: &[u8]) -> Self {
        let end = bytes
            .windows(4)
            .position(|four| four == b"\r\n\r\n")
            .unwrap_or(bytes.len());
        let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
        Self {
            status: status.unwrap_or_else(|| panic!("no answer: {head:?}")),
            head,
            body: bytes.get(end + 4..).unwrap_or_default().to_vec(),
        }
    }

    /// All that came, in lower case: for several answers in one.
    pub(crate) fn all(&self) -> String {
        let body = String::from_utf8_lossy(&self.body).to_lowercase();
        format!("{}\r\n\r\n{body}", self.head)
    }

    /// The value of a header, by its name in lower case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(own, _)| *own == name).map(|(_, value)| value)
    }
}

/// Sends a whole request, and reads until the server closes. `{host}` stands for the server's address.
pub(crate) async fn exchange(site: &Site, request: &str) -> RawAnswer {
    let mut raw = Raw::connect(site).await;
    raw.send(request.replace("{host}", &site.address().to_string())).await;
    raw.rest().await
}

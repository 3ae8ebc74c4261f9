//! The load generator.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};

use frontdesk_bench::wire;

use crate::command_line::Result;

/// Connections that send the same request again and again.
pub(super) struct Load {
    connections: Vec<TcpStream>,
    request: String,
    /// The first response. All others have its length and its status.
    first: Vec<u8>,
    response: Vec<u8>,
}

/// A GET of a route without parameters.
pub(super) fn get() -> String {
    wire::get()
}

/// A form of three fields, sent by its button.
pub(super) fn post() -> String {
    wire::post()
}

impl Load {
    /// Connects, and sends one request.
    pub(super) fn connect(address: SocketAddr, connections: usize, request: &str) -> Result<Self> {
        let connections: std::io::Result<Vec<_>> = (0..connections)
            .map(|_| {
                let connection = TcpStream::connect(address)?;
                connection.set_nodelay(true)?;
                Ok(connection)
            })
            .collect();
        let mut connections = connections?;
        let connection = connections.first_mut().ok_or("there is no connection")?;
        connection.write_all(request.as_bytes())?;
        let first = read_response(connection)?;
        if !first.starts_with(b"HTTP/1.1 200 ") && !first.starts_with(b"HTTP/1.1 303 ") {
            return Err(String::from_utf8_lossy(&first).into());
        }
        Ok(Self {
            response: vec![0; first.len()],
            connections,
            request: request.to_owned(),
            first,
        })
    }

    /// Sends requests on each connection, and reads the responses.
    pub(super) fn send(&mut self, requests: usize) -> Result<()> {
        for _ in 0..requests {
            for connection in &mut self.connections {
                connection.write_all(self.request.as_bytes())?;
            }
            for connection in &mut self.connections {
                connection.read_exact(&mut self.response)?;
                if self.response[..STATUS] != self.first[..STATUS] {
                    return Err("a response differs from the first".into());
                }
            }
        }
        Ok(())
    }
}

/// The length of `HTTP/1.1 200`.
const STATUS: usize = 12;

/// Reads a response with a `Content-Length`.
fn read_response(connection: &mut TcpStream) -> Result<Vec<u8>> {
    let mut response = Vec::new();
    let mut byte = [0];
    while !response.ends_with(b"\r\n\r\n") {
        connection.read_exact(&mut byte)?;
        response.extend(byte);
    }
    let head = String::from_utf8_lossy(&response).to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
    let length: usize = length.ok_or("the response has no length")?.trim().parse()?;
    let mut body = vec![0; length];
    connection.read_exact(&mut body)?;
    response.extend(body);
    Ok(response)
}

//! Growth with the number of open connections: a desk in an axum app on a socket.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use frontdesk::{Desk, Router, get};
use tokio::runtime::Runtime;

use super::process::resident_bytes;
use super::series::{Line, Series, Unit};

/// The argument of a process that only holds connections open.
pub(super) const IDLE: &str = "idle-connections";

const REQUEST: &[u8] = b"GET /health HTTP/1.1\r\nhost: app.example\r\n\r\n";

/// Each size opens the connections that are missing to it.
pub(super) fn measure(runtime: &Runtime) -> io::Result<Series> {
    let address = serve(runtime)?;
    let mut active = TcpStream::connect(address)?;
    active.set_nodelay(true)?;
    let mut time = Line::new("request on one connection, the others idle", Unit::Time);
    let mut memory = Line::new("memory in all", Unit::Bytes);
    round_trip(&mut active)?;
    let before = resident_bytes();
    let mut idle = Vec::new();
    let mut open = 0;
    for size in [1, 10, 100, 1_000, 10_000] {
        idle.push(Idle::open(address, size - open)?);
        open = size;
        if size >= 100 {
            memory.push(size, resident_bytes().saturating_sub(before) as f64);
        }
        let mut times = Vec::new();
        for _ in 0..1_000 {
            let start = Instant::now();
            round_trip(&mut active)?;
            times.push(start.elapsed());
        }
        times.sort_unstable();
        time.push(size, times.get(500).map_or(1.0, |time| time.as_nanos() as f64));
    }
    Ok(Series {
        name: "connections".into(),
        grows: "open connections".into(),
        lines: vec![time, memory],
    })
}

#[expect(clippy::expect_used, reason = "the desk is made of constants")]
fn serve(runtime: &Runtime) -> io::Result<SocketAddr> {
    let routes = Router::new().route("/health", get(async || "ok"));
    let desk = Desk::builder(())
        .routes(routes)
        .build()
        .expect("the desk has no mistakes");
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0"))?;
    let address = listener.local_addr()?;
    let app = axum::Router::new().fallback_service(desk);
    runtime.spawn(async move { axum::serve(listener, app).await });
    Ok(address)
}

fn round_trip(stream: &mut TcpStream) -> io::Result<()> {
    stream.write_all(REQUEST)?;
    let mut buffer = [0; 1024];
    let mut length = 0;
    // The body is `ok`, and stands behind the empty line.
    while !buffer.get(..length).is_some_and(|read| read.ends_with(b"\r\n\r\nok")) {
        match stream.read(buffer.get_mut(length..).unwrap_or_default())? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            read => length += read,
        }
    }
    Ok(())
}

/// A process that holds connections open, so that only the server's ends are in this one.
struct Idle(Child);

impl Idle {
    fn open(address: SocketAddr, count: u64) -> io::Result<Self> {
        let mut child = Command::new(std::env::current_exe()?)
            .args(["growth", IDLE, &address.to_string(), &count.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut line = String::new();
        if let Some(output) = child.stdout.take() {
            BufReader::new(output).read_line(&mut line)?;
        }
        let child = Self(child);
        if line == "open\n" {
            Ok(child)
        } else {
            Err(io::Error::other(format!(
                "{count} connections could not be opened; see `ulimit -n`"
            )))
        }
    }
}

impl Drop for Idle {
    fn drop(&mut self) {
        // It ends with its input.
        drop(self.0.stdin.take());
        std::hint::black_box(self.0.wait().is_ok());
    }
}

/// Opens connections, sends a request on each, and holds them until the input ends.
pub(super) fn hold(mut arguments: impl Iterator<Item = String>) -> io::Result<()> {
    let address = arguments.next().and_then(|address| address.parse::<SocketAddr>().ok());
    let count = arguments.next().and_then(|count| count.parse::<u64>().ok());
    let (Some(address), Some(count)) = (address, count) else {
        return Err(io::ErrorKind::InvalidInput.into());
    };
    let mut streams = Vec::new();
    for _ in 0..count {
        let mut stream = TcpStream::connect(address)?;
        round_trip(&mut stream)?;
        streams.push(stream);
    }
    println!("open");
    io::stdin().read_to_end(&mut Vec::new())?;
    drop(streams);
    Ok(())
}

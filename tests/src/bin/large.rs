//! Measures the memory of a server while large bodies pass through it:
//! `cargo run --release -p conformance --bin large`.
//!
//! For each adapter, the reference app runs as a process of its own. 1 GiB is sent through `/echo`,
//! 1 GiB is read from `/stream`, and the peak memory of the process is printed. The exit code is 1
//! if it is too much. The peak is read from `/proc`, so this runs on Linux only.

use std::error::Error;
use std::io::{self, BufRead as _, BufReader};
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs};

use bytes::Bytes;
use conformance::servers::Adapter;
use frontdesk::Body;
use futures_util::stream;
use http::Request;
use http::header::HOST;
use http_body_util::BodyExt as _;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

const MIB: u64 = 1024 * 1024;
const CHUNKS: u64 = 16 * 1024;
const CHUNK: usize = 64 * 1024;

/// How much memory a server may use.
const LIMIT: u64 = 64 * MIB;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> ExitCode {
    let mut arguments = env::args().skip(1).peekable();
    if arguments.peek().is_some() {
        // The server process: the program `reference`, which cargo would not build for this one.
        return conformance::program::main(arguments);
    }
    if !cfg!(target_os = "linux") {
        eprintln!("nothing was measured: the memory of a process is read from /proc, which only Linux has");
        return ExitCode::FAILURE;
    }
    match measure_all() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Measures every adapter, and returns whether all stayed below the limit.
fn measure_all() -> Result<bool> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    println!("adapter   at start   1 GiB by /echo   1 GiB from /stream      peak");
    let mut all_below = true;
    for adapter in Adapter::ALL {
        let server = Server::start(adapter)?;
        let start = server.peak()?;
        let echo = runtime.block_on(server.echo())?;
        let download = runtime.block_on(server.download())?;
        let peak = server.peak()?;
        println!(
            "{:<8} {:>6} MiB {echo:>14.1?} {download:>20.1?} {:>9} MiB{}",
            adapter.name(),
            start.div_ceil(MIB),
            peak.div_ceil(MIB),
            if peak > LIMIT { ", TOO MUCH" } else { "" },
        );
        all_below &= peak <= LIMIT;
    }
    Ok(all_below)
}

/// A running server process. It is stopped on drop.
struct Server {
    program: Child,
    address: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        // The process may have ended by itself.
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

impl Server {
    fn start(adapter: Adapter) -> Result<Self> {
        let mut program = Command::new(env::current_exe()?)
            .args(["--adapter", adapter.name()])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let out = program.stdout.take().ok_or("the process has no stdout")?;
        let mut server = Self {
            program,
            address: String::new(),
        };
        let mut line = String::new();
        BufReader::new(out).read_line(&mut line)?;
        let address = line.trim_end().strip_prefix("listening on http://");
        address
            .ok_or("the server did not start")?
            .clone_into(&mut server.address);
        Ok(server)
    }

    /// Returns the peak memory of the process, in bytes.
    fn peak(&self) -> Result<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.program.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib = line
            .and_then(|line| line.trim().strip_suffix(" kB"))
            .ok_or("no VmHWM")?;
        Ok(kib.trim().parse::<u64>()? * 1024)
    }

    async fn echo(&self) -> Result<Duration> {
        let chunk = Bytes::from(vec![b'x'; CHUNK]);
        let chunks = (0..CHUNKS).map(move |_| Ok::<_, io::Error>(chunk.clone()));
        let request = Request::post("/echo").header(HOST, &self.address);
        self.measure(request.body(Body::from_stream(stream::iter(chunks)))?)
            .await
    }

    async fn download(&self) -> Result<Duration> {
        let target = format!("/stream?chunks={CHUNKS}&bytes={CHUNK}");
        let request = Request::get(target).header(HOST, &self.address);
        self.measure(request.body(Body::empty())?).await
    }

    /// Sends a request, and reads the response, which must be 1 GiB.
    async fn measure(&self, request: Request<Body>) -> Result<Duration> {
        let begin = Instant::now();
        let stream = TcpStream::connect(&self.address).await?;
        let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        let response = sender.send_request(request).await?;
        if response.status() != 200 {
            return Err(format!("the status is {}", response.status()).into());
        }
        let (mut body, mut read) = (response.into_body(), 0);
        while let Some(frame) = body.frame().await {
            read += frame?.data_ref().map_or(0, Bytes::len);
        }
        let expected = CHUNKS * CHUNK as u64;
        if u64::try_from(read)? != expected {
            return Err(format!("the response has {read} bytes instead of {expected}").into());
        }
        Ok(begin.elapsed())
    }
}

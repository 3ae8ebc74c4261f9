//! The process `chromedriver`.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, TcpStream};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// How long the driver may take to close its browsers.
const STOP: Duration = Duration::from_secs(5);

/// A running `chromedriver`. It stops on drop, and so does every browser that it has started.
#[derive(Debug)]
pub(crate) struct Driver {
    process: Process,
    port: u16,
    /// The folder for the files of the driver and of its browsers, among them the profiles.
    _files: TempDir,
}

impl Driver {
    /// Starts the driver on a free port, which it chooses itself when it binds it.
    pub(crate) fn start(program: &Path) -> io::Result<Self> {
        let files = tempfile::tempdir()?;
        let mut child = Command::new(program)
            .arg("--port=0")
            .env("TMPDIR", files.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let output = child.stdout.take().map(BufReader::new);
        let mut process = Process { child, output };
        let port = process.port()?;
        Ok(Self {
            process,
            port,
            _files: files,
        })
    }

    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Sends chromedriver's own command `/shutdown`, which closes the browsers first.
    fn ask_to_stop(&self) -> io::Result<()> {
        let mut socket = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
        socket.set_read_timeout(Some(STOP))?;
        let host = format!("127.0.0.1:{}", self.port);
        write!(
            socket,
            "GET /shutdown HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        )?;
        socket.read_to_end(&mut Vec::new()).map(drop)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        if self.ask_to_stop().is_ok() {
            self.process.wait(STOP);
        }
    }
}

/// The process. It is killed on drop.
#[derive(Debug)]
struct Process {
    child: Child,
    /// Stays open: a process that writes to a closed pipe is killed.
    output: Option<BufReader<ChildStdout>>,
}

impl Process {
    /// Reads the port from the line that ends with "was started successfully on port 40123."
    fn port(&mut self) -> io::Result<u16> {
        let mut all = String::new();
        while let Some(output) = &mut self.output {
            let start = all.len();
            if output.read_line(&mut all)? == 0 {
                break;
            }
            let line = all.get(start..).unwrap_or_default();
            let port = line
                .trim_end()
                .trim_end_matches('.')
                .split_once("successfully on port ");
            if let Some(port) = port.and_then(|(_, port)| port.parse().ok()) {
                return Ok(port);
            }
        }
        Err(io::Error::other(format!("its output has no port: {all}")))
    }

    fn wait(&mut self, at_most: Duration) {
        let end = Instant::now() + at_most;
        while matches!(self.child.try_wait(), Ok(None)) && Instant::now() < end {
            thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // If either fails, the process has ended already, or can't be killed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

//! The process `chromedriver` or `geckodriver`.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, TcpStream};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

/// How long the driver may take to close its browsers.
const STOP: Duration = Duration::from_secs(5);

/// A running driver. It stops on drop, and with it the browser that it has started.
#[derive(Debug)]
pub(super) struct Driver {
    process: Process,
    port: u16,
    /// The folder for the files of the driver and of its browser, among them the profile.
    _files: TempDir,
}

impl Driver {
    /// Starts the driver on a free port, which it chooses itself when it binds it.
    pub(super) fn start(program: &Path, arguments: &[&str]) -> io::Result<Self> {
        let files = tempfile::tempdir()?;
        let mut child = Command::new(program)
            .args(arguments)
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

    /// Kills the driver, and this process of its browser: Firefox doesn't end with its driver.
    pub(super) fn kill(&mut self, browser: Option<Pid>) {
        self.process.kill();
        if let Some(browser) = browser {
            // If it fails, it has ended already.
            let _ = kill_process(browser, Signal::KILL);
        }
    }

    pub(super) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Sends chromedriver's own command `/shutdown`, which closes the browser first. (`geckodriver` doesn't know it.)
    fn ask_to_stop(&self) -> io::Result<()> {
        let mut socket = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
        socket.set_read_timeout(Some(STOP))?;
        let host = format!("127.0.0.1:{}", self.port);
        write!(
            socket,
            "GET /shutdown HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        )?;
        let mut response = String::new();
        socket.read_to_string(&mut response)?;
        match response.starts_with("HTTP/1.1 200") {
            true => Ok(()),
            false => Err(io::Error::other(response)),
        }
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
    /// Reads the port from a line that ends with "was started successfully on port 40123." (`chromedriver`) or
    /// "Listening on 127.0.0.1:40123" (`geckodriver`).
    fn port(&mut self) -> io::Result<u16> {
        let mut all = String::new();
        while let Some(output) = &mut self.output {
            let start = all.len();
            if output.read_line(&mut all)? == 0 {
                break;
            }
            let line = all.get(start..).unwrap_or_default().trim_end().trim_end_matches('.');
            let of_chromedriver = line.split_once("successfully on port ");
            let port = of_chromedriver.or_else(|| line.split_once("Listening on 127.0.0.1:"));
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

impl Process {
    fn kill(&mut self) {
        // If either fails, the process has ended already, or can't be killed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

//! The program of an example, in a process of its own.

use std::io::{self, BufRead as _, BufReader, Read as _};
use std::net::SocketAddr;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How long a program may take to end.
const PATIENCE: Duration = Duration::from_secs(30);

/// A running program. It is killed on drop.
#[derive(Debug)]
pub struct Process {
    child: Child,
    address: SocketAddr,
}

impl Process {
    /// Starts a program on a free port, and waits until it prints its URL.
    ///
    /// # Errors
    ///
    /// Fails if the program can't be started, or prints no URL.
    pub fn start(path: &str) -> io::Result<Self> {
        let mut command = Command::new(path);
        command.env_remove("PORT").stdin(Stdio::null());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
        let mut line = String::new();
        if let Some(out) = child.stdout.take() {
            BufReader::new(out).read_line(&mut line)?;
        }
        let address = line.trim().strip_prefix("http://").map(str::parse);
        match address {
            Some(Ok(address)) => Ok(Self { child, address }),
            _ => {
                child.kill()?;
                child.wait()?;
                Err(io::Error::other(format!("{line:?} is not a URL")))
            }
        }
    }

    /// Returns the address that the program listens on.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Sends a signal, `TERM` say.
    ///
    /// # Errors
    ///
    /// Fails if the system can't send it.
    pub fn signal(&self, name: &str) -> io::Result<()> {
        let arguments = [format!("-{name}"), self.child.id().to_string()];
        let status = Command::new("kill").args(arguments).status()?;
        if !status.success() {
            return Err(io::Error::other(format!("kill: {status}")));
        }
        Ok(())
    }

    /// Waits until the program ends. Returns how it has ended, and what it has written to stderr, or `None`
    /// if it doesn't end within half a minute.
    ///
    /// # Errors
    ///
    /// Fails if the program can't be waited for.
    pub fn ended(&mut self) -> io::Result<Option<(ExitStatus, String)>> {
        let start = Instant::now();
        let status = loop {
            if let Some(status) = self.child.try_wait()? {
                break status;
            }
            if start.elapsed() > PATIENCE {
                return Ok(None);
            }
            thread::sleep(Duration::from_millis(10));
        };
        let mut log = String::new();
        if let Some(mut stderr) = self.child.stderr.take() {
            stderr.read_to_string(&mut log)?;
        }
        Ok(Some((status, log)))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

//! A server in a process of its own, and what it tells about itself.

use std::io::{self, BufRead as _, BufReader, Lines, Write as _};
use std::net::SocketAddr;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::{env, fs, thread};

use rustix::time::{ClockId, clock_gettime};

use crate::command_line::Result;

/// A server process. It ends on drop.
pub(crate) struct Process {
    child: Child,
    questions: ChildStdin,
    lines: Lines<BufReader<ChildStdout>>,
    pub(crate) address: SocketAddr,
}

impl Process {
    /// Starts `frontdesk-bench serve KIND`.
    pub(crate) fn start(kind: &str) -> Result<Self> {
        let mut child = Command::new(env::current_exe()?)
            .args(["serve", kind])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let questions = child.stdin.take().ok_or("the server has no stdin")?;
        let mut lines = BufReader::new(child.stdout.take().ok_or("the server has no stdout")?).lines();
        let address = next(&mut lines)?.parse()?;
        Ok(Self {
            child,
            questions,
            lines,
            address,
        })
    }

    /// Returns the CPU time of all threads of the process since its start, in seconds.
    pub(crate) fn cpu(&mut self) -> Result<f64> {
        self.ask("cpu")
    }

    /// Returns the peak of the memory that the process had in RAM, in bytes.
    pub(crate) fn peak(&mut self) -> Result<f64> {
        self.ask("peak")
    }

    fn ask(&mut self, question: &str) -> Result<f64> {
        writeln!(self.questions, "{question}")?;
        Ok(next(&mut self.lines)?.parse()?)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // The process may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn next(lines: &mut Lines<BufReader<ChildStdout>>) -> Result<String> {
    Ok(lines.next().ok_or("the server has ended")??)
}

/// In the server's process: prints the address, and replies to the requests of the parent process.
/// It ends with its parent.
pub(crate) fn report(address: SocketAddr) {
    println!("{address}");
    thread::spawn(|| {
        for request in io::stdin().lines().map_while(io::Result::ok) {
            match request.as_str() {
                "peak" => println!("{}", peak().unwrap_or(f64::NAN)),
                _ => println!("{}", cpu()),
            }
        }
        std::process::exit(0);
    });
}

fn cpu() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

/// Only Linux has this file.
fn peak() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: f64 = line.trim().strip_suffix(" kB")?.trim().parse().ok()?;
    Some(kib * 1024.0)
}

//! The program `reference`: its output and its exit codes.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

mod crashed;
#[cfg(target_os = "linux")]
mod killed;
mod problem_codes;

const ADAPTERS: [&str; 3] = ["axum", "actix", "hyper"];

/// A running program. It is stopped on drop, also when its test fails.
struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        // The process may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_reference"));
    command
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn exchange(address: &str, request: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    let request = format!("{request}\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).unwrap();
    response
}

#[test]
fn program_prints_one_line_when_it_is_ready() {
    for adapter in ADAPTERS {
        let mut program = command(&["--adapter", adapter, "--allow-non-browser"]);
        let mut program = Program(program.stderr(Stdio::null()).spawn().unwrap());
        let mut out = BufReader::new(program.0.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        let address = line.strip_prefix("listening on http://").unwrap().trim_end();
        assert!(address.starts_with("127.0.0.1:") && !address.ends_with(":0"), "{line}");

        let response = exchange(address, "GET /hello HTTP/1.1");
        assert!(
            response.starts_with("HTTP/1.1 200") && response.ends_with("hello"),
            "{response}"
        );
        let response = exchange(address, "POST /_actions/count HTTP/1.1\r\nContent-Length: 0");
        assert!(
            response.starts_with("HTTP/1.1 200") && response.ends_with("\r\n\r\n1"),
            "{response}"
        );

        drop(program);
        let mut rest = String::new();
        out.read_to_string(&mut rest).unwrap();
        assert_eq!(rest, "", "{adapter}");
    }
}

#[test]
fn bad_command_line_is_exit_code_2_and_the_usage() {
    for arguments in [
        &[][..],
        &["--adapter", "rocket"],
        &["--adapter", "axum", "--nope"],
        &["--port"],
    ] {
        let output = command(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(output.stdout.is_empty());
        assert!(String::from_utf8_lossy(&output.stderr).contains("usage: reference --adapter"));
    }
}

#[test]
fn start_failure_is_exit_code_1_and_the_reason() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    for adapter in ADAPTERS {
        let output = command(&["--adapter", adapter, "--port", &port]).output().unwrap();
        assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0), "{adapter}");
        let output = command(&["--adapter", adapter, "--origin", "app.example"])
            .output()
            .unwrap();
        assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0), "{adapter}");
        let message = String::from_utf8_lossy(&output.stderr);
        assert!(message.contains("\"app.example\" is not a valid origin"), "{message}");
    }
}

//! A program that is killed in the middle of an upload leaves no file.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::{ADAPTERS, Program, command};

/// Begins an upload of 4 MB, and returns the connection once half a megabyte was sent.
fn begin_upload(address: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).unwrap();
    let head = format!(
        "POST /_actions/upload HTTP/1.1\r\nHost: {address}\r\nSec-Fetch-Site: same-origin\r\n\
         Content-Type: multipart/form-data; boundary=xx\r\nContent-Length: 4000000\r\n\r\n\
         --xx\r\nContent-Disposition: form-data; name=file; filename=secret.txt\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(&[b'x'; 500_000]).unwrap();
    stream
}

/// Returns whether the process has a file in `dir` open, with a name or without.
fn has_open_file(process: u32, dir: &Path) -> bool {
    let files = fs::read_dir(format!("/proc/{process}/fd"))
        .into_iter()
        .flatten()
        .flatten();
    let mut paths = files.filter_map(|entry| fs::read_link(entry.path()).ok());
    paths.any(|path| path.starts_with(dir))
}

#[test]
fn killed_program_leaves_no_upload() {
    let cases = ADAPTERS.map(|adapter| (adapter, "KILL")).into_iter();
    for (adapter, signal) in cases.chain([("axum", "TERM"), ("hyper", "TERM")]) {
        let dir = tempfile::tempdir().unwrap();
        let mut program = command(&["--adapter", adapter]);
        program.env("TMPDIR", dir.path()).stderr(Stdio::null());
        let mut program = Program(program.spawn().unwrap());
        let mut line = String::new();
        let out = program.0.stdout.take().unwrap();
        BufReader::new(out).read_line(&mut line).unwrap();
        let address = line.strip_prefix("listening on http://").unwrap().trim_end();

        let upload = begin_upload(address);
        let start = Instant::now();
        while !has_open_file(program.0.id(), dir.path()) {
            assert!(
                start.elapsed() < Duration::from_secs(20),
                "{adapter}: nothing was spooled"
            );
            std::thread::sleep(Duration::from_millis(5));
        }
        let mut kill = Command::new("kill");
        kill.args([format!("-{signal}"), program.0.id().to_string()]);
        assert!(kill.status().unwrap().success());
        program.0.wait().unwrap();
        drop(upload);
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0, "{adapter} {signal}");
    }
}

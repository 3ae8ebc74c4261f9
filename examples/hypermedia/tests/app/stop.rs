//! The program, when it is stopped by a signal.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use conformance::process::Process;

#[test]
fn signal_ends_the_program_though_a_connection_is_busy() {
    for signal in ["INT", "TERM"] {
        let mut process = Process::start(env!("CARGO_BIN_EXE_hypermedia")).unwrap();
        let mut busy = TcpStream::connect(process.address()).unwrap();
        busy.write_all(b"GET / HTTP/1.1\r\nHost: ").unwrap();
        // Accepted after the busy one.
        let mut other = TcpStream::connect(process.address()).unwrap();
        let request = b"GET /plain HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        other.write_all(request).unwrap();
        let mut page = String::new();
        other.read_to_string(&mut page).unwrap();
        assert!(page.starts_with("HTTP/1.1 200 "), "{page}");
        process.signal(signal).unwrap();
        let (status, log) = process.ended().unwrap().expect("it ends");
        assert!(status.success(), "{signal}: {status}, {log}");
        assert!(log.contains("nothing was left in flight"), "{signal}: {log}");
        drop(busy);
    }
}

//! The programs, when they are stopped by a signal.

use std::io::Write as _;
use std::net::TcpStream;

use conformance::process::Process;

use crate::client::Reader;

const PROGRAMS: [&str; 2] = [env!("CARGO_BIN_EXE_chat"), env!("CARGO_BIN_EXE_chat-actix")];

/// Each reader learns it, and a connection that is busy for ever doesn't keep the program alive.
#[tokio::test(flavor = "multi_thread")]
async fn signal_ends_the_program_after_the_last_event() {
    for program in PROGRAMS {
        for signal in ["INT", "TERM"] {
            let mut process = Process::start(program).unwrap();
            let mut busy = TcpStream::connect(process.address()).unwrap();
            busy.write_all(b"GET / HTTP/1.1\r\nHost: ").unwrap();
            // More than there are threads in the server.
            let mut readers = Vec::new();
            for _ in 0..20 {
                let mut reader = Reader::connect(process.address(), None, "").await;
                reader.event("people").await;
                readers.push(reader);
            }
            process.signal(signal).unwrap();
            for reader in &mut readers {
                assert_eq!(reader.event("bye").await.data, "", "{program} {signal}");
                assert_eq!(reader.next().await, None, "{program} {signal}");
            }
            let (status, log) = process.ended().unwrap().expect(program);
            assert!(status.success(), "{program} {signal}: {status}, {log}");
            assert!(log.contains("nothing was left in flight"), "{program} {signal}: {log}");
            drop(busy);
        }
    }
}

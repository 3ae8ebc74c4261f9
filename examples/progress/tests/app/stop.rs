//! The programs, when they are stopped by a signal.

use std::io::Write as _;
use std::net::TcpStream;

use conformance::process::Process;

use crate::client::Client;
use crate::events::Reader;

const PROGRAMS: [&str; 2] = [env!("CARGO_BIN_EXE_progress"), env!("CARGO_BIN_EXE_progress-actix")];

/// The readers of a job that runs learn that it was stopped, and a connection that is busy for ever doesn't
/// keep the program alive.
#[tokio::test(flavor = "multi_thread")]
async fn signal_stops_the_jobs_and_ends_the_program() {
    let rows = (0..1000).map(|row| format!("Person {row},p{row}@example.org\n"));
    let file = "name,email\n".to_owned() + &rows.collect::<String>();
    for program in PROGRAMS {
        for signal in ["INT", "TERM"] {
            let mut process = Process::start(program).unwrap();
            let mut busy = TcpStream::connect(process.address()).unwrap();
            busy.write_all(b"GET / HTTP/1.1\r\nHost: ").unwrap();
            let mut client = Client::at(process.address());
            let running = client.start(&file).await;
            let waiting = client.start(&file).await;
            let mut readers = Vec::new();
            for id in [&running, &waiting, &running] {
                let mut reader = Reader::connect(&client, id, None).await;
                assert_eq!(reader.next().await.unwrap().name, "progress", "{program} {signal}");
                readers.push(reader);
            }
            process.signal(signal).unwrap();
            for reader in &mut readers {
                let mut last = None;
                while let Some(event) = reader.next().await {
                    last = Some(event);
                }
                let last = last.expect(program);
                assert_eq!((&*last.name, &last.json()["state"]), ("bye", &"stopped".into()));
            }
            let (status, log) = process.ended().unwrap().expect(program);
            assert!(status.success(), "{program} {signal}: {status}, {log}");
            for line in ["stopped imports: 1 running, 1 waiting", "nothing was left in flight"] {
                assert!(log.contains(line), "{program} {signal}: {log}");
            }
            drop(busy);
        }
    }
}

//! A program that is killed between the commit of an action and its response: what the next one knows
//! of the form.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{ChildStdout, Command, Stdio};
use std::time::Duration;

use super::{ADAPTERS, Program, exchange};

/// A running shop.
struct Shop {
    program: Program,
    out: BufReader<ChildStdout>,
    address: String,
}

impl Shop {
    fn start(adapter: &str, database: &Path) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_orders"));
        command
            .arg(adapter)
            .arg(database)
            .stdin(Stdio::null())
            .stdout(Stdio::piped());
        command.env("FRONTDESK_KEY", "a".repeat(42) + "A");
        let mut program = Program(command.spawn().unwrap());
        let mut out = BufReader::new(program.0.stdout.take().unwrap());
        let line = line(&mut out);
        let address = line.strip_prefix("listening on http://").unwrap().to_owned();
        Self { program, out, address }
    }

    fn get(&self, path: &str) -> String {
        exchange(&self.address, &format!("GET {path} HTTP/1.1"))
    }

    /// Sends the form of an action, and returns the connection.
    fn send(&self, action: &str, body: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let head = format!(
            "POST /_actions/{action} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nSec-Fetch-Site: same-origin\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            self.address,
            body.len()
        );
        stream.write_all(head.as_bytes()).unwrap();
        stream
    }

    fn post(&self, action: &str, body: &str) -> String {
        let mut response = String::new();
        self.send(action, body).read_to_string(&mut response).unwrap();
        response
    }
}

fn line(out: &mut BufReader<ChildStdout>) -> String {
    let mut line = String::new();
    out.read_line(&mut line).unwrap();
    line.trim_end().to_owned()
}

/// Returns the token of the form of an action.
fn token(page: &str, action: &str) -> String {
    let form = page
        .split("<form")
        .find(|form| form.contains(&format!("/_actions/{action}\"")));
    let input = form.unwrap().split('<').find(|tag| tag.contains("__fd_once")).unwrap();
    input
        .split("value=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned()
}

#[test]
fn form_whose_run_was_killed_takes_effect_exactly_once_by_its_key() {
    for adapter in ADAPTERS {
        for (action, has_key) in [("order", true), ("order_plain", false)] {
            let dir = tempfile::tempdir().unwrap();
            let (database, pause) = (dir.path().join("db"), dir.path().join("db.pause"));
            File::create(&pause).unwrap();
            let mut shop = Shop::start(adapter, &database);
            let body = format!("item=tea&__fd_once={}", token(&shop.get("/"), action));
            let connection = shop.send(action, &body);
            assert_eq!(line(&mut shop.out), "committed", "{adapter} {action}");
            shop.program.0.kill().unwrap();
            shop.program.0.wait().unwrap();
            drop(connection);

            fs::remove_file(pause).unwrap();
            let shop = Shop::start(adapter, &database);
            for _ in 0..2 {
                let response = shop.post(action, &body);
                let expected = match has_key {
                    true => response.starts_with("HTTP/1.1 200 ") && response.ends_with("\r\n\r\n1"),
                    false => response.starts_with("HTTP/1.1 409 ") && response.contains("\"once-unknown\""),
                };
                assert!(expected, "{adapter} {action}: {response}");
            }
            if has_key {
                // The first response is known by now, so another value is refused without a run.
                let response = shop.post(action, &body.replace("tea", "milk"));
                assert!(response.contains("\"already-sent\""), "{adapter}: {response}");
                let again = Shop::start(adapter, &database);
                let response = again.post(action, &body.replace("tea", "milk"));
                assert!(
                    response.contains("sent before with another value"),
                    "{adapter}: {response}"
                );
            }
            assert!(shop.get("/count").ends_with("\r\n\r\n1"), "{adapter} {action}");
        }
    }
}

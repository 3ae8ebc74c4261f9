//! The programs end at a signal, also while a connection is busy.

#![cfg(unix)]

use std::process::Stdio;
use std::time::Duration;

use bff::demo::PASSWORD;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};
use tokio::time::timeout;

const PROGRAMS: [&str; 2] = [env!("CARGO_BIN_EXE_bff"), env!("CARGO_BIN_EXE_bff-actix")];

/// How long a program may take. It waits some seconds for what is busy.
const PATIENCE: Duration = Duration::from_secs(60);

/// Starts a program, and returns its address.
async fn start(program: &str, database: &std::path::Path) -> (Child, String) {
    let mut command = Command::new(program);
    command.env("BFF_DB", database).env_remove("PORT").kill_on_drop(true);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let line = lines.next_line().await.unwrap().unwrap();
    (child, line.strip_prefix("http://").unwrap().to_owned())
}

/// Sends a request, and returns its connection and the head of the response.
async fn send(address: &str, request: &str) -> (TcpStream, String) {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.unwrap());
    }
    (stream, String::from_utf8(head).unwrap())
}

/// Begins an export, and reads nothing of it.
async fn busy(address: &str) -> TcpStream {
    let form = format!("name=Ada&password={PASSWORD}");
    let head = format!(
        "host: {address}\r\norigin: http://{address}\r\ncontent-length: {}\r\n",
        form.len()
    );
    let login = format!("POST /login HTTP/1.1\r\n{head}content-type: application/x-www-form-urlencoded\r\n\r\n{form}");
    let (_, head) = send(address, &login).await;
    let (_, cookie) = head.split_once("set-cookie: ").unwrap();
    let (cookie, _) = cookie.split_once(';').unwrap();
    let export = format!("GET /export HTTP/1.1\r\nhost: {address}\r\ncookie: {cookie}\r\n\r\n");
    let (stream, head) = send(address, &export).await;
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    stream
}

async fn ends(program: &str, signal: &str) {
    let folder = tempfile::tempdir().unwrap();
    let (mut child, address) = start(program, &folder.path().join("events.db")).await;
    let stream = busy(&address).await;
    let id = child.id().unwrap().to_string();
    let sent = Command::new("kill").args(["-s", signal, &id]).status().await.unwrap();
    assert!(sent.success());
    let status = timeout(PATIENCE, child.wait()).await;
    assert!(status.unwrap().unwrap().success(), "{program}, {signal}");
    drop(stream);
}

#[tokio::test]
async fn programs_end_while_a_connection_is_busy() {
    let [axum, actix] = PROGRAMS;
    tokio::join!(
        ends(axum, "TERM"),
        ends(axum, "INT"),
        ends(actix, "TERM"),
        ends(actix, "INT")
    );
}

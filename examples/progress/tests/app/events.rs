//! What readers get: each change once and in order, also when their connection is cut.

use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use progress::jobs::Limits;
use serde_json::Value;
use tokio::task::AbortHandle;
use tokio::time::timeout;

use crate::client::Client;
use crate::site::{PATIENCE, sites, until};

/// A connection that reads the events of a job.
pub(crate) struct Reader {
    body: Incoming,
    connection: AbortHandle,
    text: String,
}

/// One event: its name, its id and its data.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Event {
    pub(crate) name: String,
    id: String,
    data: String,
}

impl Event {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.data).unwrap()
    }
}

impl Reader {
    /// Connects as a browser does: at first without an id, and later with that of the last event.
    pub(crate) async fn connect(client: &Client, id: &str, last: Option<&str>) -> Self {
        let headers: Vec<_> = last.map(|last| ("last-event-id", last)).into_iter().collect();
        let path = format!("/jobs/{id}/events");
        let (response, connection) = client.request("GET", &path, &headers, "").await;
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Self {
            body: response.into_body(),
            connection,
            text: String::new(),
        }
    }

    /// Waits for the next event; `None` if the stream has ended.
    pub(crate) async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let value = |name| {
                    event
                        .lines()
                        .find_map(|line| line.strip_prefix(name))
                        .map(str::to_owned)
                };
                let found = value("data: ").map(|data| Event {
                    name: value("event: ").unwrap(),
                    id: value("id: ").unwrap(),
                    data,
                });
                self.text = rest.to_owned();
                match found {
                    Some(event) => return Some(event),
                    None => continue, // A comment.
                }
            }
            let frame = timeout(PATIENCE, self.body.frame()).await.unwrap()?;
            self.text += std::str::from_utf8(&frame.unwrap().into_data().unwrap()).unwrap();
        }
    }
}

/// A file of so many rows, of which each third is refused.
fn file(rows: usize) -> String {
    let row = |row| match row % 3 {
        2 => format!("Person {row},nowhere\n"),
        _ => format!("Person {row},p{row}@example.org\n"),
    };
    "name,email\n".to_owned() + &(0..rows).map(row).collect::<String>()
}

/// One row passes after the other. The connection is cut before a row, and between the two events of a row.
#[tokio::test(flavor = "multi_thread")]
async fn reader_that_reconnects_misses_nothing_and_gets_nothing_twice() {
    const ROWS: usize = 30;
    for site in sites(&Limits::default()) {
        let mut client = Client::new(&site);
        let id = client.start(&file(ROWS)).await;
        let mut reader = Reader::connect(&client, &id, None).await;
        let first = reader.next().await.unwrap();
        assert_eq!(
            (&*first.name, first.json()["state"].as_str()),
            ("progress", Some("running"))
        );
        let mut last = first.id;
        let (mut refused, mut revisions) = (Vec::new(), vec![1]);
        for row in 0..ROWS {
            let cut = row % 4;
            match cut {
                // While nobody is connected.
                3 => {
                    reader.connection.abort();
                    site.gate.pass(&client.job(&site, &id), 1).await;
                    reader = Reader::connect(&client, &id, Some(&last)).await;
                }
                _ => site.gate.open(&id, 1),
            }
            loop {
                let event = reader.next().await.unwrap();
                last.clone_from(&event.id);
                let (revision, rows) = last.split_once('-').unwrap();
                assert_eq!(rows.parse(), Ok(row + 1), "{}", site.host);
                if event.name == "problem" {
                    refused.push(event.data.clone());
                    // Cut between the two events of the row.
                    if cut == 2 {
                        reader.connection.abort();
                        reader = Reader::connect(&client, &id, Some(&last)).await;
                    }
                    continue;
                }
                revisions.push(revision.parse().unwrap());
                // The last row's progress and the end may come as one.
                if row + 1 < ROWS {
                    assert_eq!(
                        (&*event.name, event.json()["refused"].as_u64()),
                        ("progress", Some(refused.len() as u64))
                    );
                } else if event.name == "progress" {
                    continue;
                }
                break;
            }
        }
        assert_eq!(
            reader.next().await,
            None,
            "{}: the stream goes on after the end",
            site.host
        );
        let rows = (0..ROWS).filter(|row| row % 3 == 2).map(|row| row + 2);
        let expected: Vec<_> = rows
            .map(|row| format!("<li><strong>Row {row}</strong>: email is not a valid email address</li>"))
            .collect();
        assert_eq!(refused, expected, "{}", site.host);
        // One for the start, one for each row, one for the end.
        let is_rising = revisions.windows(2).all(|pair| pair[0] < pair[1]);
        assert!(
            is_rising && revisions.last() == Some(&(ROWS as u64 + 2)),
            "{revisions:?}"
        );

        // A browser that connects again then is not to come back.
        let (response, _) = client
            .request("GET", &format!("/jobs/{id}/events"), &[("last-event-id", &last)], "")
            .await;
        assert_eq!(response.status(), 204, "{}", site.host);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn job_goes_on_without_its_client() {
    for site in sites(&Limits::default()) {
        let mut client = Client::new(&site);
        let id = client.start(&file(5)).await;
        let mut reader = Reader::connect(&client, &id, None).await;
        let last = reader.next().await.unwrap().id;
        reader.connection.abort();
        site.gate.open(&id, 5);
        let job = client.job(&site, &id);
        until(&job, |progress| progress.phase.is_end()).await;
        // All at once: each refused row, and only the latest progress.
        let mut reader = Reader::connect(&client, &id, Some(&last)).await;
        let problem = reader.next().await.unwrap();
        assert_eq!(
            (&*problem.name, problem.id.split_once('-').unwrap().1),
            ("problem", "3")
        );
        let end = reader.next().await.unwrap();
        assert_eq!(
            (&*end.name, &end.json()["text"]),
            ("end", &Value::from("4 rows imported, 1 refused."))
        );
        assert_eq!(reader.next().await, None, "{}", site.host);
    }
}

/// A file that breaks in the middle, and one that is cancelled there.
#[tokio::test(flavor = "multi_thread")]
async fn readers_learn_how_a_job_has_ended() {
    for site in sites(&Limits::default()) {
        let cases = [
            (
                "failed",
                "Row 3: its quotation mark is not closed. Before that: 1 row imported, 0 refused.",
            ),
            ("cancelled", "Until then: 1 row imported, 0 refused."),
            (
                "stopped",
                "The server is being stopped. Until then: 1 row imported, 0 refused.",
            ),
        ];
        for (state, text) in cases {
            let mut client = Client::new(&site);
            let second = if state == "failed" {
                "\"open\n"
            } else {
                "B,b@example.org\n"
            };
            let id = client.start(&format!("name,email\nA,a@example.org\n{second}")).await;
            let mut reader = Reader::connect(&client, &id, None).await;
            reader.next().await.unwrap();
            let job = client.job(&site, &id);
            site.gate.pass(&job, 1).await;
            match state {
                "cancelled" => assert_eq!(
                    client.send("DELETE", &format!("/api/jobs/{id}"), "", "").await.status,
                    200
                ),
                "stopped" => {
                    let stopped = site.jobs.close();
                    assert_eq!(stopped.to_string(), "stopped imports: 1 running, 0 waiting");
                }
                _ => {}
            }
            let end = loop {
                let event = reader.next().await.unwrap();
                if event.name != "progress" {
                    break event;
                }
            };
            let name = if state == "stopped" { "bye" } else { "end" };
            let json = end.json();
            assert_eq!(
                (&*end.name, &json["state"], &json["text"]),
                (name, &state.into(), &text.into()),
                "{}",
                site.host
            );
            assert_eq!(reader.next().await, None, "{}", site.host);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn forged_ids_harm_nobody() {
    for site in sites(&Limits::default()) {
        let mut client = Client::new(&site);
        let id = client.start(&file(2)).await;
        for (last, status) in [
            ("", 200),
            ("x", 400),
            ("1", 400),
            ("1-x", 400),
            ("1--1", 400),
            ("99999999999999999999-0", 400),
            ("0-0", 200),
            ("18446744073709551615-18446744073709551615", 200),
        ] {
            let path = format!("/jobs/{id}/events?after={last}");
            let (response, connection) = client.request("GET", &path, &[], "").await;
            assert_eq!(response.status(), status, "{}: {last}", site.host);
            connection.abort();
        }
    }
}

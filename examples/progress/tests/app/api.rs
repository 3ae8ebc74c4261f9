//! What programs do: start, look, cancel.

use progress::jobs::Limits;
use serde_json::json;

use crate::client::{Client, Reply};
use crate::site::{ended, sites, until};

const FILE: &str = "email,name\na@example.org,Ada\nb@example.org,Bob\nnowhere,Carl\n";

#[tokio::test(flavor = "multi_thread")]
async fn job_is_accepted_and_has_a_status() {
    for site in sites(&Limits::default()) {
        let mut client = Client::new(&site);
        assert_eq!(client.get("/api/jobs").await.json(), json!([]));
        let id = client.start(FILE).await;
        let job = client.job(&site, &id);
        let status = |state: &str, title: &str, text: &str, percent: u64, imported: u64, refused: u64| {
            json!({
                "id": id, "name": "Sent by a program", "state": state, "title": title, "text": text,
                "percent": percent, "place": null, "imported": imported, "refused": refused,
            })
        };
        let path = format!("/api/jobs/{id}");
        let steps = [
            (0, status("running", "Running", "0 rows imported, 0 refused.", 0, 0, 0)),
            (1, status("running", "Running", "1 row imported, 0 refused.", 48, 1, 0)),
            (1, status("running", "Running", "2 rows imported, 0 refused.", 78, 2, 0)),
        ];
        for (rows, expected) in steps {
            site.gate.pass(&job, rows).await;
            let reply = client.get(&path).await;
            assert_eq!((reply.status, reply.json()), (200, expected), "{}", site.host);
        }
        site.gate.open(&id, 1);
        ended(&job).await;
        let done = status("done", "Done", "2 rows imported, 1 refused.", 100, 2, 1);
        assert_eq!(client.get(&path).await.json(), done, "{}", site.host);
        assert_eq!(client.get("/api/jobs").await.json(), json!([done]), "{}", site.host);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn body_that_is_not_csv_starts_nothing() {
    for site in sites(&Limits::default()) {
        let mut client = Client::new(&site);
        // The first three are what forms of other sites could send.
        for kind in [
            "text/plain",
            "multipart/form-data",
            "application/x-www-form-urlencoded",
            "",
            "text/csvx",
        ] {
            let reply = client.send("POST", "/api/jobs", kind, FILE).await;
            assert_eq!(
                (reply.status, &reply.json()["code"]),
                (415, &json!("not-csv")),
                "{} {kind}",
                site.host
            );
        }
        let reply = client
            .send("POST", "/api/jobs", "text/csv", vec![b'x'; 3_000_000])
            .await;
        assert_eq!(reply.status, 413, "{}", site.host);
        assert_eq!(
            client
                .send("POST", "/api/jobs", "Text/CSV; charset=utf-8", FILE)
                .await
                .status,
            202
        );
    }
}

/// When a job is cancelled.
#[derive(Debug, Clone, Copy, PartialEq)]
enum When {
    Waiting,
    Running,
    Twice,
    Done,
    Failed,
    Foreign,
    Unknown,
}

#[tokio::test(flavor = "multi_thread")]
async fn job_is_cancelled_before_during_and_not_after() {
    let cases = [
        (When::Waiting, 200, "cancelled", 0),
        (When::Running, 200, "cancelled", 1),
        (When::Twice, 200, "cancelled", 1),
        (When::Done, 409, "done", 3),
        (When::Failed, 409, "failed", 1),
        (When::Foreign, 404, "running", 1),
        (When::Unknown, 404, "running", 1),
    ];
    for site in sites(&Limits::default()) {
        for (when, status, state, rows) in cases {
            let mut client = Client::new(&site);
            let other = match when {
                When::Waiting => Some(client.start(FILE).await), // One of a person runs at once.
                _ => None,
            };
            let broken = if when == When::Failed {
                "name,email\nA,a@example.org\n\""
            } else {
                FILE
            };
            let id = client.start(broken).await;
            let job = client.job(&site, &id);
            match when {
                When::Waiting => {}
                When::Done | When::Failed => {
                    site.gate.open(&id, 3);
                    ended(&job).await;
                }
                _ => site.gate.pass(&job, 1).await,
            }
            let path = format!("/api/jobs/{id}");
            let mut foreign = Client::new(&site);
            foreign.start(FILE).await;
            let reply = match when {
                When::Foreign => foreign.send("DELETE", &path, "", "").await,
                When::Unknown => client.send("DELETE", "/api/jobs/0000000000000000", "", "").await,
                When::Twice => {
                    assert_eq!(client.send("DELETE", &path, "", "").await.status, 200);
                    client.send("DELETE", &path, "", "").await
                }
                _ => client.send("DELETE", &path, "", "").await,
            };
            assert_eq!(reply.status, status, "{} {when:?}: {}", site.host, reply.text);
            // Rows that are let pass later change nothing.
            site.gate.open(&id, 1);
            let json = client.get(&path).await.json();
            let checked = json["imported"].as_u64().unwrap() + json["refused"].as_u64().unwrap();
            if status != 404 {
                assert_eq!(
                    (&json["state"], checked),
                    (&json!(state), rows),
                    "{} {when:?}",
                    site.host
                );
            } else {
                until(&job, |progress| progress.imported == 2).await;
            }
            // Nobody waits for one that was cancelled, and one that waited never begins.
            if let Some(other) = other {
                let other = client.job(&site, &other);
                site.gate.open(&other.id, 3);
                until(&other, |progress| progress.phase.name() == "done").await;
                assert_eq!(client.get(&path).await.json()["state"], "cancelled");
            }
            client.send("DELETE", &path, "", "").await;
            foreign.cancel_all().await;
        }
    }
}

/// The job of another person looks like one that doesn't exist.
#[tokio::test(flavor = "multi_thread")]
async fn job_of_another_person_does_not_exist() {
    for site in sites(&Limits::default()) {
        let (mut owner, mut other, mut stranger) = (Client::new(&site), Client::new(&site), Client::new(&site));
        let id = owner.start(FILE).await;
        other.start(FILE).await;
        for client in [&mut other, &mut stranger] {
            for (method, path) in [
                ("GET", "/jobs/{id}"),
                ("GET", "/jobs/{id}/events"),
                ("GET", "/jobs/{id}/results.csv"),
                ("POST", "/jobs/{id}/cancel"),
                ("GET", "/api/jobs/{id}"),
                ("DELETE", "/api/jobs/{id}"),
            ] {
                let kind = "application/x-www-form-urlencoded";
                let reply = client.send(method, &path.replace("{id}", &id), kind, "").await;
                let nothing = client
                    .send(method, &path.replace("{id}", "0123456789abcdef"), kind, "")
                    .await;
                assert_eq!(
                    (reply.status, nothing.status),
                    (404, 404),
                    "{} {method} {path}",
                    site.host
                );
                assert_eq!(reply.text, nothing.text.replace("0123456789abcdef", &id));
                let names = |reply: &Reply| {
                    let mut names: Vec<_> = reply.headers.keys().map(ToString::to_string).collect();
                    names.sort();
                    names
                };
                assert_eq!(names(&reply), names(&nothing));
            }
            let list = client.get("/api/jobs").await.json();
            assert!(list.as_array().unwrap().iter().all(|job| job["id"] != *id), "{list}");
        }
        assert_eq!(
            owner.get(&format!("/api/jobs/{id}")).await.json()["state"],
            "running",
            "{}",
            site.host
        );
    }
}

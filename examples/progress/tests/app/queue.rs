//! Which jobs run, which wait, and which are refused.

use frontdesk::Bytes;
use frontdesk::testing::Browser;
use progress::import::File;
use progress::jobs::{Jobs, Limits};
use progress::owner::Owner;

use crate::client::Client;
use crate::site::{ended, jobs, sites, until};

const FILE: &str = "name,email\nAda,ada@example.org\n";

fn owner(letter: &str) -> Owner {
    Owner::with_secret(&letter.repeat(32)).unwrap()
}

fn start(jobs: &Jobs, letter: &str) -> Result<std::sync::Arc<progress::job::Job>, frontdesk::Problem> {
    jobs.start(owner(letter), letter.to_owned(), File::from(Bytes::from(FILE)))
}

/// Lists jobs in the order of their start: what each does, or its place if it waits.
fn states(started: &[std::sync::Arc<progress::job::Job>]) -> String {
    let state = |job: &std::sync::Arc<progress::job::Job>| match job.progress().phase {
        progress::job::Phase::Waiting(place) => format!("{}{place}", job.name),
        phase => format!("{} {}", job.name, phase.name()),
    };
    started.iter().map(state).collect::<Vec<_>>().join(", ")
}

#[tokio::test]
async fn jobs_wait_for_their_turn() {
    let limits = Limits {
        running: 2,
        running_per_person: 1,
        ..Limits::default()
    };
    let (jobs, gate) = jobs(limits);
    let started: Vec<_> = ["a", "a", "b", "c", "a"]
        .map(|letter| start(&jobs, letter).unwrap())
        .into();
    // The second of `a` waits for the first one, and lets `b` pass.
    assert_eq!(states(&started), "a running, a1, b running, c2, a3");
    gate.open(&started[0].id, 1);
    ended(&started[0]).await;
    until(&started[1], |progress| progress.phase.name() == "running").await;
    assert_eq!(states(&started), "a done, a running, b running, c1, a2");
    // One that waits leaves the queue.
    assert!(jobs.cancel(&started[3]));
    assert_eq!(states(&started), "a done, a running, b running, c cancelled, a1");
    // One that runs makes room for the next at once.
    assert!(jobs.cancel(&started[1]));
    assert_eq!(
        states(&started),
        "a done, a cancelled, b running, c cancelled, a running"
    );
    assert_eq!(jobs.of(&owner("a")).len(), 3);
}

#[tokio::test]
async fn jobs_that_are_too_many_are_refused() {
    let limits = Limits {
        running: 1,
        running_per_person: 1,
        unfinished: 4,
        unfinished_per_person: 3,
        ..Limits::default()
    };
    let (jobs, _gate) = jobs(limits);
    let mut started: Vec<_> = ["a", "a", "a"].map(|letter| start(&jobs, letter).unwrap()).into();
    assert_eq!(start(&jobs, "a").unwrap_err().status(), 429);
    started.push(start(&jobs, "b").unwrap());
    let problem = start(&jobs, "c").unwrap_err();
    assert_eq!((problem.status().as_u16(), problem.code()), (503, "queue-full"));
    assert_eq!(problem.headers()["retry-after"], "60");
    // Those that have ended don't count.
    assert!(jobs.cancel(&started[1]));
    start(&jobs, "a").unwrap();
}

/// Cases: the persons that start a job each, in which order jobs end, and which are remembered.
#[tokio::test]
async fn jobs_that_ended_last_are_remembered() {
    let limits = Limits {
        running: 10,
        running_per_person: 10,
        unfinished: 10,
        unfinished_per_person: 10,
        ended: 4,
        ended_per_person: 2,
    };
    let cases: &[(&str, &str, &[usize], &[usize])] = &[
        ("the first is the oldest", "abcde", &[0, 1, 2, 3, 4], &[1, 2, 3, 4]),
        ("a long one ended last", "abcde", &[1, 2, 3, 4, 0], &[0, 2, 3, 4]),
        ("one runs", "abcdef", &[1, 2, 3, 4, 5], &[0, 2, 3, 4, 5]),
        ("one person has many", "abccc", &[0, 1, 2, 3, 4], &[0, 1, 3, 4]),
    ];
    for &(name, persons, ends, expected) in cases {
        let (jobs, gate) = jobs(limits.clone());
        let started: Vec<_> = persons
            .chars()
            .map(|person| start(&jobs, &person.to_string()).unwrap())
            .collect();
        for &job in ends {
            gate.open(&started[job].id, 1);
            ended(&started[job]).await;
        }
        // At the latest when another one starts, those that are too many are forgotten.
        start(&jobs, "9").unwrap();
        let is_remembered = |job: &usize| jobs.find(&owner(&started[*job].name), &started[*job].id).is_some();
        let remembered: Vec<_> = (0..started.len()).filter(is_remembered).collect();
        assert_eq!(remembered, expected, "{name}");
    }
}

#[tokio::test]
async fn nothing_starts_while_the_server_stops() {
    let (jobs, _gate) = jobs(Limits::default());
    let started: Vec<_> = ["a", "a", "b"].map(|letter| start(&jobs, letter).unwrap()).into();
    let stopped = jobs.close();
    assert_eq!((stopped.running, stopped.waiting), (2, 1));
    assert_eq!(states(&started), "a stopped, a stopped, b stopped");
    assert!(!jobs.cancel(&started[0]));
    let problem = start(&jobs, "c").unwrap_err();
    assert_eq!((problem.status().as_u16(), problem.code()), (503, "stopping"));
}

/// Clients over sockets get the same, and the place in the queue is in the status.
#[tokio::test(flavor = "multi_thread")]
async fn clients_see_their_place() {
    for site in sites(&Limits::default()) {
        let mut client = Client::new(&site);
        let mut ids = Vec::new();
        for _ in 0..5 {
            ids.push(client.start(FILE).await);
        }
        let reply = client.send("POST", "/api/jobs", "text/csv", FILE).await;
        assert_eq!(
            (reply.status, reply.header("retry-after")),
            (429, "30"),
            "{}",
            site.host
        );
        let list = client.get("/api/jobs").await.json();
        let places: Vec<_> = list
            .as_array()
            .unwrap()
            .iter()
            .map(|job| job["place"].as_u64())
            .collect();
        assert_eq!(places, [Some(4), Some(3), Some(2), Some(1), None], "{}", site.host);
        assert_eq!(list[2]["text"], "It is number 2 in the queue.");
        // The next in the queue begins when the first has ended.
        site.gate.open(&ids[0], 1);
        until(&client.job(&site, &ids[1]), |progress| {
            progress.phase.name() == "running"
        })
        .await;
    }
}

#[tokio::test]
async fn a_double_click_starts_one() {
    let (jobs, _gate) = jobs(Limits::default());
    let mut browser = Browser::new(progress::desk(jobs).unwrap());
    browser.get("/").await;
    let mut again = browser.clone();
    let start = |form: frontdesk::testing::FormToSend<_>| form.set(progress::actions::Start::TEXT, FILE);
    let first = browser.submit::<progress::actions::Start>(start).await;
    let second = again.submit::<progress::actions::Start>(start).await;
    assert_eq!(first.path(), second.path());
}

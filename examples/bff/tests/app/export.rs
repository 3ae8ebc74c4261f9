//! A large body that is streamed.

use std::time::Duration;

use bff::demo::{EXPORT, LINE, Mode};
use frontdesk::Method;
use http_body_util::BodyExt as _;
use tokio::time::{sleep, timeout};

use crate::person::{Person, read};
use crate::sites::{settings, sites};

/// How long a test waits for what must happen.
const PATIENCE: Duration = Duration::from_secs(60);

/// More than sockets buffer, and much less than the whole.
const BUFFERED: u64 = EXPORT / 4;

#[tokio::test(flavor = "multi_thread")]
async fn service_does_not_run_ahead_of_a_client_that_does_not_read() {
    for (host, site) in sites(settings()).await {
        let person = Person::log_in(&site, "Ada").await;
        let response = person.send(Method::GET, "/export", &[], "").await;
        assert_eq!(response.headers()["content-length"], EXPORT.to_string(), "{host}");
        let counts = site.bff.demo.orders.counts();
        // Until the service stops: at once, if it must, and else after all of it.
        let mut before = u64::MAX;
        while counts.exported() != before || before == 0 {
            before = counts.exported();
            sleep(Duration::from_millis(300)).await;
        }
        assert!(before < BUFFERED, "{host}: {before} bytes were handed out");
        println!("{host}: {} KiB of {} were on their way", before / 1024, EXPORT / 1024);
        // All of it arrives when the client reads on.
        let (mut body, mut length) = (response.into_body(), 0);
        while let Some(frame) = body.frame().await {
            let data = frame.unwrap().into_data().unwrap();
            let is_next = data
                .iter()
                .enumerate()
                .step_by(1021)
                .all(|(at, byte)| *byte == LINE[(length + at) % 32]);
            assert!(is_next, "{host}: at {length}");
            length += data.len();
        }
        assert_eq!((length as u64, counts.exported()), (EXPORT, EXPORT), "{host}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn service_learns_that_the_client_is_gone() {
    for (host, site) in sites(settings()).await {
        let person = Person::log_in(&site, "Ada").await;
        let mut response = person.send(Method::GET, "/export", &[], "").await;
        response.frame().await.unwrap().unwrap();
        let counts = site.bff.demo.orders.counts();
        assert_eq!(counts.open_exports(), 1, "{host}");
        drop((response, person));
        let closed = async {
            while counts.open_exports() > 0 {
                sleep(Duration::from_millis(10)).await;
            }
        };
        assert!(timeout(PATIENCE, closed).await.is_ok(), "{host}");
        assert!(counts.exported() < EXPORT, "{host}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn body_that_ends_early_does_not_look_whole() {
    for (host, site) in sites(settings()).await {
        let person = Person::log_in(&site, "Ada").await;
        let mut response = person.send(Method::GET, "/export", &[], "").await;
        response.frame().await.unwrap().unwrap();
        site.bff.demo.orders.stop().await;
        assert!(response.into_body().collect().await.is_err(), "{host}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_headers_that_describe_the_body_pass() {
    type Row = (
        &'static [(&'static str, &'static str)],
        u16,
        &'static str,
        Option<&'static str>,
    );
    let table: [Row; 8] = [
        (
            &[("range", "bytes=30-40")],
            206,
            "0\n2026-11-2",
            Some("bytes 30-40/268435456"),
        ),
        (
            &[("range", "bytes=268435450-")],
            206,
            "650;0\n",
            Some("bytes 268435450-268435455/268435456"),
        ),
        (&[("range", "bytes=268435456-")], 416, "", Some("bytes */268435456")),
        (
            &[("range", "bytes=-2")],
            206,
            "0\n",
            Some("bytes 268435454-268435455/268435456"),
        ),
        (
            &[("range", "bytes=268435454-999999999")],
            206,
            "0\n",
            Some("bytes 268435454-268435455/268435456"),
        ),
        (
            &[("range", "bytes=0-3"), ("if-range", "\"export-1\"")],
            206,
            "2026",
            Some("bytes 0-3/268435456"),
        ),
        (&[("if-none-match", "\"export-1\"")], 304, "", None),
        // A client's own token is not passed on.
        (
            &[("range", "bytes=0-3"), ("authorization", "Bearer mine")],
            206,
            "2026",
            Some("bytes 0-3/268435456"),
        ),
    ];
    let passed = [
        "accept-ranges",
        "cache-control",
        "content-disposition",
        "content-length",
        "content-range",
        "content-type",
        "date",
        "etag",
        "connection",
        "transfer-encoding",
        "x-content-type-options",
    ];
    for (host, site) in sites(settings()).await {
        let person = Person::log_in(&site, "Ada").await;
        for (headers, status, text, range) in table {
            let reply = read(person.send(Method::GET, "/export", headers, "").await).await;
            assert_eq!(
                (reply.status.as_u16(), &*reply.text),
                (status, text),
                "{host} {headers:?}"
            );
            let sent = reply.headers.get("content-range").map(|range| range.to_str().unwrap());
            assert_eq!(sent, range, "{host} {headers:?}");
            assert_eq!(reply.headers["cache-control"], "private, no-store", "{host}");
            assert_eq!(reply.headers["x-content-type-options"], "nosniff", "{host}");
            let others: Vec<_> = reply
                .headers
                .keys()
                .filter(|name| !passed.contains(&name.as_str()))
                .collect();
            assert!(others.is_empty(), "{host} {headers:?}: {others:?}");
        }
        // Everything, if a range is not asked for by GET, or is one of many, or of another version.
        type Sent = &'static [(&'static str, &'static str)];
        let whole: [(Method, Sent); 5] = [
            (Method::HEAD, &[]),
            (Method::HEAD, &[("range", "bytes=0-3")]),
            (Method::GET, &[("range", "bytes=0-3,10-20")]),
            (Method::GET, &[("range", "bytes=0-3"), ("if-range", "\"export-0\"")]),
            (
                Method::GET,
                &[("range", "bytes=0-3"), ("if-range", "Sun, 06 Nov 1994 08:49:37 GMT")],
            ),
        ];
        for (method, headers) in whole {
            let response = person.send(method, "/export", headers, "").await;
            assert_eq!(response.status(), 200, "{host} {headers:?}");
            assert_eq!(
                response.headers()["content-length"],
                EXPORT.to_string(),
                "{host} {headers:?}"
            );
        }
        let counts = site.bff.demo.orders.counts();
        let closed = async {
            while counts.open_exports() > 0 {
                sleep(Duration::from_millis(10)).await;
            }
        };
        timeout(PATIENCE, closed).await.unwrap();
        let stranger = Person::stranger(&site).get("/export").await;
        assert_eq!(stranger.status, 401, "{host}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn failed_export_is_a_problem() {
    for (mode, code, asked) in [
        (Mode::Broken, "upstream-status", 1),
        (Mode::Busy, "upstream-status", 3),
        (Mode::Dead, "upstream-cut", 3),
        // With the status 200, and of another type.
        (Mode::Garbled, "upstream-invalid", 1),
        (Mode::Huge, "upstream-invalid", 1),
    ] {
        for (host, site) in sites(settings()).await {
            let person = Person::log_in(&site, "Ada").await;
            let before = site.bff.demo.orders.counts().requests();
            site.bff.demo.orders.set(mode);
            let reply = person.get("/export").await;
            assert_eq!(reply.status, 502, "{host} {mode:?}");
            assert_eq!(reply.headers["content-type"], "application/problem+json");
            assert_eq!(reply.json()["code"], code, "{host} {mode:?}: {reply:?}");
            assert_eq!(
                site.bff.demo.orders.counts().requests() - before,
                asked,
                "{host} {mode:?}"
            );
        }
    }
}

//! Hostile bodies: bombs, false lengths, and noise. Each gets a response, the function doesn't run,
//! and the server goes on.

use conformance::servers::Adapter;

use crate::harness::client::Call;
use crate::harness::multipart::{File, Parts};
use crate::harness::raw::Raw;
use crate::harness::site::Site;
use crate::harness::suite::{On, Suite};

/// How much of a refused body is read at most.
const READ_AT_MOST: usize = 65 * 1024 * 1024;

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("hostile");
    topic.own("multipart_bombs", bombs);
    topic.own("multipart_that_is_malformed", malformed);
    topic.own("length_of_four_gigabytes", declared);
    topic.on(
        "body_without_an_end",
        &[Adapter::Hyper, Adapter::Axum],
        On::Own,
        endless,
    );
    topic.own("noise_under_every_type", noise);
}

async fn unharmed(site: &Site) {
    assert_eq!(site.app.counts.calls(), 0);
    assert_eq!(site.action("count").send().await.expect(200).json(), 1);
}

async fn bombs(site: Site) {
    let many = |count| (0..count).fold(Parts::default(), |parts, n| parts.text("a", format!("{n}")));
    let empty = File::new("a", "", "");
    let files = |count| (0..count).fold(Parts::default(), |parts, _| parts.file("a", &empty));
    let repeat = |text: &str, times| format!("name=a{}", text.repeat(times));
    let file = File::new("a", "", vec![0; 1_100_000]);
    for (parts, code) in [
        (many(1_001), "too-many-fields"),
        (many(5_000), "too-many-fields"),
        (files(101), "too-many-files"),
        (files(5_000), "too-many-files"),
        (
            Parts::default().part(repeat("\r\nX: y", 50_000), ""),
            "part-headers-too-large",
        ),
        (
            Parts::default().part(format!("name=\"{}\"", "x".repeat(9_000)), ""),
            "part-headers-too-large",
        ),
        (Parts::default().file("a", &file), "body-too-large"),
    ] {
        let body = parts.finished();
        let call = || site.action("count").multipart_type();
        for call in [call().in_chunks(&body, 4096), call().body(body)] {
            call.send().await.problem(413, code);
        }
    }
    for (body, code) in [(vec!["x=1"; 5_000].join("&"), "too-many-fields")] {
        site.action("count").form(body).send().await.problem(413, code);
    }
    unharmed(&site).await;
}

async fn malformed(site: Site) {
    let good = Parts::default().text("a", "1");
    let bodies = [
        Vec::new(),
        b"x".to_vec(),
        good.clone().unfinished(),
        Parts::default().part("name", "").finished(),
        Parts::default().part("filename=\"a\"", "").finished(),
        String::from_utf8(good.finished())
            .unwrap()
            .replace("\r\n", "\n")
            .into_bytes(),
    ];
    for body in bodies {
        let response = site.action("count").multipart_type().body(body).send().await;
        response.problem(400, "invalid-multipart");
    }
    for kind in [
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=\"",
    ] {
        let call = site.action("count").header("content-type", kind).body("--\r\n");
        call.send().await.problem(400, "invalid-multipart");
    }
    unharmed(&site).await;
}

async fn declared(site: Site) {
    for kind in [
        "application/x-www-form-urlencoded",
        "application/json",
        "multipart/form-data; boundary=x",
    ] {
        let mut raw = Raw::connect(&site).await;
        let head = "POST /_actions/count HTTP/1.1\r\nSec-Fetch-Site: same-origin\r\nContent-Length: 4294967296\r\n";
        raw.send(format!(
            "{head}Host: {}\r\nContent-Type: {kind}\r\n\r\n--x\r\n",
            site.address()
        ))
        .await;
        let response = raw.response().await;
        assert_eq!(response.status, 413, "{}", response.head);
    }
    unharmed(&site).await;
}

/// A bounded part of an endless body is read, so that the client sees the response. (actix-http
/// reads on by itself.)
async fn endless(site: Site) {
    for kind in [
        "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded",
        "application/json",
    ] {
        let head = "POST /_actions/count HTTP/1.1\r\nSec-Fetch-Site: same-origin\r\nTransfer-Encoding: chunked\r\n";
        let start = "--x\r\nContent-Disposition: form-data; name=a; filename=a\r\n\r\n";
        let mut raw = Raw::connect(&site).await;
        raw.send(format!(
            "{head}Host: {}\r\nContent-Type: {kind}\r\n\r\n",
            site.address()
        ))
        .await;
        raw.send(format!("{:x}\r\n{start}\r\n", start.len())).await;
        let chunk = format!("10000\r\n{}\r\n", "x".repeat(0x10000));
        let mut sent = 0;
        while sent < 3 * READ_AT_MOST && raw.try_send(&chunk).await {
            sent += chunk.len();
        }
        // The buffers of the sockets add to the limit.
        assert!(sent < READ_AT_MOST * 3 / 2, "{kind}: {sent}");
    }
    unharmed(&site).await;
}

/// Fragments of all formats, in random order. `create_note` needs a password, which is never among
/// them.
async fn noise(site: Site) {
    let fragments: [&[u8]; 16] = [
        b"title=x",
        b"body=",
        b"&",
        b"title[]",
        b"[0].x=",
        b"%",
        b"%zz",
        b"\xff\xfe",
        b"{\"title\":\"x\",",
        b"\"body\":[7]}",
        b"\\ud800",
        b"\0",
        b"--x\r\n",
        b"\r\n--x--",
        b"Content-Disposition: form-data; name=title\r\n\r\n",
        b"\x80\x80\x80\x80\x80",
    ];
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        usize::try_from(seed % below as u64).unwrap()
    };
    for kind in [
        "application/x-www-form-urlencoded",
        "application/json",
        "multipart/form-data; boundary=x",
        "application/postcard",
    ] {
        for _ in 0..60 {
            let body: Vec<u8> = (0..next(12)).flat_map(|_| fragments[next(16)]).copied().collect();
            let headers: &[fn(Call) -> Call] = &[|call| call, Call::browser, |call| call.header("hx-request", "true")];
            for as_caller in headers {
                let call = as_caller(site.action("create_note").header("content-type", kind));
                let response = call.body(body.clone()).send().await;
                let fine = [200, 303, 400, 413, 422].contains(&response.status);
                assert!(fine, "{kind} {} {response}", body.escape_ascii());
            }
        }
    }
    assert!(site.app.notes.all().is_empty());
    unharmed(&site).await;
}

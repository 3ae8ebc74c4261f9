//! Bodies that mean harm: bombs, lies about lengths, and noise. Each is answered, the function doesn't run, and the server lives on.

use bytes::Bytes;

use crate::client::Call;
use crate::multipart::{File, Parts};
use crate::raw::Raw;
use crate::site::Site;
use crate::suite::Suite;

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("hostile");
    topic.own("multipart_bombs", bombs);
    topic.own("multipart_that_is_none", malformed);
    topic.own("four_gigabytes_are_declared", declared);
    topic.own("a_multipart_body_that_never_ends", endless);
    topic.own("noise_under_every_type", noise);
}

async fn unharmed(site: &Site) {
    assert_eq!(site.app.counts.calls(), 0);
    assert_eq!(site.action("count").send().await.expect(200).json(), 1);
}

async fn bombs(site: Site) {
    let many = |count| (0..count).fold(Parts::default(), |parts, n| parts.text("a", format!("{n}")));
    let repeat = |text: &str, times| format!("name=a{}", text.repeat(times));
    let file = File::new("a", "", vec![0; 1_100_000]);
    for (parts, code) in [
        (many(101), "too-many-parts"),
        (many(5_000), "too-many-parts"),
        (
            Parts::default().part(repeat("\r\nX: y", 50_000), ""),
            "part-headers-too-large",
        ),
        (
            Parts::default().part(format!("name=\"{}\"", "x".repeat(9_000)), ""),
            "part-headers-too-large",
        ),
        (Parts::default().part(repeat("[b]", 500), ""), "too-many-fields"),
        (Parts::default().file("a", &file), "body-too-large"),
    ] {
        let body = parts.finished();
        let pieces: Vec<_> = body.chunks(4096).map(Bytes::copy_from_slice).collect();
        let call = || site.action("count").multipart_type();
        for call in [call().body(body), call().chunked(futures_util::stream::iter(pieces))] {
            call.send().await.problem(413, code);
        }
    }
    for (body, code) in [
        (vec!["x=1"; 5_000].join("&"), "too-many-fields"),
        (format!("x{}=1", "[y]".repeat(500)), "too-many-fields"),
    ] {
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
        let answer = site.action("count").multipart_type().body(body).send().await;
        answer.problem(400, "invalid-multipart");
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
        let answer = raw.answer().await;
        assert_eq!(answer.status, 413, "{}", answer.head);
    }
    unharmed(&site).await;
}

/// It goes on for longer than the limit, and never comes to an end of the part.
async fn endless(site: Site) {
    let first = Parts::default().part("name=\"a\"; filename=\"a\"", "").unfinished();
    let first = futures_util::stream::iter([Bytes::from(first)]);
    let rest = futures_util::stream::repeat(Bytes::from_static(&[b'x'; 65_536]));
    let rest = futures_util::StreamExt::take(rest, 100);
    let call = site.action("count").multipart_type();
    let call = call.chunked(futures_util::StreamExt::chain(first, rest));
    call.send().await.problem(413, "body-too-large");
    unharmed(&site).await;
}

/// Pieces of all that means something, in any order. `add` runs only with two numbers, and those never stand among them.
async fn noise(site: Site) {
    let pieces: [&[u8]; 16] = [
        b"a=",
        b"b=1",
        b"&",
        b"a[]",
        b"[0].x=",
        b"%",
        b"%zz",
        b"\xff\xfe",
        b"{\"a\":1,",
        b"\"b\":[7]}",
        b"\\ud800",
        b"\0",
        b"--x\r\n",
        b"\r\n--x--",
        b"Content-Disposition: form-data; name=a\r\n\r\n",
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
            let body: Vec<u8> = (0..next(12)).flat_map(|_| pieces[next(16)]).copied().collect();
            let headers: &[fn(Call) -> Call] = &[|call| call, Call::browser, |call| call.header("hx-request", "true")];
            for who in headers {
                let call = who(site.action("add").header("content-type", kind));
                let answer = call.body(body.clone()).send().await;
                let fine = [200, 303, 400, 413, 422].contains(&answer.status);
                assert!(fine, "{kind} {} {answer}", body.escape_ascii());
                assert!(answer.status != 200 || !answer.text().starts_with(|c: char| c.is_ascii_digit() || c == '-'));
            }
        }
    }
    unharmed(&site).await;
}

//! How much of a body is read, and for how long: on a clock that is moved.

use std::time::Duration;

use frontdesk_router::TokioRuntime;
use futures_util::{StreamExt as _, stream};
use http_body::Frame;
use tokio::time::Instant;

use super::*;

const MIB: u64 = 1024 * 1024;

/// A piece of a body, or what comes between two.
#[derive(Clone)]
enum Piece {
    Data(usize),
    Wait(Duration),
    Trailers,
    Broken,
}

use Piece::{Broken, Data, Trailers, Wait};

const fn seconds(seconds: u64) -> Piece {
    Wait(Duration::from_secs(seconds))
}

/// These pieces, over and over.
fn body(pieces: Vec<Piece>, times: usize) -> Body {
    let all = stream::iter((0..times).flat_map(move |_| pieces.clone()));
    let frames = all.filter_map(async |piece| match piece {
        Data(length) => Some(Ok(Frame::data(Bytes::from(vec![b'x'; length])))),
        Wait(time) => {
            tokio::time::sleep(time).await;
            None
        }
        Trailers => Some(Ok(Frame::trailers(HeaderMap::new()))),
        Broken => Some(Err("broken")),
    });
    Body::new(http_body_util::StreamBody::new(Box::pin(frames)))
}

fn limits() -> Limits {
    let limits = Limits::default().with_body(100);
    limits
        .with_read_timeout(Duration::from_secs(10))
        .with_read_deadline(Duration::from_secs(25))
}

fn code(result: Result<(), Problem>) -> String {
    result.map_or_else(|problem| problem.code().to_owned(), |()| "whole".to_owned())
}

/// What is read as long as nothing is wrong with it: how many bytes, how it ends, and after how many seconds.
#[tokio::test(start_paused = true)]
async fn a_body_is_read_up_to_its_limits() {
    let runtime = TokioRuntime::new();
    for (pieces, times, expected) in [
        (vec![], 1, (0, "whole", 0)),
        (vec![Data(40), Data(60)], 1, (100, "whole", 0)),
        (vec![Data(40), Trailers], 1, (40, "whole", 0)),
        (vec![Data(40), Trailers, Data(40)], 1, (80, "whole", 0)),
        (vec![Data(0), Data(3)], 20, (60, "whole", 0)),
        (vec![Data(40), Data(61)], 1, (100, "body-too-large", 0)),
        (vec![Data(101)], 1, (100, "body-too-large", 0)),
        (vec![Data(40), Broken], 1, (40, "unreadable-body", 0)),
        (vec![Data(40), seconds(9), Data(40)], 1, (80, "whole", 9)),
        (vec![Data(40), seconds(11), Data(40)], 1, (40, "body-stalled", 10)),
        // Each piece in time, all of them not.
        (vec![Data(1), seconds(9)], 3, (3, "body-stalled", 25)),
        (vec![Data(1), seconds(8)], 3, (3, "whole", 24)),
    ] {
        let mut source = Source::of(body(pieces, times), &limits(), &runtime);
        let (mut whole, start) = (Whole::default(), Instant::now());
        let ended = code(source.whole(&mut whole).await);
        let read = whole.into_bytes().len();
        assert_eq!((read, &*ended, start.elapsed().as_secs()), expected);
        // What has ended stays so.
        if ended != "body-too-large" {
            assert_eq!(code(source.skip().await), "whole");
        }
    }
}

/// What is still read of a body that was refused, how it ends, and after how long: no longer than a good one, and once, however often
/// it is refused.
#[tokio::test(start_paused = true)]
async fn a_refused_body_is_read_for_a_while() {
    let runtime = TokioRuntime::new();
    let half = Wait(Duration::from_millis(500));
    for (pieces, times, expected) in [
        (vec![Data(1)], 200, (200, "whole", 0)),
        (vec![Data(1024 * 1024)], 1000, (64 * MIB, "body-too-large", 0)),
        (vec![Data(1), seconds(2)], 3, (3, "whole", 6)),
        (vec![Data(1), seconds(11)], 2, (1, "body-stalled", 10)),
        (vec![Data(1), half], 1000, (50, "body-stalled", 25)),
    ] {
        for by_headers in [true, false] {
            let (body, limits) = (body(pieces.clone(), times), limits().with_body(0));
            let mut source = if by_headers {
                Source::refused(body, &limits, 5, &runtime)
            } else {
                Source::of(body, &limits, &runtime)
            };
            let start = Instant::now();
            let first = source.next().await;
            assert_eq!(first.unwrap_err().code(), "body-too-large");
            let mut ended = String::new();
            for _ in 0..3 {
                source.refuse();
                ended = code(source.skip().await);
                if ended == "body-stalled" {
                    break;
                }
            }
            // A piece that goes over a limit has been read.
            let read = source.read - source.over.as_ref().map_or(0, |piece| piece.len() as u64);
            let slack = if ended == "body-too-large" { 4 * MIB } else { 1 };
            let (most, how, time) = expected;
            assert!(read.abs_diff(most) <= slack, "{read} of {most}, {by_headers}");
            assert_eq!((&*ended, start.elapsed().as_secs()), (how, time), "{by_headers}");
        }
    }
}

/// A body of which nothing is of use, and a client that waits to send it.
#[tokio::test(start_paused = true)]
async fn what_nobody_wants_is_not_waited_for_long() {
    let runtime = TokioRuntime::new();
    for (pieces, expects, time) in [
        (vec![Data(1), seconds(5)], None, 1),
        (vec![Data(1), Wait(Duration::from_millis(900))], None, 60),
        (vec![seconds(5)], Some("100-Continue"), 0),
    ] {
        let mut headers = HeaderMap::new();
        headers.extend(expects.map(|value| (EXPECT, http::HeaderValue::from_static(value))));
        let start = Instant::now();
        dismiss(body(pieces, 1000), &headers, &runtime).await;
        assert_eq!(start.elapsed().as_secs(), time);
    }
}

#[tokio::test(start_paused = true)]
async fn what_goes_over_the_limit_is_not_lost_for_who_reads_on() {
    let runtime = TokioRuntime::new();
    let mut source = Source::of(body(vec![Data(60), Data(70), Data(5)], 1), &limits(), &runtime);
    let mut lengths = Vec::new();
    loop {
        match source.next().await {
            Ok(Some(piece)) => lengths.push(piece.len()),
            Ok(None) => break,
            Err(problem) => {
                assert_eq!(problem.code(), "body-too-large");
                source.refuse();
            }
        }
    }
    assert_eq!(lengths, [60, 70, 5]);
}

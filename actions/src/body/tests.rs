//! How much of a body is read, and for how long: on a clock that is moved.

use std::time::Duration;

use frontdesk_router::TokioRuntime;
use futures_util::{StreamExt as _, stream};
use http_body::Frame;
use tokio::time::Instant;

use axum_core::BoxError;
use axum_core::body::Body;
use bytes::Bytes;
use frontdesk_router::__desk::BodyLimitError;
use frontdesk_router::Problem;
use http::header::EXPECT;
use http::{HeaderMap, HeaderValue};

use super::{Collected, LimitedBody, drain_unread, short_pairs};
use crate::limits::Limits;

const MIB: u64 = 1024 * 1024;

/// A piece of a body, or what happens between two.
#[derive(Clone)]
enum Piece {
    Data(usize),
    Wait(Duration),
    Trailers,
    Broken,
    OverLimit,
}

use Piece::{Broken, Data, OverLimit, Trailers, Wait};

const fn seconds(seconds: u64) -> Piece {
    Wait(Duration::from_secs(seconds))
}

/// A body of these pieces, repeated.
fn body(pieces: Vec<Piece>, times: usize) -> Body {
    let all = stream::iter((0..times).flat_map(move |_| pieces.clone()));
    let frames = all.filter_map(async |piece| match piece {
        Data(length) => Some(Ok(Frame::data(Bytes::from(vec![b'x'; length])))),
        Wait(time) => {
            tokio::time::sleep(time).await;
            None
        }
        Trailers => Some(Ok(Frame::trailers(HeaderMap::new()))),
        Broken => Some(Err(BoxError::from("broken"))),
        OverLimit => Some(Err(BodyLimitError::new().into())),
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

/// How many bytes are read, how reading ends, and after how many seconds.
#[tokio::test(start_paused = true)]
async fn body_is_read_up_to_its_limits() {
    let runtime = TokioRuntime::new();
    for (pieces, times, expected) in [
        (vec![], 1, (0, "whole", 0)),
        (vec![Data(40), Data(60)], 1, (100, "whole", 0)),
        (vec![Data(40), Trailers], 1, (40, "whole", 0)),
        (vec![Data(40), Trailers, Data(40)], 1, (80, "whole", 0)),
        (vec![Data(0), Data(3)], 20, (60, "whole", 0)),
        (vec![Data(40), Data(61)], 1, (40, "body-too-large", 0)),
        (vec![Data(101)], 1, (0, "body-too-large", 0)),
        (vec![Data(40), Broken], 1, (40, "unreadable-body", 0)),
        // A limit of the host app, lower than that of the action.
        (vec![Data(40), OverLimit], 1, (40, "body-too-large", 0)),
        (vec![Data(40), seconds(9), Data(40)], 1, (80, "whole", 9)),
        (vec![Data(40), seconds(11), Data(40)], 1, (40, "body-stalled", 10)),
        // Each piece is in time, all of them together are not.
        (vec![Data(1), seconds(9)], 3, (3, "body-stalled", 25)),
        (vec![Data(1), seconds(8)], 3, (3, "whole", 24)),
    ] {
        let mut body = LimitedBody::new(body(pieces, times), &limits(), &runtime);
        let (mut collected, start) = (Collected::default(), Instant::now());
        let ended = code(body.collect(&mut collected).await);
        let read = collected.into_bytes().len();
        assert_eq!((read, &*ended, start.elapsed().as_secs()), expected);
        // A body that has ended stays so.
        if ended != "body-too-large" {
            assert_eq!(code(body.skip().await), "whole");
        }
    }
}

/// How much of a rejected body is drained, how that ends, and after how long: no longer than
/// reading a good body takes, and once, however often draining begins.
#[tokio::test(start_paused = true)]
async fn rejected_body_is_drained_for_a_while() {
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
            let (sent, limits) = (body(pieces.clone(), times), limits().with_body(0));
            let mut body = if by_headers {
                LimitedBody::rejected(sent, &limits, 5, true, &runtime)
            } else {
                LimitedBody::new(sent, &limits, &runtime)
            };
            let start = Instant::now();
            let first = body.next().await;
            assert_eq!(first.unwrap_err().code(), "body-too-large");
            let mut ended = String::new();
            for _ in 0..3 {
                body.drain();
                ended = code(body.skip().await);
                if ended == "body-stalled" {
                    break;
                }
            }
            // The overflowing piece has been counted.
            let read = body.received() - body.overflow.as_ref().map_or(0, |piece| piece.len() as u64);
            let slack = if ended == "body-too-large" { 4 * MIB } else { 1 };
            let (most, how, time) = expected;
            assert!(read.abs_diff(most) <= slack, "{read} of {most}, {by_headers}");
            assert_eq!((&*ended, start.elapsed().as_secs()), (how, time), "{by_headers}");
        }
    }
}

/// A useless body, and one that its client waits to send.
#[tokio::test(start_paused = true)]
async fn useless_body_is_not_waited_for_long() {
    let runtime = TokioRuntime::new();
    for (pieces, expects, time) in [
        (vec![Data(1), seconds(5)], None, 1),
        (vec![Data(1), Wait(Duration::from_millis(900))], None, 60),
        (vec![seconds(5)], Some("100-Continue"), 0),
    ] {
        let mut headers = HeaderMap::new();
        headers.extend(expects.map(|value| (EXPECT, HeaderValue::from_static(value))));
        let start = Instant::now();
        drain_unread(body(pieces, 1000), &headers, &runtime).await;
        assert_eq!(start.elapsed().as_secs(), time);
    }
}

#[tokio::test(start_paused = true)]
async fn overflowing_piece_is_read_after_draining_begins() {
    let runtime = TokioRuntime::new();
    let mut body = LimitedBody::new(body(vec![Data(60), Data(70), Data(5)], 1), &limits(), &runtime);
    let mut lengths = Vec::new();
    loop {
        match body.next().await {
            Ok(Some(piece)) => lengths.push(piece.len()),
            Ok(None) => break,
            Err(problem) => {
                assert_eq!(problem.code(), "body-too-large");
                body.drain();
            }
        }
    }
    assert_eq!(lengths, [60, 70, 5]);
}

/// What is read of a form after it was rejected: the rest, which begins with the piece that was too
/// long, for as long as a good form is read, or without patience if no page shows it.
#[tokio::test(start_paused = true)]
async fn rejected_form_is_read_to_its_end() {
    let runtime = TokioRuntime::new();
    for (pieces, repopulates, received, time) in [
        (vec![Data(60), Data(70), Data(5)], true, 135, 0),
        (vec![Data(60), Data(70), seconds(9), Data(5)], true, 135, 9),
        (vec![Data(60), Data(70), seconds(9), Data(5)], false, 130, 1),
        (vec![Data(60), seconds(11), Data(5)], true, 60, 10),
        (vec![Data(60), Broken], true, 60, 0),
        (vec![Data(60), Data(70), Broken], true, 130, 0),
    ] {
        for is_read in [true, false] {
            let mut body = LimitedBody::rejected(body(pieces.clone(), 1), &limits(), u64::MAX, repopulates, &runtime);
            let (mut collected, start) = (Collected::default(), Instant::now());
            if is_read {
                drop(body.collect(&mut collected).await);
            }
            let salvaged = short_pairs(&mut body, collected, 200, &Limits::default().form).await;
            assert_eq!((body.received(), start.elapsed().as_secs()), (received, time));
            // A pair that was cut off is not used.
            let is_cut_off = salvaged.form.is_partial();
            let length = salvaged.form.pairs().next().map_or(0, |(name, _)| name.len() as u64);
            assert_eq!(
                (is_cut_off, length),
                (received < 135, if is_cut_off { 0 } else { received })
            );
        }
    }
}

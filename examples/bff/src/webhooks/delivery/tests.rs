//! Deliveries on tokio's paused clock.

use tokio::time::Instant;

use super::*;

const BACKOFF: Backoff = Backoff {
    attempts: 4,
    first: Duration::from_secs(8),
    longest: Duration::from_secs(20),
};

fn status(status: u16) -> Attempt {
    retry_after(status, None)
}

fn retry_after(status: u16, seconds: Option<u64>) -> Attempt {
    Some(Response {
        status: StatusCode::from_u16(status).unwrap(),
        retry_after: seconds.map(Duration::from_secs),
    })
}

/// Returns how the delivery ended, and in which seconds the attempts began.
async fn delivered(script: &[Attempt]) -> (Delivery, Vec<f64>) {
    let (start, mut begun) = (Instant::now(), Vec::new());
    let delivery = deliver(&BACKOFF, || {
        begun.push(start.elapsed().as_secs_f64());
        std::future::ready(script[begun.len() - 1])
    });
    (delivery.await, begun)
}

#[tokio::test(start_paused = true)]
async fn attempts_end_with_success_or_gone_or_too_many() {
    let ok = StatusCode::NO_CONTENT;
    let cases = [
        (vec![status(204)], Delivery::Received(ok, 1)),
        (vec![None, status(500), status(204)], Delivery::Received(ok, 3)),
        (vec![status(301), status(401), status(204)], Delivery::Received(ok, 3)),
        (vec![status(410)], Delivery::Gone(1)),
        (vec![status(429), status(410)], Delivery::Gone(2)),
        (
            vec![status(503); 4],
            Delivery::GaveUp(Some(StatusCode::SERVICE_UNAVAILABLE), 4),
        ),
        (
            vec![status(503), status(503), status(503), None],
            Delivery::GaveUp(None, 4),
        ),
    ];
    for (script, expected) in cases {
        let (delivery, begun) = delivered(&script).await;
        assert_eq!(delivery, expected, "{script:?}");
        assert_eq!(begun.len(), script.len());
    }
}

#[tokio::test(start_paused = true)]
async fn pauses_grow_and_are_as_long_as_the_receiver_asks() {
    let long = u64::MAX;
    let cases = [
        (vec![None; 4], [(4.0, 8.0), (8.0, 16.0), (10.0, 20.0)]),
        (
            vec![retry_after(429, Some(60)), retry_after(503, Some(1)), status(500), None],
            [(60.0, 60.0), (8.0, 16.0), (10.0, 20.0)],
        ),
        // No receiver can have it wait for longer than a day.
        (
            vec![retry_after(503, Some(long)), None, None, None],
            [(86400.0, 86400.0), (8.0, 16.0), (10.0, 20.0)],
        ),
    ];
    for (script, pauses) in cases {
        let (_, begun) = delivered(&script).await;
        for (times, (shortest, longest)) in begun.windows(2).zip(pauses) {
            let pause = times[1] - times[0];
            // The clock counts whole milliseconds.
            assert!(
                shortest - 0.01 <= pause && pause <= longest + 0.01,
                "{pause}: {script:?}"
            );
        }
    }
}

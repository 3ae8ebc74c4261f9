//! Attempts and pauses, on a clock that waits for nobody.

use std::cell::Cell;
use std::future::pending;

use frontdesk::StatusCode;

use super::*;

const POLICY: Policy = Policy {
    attempts: 3,
    attempt: Duration::from_secs(1),
    total: Duration::from_secs(10),
    backoff: Duration::from_millis(100),
};

fn busy(after: Option<u64>) -> Failure {
    Failure::Status(StatusCode::SERVICE_UNAVAILABLE, after.map(Duration::from_secs))
}

/// Returns the result of attempts that fail a number of times, how many there were, and what time they
/// took.
async fn run(policy: &Policy, budget: &Budget, failure: Failure, times: u32) -> (Result<u32, Failure>, u32, Duration) {
    let (count, started) = (Cell::new(0), Instant::now());
    let attempt = || async {
        count.set(count.get() + 1);
        match failure {
            _ if count.get() > times => Ok(count.get()),
            Failure::TimedOut => pending().await,
            failure => Err(failure),
        }
    };
    let result = with_retries(policy, budget, attempt).await;
    (result, count.get(), started.elapsed())
}

#[tokio::test(start_paused = true)]
async fn attempts_end_with_success_with_the_last_one_or_with_a_lasting_failure() {
    for (failure, times, result, count) in [
        (Failure::Unreachable, 0, Ok(1), 1),
        (Failure::Unreachable, 2, Ok(3), 3),
        (Failure::Cut, 3, Err(Failure::Cut), 3),
        (Failure::TimedOut, 1, Ok(2), 2),
        (Failure::TimedOut, 9, Err(Failure::TimedOut), 3),
        (busy(None), 9, Err(busy(None)), 3),
        (Failure::Invalid, 9, Err(Failure::Invalid), 1),
        (Failure::TooLarge, 9, Err(Failure::TooLarge), 1),
    ] {
        let (got, attempts, _) = run(&POLICY, &Budget::default(), failure, times).await;
        assert_eq!((got, attempts), (result, count), "{failure:?} {times}");
    }
}

#[tokio::test(start_paused = true)]
async fn time_is_limited_for_each_attempt_and_for_all() {
    let (_, _, time) = run(&POLICY, &Budget::default(), Failure::TimedOut, 9).await;
    // Three attempts, and pauses of at most 100 and 200 ms.
    assert!(
        time >= POLICY.attempt * 3 && time <= POLICY.attempt * 3 + Duration::from_millis(310),
        "{time:?}"
    );
    let short = Policy {
        total: Duration::from_millis(1_500),
        ..POLICY
    };
    let (result, attempts, time) = run(&short, &Budget::default(), Failure::TimedOut, 9).await;
    assert_eq!((result, attempts), (Err(Failure::TimedOut), 2));
    assert!(time <= short.total + Duration::from_millis(10), "{time:?}");
}

#[tokio::test(start_paused = true)]
async fn pause_is_as_long_as_the_service_asks_for_or_there_is_no_other_attempt() {
    let (result, _, time) = run(&POLICY, &Budget::default(), busy(Some(2)), 1).await;
    assert_eq!(result, Ok(2));
    assert!(time >= Duration::from_secs(2), "{time:?}");
    for seconds in [10, 60, u64::MAX] {
        let (result, attempts, time) = run(&POLICY, &Budget::default(), busy(Some(seconds)), 1).await;
        assert_eq!(
            (result, attempts, time),
            (Err(busy(Some(seconds))), 1, Duration::ZERO),
            "{seconds}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn budget_bounds_the_repeats_of_all_requests() {
    let budget = Budget::default();
    let mut attempts = 0;
    for _ in 0..200 {
        attempts += run(&POLICY, &budget, Failure::Unreachable, 9).await.1;
    }
    // 200 requests, ten repeats that were saved up, and one for ten requests.
    assert!((225..=230).contains(&attempts), "{attempts}");
}

#[test]
fn pauses_are_random_and_grow() {
    for (attempts, longest) in [(1, 100), (2, 200), (3, 400)] {
        let pauses: Vec<_> = (0..100).map(|_| POLICY.pause(attempts)).collect();
        let max = pauses.iter().max().copied().unwrap_or_default();
        assert!(max <= Duration::from_millis(longest), "{max:?}");
        assert!(max > Duration::from_millis(longest / 2), "{max:?}");
        assert_ne!(pauses.first(), pauses.last());
    }
}

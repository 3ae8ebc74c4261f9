//! Each event is processed once.

use std::pin::{Pin, pin};
use std::task::{Context, Waker};
use std::time::Duration;

use bff::webhooks::{Event, Inbox, Source, State};
use futures_util::future::join_all;
use serde_json::{Value, json};
use sqlx::SqliteTransaction;
use tokio::time::{sleep, timeout};

use super::site::{App, HOSTS, PATIENCE, apps, options, payment};

#[tokio::test(flavor = "multi_thread")]
async fn replays_are_counted_and_nothing_is_done() {
    for (host, app) in apps().await {
        for (source, order) in [(Source::Stripe, 1), (Source::Standard, 2)] {
            let event = payment(source, "evt_1", order);
            let statuses = [app.deliver(&event).await, app.deliver(&event).await];
            assert_eq!(statuses, [202, 200], "{host}");
            // Once its work is done, too.
            app.settled().await;
            assert_eq!(app.deliver(&event).await, 200, "{host}");
            let entry = app.settled().await.remove(0);
            assert_eq!(
                (entry.deliveries, entry.attempts, entry.state),
                (3, 1, State::Done),
                "{host}"
            );
            assert_eq!(app.paid(order).await, 1500, "{host}");
        }
        // The same id is another event of another provider.
        assert_eq!(app.settled().await.len(), 2, "{host}");
    }
}

/// Nobody else can write until it is dropped.
async fn write_lock(inbox: &Inbox) -> SqliteTransaction<'static> {
    inbox.pool().begin_with("BEGIN IMMEDIATE").await.unwrap()
}

fn is_pending<F: Future>(future: Pin<&mut F>) -> bool {
    future.poll(&mut Context::from_waker(Waker::noop())).is_pending()
}

#[tokio::test(flavor = "multi_thread")]
async fn two_deliveries_at_once_are_one_event() {
    let folder = tempfile::tempdir().unwrap();
    let inbox = Inbox::open(Some(&folder.path().join("events.db"))).await.unwrap();
    let event = payment(Source::Stripe, "evt_1", 1);
    let lock = write_lock(&inbox).await;
    let (mut one, mut other) = (pin!(inbox.record(&event)), pin!(inbox.record(&event)));
    // Both have begun, and neither can end.
    assert!(is_pending(one.as_mut()) && is_pending(other.as_mut()));
    lock.rollback().await.unwrap();
    let (one, other) = (one.await.unwrap(), other.await.unwrap());
    assert!(one != other, "one of them is new: {one}, {other}");
    assert_eq!(inbox.latest().await.unwrap()[0].deliveries, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_deliveries_at_once_are_processed_once() {
    for (host, start) in HOSTS {
        let folder = tempfile::tempdir().unwrap();
        let app = App::open(start, Some(&folder.path().join("events.db"))).await;
        let event = payment(Source::Standard, "msg_1", 1);
        let lock = write_lock(&app.site.bff.webhooks.inbox).await;
        let deliveries = join_all((0..8).map(|_| app.deliver(&event)));
        let release = async {
            tokio::task::yield_now().await;
            lock.rollback().await.unwrap();
        };
        let (mut statuses, ()) = tokio::join!(deliveries, release);
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 200, 200, 200, 200, 200, 200, 202], "{host}");
        let entry = app.settled().await.remove(0);
        assert_eq!((entry.deliveries, entry.attempts), (8, 1), "{host}");
        assert_eq!(app.paid(1).await, 1500, "{host}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_process_has_left_is_done_by_the_next_one() {
    for (host, start) in HOSTS {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("events.db");
        let event = payment(Source::Stripe, "evt_1", 1);

        let app = App::open(start, Some(&file)).await;
        // A shutdown has begun: no more work is, and the server still responds.
        app.site.bff.webhooks.worker.stop().await;
        assert_eq!(app.deliver(&event).await, 202, "{host}");
        let entry = app.site.bff.webhooks.inbox.latest().await.unwrap().remove(0);
        assert_eq!((entry.state, entry.attempts), (State::Recorded, 0), "{host}");
        drop(app);

        let app = App::open(start, Some(&file)).await;
        assert_eq!(app.settled().await[0].state, State::Done, "{host}");
        assert_eq!(app.deliver(&event).await, 200, "{host}");
        drop(app);

        let app = App::open(start, Some(&file)).await;
        let entry = app.settled().await.remove(0);
        assert_eq!((entry.deliveries, entry.attempts), (2, 1), "{host}");
        assert_eq!(app.paid(1).await, 1500, "{host}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn work_and_its_mark_come_together() {
    let inbox = Inbox::open(None).await.unwrap();
    inbox.record(&payment(Source::Stripe, "evt_1", 1)).await.unwrap();
    let entry = inbox.latest().await.unwrap().remove(0);
    for (commits, expected, paid) in [(false, State::Recorded, 0), (true, State::Done, 7)] {
        let mut transaction = inbox.finish(&entry).await.unwrap().unwrap();
        let pay = sqlx::query("UPDATE orders SET paid = paid + 7 WHERE number = 1");
        pay.execute(&mut *transaction).await.unwrap();
        match commits {
            true => transaction.commit().await.unwrap(),
            false => drop(transaction),
        }
        let entry = inbox.latest().await.unwrap().remove(0);
        assert_eq!(entry.state, expected);
        let sql = "SELECT paid FROM orders WHERE number = 1";
        let found: i64 = sqlx::query_scalar(sql).fetch_one(inbox.pool()).await.unwrap();
        assert_eq!(found, paid);
    }
    // Another process that had the same event in hand.
    assert!(inbox.finish(&entry).await.unwrap().is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn work_that_ends_the_process_is_not_begun_for_ever() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("events.db");
    let inbox = Inbox::open(Some(&file)).await.unwrap();
    inbox.record(&payment(Source::Stripe, "evt_1", 1)).await.unwrap();
    for _ in 0..3 {
        let (entry, _) = inbox.next().await.unwrap().unwrap();
        // The process ends after this.
        inbox.attempt(&entry, Duration::ZERO).await.unwrap();
    }
    let app = App::open(HOSTS[0].1, Some(&file)).await;
    let entry = app.settled().await.remove(0);
    assert_eq!((entry.state, entry.attempts), (State::Failed, 3));
    assert_eq!(entry.error.as_deref(), Some("The work has not ended"));
    assert_eq!(app.paid(1).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn work_that_failed_begins_again_with_the_next_delivery() {
    for (host, app) in apps().await {
        // There is no order 4 yet.
        let event = payment(Source::Standard, "msg_1", 4);
        for (status, deliveries) in [(202, 1), (200, 2)] {
            assert_eq!(app.deliver(&event).await, status, "{host}");
            let entry = app.settled().await.remove(0);
            assert_eq!((entry.state, entry.deliveries), (State::Failed, deliveries), "{host}");
            assert_eq!(
                (entry.attempts, entry.error.as_deref()),
                (3, Some("There is no such order")),
                "{host}"
            );
        }
        let pool = app.site.bff.webhooks.inbox.pool();
        sqlx::query("INSERT INTO orders (number) VALUES (4)")
            .execute(pool)
            .await
            .unwrap();
        for deliveries in [3, 4] {
            assert_eq!(app.deliver(&event).await, 200, "{host}");
            let entry = app.settled().await.remove(0);
            assert_eq!((entry.state, entry.deliveries), (State::Done, deliveries), "{host}");
            assert_eq!((entry.attempts, entry.error), (1, None), "{host}");
            assert_eq!(app.paid(4).await, 1500, "{host}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_that_the_work_does_not_expect_are_failures() {
    for (host, app) in apps().await {
        let mut event = payment(Source::GitHub, "1", 1);
        event.body = "{}".into();
        assert_eq!(app.deliver(&event).await, 202, "{host}");
        let entry = app.settled().await.remove(0);
        assert_eq!(entry.state, State::Failed, "{host}");
        let error = entry.error.unwrap();
        assert!(error.starts_with("The body is not as expected: "), "{host}: {error}");
    }
}

/// Waits until an event is recorded and its work is done.
async fn done(app: &App) {
    let done = async {
        while !app.settled().await.iter().any(|entry| entry.state == State::Done) {
            sleep(Duration::from_millis(2)).await;
        }
    };
    timeout(PATIENCE, done).await.unwrap();
}

/// As when the sender disconnects: the host then drops the handler.
#[tokio::test(flavor = "multi_thread")]
async fn event_is_recorded_and_done_even_if_its_handler_is_dropped() {
    let folder = tempfile::tempdir().unwrap();
    let app = App::open(HOSTS[0].1, Some(&folder.path().join("events.db"))).await;
    let webhooks = &app.site.bff.webhooks;
    let lock = write_lock(&webhooks.inbox).await;
    let mut receive = Box::pin(webhooks.receive(payment(Source::Stripe, "evt_1", 1)));
    assert!(is_pending(receive.as_mut()));
    drop(receive);
    lock.rollback().await.unwrap();
    done(&app).await;
    assert_eq!(app.paid(1).await, 1500);
}

/// Another process has recorded it, say.
#[tokio::test(flavor = "multi_thread")]
async fn event_that_the_worker_was_not_woken_for_is_found() {
    let mut options = options(None);
    options.work.idle = Duration::from_millis(5);
    let app = App::start(HOSTS[0].1, options).await;
    // The worker sleeps. Whether it is once more awake before the event is recorded doesn't matter.
    sleep(Duration::from_millis(50)).await;
    let event = payment(Source::Stripe, "evt_1", 1);
    app.site.bff.webhooks.inbox.record(&event).await.unwrap();
    done(&app).await;
}

/// Makes all events look as if nothing happened to them since 1970.
async fn age(inbox: &Inbox) {
    let sql = "UPDATE events SET touched = 0";
    sqlx::query(sql).execute(inbox.pool()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn done_events_are_remembered_from_their_last_delivery_and_the_end_of_their_work() {
    // Whether the event ages before and after its work, and whether it is delivered again then.
    for (before, after, again, is_forgotten) in [
        (false, false, false, false),
        (true, false, false, false),
        (false, true, true, false),
        (false, true, false, true),
    ] {
        let inbox = Inbox::open(None).await.unwrap();
        let event = payment(Source::Stripe, "evt_1", 1);
        assert!(inbox.record(&event).await.unwrap());
        if before {
            age(&inbox).await;
        }
        let entry = inbox.latest().await.unwrap().remove(0);
        inbox.finish(&entry).await.unwrap().unwrap().commit().await.unwrap();
        if after {
            age(&inbox).await;
        }
        if again {
            assert!(!inbox.record(&event).await.unwrap());
        }
        inbox.forget_old().await.unwrap();
        let context = (before, after, again);
        assert_eq!(inbox.record(&event).await.unwrap(), is_forgotten, "{context:?}");
    }
}

/// A failed event is not forgotten, and one whose work then succeeds isn't either.
#[tokio::test(flavor = "multi_thread")]
async fn old_failed_event_that_is_delivered_again_is_done_once() {
    let inbox = Inbox::open(None).await.unwrap();
    let event = payment(Source::Standard, "msg_1", 1);
    inbox.record(&event).await.unwrap();
    let entry = inbox.latest().await.unwrap().remove(0);
    inbox.fail(&entry, "bad luck", true).await.unwrap();
    age(&inbox).await;
    inbox.forget_old().await.unwrap();
    assert!(!inbox.record(&event).await.unwrap());
    let (entry, _) = inbox.next().await.unwrap().unwrap();
    inbox.finish(&entry).await.unwrap().unwrap().commit().await.unwrap();
    inbox.forget_old().await.unwrap();
    assert!(!inbox.record(&event).await.unwrap());
}

fn session(kind: &str, payment_status: Value, amount: Value, order: Value) -> Event {
    let session = json!({ "payment_status": payment_status, "amount_total": amount, "client_reference_id": order });
    let id = format!("evt_{kind}_{payment_status}_{amount}_{order}").replace('"', "");
    let body = json!({ "id": id, "type": kind, "data": { "object": session } });
    Event {
        source: Source::Stripe,
        id,
        kind: kind.to_owned(),
        body: body.to_string().into(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn checkout_is_paid_only_when_the_money_is_there() {
    const COMPLETED: &str = "checkout.session.completed";
    const SUCCEEDED: &str = "checkout.session.async_payment_succeeded";
    const FAILED: &str = "checkout.session.async_payment_failed";
    let order = || json!("1");
    let cases = [
        (session(COMPLETED, json!("paid"), json!(700), order()), State::Done, 700),
        (session(COMPLETED, json!("unpaid"), json!(700), order()), State::Done, 0),
        (
            session(COMPLETED, json!("unpaid"), json!(700), Value::Null),
            State::Done,
            0,
        ),
        (
            session(COMPLETED, json!("no_payment_required"), json!(0), order()),
            State::Done,
            0,
        ),
        (
            session(COMPLETED, json!("no_payment_required"), Value::Null, order()),
            State::Done,
            0,
        ),
        (session(SUCCEEDED, json!("paid"), json!(700), order()), State::Done, 700),
        (session(FAILED, json!("unpaid"), json!(700), order()), State::Done, 0),
        // What this app doesn't know is not taken for a payment.
        (
            session(COMPLETED, json!("partially_paid"), json!(700), order()),
            State::Failed,
            0,
        ),
        (session(COMPLETED, Value::Null, json!(700), order()), State::Failed, 0),
        (
            session(COMPLETED, json!("paid"), json!(700), Value::Null),
            State::Failed,
            0,
        ),
    ];
    for (host, app) in apps().await {
        for (event, state, paid) in &cases {
            let before = app.paid(1).await;
            assert_eq!(app.deliver(event).await, 202, "{host} {}", event.id);
            let entry = app.settled().await.remove(0);
            assert_eq!(
                (&*entry.id, entry.state),
                (&*event.id, *state),
                "{host}: {:?}",
                entry.error
            );
            assert_eq!(app.paid(1).await - before, *paid, "{host} {}", event.id);
        }
    }
}

/// The kind is not signed: a signed body of another kind may be sent as a push.
#[tokio::test(flavor = "multi_thread")]
async fn body_of_another_kind_is_not_counted_as_a_push() {
    let repository = json!({ "full_name": "octo/shop" });
    for (host, app) in apps().await {
        for (at, (body, state)) in [
            (
                json!({ "ref": "refs/heads/main", "repository": repository }),
                State::Done,
            ),
            (json!({ "ref": "refs/tags/v1", "repository": repository }), State::Done),
            (json!({ "action": "opened", "repository": repository }), State::Failed),
        ]
        .into_iter()
        .enumerate()
        {
            let mut event = payment(Source::GitHub, &format!("delivery-{at}"), 1);
            event.body = body.to_string().into();
            assert_eq!(app.deliver(&event).await, 202, "{host}");
            assert_eq!(app.settled().await[0].state, state, "{host}: {body}");
        }
        let results = app.site.bff.webhooks.inbox.results().await.unwrap();
        assert!(
            results.contains(&"pushes to octo/shop: 1".to_owned()),
            "{host}: {results:?}"
        );
    }
}

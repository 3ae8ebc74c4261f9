//! The page that lists events and sends test events, without JavaScript.

use bff::actions::LogIn;
use bff::demo::PASSWORD;
use bff::webhooks::actions::{Redeliver, SendTest};
use bff::webhooks::{Source, State};
use frontdesk::testing::Browser;

use super::site::{App, apps};

/// Returns a browser in which a person has logged in to see the page.
async fn browser(app: &App) -> Browser {
    let mut browser = Browser::new(bff::desk(app.site.bff.clone()).unwrap());
    let page = browser.get("/webhooks").await;
    assert_eq!(page.path(), "/login");
    let page = browser
        .submit::<LogIn>(|form| form.set(LogIn::NAME, "Ada").set(LogIn::PASSWORD, PASSWORD))
        .await;
    assert_eq!(page.path(), "/webhooks");
    browser
}

#[tokio::test(flavor = "multi_thread")]
async fn test_events_are_received_and_redelivered_in_vain() {
    for (host, app) in apps().await {
        let mut browser = browser(&app).await;
        for source in Source::ALL {
            browser.get("/webhooks").await;
            let page = browser
                .submit::<SendTest>(|form| form.set(SendTest::SOURCE, source.name()).set(SendTest::ORDER, "2"))
                .await;
            assert!(
                page.text().contains("The event was received"),
                "{host}: {}",
                page.text()
            );
        }
        let events = app.settled().await;
        assert_eq!(events.len(), 3, "{host}");
        for entry in &events {
            assert_eq!(entry.state, State::Done, "{host}: {:?}", entry.error);
            let page = browser.submit_key::<Redeliver>(entry.number, |form| form).await;
            assert!(
                page.text().contains("its work was done before, and is not done twice"),
                "{host}: {}",
                page.text()
            );
        }
        assert!(app.settled().await.iter().all(|entry| entry.deliveries == 2), "{host}");
        let page = browser.get("/webhooks").await;
        let results = page.text_of("results").unwrap();
        assert!(results.contains("order 2: 3000 cents paid"), "{host}: {results}");
        assert!(results.contains("pushes to octo/shop: 1"), "{host}: {results}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn page_shows_why_work_has_failed_and_that_it_begins_again() {
    for (host, app) in apps().await {
        let mut browser = browser(&app).await;
        browser.get("/webhooks").await;
        browser
            .submit::<SendTest>(|form| form.set(SendTest::SOURCE, "standard").set(SendTest::ORDER, "4"))
            .await;
        let number = app.settled().await[0].number;
        browser.get("/webhooks").await;
        let page = browser.submit_key::<Redeliver>(number, |form| form).await;
        let text = "The event was received again: its work had failed, and begins again";
        assert!(page.text().contains(text), "{host}: {}", page.text());
        assert_eq!(app.settled().await[0].deliveries, 2, "{host}");
        let page = browser.get("/webhooks").await;
        assert!(page.text().contains("order.paid: failed"), "{host}: {}", page.text());
        assert!(
            page.text().contains("There is no such order"),
            "{host}: {}",
            page.text()
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn redelivered_event_whose_work_has_not_ended_is_reported_as_such() {
    for (host, app) in apps().await {
        let mut browser = browser(&app).await;
        app.site.bff.webhooks.worker.stop().await;
        let event = super::site::payment(Source::Stripe, "evt_1", 1);
        assert_eq!(app.deliver(&event).await, 202, "{host}");
        browser.get("/webhooks").await;
        let number = app.site.bff.webhooks.inbox.latest().await.unwrap()[0].number;
        let page = browser.submit_key::<Redeliver>(number, |form| form).await;
        assert!(
            page.text().contains("its work had not ended yet"),
            "{host}: {}",
            page.text()
        );
    }
}

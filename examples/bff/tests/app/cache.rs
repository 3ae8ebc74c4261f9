//! What is cached, and for whom.

use std::time::Duration;

use bff::Settings;
use bff::catalogue::Freshness;
use bff::demo::Mode;
use serde_json::{Value, json};
use tokio::time::{sleep, timeout};

use crate::person::Person;
use crate::sites::{settings, sites};

const HOUR: Duration = Duration::from_secs(60 * 60);

fn with(fresh: Duration, expire: Duration) -> Settings {
    Settings {
        freshness: Freshness { fresh, expire },
        ..settings()
    }
}

/// Returns the price that says how often the service was asked.
fn price(overview: &Value) -> u64 {
    overview["products"]["data"][0]["cents"].as_u64().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn fresh_catalogue_is_shared_and_orders_are_not() {
    for (host, site) in sites(with(HOUR, 2 * HOUR)).await {
        let (ada, bob) = (Person::log_in(&site, "Ada").await, Person::log_in(&site, "Bob").await);
        for (person, name, is_cached) in [(&ada, "Ada", false), (&bob, "Bob", true), (&ada, "Ada", true)] {
            let reply = person.overview().await;
            assert_eq!(reply.headers["cache-control"], "private, no-cache", "{host}");
            let overview = reply.json();
            let product = format!("Welcome present for {name}");
            assert_eq!(
                overview["orders"]["data"],
                json!([{ "number": 1, "product": product }]),
                "{host}"
            );
            assert_eq!(overview["products"]["cached"].is_object(), is_cached, "{host} {name}");
            assert_ne!(overview["products"]["cached"]["stale"], true);
            assert_eq!(price(&overview), 401, "{host}");
        }
        assert_eq!(site.bff.demo.catalogue.counts().requests(), 1, "{host}");
        let stranger = Person::stranger(&site).overview().await;
        assert_eq!(stranger.status, 401, "{host}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn stale_catalogue_is_served_while_the_service_is_asked() {
    let brief = Duration::from_millis(1);
    for (host, site) in sites(with(brief, HOUR)).await {
        let ada = Person::log_in(&site, "Ada").await;
        assert_eq!(price(&ada.overview().await.json()), 401, "{host}");
        sleep(brief * 10).await;
        // It is stale now. The service never responds, and nobody waits for it.
        site.bff.demo.catalogue.set(Mode::Silent);
        for _ in 0..2 {
            let overview = ada.overview().await.json();
            assert_eq!(overview["products"]["cached"]["stale"], true, "{host}: {overview}");
            assert_eq!((price(&overview), &overview["complete"]), (401, &json!(true)), "{host}");
        }
    }
    for (host, site) in sites(with(brief, HOUR)).await {
        let ada = Person::log_in(&site, "Ada").await;
        ada.overview().await;
        sleep(brief * 10).await;
        // The service responds, and the refreshed catalogue is there some time later.
        let refreshed = async { while price(&ada.overview().await.json()) == 401 {} };
        assert!(timeout(Duration::from_secs(60), refreshed).await.is_ok(), "{host}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn revalidated_catalogue_is_asked_for_again() {
    for (host, site) in sites(with(HOUR, 2 * HOUR)).await {
        let ada = Person::log_in(&site, "Ada").await;
        assert_eq!(price(&ada.overview().await.json()), 401, "{host}");
        assert_eq!(ada.post("/_actions/refresh", "").await.status, 200, "{host}");
        let overview = ada.overview().await.json();
        assert_eq!(
            (price(&overview), overview["products"].get("cached")),
            (402, None),
            "{host}"
        );
        // What is known to be outdated is not served, also if the service fails.
        ada.post("/_actions/refresh", "").await;
        site.bff.demo.catalogue.set(Mode::Broken);
        let overview = ada.overview().await.json();
        assert_eq!(overview["products"]["problem"]["code"], "upstream-status", "{host}");
        // And the failure is not cached.
        site.bff.demo.catalogue.set(Mode::Well);
        assert_eq!(price(&ada.overview().await.json()), 404, "{host}");
        let stranger = Person::stranger(&site).post("/_actions/refresh", "").await;
        assert_eq!(stranger.status, 401, "{host}");
    }
}

//! A service that is slow, dead or wrong.

use std::time::Duration;

use bff::Settings;
use bff::demo::{Demo, Mode};
use bff::orders::Order;
use bff::upstream::{Failure, Policy, Upstream};
use frontdesk::StatusCode;
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use serde_json::json;
use tokio::time::{sleep, timeout};

use crate::person::Person;
use crate::sites::{hasty, patient, settings, sites};

/// How a service behaves, the status and the code of its part, and how often it is asked.
const TABLE: [(Mode, u16, &str, u32); 8] = [
    (Mode::Silent, 504, "upstream-timed-out", 3),
    (Mode::Dead, 502, "upstream-cut", 3),
    (Mode::Cut, 502, "upstream-cut", 3),
    (Mode::Busy, 502, "upstream-status", 3),
    (Mode::Broken, 502, "upstream-status", 1),
    (Mode::Garbled, 502, "upstream-invalid", 1),
    (Mode::Huge, 502, "upstream-too-large", 1),
    (Mode::Slow, 200, "", 1),
];

fn impatient(mode: Mode) -> Policy {
    match mode {
        Mode::Silent => hasty(),
        _ => patient(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn part_of_a_failed_service_has_the_reason() {
    for (mode, status, code, asked) in TABLE {
        for fails in ["orders", "products"] {
            let mut settings = settings();
            match fails {
                "orders" => settings.orders = impatient(mode),
                _ => settings.catalogue = impatient(mode),
            }
            for (host, site) in sites(settings).await {
                let context = format!("{host}: {fails} {mode:?}");
                // A login is a POST, which has the time of all attempts.
                let person = Person::log_in(&site, "Ada").await;
                let (service, other) = match fails {
                    "orders" => (&site.bff.demo.orders, "products"),
                    _ => (&site.bff.demo.catalogue, "orders"),
                };
                let before = service.counts().requests();
                service.set(mode);
                let reply = person.overview().await;
                assert_eq!(reply.status, 200, "{context}");
                let overview = reply.json();
                let sent = service.counts().requests() - before;
                // A service that is given up on may not even have got the request.
                assert!(
                    sent == asked || (mode == Mode::Silent && sent < asked),
                    "{context}: {sent}"
                );
                assert!(overview[other]["data"].is_array(), "{context}: {overview}");
                assert_eq!(overview["complete"], json!(status == 200), "{context}");
                if status != 200 {
                    let problem = &overview[fails]["problem"];
                    assert_eq!(
                        (&problem["status"], &problem["code"]),
                        (&json!(status), &json!(code)),
                        "{context}"
                    );
                    assert!(
                        problem["detail"].is_string() && overview[fails].get("data").is_none(),
                        "{context}"
                    );
                }
                // The page shows the other part, and that one is missing.
                service.set(mode);
                let page = person.page("/").await;
                assert_eq!(page.status, 200, "{context}");
                let is_shown = page.text.contains("Some of this page is missing.");
                assert_eq!(is_shown, status != 200, "{context}: {}", page.text);
            }
        }
    }
}

/// Neither service responds, and yet both are asked.
#[tokio::test(flavor = "multi_thread")]
async fn services_are_asked_at_once() {
    for (host, site) in sites(settings()).await {
        let person = Person::log_in(&site, "Ada").await;
        let [orders, catalogue] = [&site.bff.demo.orders, &site.bff.demo.catalogue];
        let before = orders.counts().requests();
        orders.set(Mode::Silent);
        catalogue.set(Mode::Silent);
        let both_asked = async {
            while orders.counts().requests() == before || catalogue.counts().requests() == 0 {
                sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::select! {
            reply = person.overview() => panic!("{host}: {reply:?}"),
            asked = timeout(Duration::from_secs(30), both_asked) => assert!(asked.is_ok(), "{host}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn response_is_a_problem_if_all_services_failed() {
    for (orders, catalogue, status) in [
        (Mode::Silent, Mode::Silent, 504),
        (Mode::Silent, Mode::Busy, 502),
        (Mode::Broken, Mode::Garbled, 502),
    ] {
        let settings = Settings {
            orders: impatient(orders),
            catalogue: impatient(catalogue),
            ..settings()
        };
        for (host, site) in sites(settings).await {
            let person = Person::log_in(&site, "Ada").await;
            site.bff.demo.orders.set(orders);
            site.bff.demo.catalogue.set(catalogue);
            let reply = person.overview().await;
            assert_eq!(reply.status.as_u16(), status, "{host} {orders:?} {catalogue:?}");
            assert_eq!(reply.headers["content-type"], "application/problem+json");
            let problem = reply.json();
            assert_eq!(problem["code"], "upstreams-failed");
            let detail = problem["detail"].as_str().unwrap();
            assert!(
                detail.contains("The orders service") && detail.contains("The catalogue service"),
                "{detail}"
            );
            // Each part has its reason, as where only one is missing.
            for (part, service) in [("orders", "orders"), ("products", "catalogue")] {
                let reason = &problem[part]["problem"];
                assert_eq!(reason["service"], service, "{host}: {problem}");
                assert!(
                    reason["code"].as_str().unwrap().starts_with("upstream-"),
                    "{host}: {problem}"
                );
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn service_that_is_not_there_is_unreachable() {
    for (host, site) in sites(settings()).await {
        let person = Person::log_in(&site, "Ada").await;
        site.bff.demo.catalogue.stop().await;
        let overview = person.overview().await.json();
        let code = &overview["products"]["problem"]["code"];
        assert_eq!(*code, "upstream-unreachable", "{host}: {overview}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn unsafe_request_is_sent_once() {
    for (mode, status, code, detail) in [
        (Mode::Well, 200, "", ""),
        (Mode::Dead, 502, "upstream-cut", "may have been placed"),
        (Mode::Cut, 502, "upstream-cut", "may have been placed"),
        (Mode::Broken, 502, "upstream-status", "may have been placed"),
        (Mode::Busy, 502, "upstream-status", "may have been placed"),
    ] {
        for (host, site) in sites(settings()).await {
            let context = format!("{host} {mode:?}");
            let person = Person::log_in(&site, "Ada").await;
            let form = person.order_form().await;
            let before = site.bff.demo.orders.counts().requests();
            site.bff.demo.orders.set(mode);
            let reply = person.post("/_actions/order", &form).await;
            assert_eq!(reply.status.as_u16(), status, "{context}: {reply:?}");
            assert_eq!(site.bff.demo.orders.counts().requests() - before, 1, "{context}");
            if status != 200 {
                let problem = reply.json();
                assert_eq!(problem["code"], code, "{context}");
                assert!(
                    problem["detail"].as_str().unwrap().contains(detail),
                    "{context}: {problem}"
                );
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn order_that_was_not_sent_is_not_placed() {
    for (host, site) in sites(settings()).await {
        let person = Person::log_in(&site, "Ada").await;
        let form = person.order_form().await;
        site.bff.demo.orders.stop().await;
        let problem = person.post("/_actions/order", &form).await.json();
        assert_eq!(problem["code"], "upstream-unreachable", "{host}: {problem}");
        assert_eq!(problem["service"], "orders", "{host}: {problem}");
        assert!(
            problem["detail"].as_str().unwrap().contains("was not placed"),
            "{host}: {problem}"
        );
    }
}

#[tokio::test]
async fn unsafe_request_that_took_too_long_is_not_sent_again() {
    let demo = Demo::start().await.unwrap();
    demo.orders.set(Mode::Silent);
    let policy = Policy {
        total: Duration::from_millis(300),
        ..hasty()
    };
    let connections = Client::builder(TokioExecutor::new()).build_http();
    let upstream = Upstream::new("orders", demo.orders.url().unwrap(), connections, policy);
    let result: Result<Order, Failure> = upstream.post("/orders", None, &json!({})).await;
    assert_eq!(result.unwrap_err(), Failure::TimedOut);
    assert!(demo.orders.counts().requests() <= 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn expired_token_ends_the_session() {
    for (host, site) in sites(settings()).await {
        for path in ["/api/overview", "/export"] {
            let person = Person::log_in(&site, "Ada").await;
            site.bff.demo.orders.set(Mode::Expired);
            let reply = person.get(path).await;
            assert_eq!(reply.status, StatusCode::UNAUTHORIZED, "{host} {path}");
            let cookie = reply.headers["set-cookie"].to_str().unwrap();
            assert!(
                cookie.starts_with("bff_session=; ") && cookie.contains("Max-Age=0"),
                "{host} {path}: {cookie}"
            );
            site.bff.demo.orders.set(Mode::Well);
            assert_eq!(person.get(path).await.status, StatusCode::UNAUTHORIZED, "{host} {path}");
        }
    }
}

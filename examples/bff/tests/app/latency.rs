//! What a request through the app costs, against one to the service.

use std::time::{Duration, Instant};

use frontdesk::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::Request;
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;

use crate::person::Person;
use crate::sites::{settings, sites};

const ROUNDS: usize = 1_000;

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// Prints both times and their difference: one request to the catalogue service, and one to the app, which
/// asks the orders service, and has the catalogue in its cache. They take turns on connections that stay
/// open.
#[tokio::test(flavor = "multi_thread")]
async fn latency_through_the_app_is_printed() {
    for (host, site) in sites(settings()).await {
        let person = Person::log_in(&site, "Ada").await;
        let service = Client::builder(TokioExecutor::new()).build_http::<Full<Bytes>>();
        let url = format!("{}products", site.bff.demo.catalogue.url().unwrap());
        let (mut direct, mut through) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            let started = Instant::now();
            let request = Request::get(&url).body(Full::default()).unwrap();
            let response = service.request(request).await.unwrap();
            assert_eq!(response.status(), 200);
            response.into_body().collect().await.unwrap();
            direct.push(started.elapsed());
            let started = Instant::now();
            assert_eq!(person.overview().await.status, 200);
            through.push(started.elapsed());
        }
        let (direct, through) = (median(direct), median(through));
        println!(
            "{host}: a service {direct:.0?}, the overview {through:.0?}: {:.2} times, {:.0?} added",
            through.as_secs_f64() / direct.as_secs_f64(),
            through.saturating_sub(direct)
        );
    }
}

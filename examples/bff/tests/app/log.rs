//! What the log says.

use std::io;
use std::sync::{Arc, Mutex};

use bff::demo::{Mode, TOKEN};
use tracing_subscriber::filter::LevelFilter;

use crate::person::Person;
use crate::sites::{settings, sites};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// At every level of every crate, whatever a service does with the token.
#[tokio::test(flavor = "multi_thread")]
async fn token_is_not_in_the_log() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(LevelFilter::TRACE)
        .with_ansi(false)
        .with_writer(move || writer.clone());
    subscriber.init();
    for (_, site) in sites(settings()).await {
        for mode in [Mode::Well, Mode::Broken, Mode::Cut, Mode::Garbled, Mode::Dead] {
            site.bff.demo.orders.set(Mode::Well);
            let person = Person::log_in(&site, "Ada").await;
            let form = person.order_form().await;
            site.bff.demo.orders.set(mode);
            person.overview().await;
            person.post("/_actions/order", &form).await;
        }
        let debug = format!("{:?}", site.bff);
        assert!(!debug.contains(TOKEN), "{debug}");
    }
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(
        log.contains("an upstream service failed service=\"orders\" failure=It responded with the status 500"),
        "{log}"
    );
    assert!(!log.contains(TOKEN), "{log}");
}

//! A running reference app, and what browsers asked it for.

use std::sync::{Arc, Mutex, PoisonError};

use conformance::app::{self, App, Note, Settings};
use conformance::servers::{Adapter, Server};
use frontdesk::http::header::{ORIGIN, REFERRER_POLICY};
use frontdesk::http::{HeaderName, HeaderValue, Method};
use frontdesk::{Request, Response};
use tower::util::{MapRequestLayer, MapResponseLayer};

/// What a browser says of the page that a form stands on, in a header of its own.
const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// A form that came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sent {
    pub(crate) path: String,
    pub(crate) origin: String,
    pub(crate) site: String,
}

/// A running server, with its state.
#[derive(Debug)]
pub(crate) struct Site {
    app: App,
    server: Server,
    sent: Arc<Mutex<Vec<Sent>>>,
}

impl Site {
    /// The reference app.
    pub(crate) fn start(adapter: Adapter) -> Self {
        Self::with_policy(adapter, "strict-origin-when-cross-origin")
    }

    /// The reference app, whose pages tell the browser how much to tell of them.
    pub(crate) fn with_policy(adapter: Adapter, policy: &'static str) -> Self {
        let app = App::default();
        let sent = Arc::new(Mutex::default());
        let desk = app::builder(&app, &Settings::default())
            .layer(MapResponseLayer::new(move |mut response: Response| {
                let headers = response.headers_mut();
                headers.insert(REFERRER_POLICY, HeaderValue::from_static(policy));
                response
            }))
            .layer(MapRequestLayer::new(remember(&sent)))
            .build()
            .unwrap();
        let server = adapter.start(app.clone(), desk, 0).unwrap();
        Self { app, server, sent }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.server.address())
    }

    /// The forms that were sent until now.
    pub(crate) fn sent(&self) -> Vec<Sent> {
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn notes(&self) -> Vec<Note> {
        self.app.notes.all()
    }

    /// What `/once` has counted.
    pub(crate) fn sum(&self) -> u32 {
        self.app.sum.get()
    }

    /// The one note that there is.
    pub(crate) fn note(&self) -> Note {
        let mut notes = self.notes();
        assert_eq!(notes.len(), 1, "{notes:?}");
        notes.remove(0)
    }
}

fn remember(sent: &Arc<Mutex<Vec<Sent>>>) -> impl Fn(Request) -> Request + Clone + use<> {
    let sent = Arc::clone(sent);
    move |request| {
        if request.method() == Method::POST {
            let text = |name| match request.headers().get(name) {
                Some(value) => String::from_utf8_lossy(value.as_bytes()).into_owned(),
                None => String::new(),
            };
            let form = Sent {
                path: request.uri().path().to_owned(),
                origin: text(ORIGIN),
                site: text(SEC_FETCH_SITE),
            };
            sent.lock().unwrap_or_else(PoisonError::into_inner).push(form);
        }
        request
    }
}

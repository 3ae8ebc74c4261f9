//! A running reference app, which records the forms that browsers send.

use std::sync::{Arc, Mutex, PoisonError};

use conformance::app::{self, App, Note, Settings};
use conformance::servers::{Adapter, Server};
use frontdesk::http::header::{ORIGIN, REFERRER_POLICY};
use frontdesk::http::{HeaderName, HeaderValue, Method};
use frontdesk::{Request, Response};
use tower::util::{MapRequestLayer, MapResponseLayer};

/// The header in which a browser sends how the page's origin is related to the app's.
const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// A form that was received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Submission {
    pub(crate) path: String,
    pub(crate) origin: String,
    pub(crate) site: String,
}

/// A running server, with its state.
#[derive(Debug)]
pub(crate) struct Site {
    app: App,
    server: Server,
    submissions: Arc<Mutex<Vec<Submission>>>,
}

impl Site {
    /// Starts the reference app.
    pub(crate) fn start(adapter: Adapter) -> Self {
        Self::with_policy(adapter, "strict-origin-when-cross-origin")
    }

    /// Starts the reference app, with a `Referrer-Policy` on its pages.
    pub(crate) fn with_policy(adapter: Adapter, policy: &'static str) -> Self {
        let app = App::default();
        let submissions = Arc::new(Mutex::default());
        let desk = app::builder(&app, &Settings::default())
            .layer(MapResponseLayer::new(move |mut response: Response| {
                let headers = response.headers_mut();
                headers.insert(REFERRER_POLICY, HeaderValue::from_static(policy));
                response
            }))
            .layer(MapRequestLayer::new(record(&submissions)))
            .build()
            .unwrap();
        let server = adapter.start(app.clone(), desk, 0).unwrap();
        Self {
            app,
            server,
            submissions,
        }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.server.address())
    }

    /// Returns the forms that were received until now.
    pub(crate) fn submissions(&self) -> Vec<Submission> {
        self.submissions.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn notes(&self) -> Vec<Note> {
        self.app.notes.all()
    }

    /// Returns the sum of `/once`.
    pub(crate) fn sum(&self) -> u32 {
        self.app.sum.get()
    }

    /// Returns the only note.
    pub(crate) fn note(&self) -> Note {
        let mut notes = self.notes();
        assert_eq!(notes.len(), 1, "{notes:?}");
        notes.remove(0)
    }
}

fn record(submissions: &Arc<Mutex<Vec<Submission>>>) -> impl Fn(Request) -> Request + Clone + use<> {
    let submissions = Arc::clone(submissions);
    move |request| {
        if request.method() == Method::POST {
            let text = |name| match request.headers().get(name) {
                Some(value) => String::from_utf8_lossy(value.as_bytes()).into_owned(),
                None => String::new(),
            };
            let submission = Submission {
                path: request.uri().path().to_owned(),
                origin: text(ORIGIN),
                site: text(SEC_FETCH_SITE),
            };
            submissions
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(submission);
        }
        request
    }
}

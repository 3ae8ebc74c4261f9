//! A running reference app, which records the headers of the forms that it receives.

use std::net::TcpListener;
use std::sync::{Arc, Mutex};

use conformance::app::{self, App, Note, Settings};
use conformance::servers::{Adapter, Server};
use frontdesk::Request;
use frontdesk::http::Method;
use tower::util::MapRequestLayer;

/// A form that was received.
#[derive(Debug, Clone)]
pub(crate) struct Submission {
    pub(crate) referer: String,
    /// The names of `Origin` and of the headers of Fetch Metadata, if there are any.
    pub(crate) others: Vec<String>,
}

/// A running server, with its state.
#[derive(Debug)]
pub(crate) struct Site {
    app: App,
    server: Server,
    submissions: Arc<Mutex<Vec<Submission>>>,
}

/// A port for a server whose settings name it.
#[derive(Debug)]
pub(crate) struct Reserved {
    adapter: Adapter,
    port: u16,
}

impl Site {
    pub(crate) fn start(adapter: Adapter, settings: &Settings) -> Self {
        Self::start_at(adapter, settings, 0)
    }

    /// Finds a free port.
    pub(crate) fn reserve(adapter: Adapter) -> Reserved {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        Reserved { adapter, port }
    }

    fn start_at(adapter: Adapter, settings: &Settings, port: u16) -> Self {
        let app = App::default();
        let submissions = Arc::new(Mutex::default());
        let desk = app::builder(&app, settings)
            .layer(MapRequestLayer::new(record(&submissions)))
            .build()
            .unwrap();
        let server = adapter.start(app.clone(), desk, port).unwrap();
        Self {
            app,
            server,
            submissions,
        }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.server.address())
    }

    pub(crate) fn submissions(&self) -> Vec<Submission> {
        self.submissions.lock().unwrap().clone()
    }

    pub(crate) fn notes(&self) -> Vec<Note> {
        self.app.notes.all()
    }

    /// Returns the only note.
    pub(crate) fn note(&self) -> Note {
        let mut notes = self.notes();
        assert_eq!(notes.len(), 1, "{notes:?}");
        notes.remove(0)
    }
}

impl Reserved {
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    pub(crate) fn start_with(self, settings: &Settings) -> Site {
        Site::start_at(self.adapter, settings, self.port)
    }
}

fn record(submissions: &Arc<Mutex<Vec<Submission>>>) -> impl Fn(Request) -> Request + Clone + use<> {
    let submissions = Arc::clone(submissions);
    move |request| {
        if request.method() == Method::POST {
            let headers = request.headers();
            let referer = headers.get("referer").map(|value| value.to_str().unwrap().to_owned());
            let names = headers.keys().map(|name| name.as_str().to_owned());
            let others = names.filter(|name| name == "origin" || name.starts_with("sec-fetch-"));
            submissions.lock().unwrap().push(Submission {
                referer: referer.unwrap_or_default(),
                others: others.collect(),
            });
        }
        request
    }
}

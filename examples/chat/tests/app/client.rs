//! Servers, and clients that read streams of events.

use std::net::SocketAddr;
use std::time::Duration;

use actix_web::{App, HttpServer};
use chat::Chat;
use conformance::servers::Server;
use frontdesk::Bytes;
use frontdesk::axum::RouterExt as _;
use http_body_util::{BodyExt as _, Empty};
use hyper::Request;
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::task::AbortHandle;
use tokio::time::timeout;

/// How long a test waits for an event that must come.
const PATIENCE: Duration = Duration::from_secs(20);

/// A running chat.
pub(crate) struct Site {
    pub(crate) chat: Chat,
    server: Server,
}

/// The hosts that embed the chat.
pub(crate) fn sites() -> [(&'static str, Site); 2] {
    [("axum", in_axum()), ("actix", in_actix())]
}

fn in_axum() -> Site {
    let chat = Chat::new().unwrap();
    let app = axum::Router::new().desk(chat::desk(chat.clone()).unwrap());
    let server = conformance::servers::axum::start(app, 0).unwrap();
    Site { chat, server }
}

fn in_actix() -> Site {
    let chat = Chat::new().unwrap();
    let desk = chat::desk(chat.clone()).unwrap();
    let server = conformance::servers::actix::start(0, move |listener| {
        let server = HttpServer::new(move || App::new().configure(frontdesk::actix::desk(desk.clone())));
        Ok(server.workers(2).disable_signals().listen(listener)?.run())
    });
    Site {
        chat,
        server: server.unwrap(),
    }
}

impl Site {
    pub(crate) fn address(&self) -> SocketAddr {
        self.server.address()
    }

    /// Posts a message as another part of the app would.
    pub(crate) fn post(&self, text: &str) {
        self.chat.room("lobby").unwrap().post("Ada".into(), text.into());
    }
}

/// A connection that reads the events of a room.
pub(crate) struct Reader {
    body: Incoming,
    connection: AbortHandle,
    text: String,
}

/// One event: its name, its id and its data.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Event {
    pub(crate) name: String,
    pub(crate) id: Option<String>,
    pub(crate) data: String,
}

impl Reader {
    /// Connects to the lobby, as a browser does: at first without an id, and later with that of the last
    /// event. `cookie` may be empty.
    pub(crate) async fn connect(address: SocketAddr, last: Option<&str>, cookie: &str) -> Self {
        let stream = TcpStream::connect(address).await.unwrap();
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.unwrap();
        let connection = tokio::spawn(connection).abort_handle();
        let mut request = Request::get("/rooms/lobby/events")
            .header("host", address.to_string())
            .header("accept", "text/event-stream")
            .header("cookie", cookie);
        if let Some(last) = last {
            request = request.header("last-event-id", last);
        }
        let response = sender.send_request(request.body(Empty::<Bytes>::new()).unwrap()).await;
        let response = response.unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Self {
            body: response.into_body(),
            connection,
            text: String::new(),
        }
    }

    /// Waits for the next event; `None` if the stream has ended.
    pub(crate) async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let event = parsed(event);
                self.text = rest.to_owned();
                match event {
                    Some(event) => return Some(event),
                    None => continue,
                }
            }
            let frame = timeout(PATIENCE, self.body.frame()).await.unwrap()?;
            let data = frame.unwrap().into_data().unwrap();
            self.text += std::str::from_utf8(&data).unwrap();
        }
    }

    /// Waits for the next message, and returns its text and its id.
    pub(crate) async fn message(&mut self) -> (String, String) {
        loop {
            let event = self.next().await.unwrap();
            if event.name == "message" {
                return (text_of(&event.data).to_owned(), event.id.unwrap());
            }
        }
    }

    /// Waits for the next event of a name.
    pub(crate) async fn event(&mut self, name: &str) -> Event {
        loop {
            let event = self.next().await.unwrap();
            if event.name == name {
                return event;
            }
        }
    }

    /// Cuts the connection.
    pub(crate) fn cut(self) {
        self.connection.abort();
    }
}

/// Returns the text in the HTML of a message.
pub(crate) fn text_of(html: &str) -> &str {
    let (_, rest) = html.split_once("<p>").unwrap();
    rest.split_once("</p>").unwrap().0
}

/// Parses an event by the HTML standard; `None` for a comment.
fn parsed(text: &str) -> Option<Event> {
    let mut event = Event {
        name: "message".to_owned(),
        ..Event::default()
    };
    let mut data = Vec::new();
    for line in text.lines() {
        match line.split_once(':') {
            Some(("data", value)) => data.push(value.strip_prefix(' ').unwrap_or(value)),
            Some(("event", value)) => value.trim().clone_into(&mut event.name),
            Some(("id", value)) => event.id = Some(value.trim().to_owned()),
            _ => {}
        }
    }
    event.data = data.join("\n");
    (!data.is_empty()).then_some(event)
}

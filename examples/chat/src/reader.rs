//! A reader's stream of events.

use std::sync::Arc;
use std::time::Duration;

use frontdesk::Event;
use futures_util::{Stream, stream};
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

use crate::room::{Next, Position, Presence, Room, State};
use crate::view;

/// How much time there is between two lists of the people in a room, at least. Where many come and go,
/// that saves most of them.
const PRESENCE_INTERVAL: Duration = Duration::from_secs(1);

/// How long browsers wait before they connect again, when the server has stopped.
const RETRY: Duration = Duration::from_secs(2);

struct Reader {
    room: Arc<Room>,
    changed: watch::Receiver<State>,
    position: Position,
    /// The [`State::presence`] that was sent, and when the next may be sent.
    presence: (Option<u64>, Instant),
    has_ended: bool,
    _here: Option<Presence>,
}

/// Returns the events of a room after a position: first those that the reader has missed, then each new one. The person
/// is in the room as long as the stream lives.
///
/// | event | data |
/// |---|---|
/// | `message` | a message as HTML, the element of the list in the page; its id is the position after it |
/// | `people` | the names of the people in the room, as HTML |
/// | `lost` | nothing: the page has to be loaded again, since the room doesn't remember all that the reader has missed |
/// | `bye` | nothing: the server stops, and the stream ends |
pub fn events(room: &Arc<Room>, after: Position, name: Option<String>) -> impl Stream<Item = Event> + Send + use<> {
    let reader = Reader {
        changed: room.watch(),
        _here: name.map(|name| room.come_in(name)),
        room: Arc::clone(room),
        position: after,
        presence: (None, Instant::now()),
        has_ended: false,
    };
    stream::unfold(reader, async |mut reader| Some((reader.next().await?, reader)))
}

impl Reader {
    async fn next(&mut self) -> Option<Event> {
        while !self.has_ended {
            let state = *self.changed.borrow_and_update();
            match self.room.after(self.position) {
                Next::Message(message) => {
                    self.position.number = message.number;
                    let html = view::message(&message).into_string();
                    return Some(Event::new(html).id(self.position));
                }
                Next::Lost => return Some(self.end(Event::new("").event("lost"))),
                Next::Nothing if state.is_closed => {
                    return Some(self.end(Event::new("").event("bye").retry(RETRY)));
                }
                Next::Nothing => {}
            }
            let (sent, next) = self.presence;
            let is_due = sent != Some(state.presence);
            if is_due && next <= Instant::now() {
                self.presence = (Some(state.presence), Instant::now() + PRESENCE_INTERVAL);
                let html = view::names(&self.room.names()).into_string();
                return Some(Event::new(html).event("people"));
            }
            tokio::select! {
                // It fails only if there is no room any more.
                changed = self.changed.changed() => changed.ok()?,
                () = sleep_until(next), if is_due => {}
            }
        }
        None
    }

    fn end(&mut self, last: Event) -> Event {
        self.has_ended = true;
        last
    }
}

//! A room: the latest messages, and its readers.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::str::FromStr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use tokio::sync::watch;

/// How many messages a room remembers.
pub const HISTORY: usize = 200;

/// A message in a room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The number of the message, counted from 1 in each room.
    pub number: u64,
    /// The name of the person who sent it.
    pub name: String,
    /// The text.
    pub text: String,
    /// When it was sent.
    pub sent: SystemTime,
}

/// A room. Readers wait for a change of its [`State`], and then read what is new to them: nothing is
/// buffered for each reader, however slow it is.
#[derive(Debug)]
pub struct Room {
    /// Tells this run of the server from others, whose messages have the same numbers.
    run: u64,
    log: Mutex<Log>,
    state: watch::Sender<State>,
}

#[derive(Debug, Default)]
struct Log {
    /// The latest messages, the oldest first.
    messages: VecDeque<Arc<Message>>,
    /// How many streams each person reads.
    readers: BTreeMap<String, usize>,
}

/// What readers wait for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct State {
    /// The number of the latest message; 0 before the first.
    pub latest: u64,
    /// Counts how often a reader has come or gone.
    pub presence: u64,
    /// Whether the server stops.
    pub is_closed: bool,
}

/// A place between two messages, as the id of an event: what a reader has seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The run of the server.
    pub run: u64,
    /// The number of the last message that was seen.
    pub number: u64,
}

/// The result of [`Room::after`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// The next message.
    Message(Arc<Message>),
    /// Nothing yet.
    Nothing,
    /// The room doesn't remember all that came after the position: the reader was away for too long,
    /// or the server was restarted.
    Lost,
}

impl Room {
    /// Opens an empty room.
    #[must_use]
    pub fn new(run: u64) -> Self {
        Self {
            run,
            log: Mutex::default(),
            state: watch::Sender::default(),
        }
    }

    /// Adds a message.
    pub fn post(&self, name: String, text: String) {
        let mut log = self.log();
        let number = self.state.borrow().latest + 1;
        let sent = SystemTime::now();
        log.messages.push_back(Arc::new(Message {
            number,
            name,
            text,
            sent,
        }));
        if log.messages.len() > HISTORY {
            log.messages.pop_front();
        }
        // While the log is locked, so that numbers are in order.
        self.state.send_modify(|state| state.latest = number);
    }

    /// Returns the messages that the room remembers, the oldest first, and the position after them.
    #[must_use]
    pub fn history(&self) -> (Vec<Arc<Message>>, Position) {
        let log = self.log();
        (log.messages.iter().cloned().collect(), self.now())
    }

    /// Returns the position after the latest message.
    #[must_use]
    pub fn now(&self) -> Position {
        Position {
            run: self.run,
            number: self.state.borrow().latest,
        }
    }

    /// Returns the message after a position, if there is one.
    #[must_use]
    pub fn after(&self, position: Position) -> Next {
        let log = self.log();
        let latest = self.state.borrow().latest;
        if position.run != self.run || position.number > latest {
            return Next::Lost;
        }
        let first = log.messages.front().map_or(latest + 1, |message| message.number);
        let Some(index) = (position.number + 1).checked_sub(first) else {
            return Next::Lost;
        };
        let message = usize::try_from(index).ok().and_then(|index| log.messages.get(index));
        message.map_or(Next::Nothing, |message| Next::Message(Arc::clone(message)))
    }

    /// Counts a person among the readers, until the guard is dropped.
    #[must_use]
    pub fn come_in(self: &Arc<Self>, name: String) -> Presence {
        *self.log().readers.entry(name.clone()).or_default() += 1;
        self.state.send_modify(|state| state.presence += 1);
        Presence {
            room: Arc::clone(self),
            name,
        }
    }

    /// Returns the names of the people in the room, in order.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        self.log().readers.keys().cloned().collect()
    }

    /// Returns what tells a reader that something has changed.
    #[must_use]
    pub fn watch(&self) -> watch::Receiver<State> {
        self.state.subscribe()
    }

    /// Tells all readers that the server stops.
    pub fn close(&self) {
        self.state.send_modify(|state| state.is_closed = true);
    }

    fn log(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A person in a room.
#[derive(Debug)]
pub struct Presence {
    room: Arc<Room>,
    name: String,
}

impl Drop for Presence {
    fn drop(&mut self) {
        let mut log = self.room.log();
        if let Some(count) = log.readers.get_mut(&self.name) {
            *count -= 1;
            if *count == 0 {
                log.readers.remove(&self.name);
            }
        }
        drop(log);
        self.room.state.send_modify(|state| state.presence += 1);
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:x}-{}", self.run, self.number)
    }
}

impl FromStr for Position {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (run, number) = text.split_once('-').ok_or(())?;
        Ok(Self {
            run: u64::from_str_radix(run, 16).map_err(|_| ())?,
            number: number.parse().map_err(|_| ())?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reader_gets_each_message_once_or_learns_that_some_are_gone() {
        let room = Room::new(7);
        let mut position = room.now();
        assert_eq!(room.after(position), Next::Nothing);
        for count in 1..=HISTORY as u64 + 5 {
            room.post("Ada".into(), count.to_string());
            let Next::Message(message) = room.after(position) else {
                panic!("no message {count}")
            };
            assert_eq!((message.number, &*message.text), (count, &*count.to_string()));
            position.number = count;
            assert_eq!(room.after(position), Next::Nothing);
        }
        let at = |run, number| Position { run, number };
        assert_eq!(room.history().0.len(), HISTORY);
        assert!(matches!(room.after(at(7, 5)), Next::Message(message) if message.number == 6));
        assert_eq!(room.after(at(7, 4)), Next::Lost, "forgotten");
        assert_eq!(room.after(at(7, 10_000)), Next::Lost, "not written yet");
        assert_eq!(room.after(at(6, 100)), Next::Lost, "of another run");
    }

    #[test]
    fn position_is_the_id_of_an_event() {
        let position = Position { run: 0xabc, number: 12 };
        assert_eq!(
            (position.to_string(), "abc-12".parse()),
            ("abc-12".to_owned(), Ok(position))
        );
        for text in [
            "",
            "-",
            "abc",
            "abc-",
            "-1",
            "x-1",
            "abc--1",
            "abc-99999999999999999999",
        ] {
            assert_eq!(text.parse::<Position>(), Err(()), "{text}");
        }
    }

    #[test]
    fn person_with_two_tabs_is_here_until_both_are_closed() {
        let room = Arc::new(Room::new(1));
        let (first, second) = (room.come_in("Ada".into()), room.come_in("Ada".into()));
        let other = room.come_in("Bob".into());
        assert_eq!(room.names(), ["Ada", "Bob"]);
        drop((first, other));
        assert_eq!(room.names(), ["Ada"]);
        drop(second);
        assert!(room.names().is_empty());
    }
}

//! The rooms and the people.

use std::collections::BTreeMap;
use std::sync::Arc;

use frontdesk::{FromRef, Problem};

use crate::people::People;
use crate::room::Room;

/// The state of the app.
#[derive(Debug, Clone)]
pub struct Chat {
    /// The rooms, by name.
    pub rooms: Arc<BTreeMap<&'static str, Arc<Room>>>,
    /// The people who have entered.
    pub people: Arc<People>,
}

impl Chat {
    /// Opens empty rooms.
    ///
    /// # Errors
    ///
    /// Fails if the system has no random numbers.
    pub fn new() -> Result<Self, getrandom::Error> {
        let run = getrandom::u64()?;
        let rooms = ["lobby", "garden", "workshop"].map(|name| (name, Arc::new(Room::new(run))));
        Ok(Self {
            rooms: Arc::new(rooms.into()),
            people: Arc::default(),
        })
    }

    /// Returns a room.
    ///
    /// # Errors
    ///
    /// 404 if there is none of that name.
    pub fn room(&self, name: &str) -> Result<&Arc<Room>, Problem> {
        let no_such_room = || Problem::not_found().with_detail("There is no such room.");
        self.rooms.get(name).ok_or_else(no_such_room)
    }

    /// Tells all readers that the server stops, and ends their streams.
    pub fn close(&self) {
        self.rooms.values().for_each(|room| room.close());
    }
}

impl FromRef<Chat> for Arc<People> {
    fn from_ref(chat: &Chat) -> Self {
        Self::clone(&chat.people)
    }
}

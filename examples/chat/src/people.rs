//! Sessions: names, and a limit to what one person sends.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use frontdesk::http::HeaderValue;
use frontdesk::http::header::RETRY_AFTER;
use frontdesk::http::request::Parts;
use frontdesk::{Cookies, FromRef, FromRequestParts, Problem, StatusCode};

/// The cookie with the id of a session.
const COOKIE: &str = "chat_session";

/// How many people there are at most, and after what time a silent one is forgotten.
const MAX_PEOPLE: usize = 10_000;
const IDLE: Duration = Duration::from_secs(12 * 60 * 60);

/// A person may send so many messages at once, and then one each time so much has passed.
pub const BURST: u32 = 5;
const INTERVAL: Duration = Duration::from_secs(2);

/// After this time, the same text is another message. Before, it is a double click.
const REPEAT: Duration = Duration::from_secs(2);

/// A person who has entered. As an argument of a handler or an action: the person that the request is
/// from. Without one, people are sent to the page where they enter, and back afterwards.
#[derive(Debug, Clone)]
pub struct Person {
    /// The name, which nobody else has.
    pub name: String,
    session: Arc<str>,
}

/// The people who have entered.
#[derive(Debug, Default)]
pub struct People(Mutex<HashMap<Arc<str>, Session>>);

#[derive(Debug)]
struct Session {
    name: String,
    seen: Instant,
    /// When the allowance is whole again.
    whole: Instant,
    last: Option<(String, String, Instant)>,
}

impl People {
    /// Lets a person in, and sets the cookie. One who had entered before gives the other name up.
    ///
    /// # Errors
    ///
    /// If another person has that name, there are too many people, or the system has no random numbers.
    pub fn enter(&self, name: &str, cookies: &Cookies) -> Result<(), Problem> {
        let id: Arc<str> = format!("{:016x}{:016x}", getrandom::u64()?, getrandom::u64()?).into();
        let now = Instant::now();
        let mut sessions = self.sessions();
        sessions.retain(|_, session| now.duration_since(session.seen) < IDLE);
        let before = cookies.get(COOKIE);
        let is_other = |id: &Arc<str>| before.as_deref() != Some(&**id);
        let is_taken =
            |(id, session): (&Arc<str>, &Session)| is_other(id) && session.name.to_lowercase() == name.to_lowercase();
        if sessions.iter().any(is_taken) {
            return Err(Problem::field("name", "is taken"));
        }
        if sessions.keys().filter(|id| is_other(id)).count() >= MAX_PEOPLE {
            return Err(Problem::new(StatusCode::SERVICE_UNAVAILABLE, "full").with_title("The chat is full"));
        }
        cookies.set(COOKIE, &*id);
        let old = before.and_then(|before| sessions.remove(&*before));
        let session = Session {
            name: name.to_owned(),
            seen: now,
            // The limit stays the same under another name.
            whole: old.map_or(now, |old| old.whole),
            last: None,
        };
        sessions.insert(id, session);
        Ok(())
    }

    /// Forgets a person.
    pub fn leave(&self, person: &Person, cookies: &Cookies) {
        self.sessions().remove(&person.session);
        cookies.remove(COOKIE);
    }

    /// Returns whether a text is new: the same one from the same person, in the same room and within two
    /// seconds, is a double click.
    ///
    /// # Errors
    ///
    /// 429 if the person has sent too many messages, with the time to wait.
    pub fn may_say(&self, person: &Person, room: &str, text: &str) -> Result<bool, Problem> {
        let now = Instant::now();
        let mut sessions = self.sessions();
        let Some(session) = sessions.get_mut(&person.session) else {
            return Err(outside());
        };
        session.seen = now;
        let is_repeat = session.last.as_ref().is_some_and(|(last_room, last_text, at)| {
            (&**last_room, &**last_text) == (room, text) && now.duration_since(*at) < REPEAT
        });
        if is_repeat {
            return Ok(false);
        }
        let whole = session.whole.max(now) + INTERVAL;
        let early = whole.duration_since(now).saturating_sub(INTERVAL * BURST);
        if !early.is_zero() {
            return Err(too_fast(early));
        }
        session.whole = whole;
        session.last = Some((room.to_owned(), text.to_owned(), now));
        Ok(true)
    }

    fn find(&self, id: &str) -> Option<Person> {
        let sessions = self.sessions();
        let (id, session) = sessions.get_key_value(id)?;
        Some(Person {
            name: session.name.clone(),
            session: Arc::clone(id),
        })
    }

    fn sessions(&self) -> MutexGuard<'_, HashMap<Arc<str>, Session>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Person {
    /// Returns the id of the session.
    #[must_use]
    pub fn session(&self) -> &str {
        &self.session
    }

    /// Returns the person that a request is from, or `None` if nobody has entered.
    pub(crate) fn of(people: &People, cookies: &Cookies) -> Option<Self> {
        people.find(&cookies.get(COOKIE)?)
    }
}

impl<S: Sync> FromRequestParts<S> for Person
where
    Arc<People>: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let cookies = Cookies::from_request_parts(parts, state).await?;
        Self::of(&Arc::from_ref(state), &cookies).ok_or_else(outside)
    }
}

fn outside() -> Problem {
    Problem::unauthorized("Session")
        .with_title("You have not entered yet")
        .with_login("/enter")
}

fn too_fast(wait: Duration) -> Problem {
    let seconds = wait.as_secs() + 1;
    Problem::new(StatusCode::TOO_MANY_REQUESTS, "too-fast")
        .with_title("Not so fast")
        .with_detail(format!(
            "Your message was not sent. Wait {seconds} s, then send it again."
        ))
        .with_header(RETRY_AFTER, HeaderValue::from(seconds))
}

//! Sessions: the cookie of a person, and the token that it stands for.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use frontdesk::http::request::Parts;
use frontdesk::{Cookies, FromRef, FromRequestParts, Problem, StatusCode};

use crate::upstream::Token;

/// The cookie with the id of a session: a random number, from which nothing follows.
const COOKIE: &str = "bff_session";

/// How many sessions there are at most, and how long one lasts.
const MAX_SESSIONS: usize = 10_000;
const LIFETIME: Duration = Duration::from_secs(8 * 60 * 60);

/// A person who has logged in. As an argument of a handler or an action: the person that the request is
/// from. Without one, people are sent to the page with the login form.
#[derive(Debug, Clone)]
pub struct Session {
    /// The person's name.
    pub name: String,
    /// Their token at the orders service. It stays on the server.
    pub token: Token,
    id: Arc<str>,
    cookies: Cookies,
}

/// The sessions, in memory.
#[derive(Debug, Default)]
pub struct Sessions(Mutex<HashMap<Arc<str>, Entry>>);

#[derive(Debug)]
struct Entry {
    name: String,
    token: Token,
    ends: Instant,
}

impl Sessions {
    /// Begins a session, and sets its cookie.
    ///
    /// # Errors
    ///
    /// If there are too many sessions, or the system has no random numbers.
    pub fn begin(&self, name: &str, token: Token, cookies: &Cookies) -> Result<(), Problem> {
        let id: Arc<str> = format!("{:016x}{:016x}", getrandom::u64()?, getrandom::u64()?).into();
        let (mut sessions, now) = (self.lock(), Instant::now());
        if sessions.len() >= MAX_SESSIONS {
            sessions.retain(|_, entry| now < entry.ends);
        }
        if sessions.len() >= MAX_SESSIONS {
            return Err(Problem::new(StatusCode::SERVICE_UNAVAILABLE, "full").with_title("There are too many people"));
        }
        // A client that has the cookie of an earlier session must not become this person.
        if let Some(earlier) = cookies.get(COOKIE) {
            sessions.remove(&*earlier);
        }
        cookies.set(COOKIE, &*id);
        let (name, ends) = (name.to_owned(), now + LIFETIME);
        sessions.insert(id, Entry { name, token, ends });
        Ok(())
    }

    /// Ends a session, and removes its cookie.
    pub fn end(&self, session: &Session) {
        self.lock().remove(&session.id);
        session.cookies.remove(COOKIE);
    }

    /// Returns the session that a request belongs to, or `None` if nobody has logged in.
    fn find(&self, cookies: Cookies) -> Option<Session> {
        let id = cookies.get(COOKIE)?;
        let sessions = self.lock();
        let (id, entry) = sessions.get_key_value(&*id)?;
        (Instant::now() < entry.ends).then(|| Session {
            name: entry.name.clone(),
            token: entry.token.clone(),
            id: Arc::clone(id),
            cookies,
        })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Arc<str>, Entry>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Session {
    /// Returns the id of the session.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }
}

impl<S: Sync> FromRequestParts<S> for Session
where
    Arc<Sessions>: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let cookies = Cookies::from_request_parts(parts, state).await?;
        Arc::from_ref(state).find(cookies).ok_or_else(logged_out)
    }
}

/// The problem of a request without a session.
pub(crate) fn logged_out() -> Problem {
    Problem::unauthorized("Session")
        .with_title("You are not logged in")
        .with_login("/login")
}

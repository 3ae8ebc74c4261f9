//! What the handlers of webhooks share.

use std::env;
use std::error::Error;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use frontdesk::http::uri::Scheme as UriScheme;
use frontdesk::{Problem, StatusCode, Uri};

use super::backoff::Backoff;
use super::delivery::Delivery;
use super::inbox::Inbox;
use super::scheme::InvalidSecret;
use super::secrets::Secrets;
use super::sender::Sender;
use super::source::{Event, Source};
use super::worker::{WorkOptions, Worker};

/// What webhooks need.
#[derive(Debug, Clone)]
pub struct Webhooks {
    /// The events that were received.
    pub inbox: Inbox,
    /// The task that does their work.
    pub worker: Worker,
    /// Sends events.
    pub sender: Sender,
    /// The secrets of the endpoints.
    pub secrets: Secrets,
    own: Arc<OnceLock<SocketAddr>>,
}

/// What an app sets.
#[derive(Debug, Clone)]
pub struct Options {
    /// The database file. Without one, events are in memory.
    pub database: Option<PathBuf>,
    /// The secrets. Without any, they are random.
    pub secrets: Option<Secrets>,
    /// How the work of events is done.
    pub work: WorkOptions,
    /// How often an event is sent. The page waits for it; what nobody waits for is tried for days.
    pub sending: Backoff,
}

impl Options {
    /// Takes the database file from `BFF_DB`, by default `bff.db` in the current directory, and the secrets
    /// as [`Secrets::from_env`].
    ///
    /// # Errors
    ///
    /// If a secret is not valid.
    pub fn from_env() -> Result<Self, InvalidSecret> {
        let database = env::var_os("BFF_DB").filter(|file| !file.is_empty());
        let database = database.unwrap_or_else(|| "bff.db".into());
        Ok(Self {
            database: Some(database.into()),
            secrets: Some(Secrets::from_env()?),
            ..Self::default()
        })
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            database: None,
            secrets: None,
            work: WorkOptions::default(),
            sending: Backoff {
                attempts: 3,
                first: Duration::from_millis(200),
                longest: Duration::from_secs(2),
            },
        }
    }
}

impl Webhooks {
    /// Opens the database of events, and takes up the work that an earlier process has left.
    ///
    /// # Errors
    ///
    /// Fails if the database can't be opened.
    pub async fn open(options: Options) -> Result<Self, Box<dyn Error + Send + Sync>> {
        let inbox = Inbox::open(options.database.as_deref()).await?;
        let secrets = match options.secrets {
            Some(secrets) => secrets,
            None => Secrets::random()?,
        };
        Ok(Self {
            worker: Worker::start(inbox.clone(), options.work),
            inbox,
            sender: Sender::new(options.sending),
            secrets,
            own: Arc::default(),
        })
    }

    /// Records a delivery as [`Inbox::record`] does, and has the worker look for it. Both happen even if this
    /// future is dropped, as it is when the sender disconnects.
    ///
    /// # Errors
    ///
    /// Fails if the database does.
    pub async fn receive(&self, event: Event) -> Result<bool, Problem> {
        let (inbox, worker) = (self.inbox.clone(), self.worker.clone());
        let recorded = tokio::spawn(async move {
            let is_new = inbox.record(&event).await;
            worker.wake();
            is_new
        });
        Ok(recorded.await??)
    }

    /// Sets where this app listens, so that it can send events to itself. Not the `Host` of a request: a
    /// client could have it send anywhere.
    pub fn listen_on(&self, address: SocketAddr) {
        let _ = self.own.set(address);
    }

    /// Sends an event to this app's own endpoint.
    ///
    /// # Errors
    ///
    /// 503 if the app doesn't listen yet.
    pub async fn send_to_self(&self, event: &Event) -> Result<Delivery, Problem> {
        let Some(address) = self.own.get() else {
            return Err(Problem::new(StatusCode::SERVICE_UNAVAILABLE, "not-listening").with_title("Not listening yet"));
        };
        let path = format!("/webhooks/{}", event.source.name());
        let to = Uri::builder().scheme(UriScheme::HTTP).authority(address.to_string());
        let to = to.path_and_query(path).build()?;
        let Secrets {
            stripe,
            github,
            standard,
        } = &self.secrets;
        let delivery = match event.source {
            Source::Stripe => self.sender.send(&to, stripe, event).await,
            Source::GitHub => self.sender.send(&to, github, event).await,
            Source::Standard => self.sender.send(&to, standard, event).await,
        };
        Ok(delivery?)
    }
}

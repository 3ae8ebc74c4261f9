//! Takes up the work of recorded events, one after the other.

use std::future::pending;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Mutex, Notify, watch};
use tokio::task::JoinHandle;
use tokio::time::sleep;

use super::backoff::Backoff;
use super::inbox::{Entry, Inbox};
use super::work::{self, WorkError};

/// How long the worker waits after the database has failed.
const PAUSE: Duration = Duration::from_secs(1);

/// A task that does the work of recorded events: those of this process, and those that an earlier one has
/// left. It ends with its last handle.
#[derive(Debug, Clone)]
pub struct Worker {
    wake: Arc<Notify>,
    stop: Arc<watch::Sender<bool>>,
    task: Arc<Mutex<Option<JoinHandle<()>>>>,
}

impl Worker {
    /// Starts the task.
    #[must_use]
    pub fn start(inbox: Inbox, backoff: Backoff) -> Self {
        let wake = Arc::new(Notify::new());
        let (stop, stopping) = watch::channel(false);
        let task = tokio::spawn(work_on(inbox, backoff, Arc::clone(&wake), stopping));
        Self {
            wake,
            stop: Arc::new(stop),
            task: Arc::new(Mutex::new(Some(task))),
        }
    }

    /// Has the task look for what is due. Call it after an event was recorded.
    pub fn wake(&self) {
        self.wake.notify_one();
    }

    /// Waits for the work that has begun, and begins no more. What is recorded stays so, for the next start.
    pub async fn stop(&self) {
        self.stop.send_replace(true);
        if let Some(task) = self.task.lock().await.take() {
            let _ = task.await;
        }
    }
}

async fn work_on(inbox: Inbox, backoff: Backoff, wake: Arc<Notify>, mut stopping: watch::Receiver<bool>) {
    while !*stopping.borrow() {
        let due = step(&inbox, &backoff).await.unwrap_or_else(|error| {
            tracing::error!(%error, "the events can't be read or written");
            Some(PAUSE)
        });
        let pause = async {
            match due {
                Some(pause) => sleep(pause).await,
                None => pending().await,
            }
        };
        tokio::select! {
            biased;
            stopped = stopping.changed() => if stopped.is_err() { return },
            () = wake.notified() => {}
            () = pause => {}
        }
    }
}

/// Does the work that is due first, if any is. Returns how long there is nothing to do: `None` means until
/// the next event.
async fn step(inbox: &Inbox, backoff: &Backoff) -> Result<Option<Duration>, sqlx::Error> {
    let Some((entry, pause)) = inbox.next().await? else {
        inbox.forget_old().await?;
        return Ok(None);
    };
    if !pause.is_zero() {
        return Ok(Some(pause));
    }
    if entry.attempts >= backoff.attempts {
        // The process has ended during the last one.
        inbox.fail(&entry, "The work has not ended", true).await?;
        return Ok(Some(Duration::ZERO));
    }
    let attempt = entry.attempts + 1;
    inbox.attempt(&entry, backoff.pause(attempt)).await?;
    // A task of its own, so that a panic is an error like others.
    let work = tokio::spawn(run(inbox.clone(), entry.clone())).await;
    let result = work.unwrap_or_else(|_| Err("The work has panicked".to_owned()));
    if let Err(error) = result {
        inbox.fail(&entry, &error, attempt >= backoff.attempts).await?;
    }
    Ok(Some(Duration::ZERO))
}

async fn run(inbox: Inbox, entry: Entry) -> Result<(), String> {
    let done = async {
        let Some(mut transaction) = inbox.finish(&entry).await? else {
            return Ok(());
        };
        work::run(&entry.event, &mut transaction).await?;
        Ok::<_, WorkError>(transaction.commit().await?)
    };
    done.await.map_err(|error| {
        tracing::warn!(id = entry.event.id, ?error, "the work of an event has failed");
        error.to_string()
    })
}

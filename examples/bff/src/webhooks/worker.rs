//! Takes up the work of recorded events, one after the other.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Mutex, Notify, watch};
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

use super::backoff::Backoff;
use super::inbox::{Entry, Inbox};
use super::source::Event;
use super::work::{self, WorkError};

/// How long the worker waits after the database has failed.
const PAUSE: Duration = Duration::from_secs(1);

/// How the work of events is done.
#[derive(Debug, Clone, Copy)]
pub struct WorkOptions {
    /// How often the work of an event is tried.
    pub backoff: Backoff,
    /// How long one attempt may take. Then it is stopped where it awaits something, and has failed.
    pub limit: Duration,
    /// How long the worker sleeps at most. It is woken for an event that is recorded by
    /// [`Webhooks::receive`](super::Webhooks::receive), and finds any other, such as that of another process,
    /// when it looks the next time.
    pub idle: Duration,
}

impl Default for WorkOptions {
    fn default() -> Self {
        Self {
            backoff: Backoff {
                attempts: 8,
                first: Duration::from_secs(2),
                longest: Duration::from_secs(60 * 60),
            },
            limit: Duration::from_secs(10),
            idle: Duration::from_secs(10),
        }
    }
}

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
    pub fn start(inbox: Inbox, options: WorkOptions) -> Self {
        let wake = Arc::new(Notify::new());
        let (stop, stopping) = watch::channel(false);
        let task = tokio::spawn(work_on(inbox, options, Arc::clone(&wake), stopping));
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

    /// Waits for the work that has begun, which has its time limit, and begins no more. What is recorded
    /// stays so, for the next start.
    pub async fn stop(&self) {
        self.stop.send_replace(true);
        if let Some(task) = self.task.lock().await.take() {
            let _ = task.await;
        }
    }
}

async fn work_on(inbox: Inbox, options: WorkOptions, wake: Arc<Notify>, mut stopping: watch::Receiver<bool>) {
    while !*stopping.borrow() {
        let pause = step(&inbox, &options).await.unwrap_or_else(|error| {
            tracing::error!(%error, "the events can't be read or written");
            PAUSE
        });
        tokio::select! {
            biased;
            stopped = stopping.changed() => if stopped.is_err() { return },
            () = wake.notified() => {}
            () = sleep(pause.min(options.idle)) => {}
        }
    }
}

/// Does the work that is due first, if any is. Returns how long there is nothing to do.
async fn step(inbox: &Inbox, options: &WorkOptions) -> Result<Duration, sqlx::Error> {
    let WorkOptions { backoff, limit, idle } = options;
    let Some((entry, pause)) = inbox.next().await? else {
        inbox.forget_old().await?;
        return Ok(*idle);
    };
    if !pause.is_zero() {
        return Ok(pause);
    }
    if entry.attempts >= backoff.attempts {
        // The process has ended during the last one.
        inbox.fail(&entry, "The work has not ended", true).await?;
        return Ok(Duration::ZERO);
    }
    let attempt = entry.attempts + 1;
    inbox.attempt(&entry, backoff.pause(attempt)).await?;
    let event = inbox.event(&entry).await?;
    if let Err(error) = ended(*limit, run(inbox.clone(), entry.clone(), event)).await {
        inbox.fail(&entry, &error, attempt >= backoff.attempts).await?;
    }
    Ok(Duration::ZERO)
}

/// Returns how work ends. Too much time and a panic are errors like others.
async fn ended(limit: Duration, work: impl Future<Output = Result<(), String>> + Send + 'static) -> Result<(), String> {
    match tokio::spawn(timeout(limit, work)).await {
        Ok(Ok(result)) => result,
        Ok(Err(_)) => Err("The work took too long".to_owned()),
        Err(_) => Err("The work has panicked".to_owned()),
    }
}

async fn run(inbox: Inbox, entry: Entry, event: Event) -> Result<(), String> {
    let done = async {
        let Some(mut transaction) = inbox.finish(&entry).await? else {
            return Ok(());
        };
        work::run(&event, &mut transaction).await?;
        Ok::<_, WorkError>(transaction.commit().await?)
    };
    done.await.map_err(|error| {
        tracing::warn!(id = event.id, ?error, "the work of an event has failed");
        error.to_string()
    })
}

#[cfg(test)]
mod tests {
    use std::future::pending;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn work_ends_with_its_result_or_as_an_error() {
        let limit = Duration::from_secs(10);
        let late = async {
            sleep(Duration::from_secs(11)).await;
            Ok(())
        };
        assert_eq!(ended(limit, async { Ok(()) }).await, Ok(()));
        assert_eq!(
            ended(limit, async { Err("bad".to_owned()) }).await,
            Err("bad".to_owned())
        );
        assert_eq!(ended(limit, late).await, Err("The work took too long".to_owned()));
        assert_eq!(ended(limit, pending()).await, Err("The work took too long".to_owned()));
        let panics = async { panic!("a mistake") };
        assert_eq!(ended(limit, panics).await, Err("The work has panicked".to_owned()));
    }
}

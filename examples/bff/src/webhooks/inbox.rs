//! The events that were received, in SQLite: each once, with the state of its work.

use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteRow, SqliteSynchronous,
};
use sqlx::{Error, FromRow, Row as _, SqliteTransaction};

use super::source::{Event, Source};

/// How long an event is remembered after its work was done, and after its last delivery. Providers send an
/// event again for some days.
const REMEMBERED: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// The events. Clones share them.
#[derive(Debug, Clone)]
pub struct Inbox {
    pool: SqlitePool,
}

/// How far the work of an event has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It is recorded. Its work follows, for the first time or again.
    Recorded,
    /// Its work is done.
    Done,
    /// Its work has failed too often. The next delivery begins it again.
    Failed,
}

/// An event without its body, and what happened to it.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The number, by the order of arrival.
    pub number: i64,
    /// The provider.
    pub source: Source,
    /// The provider's id of the event.
    pub id: String,
    /// What has happened.
    pub kind: String,
    /// How often it was delivered.
    pub deliveries: u32,
    /// The state of its work.
    pub state: State,
    /// How often its work was begun.
    pub attempts: u32,
    /// Why the last attempt failed.
    pub error: Option<String>,
    due: i64,
}

impl Inbox {
    /// Opens a database file, and creates it if it doesn't exist. Without one, the events are in memory.
    ///
    /// # Errors
    ///
    /// Fails if the file can't be opened, or is not a database.
    pub async fn open(file: Option<&Path>) -> Result<Self, Error> {
        let options = SqliteConnectOptions::new()
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // An event is on the disk before its 2xx, even if the power fails then.
            .synchronous(SqliteSynchronous::Full);
        let pool = match file {
            Some(file) => SqlitePool::connect_with(options.filename(file)).await?,
            // It lives as long as its only connection.
            None => {
                let pool = SqlitePoolOptions::new()
                    .max_connections(1)
                    .idle_timeout(None)
                    .max_lifetime(None);
                pool.connect_with(options.in_memory(true)).await?
            }
        };
        sqlx::raw_sql(include_str!("schema.sql")).execute(&pool).await?;
        Ok(Self { pool })
    }

    /// Records a delivery. Returns whether its event is new. If the work of an earlier one has failed, it
    /// begins again.
    ///
    /// # Errors
    ///
    /// Fails if the database does. The event is not recorded then, and the provider sends it again.
    pub async fn record(&self, event: &Event) -> Result<bool, Error> {
        // One statement, so of two deliveries at the same time one comes second.
        let sql = "INSERT INTO events (source, id, kind, body, touched, due) VALUES (?1, ?2, ?3, ?4, ?5, ?5)
            ON CONFLICT (source, id) DO UPDATE SET
                deliveries = deliveries + 1,
                touched = excluded.touched,
                state = CASE state WHEN 'failed' THEN 'recorded' ELSE state END,
                attempts = CASE state WHEN 'failed' THEN 0 ELSE attempts END,
                due = CASE state WHEN 'failed' THEN excluded.due ELSE due END
            RETURNING deliveries";
        let deliveries: i64 = sqlx::query_scalar(sql)
            .bind(event.source.name())
            .bind(&event.id)
            .bind(&event.kind)
            .bind(&event.body[..])
            .bind(now())
            .fetch_one(&self.pool)
            .await?;
        Ok(deliveries == 1)
    }

    /// Returns the event whose work is due first, and how long until then.
    ///
    /// # Errors
    ///
    /// Fails if the database does.
    pub async fn next(&self) -> Result<Option<(Entry, Duration)>, Error> {
        let sql = "SELECT * FROM entries WHERE state = 'recorded' ORDER BY due, number LIMIT 1";
        let entry: Option<Entry> = sqlx::query_as(sql).fetch_optional(&self.pool).await?;
        Ok(entry.map(|entry| {
            let pause = u64::try_from(entry.due - now()).unwrap_or_default();
            (entry, Duration::from_millis(pause))
        }))
    }

    /// Counts an attempt before it begins, so that an event which ends the process is not taken up at each
    /// start for ever. If the attempt fails, the next one is due after a pause.
    ///
    /// # Errors
    ///
    /// Fails if the database does.
    pub async fn attempt(&self, entry: &Entry, pause: Duration) -> Result<(), Error> {
        let pause = i64::try_from(pause.as_millis()).unwrap_or(i64::MAX);
        let sql = "UPDATE events SET attempts = attempts + 1, due = ? WHERE number = ?";
        let query = sqlx::query(sql).bind(now().saturating_add(pause)).bind(entry.number);
        query.execute(&self.pool).await.map(drop)
    }

    /// Begins the transaction in which the work of an event is done. Only if it is committed, the event is
    /// done, and with it all that the work has changed. Returns `None` if another process was faster.
    ///
    /// # Errors
    ///
    /// Fails if the database does.
    pub async fn finish(&self, entry: &Entry) -> Result<Option<SqliteTransaction<'static>>, Error> {
        let mut transaction = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        let sql = "UPDATE events SET state = 'done', error = NULL, touched = ? WHERE number = ? AND state = 'recorded'";
        let query = sqlx::query(sql).bind(now()).bind(entry.number);
        let finished = query.execute(&mut *transaction).await?;
        Ok((finished.rows_affected() == 1).then_some(transaction))
    }

    /// Notes why an attempt has failed, and whether it was the last one.
    ///
    /// # Errors
    ///
    /// Fails if the database does.
    pub async fn fail(&self, entry: &Entry, error: &str, is_last: bool) -> Result<(), Error> {
        let sql = "UPDATE events SET error = ?, state = CASE WHEN ? THEN 'failed' ELSE state END WHERE number = ? AND state = 'recorded'";
        let query = sqlx::query(sql).bind(error.to_owned()).bind(is_last).bind(entry.number);
        query.execute(&self.pool).await.map(drop)
    }

    /// Forgets events that were done long ago, and not delivered since.
    ///
    /// # Errors
    ///
    /// Fails if the database does.
    pub async fn forget_old(&self) -> Result<(), Error> {
        let age = i64::try_from(REMEMBERED.as_millis()).unwrap_or(i64::MAX);
        let sql = "DELETE FROM events WHERE state = 'done' AND touched < ?";
        sqlx::query(sql).bind(now() - age).execute(&self.pool).await.map(drop)
    }

    /// Returns the latest events, the newest first.
    ///
    /// # Errors
    ///
    /// Fails if the database does.
    pub async fn latest(&self) -> Result<Vec<Entry>, Error> {
        let sql = "SELECT * FROM entries ORDER BY number DESC LIMIT 50";
        sqlx::query_as(sql).fetch_all(&self.pool).await
    }

    /// Returns one event without its body.
    ///
    /// # Errors
    ///
    /// Fails with `RowNotFound` if there is none of that number.
    pub async fn get(&self, number: i64) -> Result<Entry, Error> {
        let sql = "SELECT * FROM entries WHERE number = ?";
        sqlx::query_as(sql).bind(number).fetch_one(&self.pool).await
    }

    /// Returns an event with its body.
    ///
    /// # Errors
    ///
    /// Fails with `RowNotFound` if it was forgotten meanwhile.
    pub async fn event(&self, entry: &Entry) -> Result<Event, Error> {
        let sql = "SELECT body FROM events WHERE number = ?";
        let body: Vec<u8> = sqlx::query_scalar(sql).bind(entry.number).fetch_one(&self.pool).await?;
        Ok(Event {
            source: entry.source,
            id: entry.id.clone(),
            kind: entry.kind.clone(),
            body: body.into(),
        })
    }

    /// Returns what the work of all events has changed.
    ///
    /// # Errors
    ///
    /// Fails if the database does.
    pub async fn results(&self) -> Result<Vec<String>, Error> {
        let sql = "SELECT 'order ' || number || ': ' || paid || ' cents paid' FROM orders
            UNION ALL SELECT 'pushes to ' || repository || ': ' || count FROM pushes";
        sqlx::query_scalar(sql).fetch_all(&self.pool).await
    }

    /// Returns the database, for what the work changes.
    #[must_use]
    pub fn pool(&self) -> &SqlitePool {
        &self.pool
    }
}

impl State {
    /// Returns the name in the database.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Recorded => "recorded",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }
}

impl FromRow<'_, SqliteRow> for Entry {
    fn from_row(row: &SqliteRow) -> Result<Self, Error> {
        let unknown = || Error::Decode("an unknown source or state".into());
        let state: &str = row.try_get("state")?;
        let states = [State::Recorded, State::Done, State::Failed];
        Ok(Self {
            number: row.try_get("number")?,
            source: Source::of_name(row.try_get("source")?).ok_or_else(unknown)?,
            id: row.try_get("id")?,
            kind: row.try_get("kind")?,
            deliveries: row.try_get("deliveries")?,
            state: states
                .into_iter()
                .find(|known| known.name() == state)
                .ok_or_else(unknown)?,
            attempts: row.try_get("attempts")?,
            error: row.try_get("error")?,
            due: row.try_get("due")?,
        })
    }
}

fn now() -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(now.as_millis()).unwrap_or(i64::MAX)
}

//! The store: a SQLite file.

use std::path::Path;

use frontdesk::http::{HeaderValue, header::RETRY_AFTER};
use frontdesk::{Message, Problem, StatusCode};
use sqlx::query::QueryAs;
use sqlx::sqlite::{
    SqliteArguments, SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqliteRow, SqliteSynchronous,
};
use sqlx::{Error, FromRow, Row, Sqlite, Transaction};

use crate::todo::{Content, Due, Notes, Show, Title, Todo};

/// The list of todos. Clones share it.
#[derive(Debug, Clone)]
pub struct Todos {
    pool: SqlitePool,
}

impl Todos {
    /// Opens a database file, and creates it if it doesn't exist.
    ///
    /// # Errors
    ///
    /// Fails if the file can't be opened, or is not a database.
    pub async fn open(file: impl AsRef<Path>) -> Result<Self, Error> {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .foreign_keys(true)
            // Readers and the writer don't wait for each other.
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Normal);
        let pool = SqlitePool::connect_with(options).await?;
        sqlx::raw_sql(include_str!("schema.sql")).execute(&pool).await?;
        Ok(Self { pool })
    }

    /// Returns the todos: open before done, urgent first, then by due date. `text` is a part of the title, in
    /// any case of the letters A to Z, which are all that SQLite's `lower` knows.
    ///
    /// # Errors
    ///
    /// Fails if the database does.
    pub async fn list(&self, show: Show, text: Option<&str>) -> Result<Vec<Todo>, Error> {
        let sql =
            "SELECT * FROM todos WHERE (?1 IS NULL OR done = ?1) AND (?2 IS NULL OR instr(lower(title), lower(?2)))
                   ORDER BY done, urgent DESC, due IS NULL, due, id";
        sqlx::query_as(sql)
            .bind(show.done())
            .bind(text)
            .fetch_all(&self.pool)
            .await
    }

    /// Returns todos in the order of their ids, which are greater than `after`. `text` is as above.
    ///
    /// # Errors
    ///
    /// Fails if the database does.
    pub async fn page(&self, show: Show, text: Option<&str>, after: i64, limit: u32) -> Result<Vec<Todo>, Error> {
        let sql =
            "SELECT * FROM todos WHERE (?1 IS NULL OR done = ?1) AND (?2 IS NULL OR instr(lower(title), lower(?2)))
                   AND id > ?3 ORDER BY id LIMIT ?4";
        let query = sqlx::query_as(sql).bind(show.done()).bind(text).bind(after).bind(limit);
        query.fetch_all(&self.pool).await
    }

    /// Returns one todo.
    ///
    /// # Errors
    ///
    /// Fails with `RowNotFound` if the id is unknown, which [`problem`] turns into a 404.
    pub async fn get(&self, id: i64) -> Result<Todo, Error> {
        let sql = "SELECT * FROM todos WHERE id = ?";
        sqlx::query_as(sql).bind(id).fetch_one(&self.pool).await
    }

    /// Adds a todo. It is called by [`Changes`](crate::changes::Changes), as the two below.
    pub(crate) async fn add(&self, content: Content) -> Result<Todo, Problem> {
        let sql = "INSERT INTO todos (title, due, urgent, notes, done) VALUES (?, ?, ?, ?, ?) RETURNING *";
        write(sql, &content).fetch_one(&self.pool).await.map_err(title_taken)
    }

    pub(crate) async fn change(
        &self,
        id: i64,
        change: impl FnOnce(Content) -> Result<Content, Problem>,
    ) -> Result<Todo, Problem> {
        let (mut transaction, old) = self.begin(id).await?;
        let content = change(old)?;
        let sql = "UPDATE todos SET title = ?, due = ?, urgent = ?, notes = ?, done = ? WHERE id = ? RETURNING *";
        let written = write(sql, &content).bind(id).fetch_one(&mut *transaction).await;
        let todo = written.map_err(title_taken)?;
        transaction.commit().await?;
        Ok(todo)
    }

    pub(crate) async fn delete(
        &self,
        id: i64,
        check: impl FnOnce(&Content) -> Result<(), Problem>,
    ) -> Result<(), Problem> {
        let (mut transaction, old) = self.begin(id).await?;
        check(&old)?;
        let sql = "DELETE FROM todos WHERE id = ?";
        sqlx::query(sql).bind(id).execute(&mut *transaction).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Begins to change a todo. It has the write lock before it reads, so that no concurrent change is
    /// overwritten.
    async fn begin(&self, id: i64) -> Result<(Transaction<'static, Sqlite>, Content), Error> {
        let mut transaction = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        let sql = "SELECT * FROM todos WHERE id = ?";
        let old: Todo = sqlx::query_as(sql).bind(id).fetch_one(&mut *transaction).await?;
        Ok((transaction, old.content))
    }
}

/// Binds a todo to a statement. Texts are trimmed.
fn write(sql: &'static str, content: &Content) -> QueryAs<'static, Sqlite, Todo, SqliteArguments> {
    sqlx::query_as(sql)
        .bind(content.title.0.trim().to_owned())
        .bind(content.due.map(|Due(date)| date.to_string()))
        .bind(content.urgent)
        .bind(content.notes.0.trim().to_owned())
        .bind(content.done)
}

impl FromRow<'_, SqliteRow> for Todo {
    fn from_row(row: &SqliteRow) -> Result<Self, Error> {
        let due: Option<&str> = row.try_get("due")?;
        let due = due.map(|due| due.parse().map(Due)).transpose();
        Ok(Self {
            id: row.try_get("id")?,
            content: Content {
                title: Title(row.try_get("title")?),
                due: due.map_err(|error: jiff::Error| Error::Decode(error.into()))?,
                urgent: row.try_get("urgent")?,
                notes: Notes(row.try_get("notes")?),
                done: row.try_get("done")?,
            },
        })
    }
}

/// Converts a unique violation into a field error. Only the database can find two open todos of one
/// title without a race.
fn title_taken(error: Error) -> Problem {
    match error.as_database_error() {
        Some(error) if error.is_unique_violation() => {
            Problem::field("title", Message::new("on-list", "is already on your list"))
        }
        _ => error.into(),
    }
}

/// Maps database errors to problems. The desk calls it for every error that `?` has converted.
#[must_use]
pub fn problem(error: &Error) -> Option<Problem> {
    match error {
        Error::RowNotFound => {
            let detail = Message::new("no-such-todo", "There is no such todo. It may have been deleted.");
            Some(Problem::not_found().with_detail(detail))
        }
        Error::PoolTimedOut => Some(busy()),
        Error::Database(error) if error.code().is_some_and(|code| is_busy(&code)) => Some(busy()),
        // All others stay a masked 500, and are logged.
        _ => None,
    }
}

/// Returns whether the lowest byte of an extended result code is `SQLITE_BUSY`:
/// <https://sqlite.org/rescode.html>.
fn is_busy(code: &str) -> bool {
    code.parse().is_ok_and(|code: u32| code & 0xff == 5)
}

fn busy() -> Problem {
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "busy")
        .with_title(Message::new("busy", "Too many requests at once"))
        .with_detail(Message::new(
            "list-busy",
            "The list is busy at the moment. Please try again.",
        ))
        .with_header(RETRY_AFTER, HeaderValue::from_static("1"))
}

//! Where the todos are kept: a SQLite file.

use std::path::Path;

use frontdesk::http::{HeaderValue, header::RETRY_AFTER};
use frontdesk::{Problem, StatusCode};
use sqlx::query::QueryAs;
use sqlx::sqlite::{
    SqliteArguments, SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqliteRow, SqliteSynchronous,
};
use sqlx::{Error, FromRow, Row, Sqlite};

use crate::todo::{Content, Due, Notes, Show, Title, Todo};

/// The list of todos. Clones are the same list.
#[derive(Debug, Clone)]
pub struct Todos {
    pool: SqlitePool,
}

impl Todos {
    /// Opens the list in a file, which is made if there is none.
    ///
    /// # Errors
    ///
    /// When the file can't be opened, or is not a database.
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

    /// The todos, those that matter most first.
    ///
    /// # Errors
    ///
    /// The database's own.
    pub async fn list(&self, show: Show) -> Result<Vec<Todo>, Error> {
        let sql = "SELECT * FROM todos WHERE ?1 IS NULL OR done = ?1
                   ORDER BY done, urgent DESC, due IS NULL, due, id";
        sqlx::query_as(sql).bind(show.done()).fetch_all(&self.pool).await
    }

    /// One todo.
    ///
    /// # Errors
    ///
    /// `RowNotFound` for an unknown id, which becomes a 404 ([`problem`]).
    pub async fn get(&self, id: i64) -> Result<Todo, Error> {
        let sql = "SELECT * FROM todos WHERE id = ?";
        sqlx::query_as(sql).bind(id).fetch_one(&self.pool).await
    }

    /// Adds a todo.
    ///
    /// # Errors
    ///
    /// A message for the title, if it is on the list already.
    pub async fn add(&self, content: Content) -> Result<Todo, Problem> {
        let sql = "INSERT INTO todos (title, due, urgent, notes, done) VALUES (?, ?, ?, ?, ?) RETURNING *";
        write(sql, &content).fetch_one(&self.pool).await.map_err(not_twice)
    }

    /// Changes a todo: `todos.change(7, |old| Ok(Content { done: true, ..old }))`.
    ///
    /// # Errors
    ///
    /// `RowNotFound` for an unknown id, those of `change`, and a message for the title, if it is on the list already.
    pub async fn change(
        &self,
        id: i64,
        change: impl FnOnce(Content) -> Result<Content, Problem>,
    ) -> Result<Todo, Problem> {
        // Takes the write lock before it reads, so that of two changes at a time none is lost.
        let mut transaction = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        let sql = "SELECT * FROM todos WHERE id = ?";
        let old: Todo = sqlx::query_as(sql).bind(id).fetch_one(&mut *transaction).await?;
        let content = change(old.content)?;
        let sql = "UPDATE todos SET title = ?, due = ?, urgent = ?, notes = ?, done = ? WHERE id = ? RETURNING *";
        let written = write(sql, &content).bind(id).fetch_one(&mut *transaction).await;
        let todo = written.map_err(not_twice)?;
        transaction.commit().await?;
        Ok(todo)
    }

    /// Deletes a todo.
    ///
    /// # Errors
    ///
    /// `RowNotFound` for an unknown id.
    pub async fn delete(&self, id: i64) -> Result<(), Error> {
        let sql = "DELETE FROM todos WHERE id = ?";
        match sqlx::query(sql).bind(id).execute(&self.pool).await?.rows_affected() {
            0 => Err(Error::RowNotFound),
            _ => Ok(()),
        }
    }
}

/// A statement that writes a todo. Texts are kept without the spaces around them.
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

/// Two open todos of one title: only the database can tell without a race, so the message comes from its refusal.
fn not_twice(error: Error) -> Problem {
    match error.as_database_error() {
        Some(refusal) if refusal.is_unique_violation() => {
            Problem::field("title", "on your list already, and still open")
        }
        _ => error.into(),
    }
}

/// What a client is told of the database's errors; the desk asks, wherever `?` turned one into a problem.
#[must_use]
pub fn problem(error: &Error) -> Option<Problem> {
    match error {
        Error::RowNotFound => Some(Problem::not_found().with_detail("There is no such todo, or no longer.")),
        Error::PoolTimedOut => Some(busy()),
        Error::Database(refusal) if refusal.code().is_some_and(|code| is_busy(&code)) => Some(busy()),
        // Nothing to say to the client: a masked 500, and the log has the rest.
        _ => None,
    }
}

/// `SQLITE_BUSY`, in the lowest byte of an extended code: <https://sqlite.org/rescode.html>.
fn is_busy(code: &str) -> bool {
    code.parse().is_ok_and(|code: u32| code & 0xff == 5)
}

fn busy() -> Problem {
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "busy")
        .with_title("Too much at once")
        .with_detail("The list is busy just now. Please try again.")
        .with_header(RETRY_AFTER, HeaderValue::from_static("1"))
}

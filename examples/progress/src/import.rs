//! The work of a job: reads a file, and checks each row.

use std::collections::HashMap;
use std::fmt;
use std::io;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use frontdesk::{BoxFuture, Bytes, Upload};
use futures_util::stream::{self, BoxStream};
use futures_util::{FutureExt as _, StreamExt as _};

use crate::contact::{self, COLUMNS};
use crate::csv::{Malformed, Parser, Row};
use crate::job::{Checked, Job, Phase, Progress};

/// With this many refused rows, the file is probably another one, and the job fails.
pub const MAX_REFUSED: usize = 100;

/// A file with more rows fails when it comes to them: others wait for it, and the rows are in memory.
pub const MAX_ROWS: usize = 20_000;

/// What a job waits for before each row. The real work, say a request to another service, would take this
/// time; tests let one row pass after the other.
pub type Pace = Arc<dyn Fn(&Job) -> BoxFuture<'static, ()> + Send + Sync>;

/// What a job reads: an uploaded file, which waits on disk if it is large, or text.
pub struct File {
    size: u64,
    chunks: BoxStream<'static, io::Result<Bytes>>,
}

impl File {
    /// Returns its size in bytes.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }
}

impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("File").field("size", &self.size).finish_non_exhaustive()
    }
}

impl From<Upload> for File {
    fn from(upload: Upload) -> Self {
        Self {
            size: upload.size(),
            chunks: upload.into_stream().boxed(),
        }
    }
}

impl From<Bytes> for File {
    fn from(bytes: Bytes) -> Self {
        Self {
            size: bytes.len() as u64,
            chunks: stream::iter([Ok(bytes)]).boxed(),
        }
    }
}

/// Reads a file to its end, and returns how the job has ended. A panic is a failure like any other.
pub(crate) async fn run(job: &Job, file: File, pace: &Pace) -> Phase {
    match AssertUnwindSafe(import(job, file, pace)).catch_unwind().await {
        Ok(Ok(())) => Phase::Done,
        Ok(Err(reason)) => Phase::Failed(reason),
        Err(_) => Phase::Failed(internal_error(job, "a panic")),
    }
}

async fn import(job: &Job, file: File, pace: &Pace) -> Result<(), Arc<str>> {
    let mut rows = Rows::new(file);
    let mut columns = Vec::new();
    let mut seen = HashMap::new();
    while let Some(row) = rows.next().await.map_err(|error| error.reason(job))? {
        if columns.is_empty() {
            columns = columns_of(row)?;
            continue;
        }
        let number = row.number;
        let Progress { imported, refused, .. } = job.progress();
        if imported + refused >= MAX_ROWS {
            return Err(
                format!("Row {number}: a file may have {MAX_ROWS} rows. Import the rest as another file.").into(),
            );
        }
        pace(job).await;
        job.record(check(row, &columns, &mut seen), rows.read);
        if job.progress().refused >= MAX_REFUSED {
            return Err(
                format!("Row {number}: it is the {MAX_REFUSED}th that was refused. Is this the right file?").into(),
            );
        }
    }
    match columns.is_empty() {
        true => Err("Row 1: the file is empty.".into()),
        false => Ok(()),
    }
}

/// Returns the names of the columns, which the first row has.
fn columns_of(row: Row) -> Result<Vec<String>, Arc<str>> {
    let columns: Vec<_> = row.fields.iter().map(|name| name.trim().to_lowercase()).collect();
    let times = |wanted: &str| columns.iter().filter(|name| **name == wanted).count();
    match COLUMNS.iter().find(|wanted| times(wanted) != 1) {
        Some(wanted) => Err(format!("Row {}: it has to name the columns, and `{wanted}` once.", row.number).into()),
        None => Ok(columns),
    }
}

/// Checks a row. `seen` has the addresses before it, each with its row.
fn check(row: Row, columns: &[String], seen: &mut HashMap<String, u64>) -> Checked {
    let values = || {
        columns
            .iter()
            .map(String::as_str)
            .zip(row.fields.iter().map(|field| field.trim()))
    };
    let value = |wanted| {
        values()
            .find(|(column, _)| *column == wanted)
            .map_or("", |(_, value)| value)
    };
    let (name, email) = (value("name").to_owned(), value("email").to_owned());
    let wanted = values().filter(|(column, _)| COLUMNS.contains(column));
    let checked = match row.fields.len() == columns.len() {
        true => contact::check(wanted),
        false => Err(format!(
            "it has {} columns in place of {}",
            row.fields.len(),
            columns.len()
        )),
    };
    let checked = checked.and_then(|()| match *seen.entry(email.to_lowercase()).or_insert(row.number) {
        first if first == row.number => Ok(()),
        first => Err(format!("email is the same as in row {first}")),
    });
    Checked {
        row: row.number,
        name,
        email,
        problem: checked.err().unwrap_or_default(),
    }
}

/// The rows of a file.
struct Rows {
    file: File,
    chunk: Bytes,
    /// How much of the chunk was read.
    position: usize,
    parser: Parser,
    has_ended: bool,
    /// How many bytes were read.
    read: u64,
}

enum ReadError {
    Malformed(Malformed),
    Io(io::Error),
}

impl Rows {
    fn new(file: File) -> Self {
        Self {
            file,
            chunk: Bytes::new(),
            position: 0,
            parser: Parser::default(),
            has_ended: false,
            read: 0,
        }
    }

    async fn next(&mut self) -> Result<Option<Row>, ReadError> {
        while !self.has_ended {
            while let Some(&byte) = self.chunk.get(self.position) {
                self.position += 1;
                self.read += 1;
                if let Some(row) = self.parser.push(byte).map_err(ReadError::Malformed)? {
                    return Ok(Some(row));
                }
            }
            match self.file.chunks.next().await {
                Some(chunk) => {
                    self.chunk = chunk.map_err(ReadError::Io)?;
                    self.position = 0;
                }
                None => {
                    self.has_ended = true;
                    return self.parser.finish().map_err(ReadError::Malformed);
                }
            }
        }
        Ok(None)
    }
}

impl ReadError {
    fn reason(self, job: &Job) -> Arc<str> {
        match self {
            Self::Malformed(Malformed { row, reason }) => format!("Row {row}: {reason}.").into(),
            Self::Io(error) => internal_error(job, &error),
        }
    }
}

/// Logs an error that is not the user's, and returns what they learn of it.
fn internal_error(job: &Job, error: &(impl fmt::Display + ?Sized)) -> Arc<str> {
    tracing::error!(job = job.id, %error, "an import failed");
    let last = job.progress_and(|checked| checked.last().map(|checked| checked.row)).1;
    match last {
        Some(row) => format!("After row {row}: something went wrong on our side. Start the import again.").into(),
        None => "Something went wrong on our side. Start the import again.".into(),
    }
}

//! The table of the results.

use std::fmt;

use crate::client::Failure;
use crate::desk::desk;
use crate::probes::{Kind, Way, probe};
use crate::servers::Host;

/// One question with the results of each column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// The question.
    pub question: &'static str,
    /// The results in the order of [`Kind::ALL`]: on axum, on actix.
    pub results: [[String; 2]; 3],
}

impl Row {
    /// Returns whether axum and actix have the same results.
    #[must_use]
    pub fn agrees(&self) -> bool {
        self.results.iter().all(|[axum, actix]| axum == actix)
    }

    /// Returns what the table has for each kind: one result if axum and actix agree.
    #[must_use]
    pub fn cells(&self) -> [String; 3] {
        self.results.each_ref().map(|[axum, actix]| {
            if axum == actix {
                axum.clone()
            } else {
                format!("axum: {axum}; actix: {actix}")
            }
        })
    }
}

/// All rows of the table.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// In the order of the probes.
    pub rows: Vec<Row>,
}

/// Starts both servers and runs all probes.
///
/// # Errors
///
/// Fails if a server can't be started or doesn't respond.
pub async fn compare() -> Result<Comparison, Failure> {
    let desk = desk()?;
    let servers = [Host::Axum.start(desk.clone())?, Host::Actix.start(desk)?];
    let mut rows: Vec<Row> = Vec::new();
    for (column, kind) in Kind::ALL.into_iter().enumerate() {
        for (host, server) in servers.into_iter().enumerate() {
            let found = probe(&Way::find(server, kind).await?).await?;
            rows.resize_with(found.len(), Row::default);
            for (row, (question, result)) in rows.iter_mut().zip(found) {
                row.question = question;
                row.results[column][host] = result;
            }
        }
    }
    Ok(Comparison { rows })
}

impl Comparison {
    /// Returns the row of a question.
    #[must_use]
    pub fn row(&self, question: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.question == question)
    }

    /// Returns the questions whose results differ between axum and actix.
    #[must_use]
    pub fn differences(&self) -> Vec<&'static str> {
        let differing = self.rows.iter().filter(|row| !row.agrees());
        differing.map(|row| row.question).collect()
    }

    fn lines(&self) -> Vec<[String; 4]> {
        let head = std::array::from_fn(|at| at.checked_sub(1).map_or("", |at| Kind::ALL[at].name()).to_owned());
        let rows = self.rows.iter().map(|row| {
            let [json, form, action] = row.cells();
            [row.question.to_owned(), json, form, action]
        });
        [head].into_iter().chain(rows).collect()
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines = self.lines();
        let widths: [usize; 4] =
            std::array::from_fn(|at| lines.iter().map(|line| line[at].chars().count()).max().unwrap_or(0));
        for line in lines {
            let cells = line.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}"));
            writeln!(f, "{}", cells.collect::<Vec<_>>().join("  ").trim_end())?;
        }
        let differences = self.differences();
        if differences.is_empty() {
            write!(f, "\nBoth adapters agree on all {} rows.", self.rows.len())
        } else {
            write!(f, "\nThe adapters disagree on: {}.", differences.join("; "))
        }
    }
}

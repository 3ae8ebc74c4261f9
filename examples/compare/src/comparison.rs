//! The table of the results.

use std::fmt;

use crate::client::Failure;
use crate::desk::desk;
use crate::probes::{Kind, Way, probe};
use crate::servers::Host;

/// The columns.
const COLUMNS: [(Kind, Host); 4] = [
    (Kind::RouteHandler, Host::Axum),
    (Kind::RouteHandler, Host::Actix),
    (Kind::ServerAction, Host::Axum),
    (Kind::ServerAction, Host::Actix),
];

/// One question with the results of each column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The question.
    pub question: &'static str,
    /// The results of the route handler: on axum, on actix.
    pub route_handler: [String; 2],
    /// The results of the server action: on axum, on actix.
    pub server_action: [String; 2],
}

impl Row {
    /// Returns whether axum and actix have the same results.
    #[must_use]
    pub fn agrees(&self) -> bool {
        [&self.route_handler, &self.server_action]
            .into_iter()
            .all(|[axum, actix]| axum == actix)
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
    let mut columns = Vec::new();
    let (axum, actix) = (Host::Axum.start(desk.clone())?, Host::Actix.start(desk)?);
    for (kind, host) in COLUMNS {
        let server = if host == Host::Axum { axum } else { actix };
        columns.push(probe(&Way::find(server, kind).await?).await?);
    }
    Ok(Comparison { rows: rows(columns) })
}

fn rows(columns: Vec<Vec<(&'static str, String)>>) -> Vec<Row> {
    let mut columns = columns.into_iter().map(Vec::into_iter);
    let [Some(a), Some(b), Some(c), Some(d)] = std::array::from_fn(|_| columns.next()) else {
        return Vec::new();
    };
    let all = a.zip(b).zip(c.zip(d));
    all.map(|(((question, a), (_, b)), ((_, c), (_, d)))| Row {
        question,
        route_handler: [a, b],
        server_action: [c, d],
    })
    .collect()
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

    fn lines(&self) -> Vec<[&str; 5]> {
        let head = ["", "route handler", "", "server action", ""];
        let hosts = ["", "axum", "actix", "axum", "actix"];
        let rows = self.rows.iter().map(|row| {
            let ([a, b], [c, d]) = (&row.route_handler, &row.server_action);
            [row.question, a, b, c, d]
        });
        [head, hosts].into_iter().chain(rows).collect()
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines = self.lines();
        let widths: [usize; 5] =
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

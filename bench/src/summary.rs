//! Compares Frontdesk with other crates, row by row.

mod allocations;
mod compile;
mod counts;
mod http;
mod in_process;
mod instructions;
mod lto;
mod medians;
mod options;
mod report;
mod row;
mod statistics;
mod upload;

use std::fs;

use crate::command_line::Result;

pub(crate) use instructions::count;
pub(crate) use medians::medians;
pub(crate) use options::Options;
use row::{Finished, Row};

/// Measures all rows that were asked for. Prints a table, and writes them as JSON.
pub(crate) fn run(options: Options) -> Result<()> {
    let rows: Vec<Row> = rows().into_iter().filter(|row| options.wants(row.name)).collect();
    report::print_head(&options);
    let counts = counts::Counts::read(&options);
    let mut finished = Vec::new();
    for row in rows {
        let figures = (row.measure)(&options)?;
        let row = Finished::new(&row, figures, &counts);
        report::print(&row);
        finished.push(row);
    }
    if let Some(file) = &options.json {
        fs::write(file, serde_json::to_string_pretty(&finished)? + "\n")?;
    }
    if options.lto {
        lto::run(&options)?;
    }
    Ok(())
}

/// Returns all rows, in the order of the table.
fn rows() -> Vec<Row> {
    [in_process::rows(), http::rows(), upload::rows(), compile::rows()]
        .into_iter()
        .flatten()
        .collect()
}

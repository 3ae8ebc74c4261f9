//! What every command of the command line has in common.

use std::error::Error;

/// Any error is printed, and ends the program.
pub(crate) type Result<T> = std::result::Result<T, Box<dyn Error>>;

pub(crate) const USAGE: &str = "\
usage: frontdesk-bench COMMAND

  summary [--json FILE] [--only PREFIX]… [--skip PREFIX]… [--quick] [--lto]
      compares Frontdesk with other crates, and prints a table
  medians FILE…
      prints a Markdown table of the medians of what `summary --json` wrote
  growth [SERIES]…
      measures larger and larger work, and writes tables and plots
  threads
      compares two threads with one
  instructions
      what `summary` runs under callgrind
  serve KIND
      the servers that `summary` sends requests to";

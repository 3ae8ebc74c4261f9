//! The options of the command line.

use std::path::PathBuf;

use lexopt::{Arg, ValueExt as _};

use crate::command_line::{Result, USAGE};

/// What to measure, and where to write it.
#[derive(Debug, Default)]
pub(crate) struct Options {
    pub(super) json: Option<PathBuf>,
    pub(super) only: Vec<String>,
    pub(super) skip: Vec<String>,
    /// Few rounds, no builds: to try whether all rows run.
    pub(super) quick: bool,
    pub(super) lto: bool,
}

impl Options {
    /// Parses what follows the command.
    pub(crate) fn parse(args: &mut lexopt::Parser) -> Result<Self> {
        let mut options = Self::default();
        while let Some(arg) = args.next()? {
            match arg {
                Arg::Long("json") => options.json = Some(args.value()?.into()),
                Arg::Long("only") => options.only.push(args.value()?.string()?),
                Arg::Long("skip") => options.skip.push(args.value()?.string()?),
                Arg::Long("quick") => options.quick = true,
                Arg::Long("lto") => options.lto = true,
                _ => return Err(USAGE.into()),
            }
        }
        Ok(options)
    }

    /// Returns whether a row was asked for.
    pub(super) fn wants(&self, name: &str) -> bool {
        let begins = |prefix: &String| name.starts_with(prefix.as_str());
        (self.only.is_empty() || self.only.iter().any(begins)) && !self.skip.iter().any(begins)
    }
}

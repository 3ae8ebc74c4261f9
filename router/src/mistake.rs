//! The mistakes of a programmer, found when the desk is built.

use std::fmt;
use std::panic::Location;

/// A place in the program's source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    file: &'static str,
    line: u32,
}

impl Place {
    /// A place by file and line, as `file!()` and `line!()` give them.
    #[must_use]
    pub const fn new(file: &'static str, line: u32) -> Self {
        Self { file, line }
    }

    /// The place of the caller.
    #[must_use]
    #[track_caller]
    pub fn caller() -> Self {
        let location = Location::caller();
        Self::new(location.file(), location.line())
    }

    /// The file, as the compiler names it.
    #[must_use]
    pub fn file(&self) -> &'static str {
        self.file
    }

    /// The line, counted from 1.
    #[must_use]
    pub fn line(&self) -> u32 {
        self.line
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// One mistake: what is wrong, where (both places, where two disagree), and the help.
#[derive(Debug, Clone)]
pub struct Mistake {
    what: String,
    places: Vec<Place>,
    help: String,
}

impl Mistake {
    /// A mistake with the places that make it.
    #[must_use]
    pub fn new(what: impl Into<String>, places: impl Into<Vec<Place>>, help: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            places: places.into(),
            help: help.into(),
        }
    }

    /// The same mistake, said of a path that was not known where it was made.
    pub(crate) fn on_path(mut self, path: &str) -> Self {
        self.what = format!("{path}: {}", self.what);
        self
    }

    /// What is wrong.
    #[must_use]
    pub fn what(&self) -> &str {
        &self.what
    }

    /// Where.
    #[must_use]
    pub fn places(&self) -> &[Place] {
        &self.places
    }

    /// What to do about it.
    #[must_use]
    pub fn help(&self) -> &str {
        &self.help
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        for place in &self.places {
            write!(f, "\n      at {place}")?;
        }
        write!(f, "\n    help: {}", self.help)
    }
}

/// Every mistake that kept a desk from being built.
#[derive(Clone)]
pub struct BuildError(Vec<Mistake>);

impl BuildError {
    /// The error of a desk with these mistakes.
    #[must_use]
    pub fn new(mistakes: Vec<Mistake>) -> Self {
        Self(mistakes)
    }

    /// The mistakes, in the order in which they were found.
    #[must_use]
    pub fn mistakes(&self) -> &[Mistake] {
        &self.0
    }
}

impl std::error::Error for BuildError {}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.0.len();
        write!(f, "the desk has {count} mistake{}", if count == 1 { "" } else { "s" })?;
        for (at, mistake) in self.0.iter().enumerate() {
            write!(f, "\n{:>2}. {mistake}", at + 1)?;
        }
        Ok(())
    }
}

/// As `Display`, because `main` prints a returned error, and `unwrap` a failed one, by `Debug`.
impl fmt::Debug for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

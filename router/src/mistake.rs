//! Mistakes in the program, found when the desk is built.

use std::fmt;
use std::panic::Location;

/// A place in the program's source.
///
/// ```
/// use frontdesk_router::Place;
///
/// let place = Place::new("src/routes.rs", 7);
/// assert_eq!(place.to_string(), "src/routes.rs:7");
/// assert!(Place::caller().line() > 0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    file: &'static str,
    line: u32,
}

impl Place {
    /// Creates a place from a file and a line, as `file!()` and `line!()` return them.
    #[must_use]
    pub const fn new(file: &'static str, line: u32) -> Self {
        Self { file, line }
    }

    /// Returns the place of the caller.
    #[must_use]
    #[track_caller]
    pub fn caller() -> Self {
        let location = Location::caller();
        Self::new(location.file(), location.line())
    }

    /// Returns the file, as the compiler names it.
    #[must_use]
    pub fn file(&self) -> &'static str {
        self.file
    }

    /// Returns the line, counted from 1.
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

/// One mistake: what is wrong, where (both places, if two conflict), and how to fix it.
///
/// ```
/// use frontdesk_router::{Mistake, Place};
///
/// let mistake = Mistake::new("GET has two handlers on one path", [Place::new("src/a.rs", 1)], "remove one of the two");
/// assert_eq!(mistake.help(), "remove one of the two");
/// assert_eq!(
///     mistake.to_string(),
///     "GET has two handlers on one path\n      at src/a.rs:1\n    help: remove one of the two",
/// );
/// ```
#[derive(Debug, Clone)]
pub struct Mistake {
    what: String,
    places: Vec<Place>,
    help: String,
}

impl Mistake {
    /// Creates a mistake from what is wrong, the places that cause it, and how to fix it.
    #[must_use]
    pub fn new(what: impl Into<String>, places: impl Into<Vec<Place>>, help: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            places: places.into(),
            help: help.into(),
        }
    }

    /// Adds the path, which was not known where the mistake was found.
    pub(crate) fn on_path(mut self, path: &str) -> Self {
        self.what = format!("{path}: {}", self.what);
        self
    }

    /// Returns what is wrong.
    #[must_use]
    pub fn what(&self) -> &str {
        &self.what
    }

    /// Returns the places that cause it.
    #[must_use]
    pub fn places(&self) -> &[Place] {
        &self.places
    }

    /// Returns how to fix it.
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

/// All mistakes that prevent a desk from being built.
///
/// ```
/// use frontdesk_router::{BuildError, Mistake};
///
/// let error = BuildError::new(vec![Mistake::new("`users` is not a path", [], "write `/users`")]);
/// assert_eq!(error.mistakes().len(), 1);
/// assert_eq!(error.to_string(), "the desk has 1 mistake\n 1. `users` is not a path\n    help: write `/users`");
/// ```
#[derive(Clone)]
pub struct BuildError(Vec<Mistake>);

impl BuildError {
    /// Creates the error of a desk with these mistakes.
    #[must_use]
    pub fn new(mistakes: Vec<Mistake>) -> Self {
        Self(mistakes)
    }

    /// Returns the mistakes, in the order in which they were found.
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
        for (index, mistake) in self.0.iter().enumerate() {
            write!(f, "\n{:>2}. {mistake}", index + 1)?;
        }
        Ok(())
    }
}

/// The same as `Display`, because a returned error of `main` and a failed `unwrap` are printed by
/// `Debug`.
impl fmt::Debug for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

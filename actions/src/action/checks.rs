//! Runs the checks of a form's fields.

use std::fmt;
use std::sync::Arc;

use frontdesk_form::{FieldErrors, Node};
use frontdesk_router::{BoxFuture, Problem};

use super::field_check::{CheckError, FieldCheck};
use super::outcome::Outcome;
use crate::codes;

/// A submission, for the checks of single fields.
#[derive(Debug)]
#[expect(clippy::exhaustive_enums, reason = "generated code matches it")]
pub enum Submitted<'f, I> {
    /// A form that may not decode as a whole.
    Form(Node<'f>),
    /// A decoded input.
    Input(I),
}

/// The checks of a form's fields while they run, and the errors of the form so far.
///
/// A check runs if its field has no error yet, whatever the other fields have. After a problem that is
/// not about fields, no other check runs.
#[derive(Default)]
pub struct Checks {
    /// Returns whether a field is to be checked. `None` if every field is.
    wanted: Option<Wanted>,
    pub(crate) errors: FieldErrors,
    pub(crate) problem: Option<Problem>,
}

type Wanted = Arc<dyn Fn(&str) -> bool + Send + Sync>;

/// Checks that run, with what they have found at the end. Polling them may panic.
pub(crate) type Checking = BoxFuture<'static, Checks>;

impl Checks {
    /// Creates the checks of all fields.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates the checks of those fields whose names `wanted` accepts.
    pub(crate) fn of_fields(wanted: Wanted) -> Self {
        Self {
            wanted: Some(wanted),
            ..Self::default()
        }
    }

    /// Adds the errors that decoding found.
    pub(crate) fn with_errors(mut self, errors: FieldErrors) -> Self {
        self.errors.merge(errors);
        self
    }

    /// Returns whether the check of a field runs.
    #[must_use]
    pub fn wants(&self, name: &str) -> bool {
        let is_wanted = self.wanted.as_ref().is_none_or(|wanted| wanted(name));
        is_wanted && self.problem.is_none() && !self.errors.iter().any(|(path, _)| is_at_or_below(path, name))
    }

    /// Runs the check of a field, unless it has an error already or was not wanted.
    pub async fn run<T>(&mut self, name: &str, check: FieldCheck<T>, value: Option<&T>) {
        let Some(value) = value.filter(|_| self.wants(name)) else {
            return;
        };
        match check.run(value).await {
            Ok(()) => {}
            Err(CheckError::Fields(errors)) => self.errors.merge(errors.at(name)),
            Err(CheckError::Problem(problem)) => self.refuse(name, problem),
        }
    }

    /// Takes the errors of a problem of fields; any other problem ends the request. The paths are those of
    /// the form. What is at another field is an error of the checked one: whether that other field has an
    /// error must not depend on whether this one is asked for.
    fn refuse(&mut self, name: &str, problem: Problem) {
        if problem.code() != codes::INVALID_FIELDS || problem.errors().is_empty() {
            self.problem = Some(problem);
            return;
        }
        for (path, messages) in problem.errors() {
            let path = if is_at_or_below(path, name) { path } else { name };
            for message in messages {
                self.errors.add(path, message.clone());
            }
        }
    }

    /// Returns the outcome of an action whose checks refused the form, so that its function doesn't run.
    #[must_use]
    pub fn refusal(self) -> Option<Outcome> {
        match self.problem {
            Some(problem) => Some(Outcome::refused(problem)),
            None if self.errors.is_empty() => None,
            None => {
                let omitted = self.errors.omitted();
                let problem = Problem::invalid_fields().with_fields(self.errors);
                Some(Outcome::refused(problem.with_omitted(omitted)))
            }
        }
    }
}

impl fmt::Debug for Checks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Checks")
            .field("errors", &self.errors)
            .finish_non_exhaustive()
    }
}

/// Returns whether a path is that of a field, or of a part of it.
fn is_at_or_below(path: &str, field: &str) -> bool {
    let rest = path.strip_prefix(field);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_runs_only_for_a_wanted_field_without_an_error() {
        let checks = Checks::of_fields(Arc::new(|name| name != "other"));
        let checks = checks.with_errors(FieldErrors::new("required").at("city").at("address"));
        for (name, is_wanted) in [
            ("title", true),
            ("other", false),
            ("address", false),
            ("add", true),
            ("address2", true),
        ] {
            assert_eq!(checks.wants(name), is_wanted, "{name}");
        }
    }

    #[test]
    fn problem_of_fields_is_errors_and_another_ends_the_checks() {
        let mut checks = Checks::new();
        let problem = Problem::field("lines[1].word", "taken").with_field("title", "does not fit");
        checks.refuse("lines", problem);
        let errors: Vec<_> = checks
            .errors
            .iter()
            .map(|(path, message)| (path, message.text()))
            .collect();
        assert_eq!(errors, [("lines[1].word", "taken"), ("lines", "does not fit")]);
        assert!(checks.wants("title") && !checks.wants("lines"));
        checks.refuse("title", Problem::forbidden());
        assert!(!checks.wants("title"));
        assert!(checks.refusal().is_some());
        assert!(Checks::new().refusal().is_none());
    }
}

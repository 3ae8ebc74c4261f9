//! The form state of a failed submit: what its page shows after the redirect.

use std::borrow::Cow;
use std::collections::BTreeMap;

use frontdesk_form::__private::spelled;
use frontdesk_router::Problem;

use super::call::Call;
use crate::codes;
use crate::form_state::{FormProblem, FormState};
use crate::limits::written;

impl Call {
    /// Returns the form state after a problem: the submitted values, and the messages to show
    /// beside them.
    pub(super) fn form_state_of(&self, problem: &Problem) -> FormState {
        let mut state = self.form_state(self.submitted_values());
        state.errors.clone_from(problem.errors());
        // After that code, the user has to check the result first.
        if problem.code() != codes::ALREADY_SENT {
            self.ask_for_files(problem, &mut state.errors);
        }
        // A form of ours has at least the return URL. If there is nothing at all, the body was not
        // read.
        state.unread = !self.hidden.any && self.form.pairs().next().is_none();
        state.problem = self.form_problem_of(problem);
        state
    }

    /// Returns the problem to show above the form. Errors of fields need none, unless the problem
    /// has more to say, or the form doesn't have one of the fields.
    fn form_problem_of(&self, problem: &Problem) -> Option<FormProblem> {
        let unplaced = self.unplaced_messages(problem);
        let has_fields = !problem.errors().is_empty();
        let has_more = !has_fields || problem.code() != codes::INVALID_FIELDS || problem.detail().is_some();
        if !has_more && unplaced.is_empty() {
            return None;
        }
        let mut shown = FormProblem::of(problem);
        if !unplaced.is_empty() {
            tracing::warn!(
                action = self.action.name,
                ?unplaced,
                "messages for fields that the form doesn't have"
            );
            let detail = shown.detail.take();
            shown.detail = Some(detail.into_iter().chain(unplaced).collect::<Vec<_>>().join(" — "));
        }
        Some(shown)
    }

    /// Returns the messages for fields that the form doesn't have.
    fn unplaced_messages(&self, problem: &Problem) -> Vec<String> {
        let unplaced = problem
            .errors()
            .iter()
            .filter(|(path, _)| !self.action.fields.has(path));
        let messages = unplaced.flat_map(|(path, messages)| {
            messages.iter().map(move |message| match path.as_str() {
                "" => message.clone(),
                path => format!("{path}: {message}"),
            })
        });
        messages.collect()
    }

    /// Returns a form state with these values and nothing else.
    pub(super) fn form_state(&self, values: Vec<(String, String)>) -> FormState {
        FormState {
            action: self.action.name.to_owned(),
            key: self.hidden.key.clone(),
            values,
            errors: BTreeMap::new(),
            problem: None,
            result: None,
            partial: self.form.is_partial(),
            unread: false,
        }
    }

    /// Adds a message to each field that had files. A page can't repopulate a file input, and a
    /// form that looks complete is easily sent without the file.
    fn ask_for_files(&self, problem: &Problem, errors: &mut BTreeMap<String, Vec<String>>) {
        let mut files = BTreeMap::new();
        for name in self.form.file_names() {
            if let Some(rules) = self.action.fields.file_rules(name) {
                files.entry(list_of(spelled(name))).or_insert((rules, 0)).1 += 1;
            }
        }
        let mut with_errors = BTreeMap::new();
        for path in errors.keys() {
            *with_errors.entry(list_of(spelled(path))).or_insert(0) += 1;
        }
        for (name, (rules, count)) in files {
            // A file with an error has a message already.
            let with_errors = with_errors.get(&name).copied().unwrap_or(0);
            if with_errors >= count {
                continue;
            }
            let message = match (rules.limit(), count) {
                // This is most likely the file that made the body too large.
                (Some(max), 1) if with_errors == 0 && problem.code() == codes::BODY_TOO_LARGE => {
                    format!("choose a file of at most {}", written(max))
                }
                (_, 1) => "choose the file again".to_owned(),
                _ => "choose the files again".to_owned(),
            };
            errors.entry(name).or_default().push(message);
        }
    }

    /// Returns the submitted values, without secrets.
    fn submitted_values(&self) -> Vec<(String, String)> {
        let pairs = self
            .form
            .pairs()
            .filter(|(name, _)| !self.action.fields.is_secret(name));
        pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }
}

/// Returns the path of the list that an item is in.
fn list_of(path: Cow<'_, str>) -> String {
    let list = path.strip_suffix(']').and_then(|path| path.rsplit_once('['));
    list.map_or(&*path, |(list, _)| list).to_owned()
}

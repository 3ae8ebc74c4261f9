//! What a submit leaves for its page.

use std::borrow::Cow;
use std::collections::BTreeMap;

use frontdesk_router::Problem;

use super::Answer;
use crate::form::__private::spelled;
use crate::form_state::{FormProblem, FormState};
use crate::limits::written;
use crate::once::ALREADY_SENT;
use crate::source::TOO_LARGE;

impl Answer<'_> {
    /// The state after a problem: all that was typed, and what to say beside it.
    pub(super) fn failed(&self, problem: &Problem) -> FormState {
        let mut state = self.state(self.values());
        state.errors.clone_from(problem.errors());
        // After that code, sending again is the second thing to do.
        if problem.code() != ALREADY_SENT {
            self.ask_for_files(problem, &mut state.errors);
        }
        state.unread = self.form.is_unread();
        let strays = self.strays(problem);
        // Field errors speak for themselves, unless the function had more to say, or has no such field.
        let has_fields = !problem.errors().is_empty();
        let more = !has_fields || problem.code() != "invalid-fields" || problem.detail().is_some();
        state.problem = (more || !strays.is_empty()).then(|| FormProblem::of(problem));
        if let Some(shown) = &mut state.problem
            && !strays.is_empty()
        {
            tracing::warn!(
                action = self.entry.name,
                ?strays,
                "messages for fields that the form doesn't have"
            );
            let detail = shown.detail.take();
            shown.detail = Some(detail.into_iter().chain(strays).collect::<Vec<_>>().join(" — "));
        }
        state
    }

    /// The messages that would stand beside no field.
    fn strays(&self, problem: &Problem) -> Vec<String> {
        let strays = problem.errors().iter().filter(|(path, _)| !self.entry.has_path(path));
        let messages = strays.flat_map(|(path, messages)| {
            messages.iter().map(move |message| match path.as_str() {
                "" => message.clone(),
                path => format!("{path}: {message}"),
            })
        });
        messages.collect()
    }

    pub(super) fn state(&self, values: Vec<(String, String)>) -> FormState {
        FormState {
            action: self.entry.name.to_owned(),
            key: self.form.key().map(Cow::into_owned),
            values,
            errors: BTreeMap::new(),
            problem: None,
            result: None,
            partial: self.form.form.is_partial(),
            unread: false,
        }
    }

    /// A page can't fill in a file again, and a form that looks complete but for that is easily sent without.
    fn ask_for_files(&self, problem: &Problem, errors: &mut BTreeMap<String, Vec<String>>) {
        let mut files = BTreeMap::new();
        for name in self.form.form.file_names() {
            if let Some(rules) = self.entry.file_rules(name) {
                files.entry(list_of(spelled(name))).or_insert((rules, 0)).1 += 1;
            }
        }
        let mut told = BTreeMap::new();
        for path in errors.keys() {
            *told.entry(list_of(spelled(path))).or_insert(0) += 1;
        }
        for (name, (rules, count)) in files {
            // What is wrong with a file says so already.
            let told = told.get(&name).copied().unwrap_or(0);
            if told >= count {
                continue;
            }
            let message = match (rules.limit(), count) {
                // It was most likely this one.
                (Some(most), 1) if told == 0 && problem.code() == TOO_LARGE => {
                    format!("choose a file of at most {}", written(most))
                }
                (_, 1) => "choose the file again".to_owned(),
                _ => "choose the files again".to_owned(),
            };
            errors.entry(name).or_default().push(message);
        }
    }

    /// What was typed, but for secrets.
    fn values(&self) -> Vec<(String, String)> {
        let pairs = self.form.form.pairs().filter(|(name, _)| !self.entry.is_secret(name));
        pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }
}

/// The path of a list, of one of its items.
fn list_of(path: Cow<'_, str>) -> String {
    let list = path.strip_suffix(']').and_then(|path| path.rsplit_once('['));
    list.map_or(&*path, |(list, _)| list).to_owned()
}

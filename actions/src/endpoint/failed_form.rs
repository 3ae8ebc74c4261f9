//! The form state of a failed submit: what its page shows after the redirect.

use std::borrow::Cow;
use std::collections::BTreeMap;

use frontdesk_form::__private::spelled;
use frontdesk_form::Message;
use frontdesk_router::__desk::{quoted, texts as page_texts};
use frontdesk_router::Problem;

use super::call::Call;
use crate::action::Changes;
use crate::form_state::{FormRef, FormState, Progress, StoredProblem, StoredText};
use crate::limits::written;
use crate::once::OnceKey;
use crate::{codes, texts};

/// How many messages for fields that the form doesn't have are shown above it, and how long they may
/// be together, in bytes.
const UNPLACED: usize = 10;
const UNPLACED_BYTES: usize = 1024;

/// The longest token of a form that runs once. Ours have about 140 characters.
const MAX_TOKEN: usize = 256;

impl Call {
    /// Returns the form state after a problem: the submitted values, and the messages to show
    /// beside them. `progress` is how far the called action got.
    pub(super) fn form_state_of(&self, problem: &Problem, progress: Progress) -> FormState {
        let mut state = self.form_state(self.submitted_values());
        // The others are in the problem. Their names may be any text, and a page lists all of these.
        let fields = &self.sent_form().0.fields;
        let placed = problem.errors().iter().filter(|(path, _)| fields.has(path));
        state.errors = placed
            .map(|(path, messages)| (path.clone(), messages.iter().map(StoredText::from).collect()))
            .collect();
        // After these codes, the user has to check the result first.
        if ![codes::ALREADY_SENT, codes::ONCE_UNKNOWN].contains(&problem.code()) {
            self.ask_for_files(problem.code() == codes::BODY_TOO_LARGE, &mut state.errors);
        }
        // A form of ours has at least the return URL. If there is nothing at all, the body was not
        // read.
        state.unread = !self.hidden.any && self.form.pairs().next().is_none();
        state.problem = self.form_problem_of(problem);
        if self.remains_same_form(problem, progress) {
            state.once_token = self.once_token();
        }
        state
    }

    /// Returns the form state of a form that is shown again without a problem: the submitted values,
    /// changed.
    pub(super) fn state_to_show_again(&self, changes: Changes) -> FormState {
        let mut state = self.form_state(self.submitted_values());
        self.ask_for_files(false, &mut state.errors);
        changes.apply(&mut state.values, &mut state.errors);
        let fields = &self.sent_form().0.fields;
        state.values.retain(|(name, _)| fields.is_repopulated(name));
        state
    }

    /// Returns whether the page writes a form that runs once as the form that it was: with its token.
    ///
    /// It does so where its function did not run. An earlier call with the token may have run it, and
    /// only the token finds that out. The other time is when a function failed that recognises a repeat
    /// by the token's id: it may have done its work. After a message that asks its user to check the
    /// result first, it is a new form.
    fn remains_same_form(&self, problem: &Problem, progress: Progress) -> bool {
        let knows_repeats = || self.parts.extensions.get().is_some_and(OnceKey::is_filled);
        match problem.code() {
            codes::ALREADY_SENT | codes::ONCE_UNKNOWN | codes::FORM_EXPIRED | codes::NO_IDENTITY => false,
            codes::ONCE_UNAVAILABLE => true,
            _ => progress == Progress::NotRun || self.is_other_form() || knows_repeats(),
        }
    }

    /// Returns the token of the form that was sent, if it runs once.
    fn once_token(&self) -> Option<String> {
        self.sent_form().0.once?;
        let token = self.hidden.once_token.as_ref();
        token.filter(|token| token.len() <= MAX_TOKEN).cloned()
    }

    /// Returns the problem to show above the form. Errors of fields need none, unless the problem
    /// has more to say, the form doesn't have one of the fields, or messages were left out.
    fn form_problem_of(&self, problem: &Problem) -> Option<StoredProblem> {
        let unplaced = self.unplaced_messages(problem);
        let has_fields = !problem.errors().is_empty();
        let has_more = !has_fields || problem.code() != codes::INVALID_FIELDS || problem.detail().is_some();
        if !has_more && unplaced.is_empty() {
            return None;
        }
        let mut shown = StoredProblem::of(problem);
        for (prefix, message) in &unplaced {
            shown.add_detail(" — ", prefix, message);
        }
        if !self.too_long.is_empty() && self.caller.profile().has_form_in_history {
            shown.add_detail(" ", "", &texts::STILL_THERE);
        }
        Some(shown)
    }

    /// Returns the first messages for fields that the form doesn't have, and how many messages the
    /// page can't show.
    fn unplaced_messages(&self, problem: &Problem) -> Vec<(String, Message)> {
        let fields = &self.sent_form().0.fields;
        let unplaced = problem.errors().iter().filter(|(path, _)| !fields.has(path));
        let unplaced: Vec<_> = unplaced
            .flat_map(|(path, messages)| messages.iter().map(move |message| (path, message)))
            .collect();
        let mut bytes = 0;
        let has_room = |(prefix, message): &(String, Message)| {
            bytes += prefix.len() + message.len();
            bytes <= UNPLACED_BYTES
        };
        let first = unplaced
            .iter()
            .take(UNPLACED)
            .map(|(path, message)| (prefix(path), Message::clone(message)));
        let mut shown: Vec<_> = first.take_while(has_room).collect();
        if !unplaced.is_empty() {
            let (action, count) = (self.action.name, unplaced.len());
            tracing::warn!(action, count, first = ?shown, "messages for fields that the form doesn't have");
        }
        let more = (unplaced.len() - shown.len()).saturating_add(problem.omitted());
        if more > 0 {
            shown.push((String::new(), page_texts::AND_MORE.with("count", more)));
        }
        shown
    }

    /// Returns a form state with these values of the sent form and nothing else.
    pub(super) fn form_state(&self, values: Vec<(String, String)>) -> FormState {
        let (action, key) = self.sent_form();
        FormState {
            form: FormRef::new(action.name, key),
            values,
            errors: BTreeMap::new(),
            problem: None,
            result: None,
            partial: self.form.is_partial(),
            too_long: self.too_long.clone(),
            once_token: None,
            unread: false,
        }
    }

    /// Returns the form state of another action's form after a success: its values return, and it
    /// did not run. If the called action runs once, the token is used up for that.
    pub(super) fn state_of_other_form(&self) -> FormState {
        let mut state = self.form_state(self.submitted_values());
        state.once_token = self.once_token().filter(|_| self.action.once.is_none());
        self.ask_for_files(false, &mut state.errors);
        state
    }

    /// Returns whether the called action has taken all files that were sent: they are not the form's.
    pub(super) fn has_taken_files(&self) -> bool {
        let fields = &self.sent_form().0.fields;
        let mut names = self.form.file_names().peekable();
        names.peek().is_some() && names.all(|name| fields.file_rules(name).is_none())
    }

    /// Returns a form state with what the action returned, for the action's own form.
    pub(super) fn result_state(&self, json: String) -> FormState {
        FormState {
            form: FormRef::new(self.action.name, self.hidden.key.as_deref()),
            result: Some(json),
            ..FormState::default()
        }
    }

    /// Adds a message to each field that had files. A page can't repopulate a file input, and a
    /// form that looks complete is easily sent without the file.
    fn ask_for_files(&self, is_too_large: bool, errors: &mut BTreeMap<String, Vec<StoredText>>) {
        let mut files = BTreeMap::new();
        let fields = &self.sent_form().0.fields;
        for name in self.form.file_names() {
            if let Some(rules) = fields.file_rules(name) {
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
                (Some(max), 1) if with_errors == 0 && self.too_long.is_empty() && is_too_large => {
                    texts::CHOOSE_SMALLER_FILE.with("max", written(max))
                }
                (_, 1) => texts::CHOOSE_FILE,
                _ => texts::CHOOSE_FILES,
            };
            errors.entry(name).or_default().push((&message).into());
        }
    }

    /// Returns the submitted values, without secrets (sealed values are secret) and without the
    /// names of files: those of the form, and those of the called action.
    pub(super) fn submitted_values(&self) -> Vec<(String, String)> {
        let (own, sent) = (&self.action.fields, &self.sent_form().0.fields);
        let pairs = self.form.pairs().filter(|(name, _)| {
            !own.is_secret(name) && (!self.is_other_form() || sent.is_repopulated(name) && own.is_repopulated(name))
        });
        pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }
}

/// Returns what stands before a message above the form.
fn prefix(path: &str) -> String {
    match path {
        "" => String::new(),
        // The client may have chosen it, by `deny_unknown` or as the key of a map.
        path => format!("{}: ", quoted(path)),
    }
}

/// Returns the path of the list that an item is in.
fn list_of(path: Cow<'_, str>) -> String {
    let list = path.strip_suffix(']').and_then(|path| path.rsplit_once('['));
    list.map_or(&*path, |(list, _)| list).to_owned()
}

//! An action's form, as a page sees it.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use frontdesk_form::__private::spelled;
use frontdesk_form::FieldKind;
use serde::de::DeserializeOwned;

use super::field_view::FieldView;
use super::fill::Fill;
use super::page_context::PageContext;
use super::submission::Submission;
use crate::action::{Action, Field, SealedField};
use crate::fields::FieldDescription;
use crate::form_state::{FormProblem, FormState};
use crate::markup::{Markup, push_id};
use crate::protocol::{KEY_FIELD, ONCE_FIELD};
use crate::registry::BoundAction;
use crate::sealed::Sealable;

/// An action's form: its names, its values, its errors, its hidden fields.
///
/// ```ignore
/// let form = forms.of::<CreateTodo>();
/// form.open()                              // <form action="/_actions/create_todo" method="post" …> and hidden fields
/// form.field(CreateTodo::TITLE).attrs()    // name="title" value="…" required aria-invalid="true" …
/// form.field(CreateTodo::TITLE).errors()   // the messages for this field
/// form.problem()                           // what went wrong as a whole
/// ```
pub struct FormView<A: Action> {
    page: PageContext,
    action: Arc<BoundAction>,
    action_url: String,
    key: Option<String>,
    submission: Option<Submission>,
    pub(super) filled: BTreeMap<String, Vec<String>>,
    typed: PhantomData<fn() -> A>,
}

impl<A: Action> FormView<A> {
    pub(crate) fn new(
        page: PageContext,
        action: Arc<BoundAction>,
        key: Option<String>,
        state: Option<Arc<FormState>>,
    ) -> Self {
        let action_url = page.url(&action);
        Self {
            page,
            action,
            action_url,
            key,
            submission: state.map(Submission::new),
            filled: BTreeMap::new(),
            typed: PhantomData,
        }
    }

    /// The start tag and the hidden fields. [`FormView::close`] ends it, or the page's own `</form>`.
    pub fn open(&self) -> Markup {
        let mut markup = Markup::new();
        markup.raw("<form").attribute("action", &self.action_url);
        markup.raw(" method=\"post\" accept-charset=\"utf-8\"");
        if self.action.fields.has_files() {
            markup.attribute("enctype", "multipart/form-data");
        }
        markup.raw(">").append(&self.hidden_fields());
        markup
    }

    /// The end tag, for templates that can't write one alone (maud).
    pub fn close(&self) -> Markup {
        let mut markup = Markup::new();
        markup.raw("</form>");
        markup
    }

    /// Which of several forms of its action it is; none for the only one.
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        self.key.as_deref()
    }

    /// Where the form is sent: `/_actions/create_todo`, with the base path in front. For a form tag of your own, with
    /// [`FormView::hidden_fields`] in it.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.action_url
    }

    /// The hidden fields that [`FormView::open`] writes, for a form tag of your own.
    pub fn hidden_fields(&self) -> Markup {
        let mut markup = Markup::new();
        let (field, path) = &self.page.return_field;
        markup.hidden(field, path);
        if let Some(key) = &self.key {
            markup.hidden(KEY_FIELD, key);
        }
        if let Some(token) = self.page.once_token(&self.action, self.key.as_deref()) {
            markup.hidden(ONCE_FIELD, &token);
        }
        markup
    }

    /// A hidden input with a value that users can neither read nor change: it is encrypted, and bound to this action, this field,
    /// this form's key, and with `#[sealed(identity)]` to the session. The answer is marked `no-store`.
    ///
    /// **Sealed is not authorised.** That a token is genuine says that some page of yours held it, not that its sender may do what
    /// the action does: check there who owns what.
    ///
    /// The token is good for a day, unless the desk says otherwise. After that, or after a restart without `FRONTDESK_KEY`, the
    /// form comes back once with `form-expired` and all that was typed.
    ///
    /// ```ignore
    /// let form = forms.of_key::<DeleteTodo>(todo.id);
    /// form.open()                              // <form …>
    /// form.seal(DeleteTodo::TODO_ID, &todo.id) // <input type="hidden" name="todo_id" value="AbmD…">
    /// ```
    ///
    /// # Panics
    ///
    /// When the value can't be written as JSON, or takes more than 12 KB: the form could only fail. Seal an id.
    #[track_caller]
    #[expect(
        clippy::panic,
        reason = "documented: a page with a form that can't work should not be shown"
    )]
    pub fn seal<T: Sealable>(&self, field: SealedField<A::Input, T>, value: &T) -> Markup {
        let name = field.name();
        let description = self.action.field(name);
        let description = description.copied().unwrap_or_else(FieldDescription::unknown);
        let sealed = match value.to_sealed() {
            Ok(bytes) => self.page.seal(&self.action, &description, self.key.as_deref(), &bytes),
            Err(error) => panic!("`{name}` can't be sealed: {error}"),
        };
        let mut markup = Markup::new();
        match sealed {
            Ok(token) => markup.hidden(name, &token),
            Err(error) => panic!("`{name}` can't be sealed: {error}"),
        };
        markup
    }

    /// The same form with a value for a field that nobody has typed into yet: for editing what is there already. What the last
    /// submit left goes before it.
    #[must_use]
    pub fn fill<T>(self, field: Field<A::Input, T>, value: impl Fill) -> Self {
        self.fill_path(field.name(), value)
    }

    /// The same for a part of a field, by its path: `address.city`, `rows[1].name`.
    #[must_use]
    pub fn fill_path(mut self, path: &str, value: impl Fill) -> Self {
        self.check(path);
        let mut values = Vec::new();
        value.fill(&mut values);
        self.filled.insert(spelled(path).into_owned(), values);
        self
    }

    /// A field of the form.
    #[must_use]
    pub fn field<T>(&self, field: Field<A::Input, T>) -> FieldView {
        self.path(field.name())
    }

    /// A part of a field, by its path: `address.city`, `tags[1]`. The log warns of a path that is in no field.
    #[must_use]
    pub fn path(&self, path: &str) -> FieldView {
        self.check(path);
        let description = self.action.fields.get(path).unwrap_or_else(FieldDescription::unknown);
        let kind = description.kind;
        let values = if self.action.fields.is_secret(path) {
            Vec::new()
        } else {
            self.values_of(path, kind)
        };
        FieldView::new(path, self.id_of(path), description, values, self.errors_of(path, kind))
    }

    /// Paths are texts, which no compiler reads.
    pub(super) fn check(&self, path: &str) {
        if !self.action.fields.has(path) {
            tracing::warn!(
                action = self.action.name,
                path,
                "the page asks for a field that the action doesn't have"
            );
        }
    }

    /// A hidden input with a value that the page knows. Users can change it; check in the action what they may do with it.
    pub fn hidden<T>(&self, field: Field<A::Input, T>, value: impl Fill) -> Markup {
        let mut values = Vec::new();
        value.fill(&mut values);
        let mut markup = Markup::new();
        for value in &values {
            markup.hidden(field.name(), value);
        }
        markup
    }

    /// Whether this form has been sent, and came back.
    #[must_use]
    pub fn was_submitted(&self) -> bool {
        self.submission.is_some()
    }

    /// What went wrong as a whole: none when only fields did.
    #[must_use]
    pub fn problem(&self) -> Option<&FormProblem> {
        self.state()?.problem.as_ref()
    }

    /// All messages, by field path. Pages that place messages by their fields use it for the rest, or for a summary.
    #[must_use]
    pub fn errors(&self) -> &BTreeMap<String, Vec<String>> {
        static NONE: BTreeMap<String, Vec<String>> = BTreeMap::new();
        self.state().map_or(&NONE, |state| &state.errors)
    }

    /// What the action returned, when it succeeded with a value. None for another type than it returned.
    #[must_use]
    pub fn result<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_str(self.state()?.result.as_deref()?).ok()
    }

    fn state(&self) -> Option<&FormState> {
        self.submission.as_ref().map(|submission| &*submission.state)
    }

    /// Returns the state whose values repopulate the form.
    pub(super) fn values_to_repopulate(&self) -> Option<&FormState> {
        self.submission.as_ref().and_then(Submission::values_to_repopulate)
    }

    fn values_of(&self, path: &str, kind: FieldKind) -> Vec<String> {
        let submission = self.submission.as_ref();
        let submitted = submission.and_then(|submission| submission.values(path, kind));
        submitted.unwrap_or_else(|| self.filled_of(path))
    }

    fn filled_of(&self, path: &str) -> Vec<String> {
        self.filled.get(&*spelled(path)).cloned().unwrap_or_default()
    }

    fn errors_of(&self, path: &str, kind: FieldKind) -> Vec<String> {
        let submission = self.submission.as_ref();
        submission.map_or_else(Vec::new, |submission| submission.errors(path, kind))
    }

    fn id_of(&self, path: &str) -> String {
        let mut id = self.action.name.to_owned();
        for part in self.key.as_deref().into_iter().chain([path]) {
            id.push('-');
            push_id(&mut id, part);
        }
        id
    }
}

impl<A: Action> fmt::Debug for FormView<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FormView")
            .field("action", &self.action.name)
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}

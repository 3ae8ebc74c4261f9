//! An action's form, as a page writes it.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use frontdesk_form::{FieldKind, Fill, Message};
use serde::de::DeserializeOwned;

use super::control_ids::ControlIds;
use super::field_view::FieldView;
use super::filled::{Filled, written};
use super::form_target::FormTarget;
use super::has_form::HasForm;
use super::page_context::PageContext;
use super::submission::Submission;
use crate::action::{Action, FormField, SealedField};
use crate::fields::{ActionFields, FieldDescription};
use crate::form_state::{FormProblem, FormState};
use crate::markup::Markup;
use crate::protocol::{CHECK_SUFFIX, FOR_FIELD, FORM_FIELD, KEY_FIELD, ONCE_FIELD};
use crate::registry::BoundAction;
use crate::sealed::Sealable;

/// An action's form: names, values, errors and hidden fields.
///
/// ```
/// # extern crate frontdesk_actions as frontdesk;
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/kit/forms.rs"));
/// use frontdesk_actions::{FormView, server_action};
///
/// #[server_action]
/// async fn create_todo(title: String) {}
///
/// fn todo_form(form: &FormView<CreateTodo>) -> String {
///     let title = form.field(CreateTodo::TITLE);
///     let problem = form.problem().map_or("", |problem| &*problem.title);
///     format!(
///         "{open}<p>{problem}</p><label for={id}>Title</label>{input}{messages}</form>",
///         open = form.open(),           // <form action="/_actions/create_todo" method="post" …> and hidden fields
///         id = title.id(),
///         input = title.input("text"),  // <input type="text" name="title" value="…" …>
///         messages = title.messages(),  // the messages for this field
///     )
/// }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// # let html = todo_form(&forms::<CreateTodo>().await.of());
/// # assert!(html.contains(r#"<input type="text" id="create_todo-title" name="title" value="">"#), "{html}");
/// # }
/// ```
pub struct FormView<A: HasForm> {
    pub(super) target: FormTarget,
    action_url: String,
    key: Option<String>,
    submission: Option<Submission>,
    pub(super) filled: Filled,
    pub(super) ids: ControlIds,
    typed: PhantomData<fn() -> A>,
}

impl<A: Action> FormView<A> {
    pub(crate) fn new(
        page: PageContext,
        action: Arc<BoundAction>,
        key: Option<String>,
        submission: Option<Submission>,
    ) -> Self {
        let action_url = page.url(&action, key.as_deref());
        Self::of_target(FormTarget::Action { page, action }, action_url, key, submission)
    }
}

impl<A: HasForm> FormView<A> {
    pub(super) fn of_target(
        target: FormTarget,
        action_url: String,
        key: Option<String>,
        submission: Option<Submission>,
    ) -> Self {
        Self {
            target,
            action_url,
            key,
            submission,
            filled: Filled::default(),
            ids: ControlIds::default(),
            typed: PhantomData,
        }
    }

    pub(super) fn fields(&self) -> &ActionFields {
        self.target.fields()
    }

    /// Returns the name of the action, or of the search form.
    pub(super) fn name(&self) -> &'static str {
        self.target.name()
    }

    /// Returns the key that tells this form from others of its action; `None` for
    /// [`Forms::of`](crate::Forms::of). For [`Forms::at`](crate::Forms::at) it consists of the
    /// parameters, percent-encoded and separated by slashes.
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        self.key.as_deref()
    }

    /// Returns the URL that the form is sent to: `/_actions/create_todo`, or the action's own path,
    /// below the base path; for a search form the path of its page. For a form tag of your own, with [`FormView::hidden_fields`] in it.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.action_url
    }

    /// Returns the URL at which a script can have the form checked while it is filled in: [`url`](Self::url)
    /// followed by `/check`. `None` for a search form, for an action that any site may call, and for one
    /// whose path takes the rest of a path.
    ///
    /// ```
    /// # extern crate frontdesk_actions as frontdesk;
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/kit/forms.rs"));
    /// use frontdesk_actions::server_action;
    ///
    /// #[server_action]
    /// async fn create_todo(title: String) {}
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// # let form = forms::<CreateTodo>().await.of::<CreateTodo>();
    /// assert_eq!(form.check_url().as_deref(), Some("/_actions/create_todo/check"));
    /// # }
    /// ```
    #[must_use]
    pub fn check_url(&self) -> Option<String> {
        let FormTarget::Action { action, .. } = &self.target else {
            return None;
        };
        let url = self.action_url.trim_end_matches('/');
        action.has_check_url.then(|| format!("{url}{CHECK_SUFFIX}"))
    }

    /// Returns the hidden fields that [`FormView::open`] contains, for a form tag of your own. A search
    /// form has none.
    pub fn hidden_fields(&self) -> Markup {
        let mut markup = Markup::new();
        let FormTarget::Action { page, action } = &self.target else {
            return markup;
        };
        // The first one: a form of which any other was read names whom it was rendered for.
        if let Some(token) = page.for_whom() {
            markup.hidden(FOR_FIELD, token);
        }
        let (field, path) = &page.return_field;
        markup.hidden(field, path);
        match &self.key {
            Some(params) if action.has_params() => {
                markup.hidden(FORM_FIELD, &format!("{}?{params}", action.name));
            }
            key => {
                markup.hidden(FORM_FIELD, action.name);
                if let Some(key) = key {
                    markup.hidden(KEY_FIELD, key);
                }
            }
        }
        // The form is rendered, so it shows the submission.
        let sent = self.state().and_then(|state| state.once_token.clone());
        if let Some(token) = sent.or_else(|| page.once_token(action, self.key.as_deref())) {
            markup.hidden(ONCE_FIELD, &token);
        }
        markup
    }

    /// Returns a hidden input with a value that users can neither read nor change. It is encrypted,
    /// and bound to this action, this field, this form's key, and with `#[sealed(identity)]` to the
    /// identity of the request. The response is marked `no-store`.
    ///
    /// **Sealed is not authorised.** A valid token proves that one of your pages contained it, not
    /// that its sender may do what the action does. Check in the action who owns what.
    ///
    /// A token is valid for a day, unless the desk sets another lifetime. After that, or after a
    /// restart without `FRONTDESK_KEY`, the form fails once with `form-expired`, and is repopulated
    /// with the submitted values.
    ///
    /// ```
    /// # extern crate frontdesk_actions as frontdesk;
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/kit/forms.rs"));
    /// use frontdesk_actions::server_action;
    ///
    /// #[server_action]
    /// async fn delete_todo(#[sealed] todo_id: u64) {}
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// # let forms = forms::<DeleteTodo>().await;
    /// let form = forms.of_key::<DeleteTodo>(7);
    /// let input = form.seal(DeleteTodo::TODO_ID, &7).to_string();
    /// assert!(input.starts_with(r#"<input type="hidden" name="todo_id" value=""#));
    /// # }
    /// ```
    ///
    /// If the value can't be serialised as JSON, or takes more than 12 KB, the response is a masked
    /// 500, because a form that can only fail must not be shown; the log has the line of the call.
    /// Seal an id in place of a large value.
    #[track_caller]
    pub fn seal<T: Sealable>(&self, field: SealedField<A::Input, T>, value: &T) -> Markup {
        let (name, mut markup) = (field.name(), Markup::new());
        // A search form has no sealed fields: it does not compile.
        let FormTarget::Action { page, action } = &self.target else {
            return markup;
        };
        let description = action.field(name);
        let description = description.copied().unwrap_or_else(FieldDescription::unknown);
        let key = self.key.as_deref();
        let sealed = value.to_sealed().map_err(|error| error.to_string());
        let sealed = sealed.and_then(|bytes| {
            let token = page.seal(action, &description, key, &bytes);
            token.map_err(|error| error.to_string())
        });
        match sealed {
            Ok(token) => drop(markup.hidden(name, &token)),
            Err(error) => page.ctx.fail(&format!("`{name}` can't be sealed: {error}")),
        }
        markup
    }

    /// Returns a field of the form, or a part of one: `Order::ADDRESS.part(Address::CITY)`.
    #[must_use]
    pub fn field(&self, field: impl FormField<A::Input>) -> FieldView {
        self.path(&field.path())
    }

    /// Returns a part of a field, by its path: `address.city`, `tags[1]`. A path that is in no
    /// field is logged as a warning.
    #[must_use]
    pub fn path(&self, path: &str) -> FieldView {
        self.check(path);
        let description = self.fields().get(path).unwrap_or_else(FieldDescription::unknown);
        let kind = description.kind;
        // A part of a secret is secret too.
        let (description, values) = if self.fields().is_secret(path) {
            (description.hidden(), Vec::new())
        } else {
            (description, self.values_of(path, kind))
        };
        let is_own = !values.is_empty() || self.filled.has(path);
        let is_filled = is_own && self.values_to_repopulate().is_none();
        FieldView::new(path, self.id_of(path), description, values, self.errors_of(path, kind))
            .filled(is_filled)
            .of_query(self.target.was_in_query())
    }

    /// Warns of a path that the action doesn't have: the compiler can't check paths.
    pub(super) fn check(&self, path: &str) {
        if !self.fields().has(path) {
            tracing::warn!(
                form = self.name(),
                path,
                "the page asks for a field that the form doesn't have"
            );
        }
    }

    /// Returns a hidden input with a value. Users can change the value: check in the action what
    /// they may do with it.
    pub fn hidden<F: FormField<A::Input>>(&self, field: F, value: impl Fill<F::Value>) -> Markup {
        let mut markup = Markup::new();
        for (name, values) in written(&field.path(), &value) {
            for value in &values {
                markup.hidden(&name, value);
            }
        }
        markup
    }

    /// Returns a hidden input with any text, whatever the field's type is.
    pub fn hidden_text(&self, field: impl FormField<A::Input>, text: impl fmt::Display) -> Markup {
        let mut markup = Markup::new();
        markup.hidden(&field.path(), &text.to_string());
        markup
    }

    /// Whether this form shows the submission of a failed submit, or the result of a successful
    /// one. For a search form: whether the query has any of its fields.
    #[must_use]
    pub fn was_submitted(&self) -> bool {
        if let FormTarget::Search { was_sent, .. } = self.target {
            return was_sent;
        }
        self.submission.as_ref().is_some_and(Submission::is_for_form)
    }

    /// Returns the problem of the form as a whole; `None` if only fields have errors.
    #[must_use]
    pub fn problem(&self) -> Option<&FormProblem> {
        self.submission.as_ref()?.problem()
    }

    /// Returns all messages for fields of this form, by path. A page that shows messages beside
    /// fields can show a summary with it. The path of a message in a map contains a key that the
    /// client chose.
    #[must_use]
    pub fn errors(&self) -> &BTreeMap<String, Vec<String>> {
        static NONE: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let submission = self.submission.as_ref();
        submission.and_then(Submission::all_errors).unwrap_or(&NONE)
    }

    /// Returns the value that the action returned. Returns `None` if the submit failed, or if `T`
    /// is another type.
    #[must_use]
    pub fn result<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_str(self.submission.as_ref()?.result()?).ok()
    }

    /// Returns a message in the language of the page.
    pub(super) fn say(&self, message: &Message) -> Message {
        match self.target.ctx().language() {
            Some(language) => language.say(message),
            None => message.clone(),
        }
    }

    fn state(&self) -> Option<&FormState> {
        self.submission.as_ref()?.state()
    }

    /// Returns the state whose values repopulate the form.
    pub(super) fn values_to_repopulate(&self) -> Option<&FormState> {
        self.state()
    }

    fn values_of(&self, path: &str, kind: FieldKind) -> Vec<String> {
        let submission = self.submission.as_ref();
        let submitted = submission.and_then(|submission| submission.values(path, kind));
        submitted.unwrap_or_else(|| self.filled.at(path))
    }

    fn errors_of(&self, path: &str, kind: FieldKind) -> Vec<String> {
        let submission = self.submission.as_ref();
        submission.map_or_else(Vec::new, |submission| submission.errors(path, kind))
    }
}

impl<A: HasForm> fmt::Debug for FormView<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FormView")
            .field("form", &self.name())
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}

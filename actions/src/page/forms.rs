//! The extractor that gives a page its forms.

use std::fmt;
use std::sync::Arc;

use axum_core::extract::FromRequestParts;
use frontdesk_form::__private::line_feeds;
use frontdesk_router::__desk::outside_desk;
use frontdesk_router::{Ctx, Language, Problem, is_local_path};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method};
use serde::Serialize;

use super::form_view::FormView;
use super::page_context::PageContext;
use super::page_url::{enclosing_page, referer};
use super::path_params::key_of;
use super::shown::Shown;
use super::submission::Submission;
use crate::action::Action;
use crate::actions::Actions;
use crate::browser::Browser;
use crate::caller::Caller;
use crate::form_state::{FormProblem, LoadedStates, Owner, Parameter, with_parameter};
use crate::guard::Guard;
use crate::login::restored_id_in;
use crate::protocol::{ACTIONS_PATH, ENCLOSING_PAGE_FIELD, RETURN_FIELD};
use crate::registry::BoundAction;

/// An extractor for pages. It returns the forms of actions, repopulated after a failed submit.
///
/// It works in pages of the desk, and in pages of the host app under the adapter's layer (axum:
/// `.desk(desk)` after the routes; actix: `.wrap(frontdesk::actix::pages(&desk))`).
///
/// After a failed submit, the browser is redirected back to the page (post/redirect/get). The URL
/// and a cookie then name the submitted values and the messages (old input, in other frameworks).
/// They are shown only to the browser that submitted the form, and to the same identity if the desk
/// identifies clients, and only on this page: again when it is reloaded, or by Back and Forward, for
/// two minutes ([`form_state_lifetime`]) or until a form of this action and key is sent with
/// success. What an action returned ([`FormView::result`]) is shown once.
///
/// An action takes it too, by `#[extract]`, to render the part of a page that its
/// [`Reply`](crate::Reply) has. Its forms are as in a page that nothing was submitted on.
///
/// A browser that stores no cookies gets the form empty, and the problem `cookies-needed` in it,
/// which tells whether the form was processed.
///
/// [`form_state_lifetime`]: https://docs.rs/frontdesk/latest/frontdesk/struct.DeskBuilder.html#method.form_state_lifetime
///
/// ```
/// # extern crate frontdesk_actions as frontdesk;
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/kit/forms.rs"));
/// use frontdesk_actions::{Forms, server_action};
///
/// #[server_action]
/// async fn create_todo(title: String) {}
///
/// async fn page(forms: Forms) -> String {
///     let form = forms.of::<CreateTodo>();
///     let title = form.field(CreateTodo::TITLE);
///     format!("{}{}{}<button>Add</button></form>", form.open(), title.input("text"), title.messages())
/// }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// # let html = page(forms::<CreateTodo>().await).await;
/// # assert!(html.contains(r#"<form action="/_actions/create_todo" method="post""#), "{html}");
/// # }
/// ```
///
/// # Errors
///
/// The rejection is a masked 500 if neither a desk nor the adapter's layer covers the page. The log
/// has the reason.
#[derive(Clone)]
pub struct Forms {
    page: PageContext,
    submission: Option<Arc<Shown>>,
    result: Option<Arc<Shown>>,
}

impl Forms {
    /// Returns the form of an action.
    ///
    /// If the desk doesn't have the action, the response is a masked 500, because a form that can
    /// only fail must not be shown; the log has the line of the call. Build the desk with
    /// `.linked_actions()`, or add the action with `.action::<A>()`.
    #[must_use]
    #[track_caller]
    pub fn of<A: Action>(&self) -> FormView<A> {
        self.view(|action| key_without_params(action, None))
    }

    /// Returns one of several forms of an action on a page. The key tells them apart: the id of
    /// what the form acts on, say. A failed submit repopulates only the form with the same key. If
    /// the body was rejected unread (it was too large, say), its key is not known, and the first
    /// form of the action that the page asks for shows the problem.
    ///
    /// The key is visible in the page, and users can change it. It tells which form was sent, and
    /// nothing about what its sender may do.
    ///
    /// ```
    /// # extern crate frontdesk_actions as frontdesk;
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/kit/forms.rs"));
    /// use frontdesk_actions::{Forms, server_action};
    ///
    /// #[server_action]
    /// async fn rename_todo(title: String) {}
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// # let forms = forms::<RenameTodo>().await;
    /// for id in [1, 2] {
    ///     let form = forms.of_key::<RenameTodo>(id);
    ///     assert_eq!(form.field(RenameTodo::TITLE).id(), format!("rename_todo-{id}-title"));
    /// }
    /// # }
    /// ```
    ///
    /// If the desk doesn't have the action, the response is a masked 500, as with [`Forms::of`].
    #[must_use]
    #[track_caller]
    pub fn of_key<A: Action>(&self, key: impl fmt::Display) -> FormView<A> {
        let key = line_feeds(&key.to_string()).into_owned();
        self.view(|action| key_without_params(action, Some(key)))
    }

    /// Returns the form of an action whose path has parameters, such as
    /// `/pastes/{id}/delete`. The form is sent to that path with these parameters,
    /// percent-encoded, and they are the form's key: of several forms on a page, a failed submit
    /// repopulates the one with the same parameters.
    ///
    /// `params` is what [`Path`](frontdesk_router::Path) reads in the action: a text or a number
    /// for one parameter, a tuple for several, or a struct by the names of its fields. A catch-all
    /// is a text with slashes, or a list of segments.
    ///
    /// If the parameters don't fit the path (their number is wrong, one is empty, `.` or `..`),
    /// the response is a masked 500, and the log has the line of the call.
    ///
    /// ```
    /// # extern crate frontdesk_actions as frontdesk;
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/kit/forms.rs"));
    /// use frontdesk_actions::{Forms, server_action};
    /// use frontdesk_router::Path;
    ///
    /// #[server_action(path = "/pastes/{id}/delete")]
    /// async fn delete_paste(#[extract] Path(id): Path<String>) {}
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// # let forms = forms::<DeletePaste>().await;
    /// assert_eq!(forms.at::<DeletePaste>("a/b").url(), "/pastes/a%2Fb/delete");
    /// # }
    /// ```
    #[must_use]
    #[track_caller]
    pub fn at<A: Action>(&self, params: impl Serialize) -> FormView<A> {
        self.view(|action| key_of(action, params))
    }

    /// Returns the problem of the last submit if no form that the page has rendered so far is the
    /// one that was sent: its todo is no longer in the list, say. If only fields had errors, the
    /// problem has the code `invalid-fields` and no more. It is returned once.
    ///
    /// Call it after the page's forms were rendered: in a template, below them. A form is rendered
    /// by its start tag, hidden fields, values or messages. If this is called first, the problem is
    /// shown by the page and not by the form.
    #[must_use]
    pub fn unclaimed_problem(&self) -> Option<&FormProblem> {
        let mut all = self.submission.iter().chain(&self.result);
        all.find_map(|shown| shown.claim_unclaimed())
    }

    /// Returns whether the page shows a submit that failed, of any of its forms. Its title should show it,
    /// since a screen reader reads that first. Claims nothing, so a template can call it above the forms.
    ///
    /// ```
    /// # extern crate frontdesk_actions as frontdesk;
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/kit/forms.rs"));
    /// # use frontdesk_actions::{Forms, server_action};
    /// # #[server_action]
    /// # async fn create_todo(title: String) {}
    /// fn title(forms: &Forms) -> &'static str {
    ///     if forms.has_failed() { "Error: Todos" } else { "Todos" }
    /// }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// # assert_eq!(title(&forms::<CreateTodo>().await), "Todos");
    /// # }
    /// ```
    #[must_use]
    pub fn has_failed(&self) -> bool {
        let mut all = self.submission.iter().chain(&self.result);
        all.any(|shown| shown.has_failed())
    }

    /// Returns the path below which the desk is mounted, for the links of a template: empty, or like
    /// `/app`. Handlers without forms extract [`BasePath`](frontdesk_router::BasePath).
    #[must_use]
    pub fn base(&self) -> &str {
        &self.page.ctx.shared().base
    }

    /// Returns the request's language, for `<html lang>` and for the page's own texts: English, or one of
    /// the desk's catalogue (`DeskBuilder::words`). Handlers without forms extract [`Language`].
    #[must_use]
    pub fn language(&self) -> Language {
        Language::of(&self.page.ctx)
    }

    #[track_caller]
    fn view<A: Action>(&self, key: impl FnOnce(&BoundAction) -> Result<Option<String>, String>) -> FormView<A> {
        let found = self.page.actions.get(A::NAME).ok_or_else(|| {
            let name = A::NAME;
            format!("the desk has no action `{name}`: build it with `.linked_actions()` or `.action::<…>()`")
        });
        let (action, key) = match found.and_then(|action| Ok((action, key(action)?))) {
            Ok(found) => found,
            Err(reason) => {
                self.page.ctx.fail(&reason);
                let absent = BoundAction::absent(&A::registration());
                return FormView::new(self.page.clone(), Arc::new(absent), None, None);
            }
        };
        let of_form = |shown: &Option<Arc<Shown>>| {
            let is_for = |shown: &&Arc<Shown>| shown.state.is_for(A::NAME, key.as_deref());
            shown.as_ref().filter(is_for).map(Arc::clone)
        };
        let submission = Submission::new(key.as_deref(), of_form(&self.submission), of_form(&self.result));
        FormView::new(self.page.clone(), Arc::clone(action), key, submission)
    }
}

impl fmt::Debug for Forms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Forms")
            .field("submission", &self.submission)
            .field("result", &self.result)
            .finish_non_exhaustive()
    }
}

impl<S: Sync> FromRequestParts<S> for Forms {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let ctx = Ctx::get(&parts.extensions)
            .cloned()
            .ok_or_else(|| outside_desk("Forms"))?;
        let actions = ctx
            .part::<Arc<Actions>>()
            .cloned()
            .ok_or_else(|| outside_desk("Forms"))?;
        // A part that htmx puts into a page shows the submission of that page. The part that an action
        // returns shows none: the form was sent with success.
        let caller = Caller::of_page(&ctx, &parts.headers);
        let in_action = is_call(&actions, &ctx, parts);
        let enclosing_page = enclosing_page(caller, &actions.guard, &parts.headers, &parts.uri)
            .or_else(|| page_of_call(in_action, &actions.guard, parts));
        let own = ctx.path_and_query();
        let page_url = enclosing_page.unwrap_or(&own);
        let return_field = return_field(page_url, enclosing_page.is_some());
        let shown_at = if in_action { "/" } else { page_url };
        let mut found = Parameter::of(shown_at).and_then(|named| actions.form_states.find(&ctx, named, shown_at));
        let after_login = restored_id_in(shown_at).map(|id| (id, shown_at.to_owned()));
        let browser = if actions.has_once || found.is_some() || after_login.is_some() {
            Browser::of(parts, &actions.guard)
        } else {
            Browser::default()
        };
        if let Some(found) = &mut found {
            actions.form_states.find_cookies(&ctx, &parts.headers, found, &browser);
        }
        // Its forms say for whom they are rendered, in case that a login comes in between.
        let identity = actions.tokens.identity(parts).await;
        let mut loaded = LoadedStates::default();
        if let Some(found) = found {
            let owner = browser.id.map(|browser| Owner::new(browser, identity.as_deref()));
            loaded = actions.form_states.load(&ctx, found, owner).await;
            if caller.profile().retains_files {
                loaded.without_file_requests();
            }
        }
        // Its form has left the page: the files are gone.
        if let Some((id, page)) = after_login {
            let of_page = (id, page.as_str(), identity.as_deref());
            loaded.submission = actions.logins.restore(&ctx, &parts.headers, &browser, of_page).await;
        }
        let consumes = parts.method != Method::HEAD && !is_prefetch(&parts.headers);
        let shown =
            |loaded| Arc::new(Shown::new(loaded, &ctx, consumes).with_failed_page(caller.profile().failed_page));
        Ok(Self {
            submission: loaded.submission.map(shown),
            result: loaded.result.map(shown),
            page: PageContext {
                ctx,
                actions,
                for_whom: identity.as_ref().map(|_| Arc::default()),
                identity,
                browser,
                return_field,
            },
        })
    }
}

/// Returns the hidden field with the URL that failed forms of a page redirect back to, and that URL.
fn return_field(page_url: &str, is_part: bool) -> (&'static str, Arc<str>) {
    let field = if is_part { ENCLOSING_PAGE_FIELD } else { RETURN_FIELD };
    let url = with_parameter(page_url, None);
    (field, Arc::from(if is_local_path(&url) { &*url } else { "/" }))
}

/// Returns whether the extractor runs for the call of an action, which renders a part of a page.
fn is_call(actions: &Actions, ctx: &Ctx, parts: &Parts) -> bool {
    if parts.method != Method::POST {
        return false;
    }
    let is_path_of = |action: &BoundAction, pattern| action.path.as_ref().is_some_and(|(own, _)| own.text() == pattern);
    let has_own_path = |pattern| actions.table().actions().any(|action| is_path_of(action, pattern));
    parts.uri.path().starts_with(ACTIONS_PATH) || ctx.pattern().is_some_and(has_own_path)
}

/// Returns the page that called an action, or the home page if it doesn't tell.
fn page_of_call<'p>(in_action: bool, guard: &Guard, parts: &'p Parts) -> Option<&'p str> {
    in_action.then(|| referer(guard, &parts.headers, &parts.uri).unwrap_or("/"))
}

/// Returns the key of a form whose URL has no parameters.
fn key_without_params(action: &BoundAction, key: Option<String>) -> Result<Option<String>, String> {
    if action.has_params() {
        let name = action.name;
        return Err(format!(
            "the path of the action `{name}` has parameters: write `forms.at::<…>(…)` with them"
        ));
    }
    Ok(key)
}

/// The headers by which a browser, or a script such as Turbo when a link is hovered, declares that it
/// requests a page before anybody wants to see it.
const PURPOSES: [&str; 4] = ["sec-purpose", "x-sec-purpose", "purpose", "x-moz"];

/// Returns whether a page is prefetched.
pub(super) fn is_prefetch(headers: &HeaderMap) -> bool {
    PURPOSES.into_iter().any(|name| {
        let value = headers.get(name).map(HeaderValue::as_bytes);
        value.is_some_and(|purpose| purpose.trim_ascii().to_ascii_lowercase().starts_with(b"prefetch"))
    })
}

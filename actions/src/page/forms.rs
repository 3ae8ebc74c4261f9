//! The extractor that gives a page its forms.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use axum_core::extract::FromRequestParts;
use frontdesk_form::__private::line_feeds;
use frontdesk_router::{Ctx, Problem, is_local_path};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method};

use super::form_view::FormView;
use super::page_context::PageContext;
use super::page_url::enclosing_page;
use crate::action::Action;
use crate::actions::Actions;
use crate::caller::Caller;
use crate::form_state::{FormProblem, LoadedState, with_parameter};
use crate::protocol::{ENCLOSING_PAGE_FIELD, RETURN_FIELD};

/// An extractor for pages: gives the forms of actions, with what the last submit left for them.
///
/// It works in pages of the desk and in pages of the host app, which need the adapter's layer for it (axum: `.desk(desk)` after
/// the routes; actix: `.wrap(frontdesk_actix::pages(&desk))`).
///
/// # Errors
///
/// A masked 500 when no desk and no layer covers the page; the log says so.
#[derive(Clone)]
pub struct Forms {
    page: PageContext,
    submission: Option<Arc<LoadedState>>,
    /// Whether a form of the page has taken what was left.
    claimed: Arc<AtomicBool>,
    /// The key of the form that shows what an unread form left: the first of its action that the page asks for.
    unread: Arc<OnceLock<Option<String>>>,
    /// Whether showing what was left uses it up: not for HEAD, and not for a page fetched ahead of a click.
    consumes: bool,
}

impl Forms {
    /// The form of an action.
    ///
    /// # Panics
    ///
    /// When the desk doesn't have the action: its form could only fail. Build the desk with `.linked_actions()`, or name the
    /// action with `.action::<A>()`.
    #[must_use]
    #[track_caller]
    pub fn of<A: Action>(&self) -> FormView<A> {
        self.view(None)
    }

    /// One of several forms of an action on a page, told apart by a key: the id of what it acts on, say. What the last submit
    /// left goes only to the form with the key it was sent with. Where the form was refused unread (it was too large, say), nobody
    /// knows its key, and the first form of the action that the page asks for shows the problem.
    ///
    /// The key stands in the page as it is; it says which form was sent, and nothing about what its sender may do.
    ///
    /// # Panics
    ///
    /// As [`Forms::of`].
    #[must_use]
    #[track_caller]
    pub fn of_key<A: Action>(&self, key: impl fmt::Display) -> FormView<A> {
        self.view(Some(line_feeds(&key.to_string()).into_owned()))
    }

    /// The problem of the last submit when none of the forms asked for so far was the one that was sent: its todo is gone from
    /// the list, say. Ask after the page's forms, and show it above them; asking uses it up. Where only fields were wrong, it says
    /// just that, with the code `invalid-fields`.
    #[must_use]
    pub fn unclaimed_problem(&self) -> Option<&FormProblem> {
        let loaded = self
            .submission
            .as_ref()
            .filter(|_| !self.claimed.load(Ordering::Relaxed))?;
        let problem = loaded.unclaimed.as_ref()?;
        self.claim(loaded);
        Some(problem)
    }

    /// What was left is being shown.
    fn claim(&self, loaded: &LoadedState) {
        let PageContext { ctx, actions, .. } = &self.page;
        ctx.forbid_store();
        let first = !self.claimed.swap(true, Ordering::Relaxed);
        if first && self.consumes {
            actions.form_states.consume(ctx, loaded);
        }
    }

    #[track_caller]
    #[expect(
        clippy::panic,
        reason = "documented: a page with a form that can't work should not be shown"
    )]
    fn view<A: Action>(&self, key: Option<String>) -> FormView<A> {
        let Some(action) = self.page.actions.get(A::NAME) else {
            panic!(
                "the desk has no action `{}`: build it with `.linked_actions()` or `.action::<…>()`",
                A::NAME
            );
        };
        let submission = self
            .submission
            .as_ref()
            .filter(|loaded| loaded.state.is_for(A::NAME, key.as_deref()))
            .filter(|loaded| !loaded.state.unread || *self.unread.get_or_init(|| key.clone()) == key);
        if let Some(loaded) = submission {
            self.claim(loaded);
        }
        let state = submission.map(|loaded| Arc::clone(&loaded.state));
        FormView::new(self.page.clone(), Arc::clone(action), key, state)
    }
}

impl fmt::Debug for Forms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Forms")
            .field("submission", &self.submission)
            .finish_non_exhaustive()
    }
}

impl<S: Sync> FromRequestParts<S> for Forms {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let ctx = Ctx::get(&parts.extensions).cloned().ok_or_else(outside)?;
        let actions = ctx.part::<Arc<Actions>>().cloned().ok_or_else(outside)?;
        // A part that htmx puts into a page shows the submission of that page.
        let caller = Caller::from_headers(&parts.headers);
        let enclosing_page = enclosing_page(caller, &actions.guard, &parts.headers, &parts.uri);
        let own = ctx.path_and_query();
        let page_url = enclosing_page.unwrap_or(&own);
        let submission = actions.form_states.load(&ctx, &parts.headers, page_url).await;
        let consumes = parts.method != Method::HEAD && !is_prefetch(&parts.headers);
        let field = enclosing_page.map_or(RETURN_FIELD, |_| ENCLOSING_PAGE_FIELD);
        let return_url = with_parameter(page_url, None);
        let return_url = if is_local_path(&return_url) { &*return_url } else { "/" };
        let identity = actions.tokens.identity.as_ref().filter(|_| actions.asks_identity);
        let identity = identity.and_then(|identity| identity.of(parts));
        let page = PageContext {
            ctx,
            actions,
            identity: identity.map(Arc::from),
            return_field: (field, Arc::from(return_url)),
        };
        Ok(Self {
            page,
            submission: submission.map(Arc::new),
            claimed: Arc::default(),
            unread: Arc::default(),
            consumes,
        })
    }
}

/// Whether a page is fetched in case somebody clicks: by `Sec-Purpose`, and by what browsers sent before there was that.
fn is_prefetch(headers: &HeaderMap) -> bool {
    let says = |name| {
        let value = headers.get(name).map(HeaderValue::as_bytes);
        value.is_some_and(|purpose| purpose.starts_with(b"prefetch"))
    };
    ["sec-purpose", "purpose", "x-moz"].into_iter().any(says)
}

fn outside() -> Problem {
    Problem::internal(
        "`Forms` was extracted outside a desk: serve the page through a desk (`Router::page`), or give the host's own pages the \
         adapter's layer (axum: `.desk(desk)` after the routes; actix: `.wrap(frontdesk_actix::pages(&desk))`)",
    )
}

//! The forms of a page.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use axum_core::extract::FromRequestParts;
use frontdesk_router::{Ctx, Problem, is_local_path};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method};

use crate::action::Action;
use crate::actions::Actions;
use crate::answer::{ENCLOSING_PAGE_FIELD, RETURN_FIELD};
use crate::caller::Caller;
use crate::form::__private::line_feeds;
use crate::form_state::{FormProblem, Loaded, with_parameter};
use crate::page_url;

mod field_view;
mod fill;
mod fragment;
mod on_page;
mod rows;
mod shown;
mod view;

pub use field_view::FieldView;
pub use fill::Fill;
pub use fragment::Fragments;
pub(crate) use on_page::OnPage;
pub use view::FormView;

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
    page: OnPage,
    left: Option<Arc<Loaded>>,
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
        let loaded = self.left.as_ref().filter(|_| !self.claimed.load(Ordering::Relaxed))?;
        let problem = loaded.unclaimed.as_ref()?;
        self.claim(loaded);
        Some(problem)
    }

    /// What was left is being shown.
    fn claim(&self, loaded: &Loaded) {
        let OnPage { ctx, actions, .. } = &self.page;
        ctx.forbid_store();
        let first = !self.claimed.swap(true, Ordering::Relaxed);
        if first && self.consumes {
            actions.keeper.consume(ctx, loaded);
        }
    }

    #[track_caller]
    #[expect(
        clippy::panic,
        reason = "documented: a page with a form that can't work should not be shown"
    )]
    fn view<A: Action>(&self, key: Option<String>) -> FormView<A> {
        let Some(entry) = self.page.actions.get(A::NAME) else {
            panic!(
                "the desk has no action `{}`: build it with `.linked_actions()` or `.action::<…>()`",
                A::NAME
            );
        };
        let left = self
            .left
            .as_ref()
            .filter(|loaded| loaded.state.is_for(A::NAME, key.as_deref()))
            .filter(|loaded| !loaded.state.unread || *self.unread.get_or_init(|| key.clone()) == key);
        if let Some(loaded) = left {
            self.claim(loaded);
        }
        let left = left.map(|loaded| Arc::clone(&loaded.state));
        FormView::new(self.page.clone(), Arc::clone(entry), key, left)
    }
}

impl fmt::Debug for Forms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Forms")
            .field("left", &self.left)
            .finish_non_exhaustive()
    }
}

impl<S: Sync> FromRequestParts<S> for Forms {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let ctx = Ctx::get(&parts.extensions).cloned().ok_or_else(outside)?;
        let actions = ctx.part::<Arc<Actions>>().cloned().ok_or_else(outside)?;
        // What htmx puts into a page shows what was left for that page.
        let caller = Caller::from_headers(&parts.headers);
        let around = page_url::around(caller, &actions.guard, &parts.headers, &parts.uri);
        let own = ctx.path_and_query();
        let left = actions.keeper.load(&ctx, &parts.headers, around.unwrap_or(&own)).await;
        let consumes = parts.method != Method::HEAD && !is_prefetch(&parts.headers);
        let field = around.map_or(RETURN_FIELD, |_| ENCLOSING_PAGE_FIELD);
        let way_back = with_parameter(around.unwrap_or(&own), None);
        let way_back = if is_local_path(&way_back) { &*way_back } else { "/" };
        let identity = actions.seals.identity.as_ref().filter(|_| actions.asks_identity);
        let identity = identity.and_then(|identity| identity.of(parts));
        let page = OnPage {
            ctx,
            actions,
            identity: identity.map(Arc::from),
            way_back: (field, Arc::from(way_back)),
        };
        Ok(Self {
            page,
            left: left.map(Arc::new),
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

//! What a page can show of a submission, and whether it has.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, OnceLock};

use frontdesk_router::Ctx;
use http::StatusCode;

use crate::form_state::{FormProblem, FormState, LoadedState, StoredText};

/// Nothing has shown it.
const BY_NOTHING: u8 = 0;
/// A form of the page shows it.
const BY_FORM: u8 = 1;
/// The page shows its problem, outside of any form.
const BY_PAGE: u8 = 2;

/// A form state that was loaded for a page. All forms of the page share it.
#[derive(Debug)]
pub(super) struct Shown {
    pub(super) state: Arc<FormState>,
    loaded: LoadedState,
    /// The messages of fields and the problem, in the language of the page.
    pub(super) errors: BTreeMap<String, Vec<String>>,
    problem: Option<FormProblem>,
    unclaimed: Option<FormProblem>,
    ctx: Ctx,
    shown: AtomicU8,
    /// Whether showing it uses up what is displayed once. A HEAD request does not, nor does a
    /// prefetch.
    consumes: bool,
    /// The status of a page that shows it.
    page_status: StatusCode,
    /// The key of the form that shows a submission that was not read: the first of its action that
    /// the page renders.
    unread: OnceLock<Option<String>>,
}

/// Returns the messages of fields in the language of the page.
fn translated(state: &FormState, ctx: &Ctx) -> BTreeMap<String, Vec<String>> {
    let say = |text: &StoredText| text.translated(ctx.language()).into();
    let errors = state.errors.iter();
    errors
        .map(|(path, texts)| (path.clone(), texts.iter().map(say).collect()))
        .collect()
}

impl Shown {
    pub(super) fn new(loaded: LoadedState, ctx: &Ctx, consumes: bool) -> Self {
        Self {
            state: Arc::clone(&loaded.state),
            errors: translated(&loaded.state, ctx),
            problem: loaded
                .state
                .problem
                .as_ref()
                .map(|problem| problem.translated(ctx.language())),
            unclaimed: loaded.unclaimed().map(|problem| problem.translated(ctx.language())),
            loaded,
            ctx: ctx.clone(),
            shown: AtomicU8::new(BY_NOTHING),
            consumes,
            page_status: StatusCode::OK,
            unread: OnceLock::new(),
        }
    }

    /// Sets the status of a page that shows it, if its form has to be sent again.
    pub(super) fn with_failed_page(mut self, status: StatusCode) -> Self {
        if self.loaded.is_unfinished {
            self.page_status = status;
        }
        self
    }

    /// Returns whether it belongs to the form with this key, of those of its action.
    pub(super) fn is_for(&self, key: Option<&str>) -> bool {
        let is_of = |own: &Option<String>| own.as_deref() == key;
        !self.state.unread || self.unread.get().is_none_or(is_of)
    }

    /// Returns whether it has messages or a problem to show. Claims nothing.
    pub(super) fn has_failed(&self) -> bool {
        let is_failure = |problem: &FormProblem| problem.status >= StatusCode::BAD_REQUEST.as_u16();
        self.state.has_errors() || self.problem.as_ref().is_some_and(is_failure)
    }

    /// Returns the state for the form with this key to show.
    pub(super) fn claim(&self, key: Option<&str>) -> Option<&FormState> {
        if self.state.unread && self.unread.get_or_init(|| key.map(str::to_owned)).as_deref() != key {
            return None;
        }
        self.claim_by(BY_FORM);
        Some(&self.state)
    }

    /// Returns the problem for the form with this key to show, unless the page has shown it already.
    pub(super) fn claim_problem(&self, key: Option<&str>) -> Option<&FormProblem> {
        let problem = self.problem.as_ref()?;
        self.claim(key)?;
        (self.shown.load(Ordering::Relaxed) == BY_FORM).then_some(problem)
    }

    /// Returns the problem for the page to show, unless a form has shown it already.
    pub(super) fn claim_unclaimed(&self) -> Option<&FormProblem> {
        let problem = self.unclaimed.as_ref()?;
        self.claim_by(BY_PAGE).then_some(problem)
    }

    /// Returns whether this is the first claim.
    fn claim_by(&self, by: u8) -> bool {
        let claimed = self
            .shown
            .compare_exchange(BY_NOTHING, by, Ordering::Relaxed, Ordering::Relaxed);
        if claimed.is_ok() {
            if let Some(language) = self.ctx.language() {
                language.mark_used();
            }
            self.ctx.forbid_store();
            if self.page_status != StatusCode::OK {
                self.ctx.set_page_status(self.page_status);
            }
            if self.consumes {
                self.loaded.consume(&self.ctx);
            }
        }
        claimed.is_ok()
    }
}

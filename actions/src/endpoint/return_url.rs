//! The page that a browser is redirected back to: post/redirect/get.

use std::sync::Arc;

use frontdesk_router::{Redirect, is_local_path};
use http::request::Parts;

use super::call::Call;
use crate::form_state::with_parameter;
use crate::page::{enclosing_page, referer};
use crate::protocol::{ACTIONS_PATH, ENCLOSING_PAGE_FIELD, RETURN_FIELD};

/// The longest return URL: browsers and proxies accept no longer `Location`.
const MAX_LENGTH: usize = 8 * 1024;

impl Call {
    /// Returns the page that has the form. The sources, best first: what htmx reports as the
    /// current URL; what the form itself names; `Referer`, if it has more than the origin; and the
    /// page that enclosed the form when htmx fetched it. It is always the path of a page on this
    /// origin.
    pub(super) fn return_url(&self) -> Option<&str> {
        let (guard, Parts { headers, uri, .. }) = (&self.actions.guard, &self.parts);
        let is_page = |path: &&str| self.is_page(path);
        let current = enclosing_page(self.caller, guard, headers, uri).filter(is_page);
        current
            .or_else(|| self.hidden.return_url.as_deref().filter(is_page))
            .or_else(|| {
                let referer = referer(guard, headers, uri).filter(is_page);
                let with_path = referer.filter(|path| *path != "/");
                with_path
                    .or_else(|| self.hidden.enclosing_page.as_deref().filter(is_page))
                    .or(referer)
            })
    }

    /// Returns the return URL, or the app's home page if there is none.
    pub(super) fn return_url_or_home(&self) -> &str {
        self.return_url().unwrap_or(match self.ctx.shared().base.as_str() {
            "" => "/",
            base => base,
        })
    }

    /// Returns the hidden field that names the return URL, and that URL, as the submitted form had
    /// them: for the form that replaces it.
    pub(super) fn return_url_from_form(&self) -> (&'static str, Arc<str>) {
        let fields = [
            (RETURN_FIELD, self.hidden.return_url.as_deref()),
            (ENCLOSING_PAGE_FIELD, self.hidden.enclosing_page.as_deref()),
        ];
        let mut named = fields
            .into_iter()
            .filter_map(|(field, url)| Some((field, url.filter(|url| self.is_page(url))?)));
        let (field, url) = named
            .next()
            .unwrap_or((ENCLOSING_PAGE_FIELD, self.return_url_or_home()));
        (field, with_parameter(url, None).into())
    }

    /// Whether a browser can be sent to this path. An action would only respond with 405.
    fn is_page(&self, path: &str) -> bool {
        let below_base = path.strip_prefix(&*self.ctx.shared().base);
        let is_action = below_base.is_some_and(|path| path.starts_with(ACTIONS_PATH));
        path.len() <= MAX_LENGTH && can_redirect_to(path) && !is_action
    }
}

/// Whether a path is local once `Redirect` has percent-encoded it. Most paths are encoded already, so
/// that a redirect need not be made to find out.
fn can_redirect_to(path: &str) -> bool {
    is_local_path(path) || Redirect::to(path).location().is_some()
}

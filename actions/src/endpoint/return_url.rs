//! The page that a browser is redirected back to: post/redirect/get.

use std::sync::Arc;

use frontdesk_router::{Redirect, is_local_path};
use http::request::Parts;
use percent_encoding::percent_decode_str;

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
        path.len() <= MAX_LENGTH && can_redirect_to(path) && !is_action(path, &self.ctx.shared().base)
    }
}

/// Whether a path is local once `Redirect` has percent-encoded it. Most paths are encoded already, so
/// that a redirect need not be made to find out.
fn can_redirect_to(path: &str) -> bool {
    is_local_path(path) || Redirect::to(path).location().is_some()
}

/// Whether a path is that of an action, or becomes one if a proxy or a server normalises it: decodes
/// it, reads `\` as `/`, merges slashes and removes dot segments, as some do.
fn is_action(path: &str, base: &str) -> bool {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    if !path.contains(['%', '\\']) && !path.contains("//") {
        // There are no dot segments in a local path.
        let folder = ACTIONS_PATH.trim_end_matches('/');
        let rest = path.strip_prefix(base).and_then(|path| path.strip_prefix(folder));
        return rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    }
    let (path, folder) = (normalised(path), normalised(&format!("{base}{ACTIONS_PATH}")));
    path.starts_with(&folder)
}

/// Returns the segments of a path, decoded, without empty and dot segments.
fn normalised(path: &str) -> Vec<Vec<u8>> {
    let decoded: Vec<u8> = percent_decode_str(path).collect();
    let mut segments = Vec::new();
    for segment in decoded.split(|byte| matches!(byte, b'/' | b'\\')) {
        match segment {
            b"" | b"." => {}
            b".." => drop(segments.pop()),
            segment => segments.push(segment.to_vec()),
        }
    }
    segments
}

#[cfg(test)]
mod tests {
    use super::{can_redirect_to, is_action};

    /// Paths and whether a form may lead back to them, for a desk at `/` and one at `/app`.
    const PATHS: &[(&str, bool, bool)] = &[
        ("/", true, true),
        ("/notes", true, true),
        ("/notes?to=/_actions/count", true, true),
        ("/notes#/_actions/count", true, true),
        ("/notes?a=/../_actions/x", true, true),
        ("/notes//x", true, true),
        ("/s\u{fc}\u{df} und gut", true, true),
        ("/100%25", true, true),
        ("/a%2Fb", true, true),
        ("/a\\b", true, true),
        ("/_action", true, true),
        ("/_actionsx/y", true, true),
        ("/_ACTIONS/count", true, true),
        ("/x/_actions/count", true, true),
        ("/x%2f_actions/count", true, true),
        ("/%25_actions/x", true, true),
        ("/_actions", false, true),
        ("/_actions?x", false, true),
        ("/_actions/", false, true),
        ("/_actions/count", false, true),
        ("/_actions/count?x=y#z", false, true),
        ("/_actions//count", false, true),
        ("/_actions\\count", false, true),
        ("/_actions%2fcount", false, true),
        ("/_actions%5Ccount", false, true),
        ("/%5factions/count", false, true),
        ("/%5Factions/count", false, true),
        ("/_%61ctions/count", false, true),
        ("/_actions%2Fx/..%2Fcount", false, true),
        ("/%2f_actions/count", false, true),
        ("/%5c_actions/count", false, true),
        ("/x%2f..%2f_actions/count", false, true),
        ("/x/..%2f_actions/count", false, true),
        ("/..%2f_actions/count", false, true),
        ("/..%5c_actions/count", false, true),
        ("/.%2f_actions/count", false, true),
        ("/%2e%2f_actions/count", false, true),
        ("/%2e%2e%2f_actions/count", false, true),
        ("/x\\..\\_actions\\count", false, true),
        ("/\u{e4}\\..\\_actions/count", false, true),
        ("/app/_actions/count", true, false),
        ("/app//_actions/count", true, false),
        ("/app/%5factions/count", true, false),
        ("/app%2f_actions/count", true, false),
        ("/app/x%2f..%2f_actions/count", true, false),
        ("/x%2f..%2fapp/_actions", true, false),
        ("/%61pp/_actions/count", true, false),
        ("/app/x/_actions/count", true, true),
        ("/application/_actions/count", true, true),
        // Not local.
        ("", false, false),
        ("notes", false, false),
        ("//evil.example", false, false),
        ("///_actions/count", false, false),
        ("/\\evil.example", false, false),
        ("/./_actions/count", false, false),
        ("/../_actions/count", false, false),
        ("/notes/../_actions/count", false, false),
        ("/notes/..", false, false),
        ("/notes/.", false, false),
        ("/notes/../notes", false, false),
        ("/notes/%2e%2e/_actions/count", false, false),
        ("/notes/%2E%2e/_actions/count", false, false),
        ("/notes/.%2e/_actions/count", false, false),
        ("/notes/%2E./_actions/count", false, false),
        ("/%2e/_actions/count", false, false),
        ("/%2E/_actions/count", false, false),
        ("/\u{e4}/../_actions/count", false, false),
        ("/a b/%2e%2e/_actions/count", false, false),
        ("/app/../_actions/count", false, false),
        ("/\t/evil.example", false, false),
        ("/.\t./_actions/count", false, false),
        ("/x\r\n", false, false),
        ("/\u{85}x", false, false),
        ("https://evil.example/", false, false),
        ("javascript:alert(1)", false, false),
    ];

    #[test]
    fn return_url_is_a_local_path_of_no_action() {
        for (path, at_root, below_app) in PATHS {
            for (base, expected) in [("", at_root), ("/app", below_app)] {
                let accepted = can_redirect_to(path) && !is_action(path, base);
                assert_eq!(accepted, *expected, "{path:?} below {base:?}");
            }
        }
        assert!(is_action("/s%c3%bc%c3%9f/_actions/x", "/s%C3%BC%C3%9F"));
        assert!(is_action("/süß/_actions//x", "/s%C3%BC%C3%9F"));
    }
}

//! What kind of client calls an action, and the table of what differs between them. Other files ask
//! the table, and not which client it is.

use axum_core::body::Body;
use axum_core::response::{IntoResponse as _, Response};
use frontdesk_router::__desk::{prefers_html, set_sent_status};
use frontdesk_router::{Ctx, Html};
use http::header::{self, ACCEPT, CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use crate::call_headers::CallHeaders;
use crate::protocol::{FRONTDESK_REDIRECT, HX_REDIRECT, POSTCARD};

/// The kind of client that calls an action. It decides only the form of the response; whether the
/// call is allowed is decided by the [guard](crate::guard::Guard).
///
/// ```
/// use frontdesk_actions::Caller;
/// use http::{HeaderMap, HeaderValue};
///
/// let mut headers = HeaderMap::new();
/// assert_eq!(Caller::from_headers(&headers), Caller::Program);
/// headers.insert("hx-request", HeaderValue::from_static("true"));
/// assert_eq!(Caller::from_headers(&headers), Caller::Htmx2);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Caller {
    /// A browser that shows the response as a page, and follows redirects: post/redirect/get.
    Browser,
    /// [htmx](https://htmx.org) 1 or 2, which swaps the response into a page, unless its status is an
    /// error.
    Htmx2,
    /// [htmx](https://four.htmx.org) 4, which swaps the response into a page, errors too.
    Htmx4,
    /// htmx 1 or 2 with `hx-boost`, which follows redirects and shows the page, unless its status is an
    /// error.
    BoostedHtmx2,
    /// htmx 4 with `hx-boost`, which follows redirects and shows the page.
    BoostedHtmx4,
    /// [Unpoly](https://unpoly.com) 3, which follows redirects and takes parts out of the page.
    Unpoly,
    /// [Alpine AJAX](https://alpine-ajax.js.org), which follows redirects and takes parts out of the page.
    Alpine,
    /// [Turbo](https://turbo.hotwired.dev) 8, which follows redirects and shows the page.
    Turbo,
    /// Frontdesk's own script, which loads the page that it is sent to, and shows it.
    FrontdeskScript,
    /// A program, such as `fetch` in a page. It receives JSON.
    Program,
    /// A program that sent postcard. It receives postcard.
    Postcard,
}

impl Caller {
    /// Returns the kind of client that sent these headers. The first rule that matches decides:
    ///
    /// 1. `Content-Type: application/postcard`: postcard.
    /// 2. `HX-Request: true` without `HX-Boosted: true`: htmx, version 4 where there is `HX-Request-Type`,
    ///    else version 2.
    /// 3. `X-Up-Version`: Unpoly.
    /// 4. `X-Alpine-Request: true`: Alpine AJAX.
    /// 5. `Turbo-Frame` or `X-Turbo-Request-Id`: Turbo.
    /// 6. `Frontdesk-Request`: Frontdesk's own script.
    /// 7. `HX-Request: true`: a form or link of htmx that is boosted.
    /// 8. `Sec-Fetch-Mode: navigate`: a browser.
    /// 9. `Accept` prefers HTML ([`prefers_html`]): a browser.
    /// 10. Everything else is a program, also without `Accept`.
    #[must_use]
    pub fn from_headers(headers: &HeaderMap) -> Self {
        Self::of(&CallHeaders::of(headers), headers)
    }

    /// Like [`from_headers`](Self::from_headers), where the headers have been found already.
    pub(crate) fn of(found: &CallHeaders<'_>, headers: &HeaderMap) -> Self {
        if found.content_type.first.is_some_and(is_postcard) {
            return Self::Postcard;
        }
        if let Some(library) = Self::library(found) {
            return library;
        }
        let prefers_html = || match found.accept.only() {
            // What `fetch` and most programs send.
            Some(accept) if accept == "*/*" => false,
            Some(accept) => prefers_html(std::iter::once(accept)),
            None => found.accept.is_repeated && prefers_html(headers.get_all(ACCEPT).iter()),
        };
        if found.sec_fetch_mode.first_is("navigate") || prefers_html() {
            return Self::Browser;
        }
        Self::Program
    }

    /// Returns the library that sent these headers from a script of the page.
    fn library(found: &CallHeaders<'_>) -> Option<Self> {
        let (is_htmx, is_boosted) = (found.hx_request.first_is("true"), found.hx_boosted.first_is("true"));
        let is_htmx_4 = found.hx_request_type.first.is_some();
        if is_htmx && !is_boosted {
            return Some(if is_htmx_4 { Self::Htmx4 } else { Self::Htmx2 });
        }
        if found.has_up_version {
            return Some(Self::Unpoly);
        }
        if found.x_alpine_request.first_is("true") {
            return Some(Self::Alpine);
        }
        if found.has_turbo {
            return Some(Self::Turbo);
        }
        if found.has_frontdesk_request {
            return Some(Self::FrontdeskScript);
        }
        match (is_htmx, is_htmx_4) {
            (false, _) => None,
            (true, false) => Some(Self::BoostedHtmx2),
            (true, true) => Some(Self::BoostedHtmx4),
        }
    }

    /// Returns the kind of client that requested a page. If it stores pages itself, the page varies so
    /// that it doesn't show again what must not be stored.
    pub(crate) fn of_page(ctx: &Ctx, headers: &HeaderMap) -> Self {
        let caller = Self::from_headers(headers);
        if let Some(header) = caller.profile().own_cache_varies_by {
            ctx.vary_if_unstored(header);
        }
        caller
    }

    /// Sends the client to another page.
    pub(crate) fn redirect(self, location: HeaderValue) -> Response {
        let (status, name) = self.profile().redirect.parts();
        let mut response = status.into_response();
        response.headers_mut().insert(name, location);
        response
    }

    /// Gives the redirect of a failed call the status of its problem, for a client that can read both.
    pub(crate) fn with_status(self, mut redirect: Response, status: StatusCode) -> Response {
        if self.profile().redirects_with_status && redirect.headers().contains_key(&FRONTDESK_REDIRECT) {
            *redirect.status_mut() = status;
        }
        redirect
    }

    /// Turns a rendered problem into what the client shows in place of its page.
    pub(crate) fn whole_page(self, mut problem: Response) -> Response {
        let profile = self.profile();
        let status = profile.sent_status(problem.status());
        set_sent_status(&mut problem, status);
        insert(profile.page_headers, &mut problem);
        problem
    }

    /// Turns HTML of a part of the page, which shows the outcome of this status, into a response.
    pub(crate) fn part(self, html: String, status: StatusCode) -> Response {
        let profile = self.profile();
        let mut response = Html(html).into_response();
        *response.status_mut() = profile.sent_status(status);
        insert(profile.part_headers, &mut response);
        response
    }

    /// Marks a response to a call that succeeded, but whose form is shown again.
    pub(crate) fn again(self, mut response: Response) -> Response {
        insert(self.profile().again_headers, &mut response);
        response
    }

    /// Turns a problem, as JSON, into what the client doesn't place in the page: it asked for a part of that.
    pub(crate) fn unplaced(self, response: &mut Response) {
        let profile = self.profile();
        insert(profile.unplaced_headers, response);
        if profile.reads_only_html {
            *response.body_mut() = Body::empty();
            // What the app's own page for the problem is rendered from.
            response.extensions_mut().clear();
            for name in [CONTENT_LENGTH, CONTENT_TYPE] {
                response.headers_mut().remove(name);
            }
        }
    }

    /// Turns a whole page that the client is not redirected to into a response.
    pub(crate) fn posted_page(self, mut html: String) -> Response {
        let profile = self.profile();
        // htmx takes the body out of it, and finds none that isn't written.
        if !profile.page_headers.is_empty() && !html.to_ascii_lowercase().contains("<body") {
            html.insert_str(0, "<body>");
        }
        let mut response = Html(html).into_response();
        *response.status_mut() = profile.posted_page;
        insert(profile.page_headers, &mut response);
        response
    }

    /// Returns the client's row of the table.
    pub(crate) fn profile(self) -> &'static Profile {
        match self {
            Self::Browser => &BROWSER,
            Self::Htmx2 => &HTMX_2,
            Self::Htmx4 => &HTMX_4,
            Self::BoostedHtmx2 => &BOOSTED_HTMX_2,
            Self::BoostedHtmx4 => &BOOSTED_HTMX_4,
            Self::Unpoly => &UNPOLY,
            Self::Alpine => &ALPINE,
            Self::Turbo => &TURBO,
            Self::FrontdeskScript => &FRONTDESK_SCRIPT,
            Self::Program => &PROGRAM,
            Self::Postcard => &POSTCARD_PROGRAM,
        }
    }
}

/// What differs between clients: a row of the table.
///
/// The reasons for the odd cells are in `DESIGN.md`, "Clients".
#[derive(Debug)]
pub(crate) struct Profile {
    /// What the client receives of values and problems.
    pub(crate) content: Content,
    /// How it is sent to another page.
    pub(crate) redirect: RedirectBy,
    /// Whether the redirect of a failed call has the status of its problem.
    pub(crate) redirects_with_status: bool,
    /// Whether the app's HTML of a failed form takes the place of the form, where the app has it.
    pub(crate) places_forms: bool,
    /// Whether the files that a user has chosen are still in a form that is shown again.
    pub(crate) retains_files: bool,
    /// Whether it takes a field out of the form, in response to a check, where the app has that HTML.
    pub(crate) checks_by_part: bool,
    /// Headers that keep it from placing a response that isn't for the page.
    unplaced_headers: &'static [(&'static str, &'static str)],
    /// Whether it fails at a response that is not HTML.
    reads_only_html: bool,
    /// Headers of HTML that takes the place of a part of the page.
    pub(crate) part_headers: &'static [(&'static str, &'static str)],
    /// Headers of a response to a call that succeeded, but whose form is shown again with its submitted values.
    again_headers: &'static [(&'static str, &'static str)],
    /// Headers of HTML that is a whole page, though the client asked for a part of one.
    pub(crate) page_headers: &'static [(&'static str, &'static str)],
    /// Whether it drops responses with an error status, so that errors are sent as 200.
    drops_errors: bool,
    /// Whether it sends a form again after an error status: once its function may have run, it is always
    /// redirected.
    pub(crate) repeats_after_errors: bool,
    /// The status of the page that shows a failed form.
    pub(crate) failed_page: StatusCode,
    /// Its request header that pages which must not be stored vary by, because it stores pages itself.
    own_cache_varies_by: Option<&'static str>,
    /// Whether its requests name the page in the address bar: the page around what it asks for.
    pub(crate) names_enclosing_page: bool,
    /// Whether the browser's Back leads from the response to the form as it was filled in.
    pub(crate) has_form_in_history: bool,
    /// How it places the parts of a reply.
    pub(crate) places: Places,
    /// How it gets the events of a reply.
    pub(crate) events: EventsBy,
    /// The status of a page that it is not redirected to.
    pub(crate) posted_page: StatusCode,
}

/// How a client places the parts of a reply: the part itself, and the elements out of band.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Places {
    /// It doesn't: it is redirected to a page that has them, or gets the value.
    Nowhere,
    /// By its own attributes. Other elements have `hx-swap-oob`; where `has_partials`, parts of tables
    /// are within `<hx-partial>`.
    BySwapOob { has_partials: bool },
    /// By the selectors in `X-Up-Target`.
    ByUpTarget,
    /// By the ids in the request's `X-Alpine-Target`, and by `x-sync` in the page.
    ByAlpineTarget,
    /// By `<turbo-stream>`.
    ByStreams,
    /// By its own attributes. Other elements are in `<template data-frontdesk-for>`.
    ByTemplates,
}

/// How a client gets the events of a reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EventsBy {
    /// It has no events.
    Nothing,
    /// An object, by name, in this header.
    Object(&'static str),
    /// An array of objects that have a `type`, in this header.
    Array(&'static str),
}

/// What a client receives of values and problems.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Content {
    /// Nothing: it is redirected to a page that shows them.
    Page,
    /// JSON, and `application/problem+json`.
    Json,
    /// postcard.
    Postcard,
}

/// How a client is sent to another page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RedirectBy {
    /// 303 and `Location`.
    Location,
    /// 200 and `HX-Redirect`: htmx would put the page behind a 303 into the place of the form.
    HxRedirect,
    /// 200 and `Frontdesk-Redirect`: a program does what it wants with it, and so does our script.
    FrontdeskRedirect,
}

// Whatever `hx-target`, `hx-swap`, `hx-select` and `hx-push-url` of the form say.
const HTMX_2_PAGE: [(&str, &str); 4] = [
    ("hx-retarget", "body"),
    ("hx-reswap", "innerHTML"),
    ("hx-reselect", "unset"),
    ("hx-push-url", "false"),
];
const HTMX_4_PAGE: [(&str, &str); 4] = [
    ("hx-retarget", "body"),
    ("hx-reswap", "innerHTML"),
    ("hx-reselect", "body"),
    ("hx-push-url", "false"),
];

static LOCATION: HeaderName = header::LOCATION;

static BROWSER: Profile = Profile::PAGES;

static HTMX_2: Profile = Profile {
    drops_errors: true,
    page_headers: &HTMX_2_PAGE,
    ..Profile::HTMX
};

static HTMX_4: Profile = Profile {
    page_headers: &HTMX_4_PAGE,
    places: Places::BySwapOob { has_partials: true },
    ..Profile::HTMX
};

static BOOSTED_HTMX_2: Profile = Profile {
    drops_errors: true,
    page_headers: &HTMX_2_PAGE,
    has_form_in_history: false,
    ..Profile::PAGES
};

static BOOSTED_HTMX_4: Profile = Profile {
    page_headers: &HTMX_4_PAGE,
    has_form_in_history: false,
    ..Profile::PAGES
};

static UNPOLY: Profile = Profile {
    checks_by_part: true,
    reads_only_html: true,
    failed_page: StatusCode::UNPROCESSABLE_ENTITY,
    // Unpoly compares the name with regard to case.
    own_cache_varies_by: Some("X-Up-Fail-Target"),
    has_form_in_history: false,
    places: Places::ByUpTarget,
    events: EventsBy::Array("x-up-events"),
    ..Profile::PAGES
};

static ALPINE: Profile = Profile {
    checks_by_part: true,
    repeats_after_errors: true,
    has_form_in_history: false,
    places: Places::ByAlpineTarget,
    ..Profile::PAGES
};

static TURBO: Profile = Profile {
    has_form_in_history: false,
    places: Places::ByStreams,
    // It drops a page with a success, and shows one with an error.
    posted_page: StatusCode::UNPROCESSABLE_ENTITY,
    ..Profile::PAGES
};

// No script sees where a 303 leads to: not the fragment, not another origin.
static FRONTDESK_SCRIPT: Profile = Profile {
    redirect: RedirectBy::FrontdeskRedirect,
    redirects_with_status: true,
    places_forms: true,
    retains_files: true,
    part_headers: &[("frontdesk-part", "true")],
    again_headers: &[("frontdesk-again", "true")],
    has_form_in_history: false,
    places: Places::ByTemplates,
    events: EventsBy::Array("frontdesk-events"),
    ..Profile::PAGES
};

static PROGRAM: Profile = Profile {
    content: Content::Json,
    redirect: RedirectBy::FrontdeskRedirect,
    has_form_in_history: false,
    ..Profile::PAGES
};

static POSTCARD_PROGRAM: Profile = Profile {
    content: Content::Postcard,
    redirect: RedirectBy::FrontdeskRedirect,
    has_form_in_history: false,
    ..Profile::PAGES
};

impl Profile {
    /// A client that follows redirects and shows the page, or parts of it.
    const PAGES: Self = Self {
        content: Content::Page,
        redirect: RedirectBy::Location,
        redirects_with_status: false,
        places_forms: false,
        retains_files: false,
        checks_by_part: false,
        unplaced_headers: &[],
        reads_only_html: false,
        part_headers: &[],
        again_headers: &[],
        page_headers: &[],
        drops_errors: false,
        repeats_after_errors: false,
        failed_page: StatusCode::OK,
        own_cache_varies_by: None,
        names_enclosing_page: false,
        has_form_in_history: true,
        places: Places::Nowhere,
        events: EventsBy::Nothing,
        posted_page: StatusCode::OK,
    };

    /// What all versions of htmx have in common.
    const HTMX: Self = Self {
        redirect: RedirectBy::HxRedirect,
        places_forms: true,
        checks_by_part: true,
        unplaced_headers: &[("hx-reswap", "none"), ("hx-push-url", "false")],
        // `hx-push-url` of the form would put the action's URL into the address bar.
        part_headers: &[("hx-push-url", "false")],
        names_enclosing_page: true,
        has_form_in_history: false,
        places: Places::BySwapOob { has_partials: false },
        events: EventsBy::Object("hx-trigger"),
        ..Self::PAGES
    };

    /// Whether a page shows people what became of a call: they are redirected back to it.
    pub(crate) fn shows_pages(&self) -> bool {
        self.content == Content::Page
    }

    /// Returns the status to send with HTML that shows a problem of this status.
    fn sent_status(&self, status: StatusCode) -> StatusCode {
        if self.drops_errors { StatusCode::OK } else { status }
    }
}

impl RedirectBy {
    /// Returns the status of a redirect, and the header with its target.
    fn parts(self) -> (StatusCode, &'static HeaderName) {
        match self {
            Self::Location => (StatusCode::SEE_OTHER, &LOCATION),
            Self::HxRedirect => (StatusCode::OK, &HX_REDIRECT),
            Self::FrontdeskRedirect => (StatusCode::OK, &FRONTDESK_REDIRECT),
        }
    }
}

fn insert(headers: &[(&'static str, &'static str)], response: &mut Response) {
    let pairs = headers.iter();
    let pairs = pairs.map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
    response.headers_mut().extend(pairs);
}

/// Compares the media type without its parameters, and without regard to case
/// ([RFC 9110, section 8.3.1](https://www.rfc-editor.org/rfc/rfc9110#section-8.3.1)).
fn is_postcard(content_type: &HeaderValue) -> bool {
    let essence = content_type.as_bytes().split(|byte| *byte == b';').next();
    essence.is_some_and(|essence| essence.trim_ascii().eq_ignore_ascii_case(POSTCARD.as_bytes()))
}

#[cfg(test)]
mod tests {
    use http::HeaderName;

    use super::*;

    #[test]
    fn first_match_wins() {
        const HTML: (&str, &str) = ("accept", "text/html,application/xhtml+xml,*/*;q=0.8");
        const ANY: (&str, &str) = ("accept", "*/*");
        const POSTCARD: (&str, &str) = ("content-type", "application/postcard");
        const HTMX: (&str, &str) = ("hx-request", "true");
        const BOOSTED: (&str, &str) = ("hx-boosted", "true");
        const HTMX4: (&str, &str) = ("hx-request-type", "partial");
        const UNPOLY: (&str, &str) = ("x-up-version", "3.14.3");
        const ALPINE: (&str, &str) = ("x-alpine-request", "true");
        const TURBO: (&str, &str) = ("x-turbo-request-id", "3a4e");
        const OWN: (&str, &str) = ("frontdesk-request", "1");
        const NAVIGATE: (&str, &str) = ("sec-fetch-mode", "navigate");

        let table: &[(&[(&str, &str)], Caller)] = &[
            (&[], Caller::Program),
            (&[ANY], Caller::Program),
            (&[("accept", "application/json")], Caller::Program),
            (&[("accept", "text/html;q=0.9, application/json")], Caller::Program),
            (&[("content-type", "application/json")], Caller::Program),
            (&[("sec-fetch-mode", "cors"), ANY], Caller::Program),
            (&[HTML], Caller::Browser),
            (&[("accept", "application/json;q=0.1"), HTML], Caller::Browser),
            (&[NAVIGATE], Caller::Browser),
            (&[NAVIGATE, ("accept", "application/json")], Caller::Browser),
            (&[("sec-fetch-mode", "NAVIGATE")], Caller::Program),
            (&[HTMX], Caller::Htmx2),
            (&[HTMX, HTML], Caller::Htmx2),
            (&[HTMX, NAVIGATE], Caller::Htmx2),
            (&[HTMX, ("hx-boosted", "false")], Caller::Htmx2),
            (&[HTMX, BOOSTED, ANY], Caller::BoostedHtmx2),
            (&[HTMX, BOOSTED, HTML], Caller::BoostedHtmx2),
            (&[("hx-request", "false")], Caller::Program),
            (&[BOOSTED, ANY], Caller::Program),
            (&[HTMX, HTMX4], Caller::Htmx4),
            (&[HTMX, HTMX4, BOOSTED], Caller::BoostedHtmx4),
            (&[HTMX4, ANY], Caller::Program),
            (&[HTMX, UNPOLY], Caller::Htmx2),
            (&[UNPOLY, ANY], Caller::Unpoly),
            (&[UNPOLY, ALPINE], Caller::Unpoly),
            (&[ALPINE, ANY], Caller::Alpine),
            (&[("x-alpine-request", "false")], Caller::Program),
            (&[ALPINE, TURBO], Caller::Alpine),
            (&[TURBO, HTML], Caller::Turbo),
            (&[("turbo-frame", "list"), ANY], Caller::Turbo),
            (&[TURBO, OWN], Caller::Turbo),
            (&[OWN, NAVIGATE], Caller::FrontdeskScript),
            (&[POSTCARD, UNPOLY], Caller::Postcard),
            (&[POSTCARD], Caller::Postcard),
            (&[POSTCARD, HTMX, NAVIGATE, HTML], Caller::Postcard),
            (&[("content-type", "Application/Postcard ; v=1")], Caller::Postcard),
            (&[("content-type", "application/postcards")], Caller::Program),
            (
                &[("content-type", "text/plain; x=application/postcard")],
                Caller::Program,
            ),
        ];
        for (headers, expected) in table {
            let mut map = HeaderMap::new();
            for (name, value) in *headers {
                map.append(HeaderName::from_static(name), HeaderValue::from_static(value));
            }
            assert_eq!(Caller::from_headers(&map), *expected, "{headers:?}");
        }
    }
}

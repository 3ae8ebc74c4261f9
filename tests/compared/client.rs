//! The clients: what a page has for each, as their documentation recommends.

/// Where the rest of a page comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Our server: the action redirects to the page.
    Redirect,
    /// Our server: the action responds with the parts of the page that have changed.
    Parts,
    /// A `SvelteKit` app.
    SvelteKit,
}

/// A client, in the markup that it needs.
#[derive(Debug)]
pub(crate) struct Client {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    /// The packages whose script the page loads. `frontdesk` is our own.
    pub(crate) packages: &'static [&'static str],
    /// What the head of the page has besides.
    pub(crate) head: &'static str,
    /// The attributes of the form. The value `{url}` is the URL of its action.
    pub(crate) attributes: &'static [(&'static str, &'static str)],
    /// Whether a failed form is the page itself, with the status 422, as the documentation of the library has it.
    /// By itself an action redirects to that page.
    pub(crate) renders_failures: bool,
    /// How it is configured, for the report.
    pub(crate) how: &'static str,
}

const PLAIN: Client = Client {
    name: "plain form",
    kind: Kind::Redirect,
    packages: &[],
    head: "",
    attributes: &[],
    renders_failures: false,
    how: "no script; the action redirects to the page (303)",
};

const UNPOLY: &[(&str, &str)] = &[("up-submit", ""), ("up-target", "#list, #add")];

/// All clients.
pub(crate) static CLIENTS: &[Client] = &[
    PLAIN,
    Client {
        name: "frontdesk.js",
        packages: &["frontdesk"],
        how: "the same page with `script.tag()`",
        ..PLAIN
    },
    Client {
        name: "frontdesk.js, parts",
        kind: Kind::Parts,
        packages: &["frontdesk"],
        how: "the action returns a `Reply` with the form and the list; a failed form is the form alone (`form_fragment`)",
        ..PLAIN
    },
    Client {
        name: "htmx 4",
        kind: Kind::Parts,
        packages: &["htmx-4"],
        attributes: &[("hx-post", "{url}"), ("hx-target", "this"), ("hx-swap", "outerHTML")],
        how: "`hx-post`, `hx-target`, `hx-swap`: the response is the form, with the list out of band; \
              a failed form is the form alone (`form_fragment`)",
        ..PLAIN
    },
    Client {
        name: "Turbo 8",
        packages: &["@hotwired/turbo"],
        renders_failures: true,
        how: "Turbo Drive, as it is by default: it follows the redirect and replaces the body; a failed form is the page \
              with the status 422, as for each Turbo and Unpoly here",
        ..PLAIN
    },
    Client {
        name: "Turbo 8, morphing",
        packages: &["@hotwired/turbo"],
        renders_failures: true,
        head: "<meta name=turbo-refresh-method content=morph><meta name=turbo-refresh-scroll content=preserve>",
        how: "Turbo Drive with page refreshes by morphing: `turbo-refresh-method`, `turbo-refresh-scroll`",
        ..PLAIN
    },
    Client {
        name: "Turbo 8, streams",
        kind: Kind::Parts,
        packages: &["@hotwired/turbo"],
        renders_failures: true,
        how: "the response to a success is a `<turbo-stream>` for the form and one for the list",
        ..PLAIN
    },
    Client {
        name: "Unpoly 3",
        packages: &["unpoly"],
        renders_failures: true,
        attributes: UNPOLY,
        how: "`up-submit`, `up-target=\"#list, #add\"`: it follows the redirect and takes both out of the page",
        ..PLAIN
    },
    Client {
        name: "Unpoly 3, parts",
        kind: Kind::Parts,
        packages: &["unpoly"],
        renders_failures: true,
        attributes: UNPOLY,
        how: "the same, and the response to a success has only these two",
        ..PLAIN
    },
    Client {
        name: "SvelteKit",
        kind: Kind::SvelteKit,
        how: "`use:enhance` without options, `fail(422, …)`, `adapter-node`: `tests/compared/sveltekit`",
        ..PLAIN
    },
];

impl Client {
    /// Returns whether the page has no script.
    pub(crate) fn is_plain(&self) -> bool {
        self.packages.is_empty() && self.kind != Kind::SvelteKit
    }
}

//! The clients: how a page uses each, and what its users get.

/// A client, in the markup that it needs.
#[derive(Debug)]
pub(crate) struct Client {
    pub(crate) name: &'static str,
    /// The scripts of the page.
    pub(crate) scripts: &'static [&'static str],
    /// The attributes of the form.
    pub(crate) attributes: &'static [(&'static str, &'static str)],
    /// What is around the form.
    pub(crate) around: [&'static str; 2],
    /// Whether the app has a part for the failed form.
    pub(crate) has_part: bool,
    /// What happens, by the situations.
    pub(crate) cells: [Cell; 4],
}

/// What a form is sent into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Situation {
    /// A field has an error.
    FailedForm,
    /// The function returns another problem.
    OtherProblem,
    /// The origin guard refuses the call.
    Refused,
    /// The function redirects, with a flash message.
    Success,
}

impl Situation {
    pub(crate) const ALL: [Self; 4] = [Self::FailedForm, Self::OtherProblem, Self::Refused, Self::Success];
}

/// What happens in one situation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cell {
    /// Whether the message is visible.
    pub(crate) message: bool,
    /// Whether the input has the text.
    pub(crate) text: bool,
    /// How often the form arrived, and how often the function ran.
    pub(crate) counts: (u32, u32),
    /// Whether scripts of the page live on: it was not replaced by another one.
    pub(crate) in_place: bool,
    /// Whether the address bar has the URL of a page, which can be reloaded, and not that of the action.
    pub(crate) at_page: bool,
}

/// A page was loaded.
const NEW_PAGE: [Cell; 4] = [
    Cell {
        message: true,
        text: true,
        counts: (1, 1),
        in_place: false,
        at_page: true,
    },
    Cell {
        message: true,
        text: true,
        counts: (1, 1),
        in_place: false,
        at_page: true,
    },
    Cell {
        message: true,
        text: false,
        counts: (1, 0),
        in_place: false,
        at_page: false,
    },
    Cell {
        message: true,
        text: false,
        counts: (1, 1),
        in_place: false,
        at_page: true,
    },
];

/// Nothing but the form, or the body, was replaced.
const IN_PLACE: [Cell; 4] = in_place(NEW_PAGE);

/// The same, but a success leads to another page.
const FORM_IN_PLACE: [Cell; 4] = [IN_PLACE[0], IN_PLACE[1], IN_PLACE[2], NEW_PAGE[3]];

const fn in_place([failed, other, refused, success]: [Cell; 4]) -> [Cell; 4] {
    [
        in_place_of(failed),
        in_place_of(other),
        in_place_of(refused),
        in_place_of(success),
    ]
}

const fn in_place_of(cell: Cell) -> Cell {
    Cell {
        in_place: true,
        at_page: true,
        ..cell
    }
}

const PLAIN: Client = Client {
    name: "browser",
    scripts: &[],
    attributes: &[("id", "add")],
    around: ["", ""],
    has_part: false,
    cells: NEW_PAGE,
};

const HTMX: &[(&str, &str)] = &[
    ("id", "add"),
    ("hx-post", "/_actions/add_item"),
    ("hx-target", "this"),
    ("hx-swap", "outerHTML"),
    // These spoil whole pages.
    ("hx-select", "#add"),
    ("hx-push-url", "true"),
];

const BOOSTED: &[(&str, &str)] = &[("id", "add"), ("hx-boost", "true")];

/// Links that Unpoly follows.
const LINKS: &str =
    "<a id=\"again\" href=\"/list\" up-follow>Again</a> <a id=\"nothing\" href=\"/nothing\" up-follow>Nothing</a>";

/// What a page needs so that a problem is not shown as "Content missing".
const FRAME_MISSING: &str = "<turbo-frame id=\"frame\"><script>addEventListener('turbo:frame-missing', event => {
    event.preventDefault();
    event.detail.visit(event.detail.response);
})</script>";

/// The client whose pages have links.
pub(crate) const UNPOLY: &str = "Unpoly 3.14.3";

/// All clients.
pub(crate) static CLIENTS: &[Client] = &[
    PLAIN,
    Client {
        name: "htmx 2.0.11",
        scripts: &["htmx-2"],
        attributes: HTMX,
        cells: [NEW_PAGE[0], NEW_PAGE[1], IN_PLACE[2], NEW_PAGE[3]],
        ..PLAIN
    },
    Client {
        name: "htmx 2.0.11, with a part",
        scripts: &["htmx-2"],
        attributes: HTMX,
        has_part: true,
        cells: FORM_IN_PLACE,
        ..PLAIN
    },
    Client {
        name: "htmx 2.0.11, boosted",
        scripts: &["htmx-2"],
        attributes: BOOSTED,
        cells: IN_PLACE,
        ..PLAIN
    },
    Client {
        name: "htmx 4.0.1",
        scripts: &["htmx-4"],
        attributes: HTMX,
        cells: [NEW_PAGE[0], NEW_PAGE[1], IN_PLACE[2], NEW_PAGE[3]],
        ..PLAIN
    },
    Client {
        name: "htmx 4.0.1, with a part",
        scripts: &["htmx-4"],
        attributes: HTMX,
        has_part: true,
        cells: FORM_IN_PLACE,
        ..PLAIN
    },
    Client {
        name: "htmx 4.0.1, boosted",
        scripts: &["htmx-4"],
        attributes: BOOSTED,
        cells: IN_PLACE,
        ..PLAIN
    },
    Client {
        name: UNPOLY,
        scripts: &["unpoly"],
        attributes: &[("id", "add"), ("up-submit", ""), ("up-target", "#list, #add")],
        around: ["", LINKS],
        cells: IN_PLACE,
        ..PLAIN
    },
    Client {
        // The message of a failed form is not in the target of a success.
        name: "Unpoly 3.14.3, another target",
        scripts: &["unpoly"],
        attributes: &[("id", "add"), ("up-submit", ""), ("up-target", "#list")],
        cells: [
            IN_PLACE[0],
            IN_PLACE[1],
            IN_PLACE[2],
            Cell {
                text: true,
                ..IN_PLACE[3]
            },
        ],
        ..PLAIN
    },
    Client {
        name: "Alpine AJAX 0.12.7",
        scripts: &["alpine-ajax", "alpine"],
        attributes: &[("id", "add"), ("x-target", "add list")],
        around: ["<div x-data>", "</div>"],
        cells: [
            IN_PLACE[0],
            IN_PLACE[1],
            Cell {
                counts: (2, 0),
                ..NEW_PAGE[2]
            },
            IN_PLACE[3],
        ],
        ..PLAIN
    },
    Client {
        name: "Turbo 8.0.23",
        scripts: &["turbo"],
        cells: IN_PLACE,
        ..PLAIN
    },
    Client {
        name: "Turbo 8.0.23, in a frame",
        scripts: &["turbo"],
        around: [FRAME_MISSING, "</turbo-frame>"],
        // The message of a success is outside of the frame.
        cells: [
            IN_PLACE[0],
            IN_PLACE[1],
            Cell {
                at_page: false,
                ..IN_PLACE[2]
            },
            Cell {
                message: false,
                ..IN_PLACE[3]
            },
        ],
        ..PLAIN
    },
];

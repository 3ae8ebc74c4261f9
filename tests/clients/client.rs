//! The clients: how a page uses each, and what its users get.

use crate::cell::{Cell, Cells, HTMX, HTMX_WITH_FORM, IN_PLACE, NEW_PAGE, WITH_PARTS, WITHOUT_EVENTS};

type Attributes = &'static [(&'static str, &'static str)];

/// A client, in the markup that it needs.
#[derive(Debug)]
pub(crate) struct Client {
    pub(crate) name: &'static str,
    /// The scripts of the page.
    pub(crate) scripts: &'static [&'static str],
    /// The attributes of the form.
    pub(crate) attributes: Attributes,
    /// The attributes of a form that gets the element `row`.
    pub(crate) row: Attributes,
    /// What is around the form.
    pub(crate) around: [&'static str; 2],
    /// Whether the app has the HTML of the form alone.
    pub(crate) has_part: bool,
    /// The attributes of an input that is checked while the form is filled in. Without any, the script of the
    /// guide checks it.
    pub(crate) check: Attributes,
    /// What happens, by the situations.
    pub(crate) cells: Cells,
}

const PLAIN: Client = Client {
    name: "browser",
    scripts: &[],
    attributes: &[("id", "add")],
    row: &[],
    around: ["", ""],
    has_part: false,
    check: &[],
    cells: NEW_PAGE,
};

/// The form is replaced. The last two spoil pages that are shown in place of the form.
const HTMX_TO_FORM: Attributes = &[
    ("id", "add"),
    ("hx-post", "/_actions/add_item"),
    ("hx-target", "this"),
    ("hx-swap", "outerHTML"),
    ("hx-select", "#add"),
    ("hx-push-url", "true"),
];

/// Something is added to the list.
const HTMX_TO_LIST: Attributes = &[
    ("id", "add"),
    ("hx-post", "/_actions/add_item"),
    ("hx-target", "#list"),
    ("hx-swap", "beforeend"),
    ("hx-select", "li"),
    ("hx-push-url", "true"),
];

const BOOSTED: Attributes = &[("id", "add"), ("hx-boost", "true")];

const HTMX_ROW: Attributes = &[
    ("hx-post", "/_actions/toggle"),
    ("hx-target", "#row"),
    ("hx-swap", "outerHTML"),
];

/// The input and its message are replaced.
const HTMX_CHECK: Attributes = &[
    ("hx-post", "/_actions/add_item/check?field=text"),
    ("hx-trigger", "change"),
    ("hx-target", "#group"),
    ("hx-select", "#group"),
    ("hx-swap", "outerHTML"),
];

const ALPINE_CHECK: Attributes = &[(
    "@change",
    "$ajax('/_actions/add_item/check?field=text', { method: 'post', body: $el.form, target: 'group' })",
)];

const UNPOLY_ROW: Attributes = &[("up-submit", ""), ("up-target", "#row")];

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
        attributes: HTMX_TO_LIST,
        row: HTMX_ROW,
        cells: HTMX,
        ..PLAIN
    },
    Client {
        name: "htmx 2.0.11, with a part",
        scripts: &["htmx-2"],
        attributes: HTMX_TO_FORM,
        row: HTMX_ROW,
        has_part: true,
        check: HTMX_CHECK,
        cells: HTMX_WITH_FORM,
        ..PLAIN
    },
    Client {
        name: "htmx 2.0.11, boosted",
        scripts: &["htmx-2"],
        attributes: BOOSTED,
        row: &[("hx-boost", "true")],
        cells: IN_PLACE,
        ..PLAIN
    },
    Client {
        name: "htmx 4.0.1",
        scripts: &["htmx-4"],
        attributes: HTMX_TO_LIST,
        row: HTMX_ROW,
        cells: HTMX,
        ..PLAIN
    },
    Client {
        name: "htmx 4.0.1, with a part",
        scripts: &["htmx-4"],
        attributes: HTMX_TO_FORM,
        row: HTMX_ROW,
        has_part: true,
        check: HTMX_CHECK,
        cells: HTMX_WITH_FORM,
        ..PLAIN
    },
    Client {
        name: "htmx 4.0.1, boosted",
        scripts: &["htmx-4"],
        attributes: BOOSTED,
        row: &[("hx-boost", "true")],
        cells: IN_PLACE,
        ..PLAIN
    },
    Client {
        name: UNPOLY,
        scripts: &["unpoly"],
        attributes: &[("id", "add"), ("up-submit", ""), ("up-target", "#list, #add")],
        row: UNPOLY_ROW,
        around: ["", LINKS],
        has_part: true,
        check: &[("up-validate", "")],
        cells: WITH_PARTS,
    },
    Client {
        // The message of a failed form is not in the target of a success.
        name: "Unpoly 3.14.3, another target",
        scripts: &["unpoly"],
        attributes: &[("id", "add"), ("up-submit", ""), ("up-target", "#list")],
        row: UNPOLY_ROW,
        cells: Cells {
            success: Cell {
                text: true,
                ..IN_PLACE.success
            },
            ..WITH_PARTS
        },
        ..PLAIN
    },
    Client {
        name: "Alpine AJAX 0.12.7",
        scripts: &["alpine-ajax", "alpine"],
        attributes: &[("id", "add"), ("x-target", "add list"), ("x-target.away", "_top")],
        row: &[("x-target", "row")],
        has_part: true,
        check: ALPINE_CHECK,
        cells: Cells {
            refused: Cell {
                counts: (2, 0),
                ..NEW_PAGE.refused
            },
            other_page: NEW_PAGE.other_page,
            ..WITHOUT_EVENTS
        },
        ..PLAIN
    },
    Client {
        name: "Turbo 8.0.23",
        scripts: &["turbo"],
        cells: WITHOUT_EVENTS,
        ..PLAIN
    },
    Client {
        name: "Turbo 8.0.23, in a frame",
        scripts: &["turbo"],
        around: [FRAME_MISSING, "</turbo-frame>"],
        // The message of a success is outside of the frame.
        cells: Cells {
            refused: Cell {
                at_page: false,
                ..IN_PLACE.refused
            },
            success: Cell {
                message: false,
                ..IN_PLACE.success
            },
            ..WITHOUT_EVENTS
        },
        ..PLAIN
    },
];

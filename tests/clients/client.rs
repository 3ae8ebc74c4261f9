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
    pub(crate) cells: Cells,
}

/// What becomes of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Situation {
    /// A field has an error.
    FailedForm,
    /// The function returns another problem.
    OtherProblem,
    /// The origin guard refuses the call.
    Refused,
    /// The function redirects to the page, with a flash message.
    Success,
    /// The function redirects to another page.
    OtherPage,
    /// After that, the user presses Back. Whether the input has the text then, and whether the page is loaded
    /// again, is up to the browser.
    Back,
}

/// What happens in one situation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cell {
    /// Whether the message, or the page, is visible.
    pub(crate) message: bool,
    /// Whether the input has the text.
    pub(crate) text: bool,
    /// How often the form arrived, and how often the function ran.
    pub(crate) counts: (u32, u32),
    /// Whether the scripts of the page still run: only parts of it were replaced, or its body.
    pub(crate) in_place: bool,
    /// Whether the address bar has the URL of a page, which can be reloaded, and not that of the action.
    pub(crate) at_page: bool,
}

/// What happens in each situation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cells {
    pub(crate) failed_form: Cell,
    pub(crate) other_problem: Cell,
    pub(crate) refused: Cell,
    pub(crate) success: Cell,
    pub(crate) other_page: Cell,
    pub(crate) back: Cell,
}

impl Cells {
    /// Returns the cells in the order of the table, and what they are about.
    pub(crate) fn all(self) -> [(Situation, Cell); 6] {
        [
            (Situation::FailedForm, self.failed_form),
            (Situation::OtherProblem, self.other_problem),
            (Situation::Refused, self.refused),
            (Situation::Success, self.success),
            (Situation::OtherPage, self.other_page),
            (Situation::Back, self.back),
        ]
    }
}

/// The form is shown again with the message and the text, on a new page.
const FAILED: Cell = Cell {
    message: true,
    text: true,
    counts: (1, 1),
    in_place: false,
    at_page: true,
};

/// The function has run, and a new page shows it.
const DONE: Cell = Cell { text: false, ..FAILED };

/// The browser loads each page.
const NEW_PAGE: Cells = Cells {
    failed_form: FAILED,
    other_problem: FAILED,
    refused: Cell {
        counts: (1, 0),
        at_page: false,
        ..DONE
    },
    success: DONE,
    other_page: DONE,
    back: in_place(DONE),
};

/// The library loads each page, and replaces the body or parts of it.
const IN_PLACE: Cells = Cells {
    failed_form: in_place(FAILED),
    other_problem: in_place(FAILED),
    refused: in_place(NEW_PAGE.refused),
    success: in_place(DONE),
    other_page: in_place(DONE),
    back: in_place(DONE),
};

const fn in_place(cell: Cell) -> Cell {
    Cell {
        in_place: true,
        at_page: true,
        ..cell
    }
}

/// htmx loads what is behind a redirect as a new page.
const HTMX_CELLS: Cells = Cells {
    refused: IN_PLACE.refused,
    ..NEW_PAGE
};

const HTMX_CELLS_WITH_PART: Cells = Cells {
    failed_form: IN_PLACE.failed_form,
    other_problem: IN_PLACE.other_problem,
    ..HTMX_CELLS
};

const PLAIN: Client = Client {
    name: "browser",
    scripts: &[],
    attributes: &[("id", "add")],
    around: ["", ""],
    has_part: false,
    cells: NEW_PAGE,
};

/// The form is replaced. The last two spoil pages that are shown in place of the form.
const HTMX: &[(&str, &str)] = &[
    ("id", "add"),
    ("hx-post", "/_actions/add_item"),
    ("hx-target", "this"),
    ("hx-swap", "outerHTML"),
    ("hx-select", "#add"),
    ("hx-push-url", "true"),
];

/// Something is added to the list.
const HTMX_TO_LIST: &[(&str, &str)] = &[
    ("id", "add"),
    ("hx-post", "/_actions/add_item"),
    ("hx-target", "#list"),
    ("hx-swap", "beforeend"),
    ("hx-select", "li"),
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
        attributes: HTMX_TO_LIST,
        cells: HTMX_CELLS,
        ..PLAIN
    },
    Client {
        name: "htmx 2.0.11, with a part",
        scripts: &["htmx-2"],
        attributes: HTMX,
        has_part: true,
        cells: HTMX_CELLS_WITH_PART,
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
        attributes: HTMX_TO_LIST,
        cells: HTMX_CELLS,
        ..PLAIN
    },
    Client {
        name: "htmx 4.0.1, with a part",
        scripts: &["htmx-4"],
        attributes: HTMX,
        has_part: true,
        cells: HTMX_CELLS_WITH_PART,
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
        cells: Cells {
            success: in_place(FAILED),
            ..IN_PLACE
        },
        ..PLAIN
    },
    Client {
        name: "Alpine AJAX 0.12.7",
        scripts: &["alpine-ajax", "alpine"],
        attributes: &[("id", "add"), ("x-target", "add list"), ("x-target.away", "_top")],
        around: ["<div x-data>", "</div>"],
        cells: Cells {
            refused: Cell {
                counts: (2, 0),
                ..NEW_PAGE.refused
            },
            other_page: DONE,
            ..IN_PLACE
        },
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
        cells: Cells {
            refused: Cell {
                at_page: false,
                ..IN_PLACE.refused
            },
            success: Cell {
                message: false,
                ..IN_PLACE.success
            },
            ..IN_PLACE
        },
        ..PLAIN
    },
];

//! The cells of the table: what becomes of a form in each situation.

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
    /// The reply has an element in place of another. The text of another form stays where only that is
    /// replaced.
    Part,
    /// The reply has an event.
    Event,
    /// The reply has another element out of band.
    OutOfBand,
    /// The form is checked when an input has changed: first the value is wrong, then it is right.
    Check,
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
    pub(crate) part: Cell,
    pub(crate) event: Cell,
    pub(crate) out_of_band: Cell,
    pub(crate) check: Cell,
    pub(crate) back: Cell,
}

impl Cells {
    /// Returns the cells in the order of the table, and what they are about.
    pub(crate) fn all(self) -> [(Situation, Cell); 10] {
        [
            (Situation::FailedForm, self.failed_form),
            (Situation::OtherProblem, self.other_problem),
            (Situation::Refused, self.refused),
            (Situation::Success, self.success),
            (Situation::OtherPage, self.other_page),
            (Situation::Part, self.part),
            (Situation::Event, self.event),
            (Situation::OutOfBand, self.out_of_band),
            (Situation::Check, self.check),
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

/// An element has been replaced, and nothing else.
const REPLACED: Cell = in_place(FAILED);

/// There was no event.
const NO_EVENT: Cell = Cell { message: false, ..DONE };

/// Two checks have arrived, and no function ran. Nothing but the message has changed.
const CHECKED: Cell = Cell {
    counts: (2, 0),
    ..in_place(FAILED)
};

/// The browser loads each page.
pub(crate) const NEW_PAGE: Cells = Cells {
    failed_form: FAILED,
    other_problem: FAILED,
    refused: Cell {
        counts: (1, 0),
        at_page: false,
        ..DONE
    },
    success: DONE,
    other_page: DONE,
    part: DONE,
    event: NO_EVENT,
    out_of_band: DONE,
    check: CHECKED,
    back: in_place(DONE),
};

/// The library loads each page, and replaces the body or parts of it.
pub(crate) const IN_PLACE: Cells = Cells {
    failed_form: in_place(FAILED),
    other_problem: in_place(FAILED),
    refused: in_place(NEW_PAGE.refused),
    success: in_place(DONE),
    other_page: in_place(DONE),
    part: in_place(DONE),
    event: in_place(NO_EVENT),
    out_of_band: in_place(DONE),
    check: CHECKED,
    back: in_place(DONE),
};

/// The library replaces elements, and has events.
pub(crate) const WITH_PARTS: Cells = Cells {
    part: REPLACED,
    event: REPLACED,
    out_of_band: REPLACED,
    ..IN_PLACE
};

/// The library replaces elements, and has no events.
pub(crate) const WITHOUT_EVENTS: Cells = Cells {
    event: Cell {
        message: false,
        ..REPLACED
    },
    ..WITH_PARTS
};

pub(crate) const fn in_place(cell: Cell) -> Cell {
    Cell {
        in_place: true,
        at_page: true,
        ..cell
    }
}

/// htmx loads what is behind a redirect as a new page.
pub(crate) const HTMX: Cells = Cells {
    refused: IN_PLACE.refused,
    part: REPLACED,
    event: REPLACED,
    out_of_band: REPLACED,
    ..NEW_PAGE
};

pub(crate) const HTMX_WITH_FORM: Cells = Cells {
    failed_form: IN_PLACE.failed_form,
    other_problem: IN_PLACE.other_problem,
    ..HTMX
};

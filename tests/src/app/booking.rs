//! A form with everything around its controls: labels, hints, options, bounds, rows, a summary of errors.

use frontdesk::{Fill, FormView, Forms, FromForm, Html, Message, Problem, Router, ShowAgain, server_action};
use jiff::civil::{Date, Time};
use maud::{Markup, html};
use serde::{Deserialize, Serialize};

use super::App;
use super::document::document;

/// The day on which all rooms are taken.
const FULL: Date = Date::constant(2026, 12, 24);

pub(super) fn routes() -> Router<App> {
    Router::new().page("/booking", blank).page("/booking/edit", filled)
}

/// A menu of radio buttons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, FromForm)]
#[form(rename_all = "kebab-case")]
#[serde(rename_all = "kebab-case")]
pub enum Room {
    /// `single`
    Single,
    /// `double-bed`
    #[field(label = "Double (2 people)")]
    DoubleBed,
}

/// A menu.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, FromForm)]
#[form(rename_all = "kebab-case")]
#[serde(rename_all = "kebab-case")]
pub enum Board {
    /// `half-board`
    HalfBoard,
    /// `full-board`
    FullBoard,
}

/// A group of checkboxes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, FromForm)]
#[form(rename_all = "kebab-case")]
#[serde(rename_all = "kebab-case")]
pub enum Extra {
    /// `parking`
    Parking,
    /// `late-checkout`
    #[field(label = "Late check-out")]
    LateCheckout,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromForm)]
pub struct Guest {
    /// `guests[0].name`
    #[field(label = "Full name")]
    pub name: String,
    /// `guests[0].age`
    pub age: u8,
}

/// A booking, as the app stores it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Fill)]
#[fill(Book)]
pub struct Booking {
    from: Date,
    at: Option<Time>,
    room: Room,
    board: Option<Board>,
    extras: Vec<Extra>,
    guests: Vec<Guest>,
    terms: bool,
}

/// Returns its arguments.
#[server_action]
pub async fn book(
    #[field(
        label = "Arrival",
        hint = "No later than noon.",
        min = "2026-01-01",
        max = "2026-12-31"
    )]
    from: Date,
    #[field(min = "08:00", max = "20:30", hint = "Leave it blank if you don't know yet.")] at: Option<Time>,
    room: Room,
    board: Option<Board>,
    extras: Vec<Extra>,
    guests: Vec<Guest>,
    #[field(required, label = "I accept the terms")] terms: bool,
) -> Result<Booking, Problem> {
    if from == FULL {
        let full = Problem::conflict("full").with_title(Message::new("full.title", "We are full"));
        return Err(full.with_field("room", Message::new("room-taken", "taken on that day")));
    }
    Ok(Booking {
        from,
        at,
        room,
        board,
        extras,
        guests,
        terms,
    })
}

/// Adds a row for a guest.
#[server_action]
pub async fn add_guest() -> ShowAgain {
    ShowAgain::new().add_row(Book::GUESTS)
}

/// Removes the row of a guest.
#[server_action]
pub async fn remove_guest(row: usize) -> ShowAgain {
    ShowAgain::new().remove_row(Book::GUESTS, row)
}

async fn blank(forms: Forms) -> Html<String> {
    Html(page("Booking", &forms, &forms.of::<Book>()))
}

async fn filled(forms: Forms) -> Html<String> {
    let guest = |name: &str, age| Guest {
        name: name.to_owned(),
        age,
    };
    let stored = Booking {
        from: Date::constant(2026, 5, 1),
        at: Some(Time::constant(10, 30, 0, 0)),
        room: Room::DoubleBed,
        board: Some(Board::HalfBoard),
        extras: vec![Extra::LateCheckout],
        guests: vec![guest("Ada <1>", 36), guest("Grace", 85)],
        terms: true,
    };
    let form = forms.of_key::<Book>(7).fill_from(&stored);
    Html(page("Edit the booking", &forms, &form))
}

fn page(title: &str, forms: &Forms, form: &FormView<Book>) -> String {
    let (from, at) = (form.field(Book::FROM), form.field(Book::AT));
    let (board, terms) = (form.field(Book::BOARD), form.field(Book::TERMS));
    let result = form.result::<Booking>();
    let result = result.and_then(|booking| serde_json::to_string(&booking).ok());
    let content = html! {
        (form.error_summary())
        (form.open_with([("class", "booking"), ("autocomplete", "off")]))
        // The first button is the one that Enter presses.
        button hidden { "Book" }
        div { (from.label_tag()) (from.hint_tag()) (from.typed_input()) (from.messages()) }
        div { (at.label_tag()) (at.hint_tag()) (at.typed_input()) (at.messages()) }
        (form.field(Book::ROOM).choices())
        div { (board.label_tag()) (board.menu("no meals")) (board.messages()) }
        (form.field(Book::EXTRAS).choices())
        (guests(forms, form))
        div { (terms.typed_input()) (terms.label_tag()) (terms.messages()) }
        button id="send" { "Book" }
        (form.close())
        @if let Some(result) = result { pre id="result" { (result) } }
    };
    document(forms.language().tag(), title, &content)
}

fn guests(forms: &Forms, form: &FormView<Book>) -> Markup {
    html! {
        @for row in form.rows(Book::GUESTS, 1) {
            @let (name, age) = (form.field(row.part(Guest::NAME)), form.field(row.part(Guest::AGE)));
            fieldset {
                legend { "Guest " (row.index() + 1) }
                (name.label_tag()) " " (name.typed_input()) (name.messages())
                (age.label_tag()) " " (age.typed_input()) (age.messages())
                button formaction=(forms.of::<RemoveGuest>().url()) formnovalidate name="row" value=(row) { "Remove" }
            }
        }
        (form.field(Book::GUESTS).messages())
        button id="add" formaction=(forms.of::<AddGuest>().url()) formnovalidate { "Add a guest" }
    }
}

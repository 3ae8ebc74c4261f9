//! Actions with paths of their own: that of their page, and one with a parameter.

use frontdesk::{Forms, Html, Path, Redirect, Router, State, server_action};
use maud::html;

use super::document::{document, errors, problem};
use super::{App, Base, Shelf};

pub(super) fn routes() -> Router<App> {
    Router::new().page("/shelf", page)
}

/// Adds a book.
#[server_action(path = "/shelf", state = App)]
pub async fn shelve(
    #[extract] State(shelf): State<Shelf>,
    #[extract] State(base): State<Base>,
    #[garde(length(chars, min = 1, max = 20))] text: String,
) -> Redirect {
    shelf.add(text);
    Redirect::to(base.join("/shelf"))
}

/// Removes a book, if it is there.
#[server_action(path = "/shelf/{number}/drop", state = App)]
pub async fn drop_book(#[extract] State(shelf): State<Shelf>, #[extract] Path(number): Path<u32>) {
    shelf.remove(number);
}

async fn page(forms: Forms, State(shelf): State<Shelf>) -> Html<String> {
    Html(shelf_page(&forms, &shelf))
}

/// Returns the page with the forms. The host apps serve it too.
#[must_use]
pub fn shelf_page(forms: &Forms, shelf: &Shelf) -> String {
    let form = forms.of::<Shelve>();
    let text = form.field(Shelve::TEXT);
    document(
        forms.language().tag(),
        "Shelf",
        &html! {
            (form.open())
            (problem(form.problem()))
            div { label { "Title " (text.input("text")) } (errors(&text)) }
            button { "Shelve" }
            (form.close())
            ul { @for (number, book) in shelf.all() { (item(forms, number, &book)) } }
        },
    )
}

fn item(forms: &Forms, number: u32, book: &str) -> maud::Markup {
    let form = forms.at::<DropBook>(number);
    html! {
        li {
            (book)
            (form.open())
            (problem(form.problem()))
            button { "Drop" }
            (form.close())
        }
    }
}

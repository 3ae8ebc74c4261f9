//! Server actions: one function per form, for every library.
//!
//! Each reply has what the page shows then: a browser follows the redirect, and a library places the
//! parts. The first parameter of a path names the page of the form, so that the parts are in the
//! markup of its library. No action looks at it otherwise.

use frontdesk::{Forms, FromForm, Path, Problem, Reply, State, garde, server_action};

use crate::app::App;
use crate::list::List;
use crate::view;
use crate::way::Way;

/// The text of an item.
#[derive(Debug, FromForm)]
pub struct Text(#[garde(length(utf16, min = 1, max = 80), custom(not_blank))] pub String);

fn not_blank(text: &str, _: &()) -> garde::Result {
    match text.trim() {
        "" => Err(garde::Error::new("required")),
        _ => Ok(()),
    }
}

/// Adds an item: an empty form, a row at the end of the list, and the counter.
/// A double click adds one: by `once`, the second form gets the reply to the first.
#[server_action(path = "/{way}/add", state = App, once)]
pub async fn add(
    #[extract] Path(way): Path<Way>,
    #[extract] State(list): State<List>,
    #[extract] forms: Forms,
    text: Text,
) -> Result<Reply, Problem> {
    let item = list.add(text.0.trim())?;
    Ok(Reply::to(way.path())
        .value(&item)
        .status(201)
        .part(view::add_form(way, &forms.at::<Add>(way.name()), true))
        .at("#add")
        .also("#list", view::row(way, &forms, &item, false))
        .append()
        .also("#count", view::count(&list)))
}

/// Changes the text of an item: its row again.
#[server_action(path = "/{way}/edit/{id}", state = App)]
pub async fn edit(
    #[extract] Path((way, id)): Path<(Way, u32)>,
    #[extract] State(list): State<List>,
    #[extract] forms: Forms,
    text: Text,
) -> Result<Reply, Problem> {
    let item = list.edit(id, text.0.trim())?;
    Ok(Reply::to(way.path())
        .value(&item)
        .part(view::row(way, &forms, &item, true))
        .at(&format!("#item-{id}")))
}

/// Sets whether an item is done: its row, and the counter. The form has the new value, so one that is
/// sent twice means the same.
#[server_action(path = "/{way}/toggle/{id}", state = App)]
pub async fn toggle(
    #[extract] Path((way, id)): Path<(Way, u32)>,
    #[extract] State(list): State<List>,
    #[extract] forms: Forms,
    done: bool,
) -> Result<Reply, Problem> {
    let item = list.set_done(id, done)?;
    Ok(Reply::to(way.path())
        .value(&item)
        .part(view::row(way, &forms, &item, true))
        .at(&format!("#item-{id}"))
        .also("#count", view::count(&list)))
}

/// Deletes an item: its row and the dialog disappear, and the counter.
#[server_action(path = "/{way}/delete/{id}", state = App)]
pub async fn delete(
    #[extract] Path((way, id)): Path<(Way, u32)>,
    #[extract] State(list): State<List>,
) -> Result<Reply, Problem> {
    list.delete(id)?;
    Ok(Reply::to(way.path())
        .part("")
        .at(&format!("#item-{id}"))
        .remove()
        .also("#dialog", view::no_dialog())
        .also("#count", view::count(&list)))
}

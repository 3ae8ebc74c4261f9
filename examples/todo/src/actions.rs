//! Server actions: one function per form of the pages.
//!
//! An action only makes a [change](crate::changes) with the decoded form. If it fails, the browser
//! is redirected back to the page of the form, which shows the error and the submitted values.
//!
//! Ids are sealed: they come from a page of ours, and users can't change them. That is not an
//! authorization. This list has one owner; in an app with users, each action would extract the
//! user, and the store would select `id = ? AND owner = ?`.
//!
//! `once` makes a double click run the action once. Without it the second run would fail, because
//! the first has deleted the todo, or has taken its title. The unique index on titles is for all
//! other cases: another tab, other people, the API.

use frontdesk::{Message, Problem, Redirect, server_action};

use crate::changes::Changes;
use crate::store::Todos;
use crate::todo::{Content, Due, Notes, Title};

/// Adds a todo.
#[server_action(state = Todos, once)]
pub async fn add_todo(
    #[extract] changes: Changes,
    /// What is to be done.
    title: Title,
    /// When it is due.
    due: Option<Due>,
    /// Whether it is listed before the others.
    urgent: bool,
    /// Notes. The form of the welcome page doesn't have this field.
    #[field(default)]
    notes: Notes,
) -> Result<Redirect, Problem> {
    let content = Content {
        title,
        due,
        urgent,
        notes,
        done: false,
    };
    Ok(in_list(changes.add(content).await?.id).flash(Message::new("added", "Added")))
}

/// Replaces the content of a todo.
#[server_action(state = Todos)]
pub async fn edit_todo(
    #[extract] changes: Changes,
    /// The id of the todo.
    #[sealed]
    id: i64,
    /// What is to be done.
    title: Title,
    /// When it is due.
    due: Option<Due>,
    /// Whether it is listed before the others.
    urgent: bool,
    /// Notes.
    notes: Notes,
) -> Result<Redirect, Problem> {
    let edit = move |old: Content| {
        Ok(Content {
            title,
            due,
            urgent,
            notes,
            ..old
        })
    };
    changes.change(id, edit).await?;
    Ok(in_list(id))
}

/// Completes a todo, or reopens it.
///
/// It returns nothing, so the browser is redirected back to the page of the form, whichever filter
/// that page has.
#[server_action(state = Todos)]
pub async fn set_done(
    #[extract] changes: Changes,
    /// The id of the todo.
    #[sealed]
    id: i64,
    /// The new value, rather than a toggle: so a form that is sent twice means the same.
    done: bool,
) -> Result<(), Problem> {
    changes.change(id, move |old| Ok(Content { done, ..old })).await?;
    Ok(())
}

/// Deletes a todo.
#[server_action(state = Todos, once)]
pub async fn delete_todo(
    #[extract] changes: Changes,
    /// The id of the todo.
    #[sealed]
    id: i64,
) -> Result<Redirect, Problem> {
    changes.delete(id, |_| Ok(())).await?;
    Ok(Redirect::to("/todos").flash(Message::new("deleted", "Deleted")))
}

/// Redirects to a todo on the list.
fn in_list(id: i64) -> Redirect {
    Redirect::to(format!("/todos#todo-{id}"))
}

//! What people do with the list, by the forms of its pages.
//!
//! An action decodes its form and calls the [store](crate::store), no more. Where it fails, the page that the form stands on
//! shows why, beside what was typed.
//!
//! Ids are sealed: they come from a page of ours, and nobody can put another one in. Sealed is not authorised, though. This list
//! is everybody's; in an app with users, each action would extract who is asking, and the store look for `id = ? AND owner = ?`.
//!
//! `once` makes a double click mean the same as one, where running twice would not: the second click would find the todo gone, or
//! its title taken by the first. The database's rule about titles is for all else: another tab, other people, the API.

use frontdesk::{Problem, Redirect, State, server_action};

use crate::store::Todos;
use crate::todo::{Content, Due, Notes, Title};

/// Puts a todo on the list.
#[server_action(once)]
pub async fn add_todo(
    #[extract] State(todos): State<Todos>,
    /// What is to be done.
    title: Title,
    /// By when.
    due: Option<Due>,
    /// Whether it goes before the others.
    urgent: bool,
    /// Anything else. The welcome page's form goes without it.
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
    Ok(in_list(todos.add(content).await?.id))
}

/// Writes a todo anew.
#[server_action]
pub async fn edit_todo(
    #[extract] State(todos): State<Todos>,
    /// Which one.
    #[sealed]
    id: i64,
    /// What is to be done.
    title: Title,
    /// By when.
    due: Option<Due>,
    /// Whether it goes before the others.
    urgent: bool,
    /// Anything else.
    notes: Notes,
) -> Result<Redirect, Problem> {
    let edit = |old: Content| {
        Ok(Content {
            title,
            due,
            urgent,
            notes,
            ..old
        })
    };
    todos.change(id, edit).await?;
    Ok(in_list(id))
}

/// Completes a todo, or opens it again.
///
/// It returns nothing, so the browser goes back to where it came from, whichever todos that page shows.
#[server_action]
pub async fn set_done(
    #[extract] State(todos): State<Todos>,
    /// Which one.
    #[sealed]
    id: i64,
    /// What it is to be from now on. Not "the other way round": a form that is sent twice still means the same.
    done: bool,
) -> Result<(), Problem> {
    todos.change(id, |old| Ok(Content { done, ..old })).await?;
    Ok(())
}

/// Takes a todo off the list.
#[server_action(once)]
pub async fn delete_todo(
    #[extract] State(todos): State<Todos>,
    /// Which one.
    #[sealed]
    id: i64,
) -> Result<(), Problem> {
    todos.delete(id).await?;
    Ok(())
}

/// The list, with one todo of it in view.
fn in_list(id: i64) -> Redirect {
    Redirect::to(format!("/todos#todo-{id}"))
}

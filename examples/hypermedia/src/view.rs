//! The templates. The pages and the replies render the same elements; what is different from library
//! to library is in the files of this folder.

pub(crate) mod htmx;
pub(crate) mod library;
pub(crate) mod plain;
pub(crate) mod turbo;
pub(crate) mod unpoly;

use frontdesk::{Action, FormProblem, FormView, Forms};
use maud::{DOCTYPE, Markup, html};

use crate::actions::{Add, Delete, Edit, Toggle};
use crate::list::{Item, List};
use crate::way::Way;

/// Renders a row. It has the focus if it takes the place of one that had it: people go on with the keyboard.
pub(crate) fn row(way: Way, forms: &Forms, item: &Item, has_focus: bool) -> Markup {
    let (library, id) = (way.library(), format!("item-{}", item.id));
    let (target, path) = (format!("#{id}"), way.path());
    let form = forms.at::<Toggle>((way.name(), item.id));
    let content = html! {
        (open(way, &form, &format!("toggle-{}", item.id), &target))
            (problem_of(form.problem()))
            (form.hidden(Toggle::DONE, !item.done))
            button.toggle aria-pressed=(item.done) autofocus[has_focus] { (item.text) }
        (form.close())
        (library.link(&format!("{path}?edit={}", item.id), &target, "Edit"))
        (library.link(&format!("{path}?delete={}", item.id), "#dialog", "Delete"))
    };
    html! { li id=(id) { (library.frame(&id, content)) } }
}

/// Renders a row while its text is edited.
pub(crate) fn edited_row(way: Way, id: u32, form: &FormView<Edit>) -> Markup {
    let (library, text) = (way.library(), form.field(Edit::TEXT).attr("autofocus", ""));
    let (row, target) = (format!("item-{id}"), format!("#item-{id}"));
    let content = html! {
        (open(way, form, &format!("edit-{id}"), &target))
            (problem_of(form.problem()))
            label.hidden for=(text.id()) { "Text" }
            div.line { (text.input("text")) button { "Save" } }
            (text.messages())
        (form.close())
        (library.link(&way.path(), &target, "Cancel"))
    };
    html! { li id=(row) { (library.frame(&row, content)) } }
}

/// Renders the form that adds an item. It also has the focus if it failed.
pub(crate) fn add_form(way: Way, form: &FormView<Add>, has_focus: bool) -> Markup {
    let text = form.field(Add::TEXT);
    let text = match has_focus || form.was_submitted() {
        true => text.attr("autofocus", ""),
        false => text,
    };
    html! {
        (open(way, form, "add", "#add"))
            (problem_of(form.problem()))
            label for=(text.id()) { "What is to be done?" }
            div.line { (text.input("text")) button { "Add" } }
            (text.messages())
        (form.close())
    }
}

/// Renders the counter.
pub(crate) fn count(list: &List) -> Markup {
    let (done, all) = list.count();
    html! { p id="count" { (done) " of " (all) " done" } }
}

/// Renders the dialog that asks before an item is deleted. Without a script it is open as it is;
/// `static/dialog.js` makes it modal.
pub(crate) fn dialog(way: Way, forms: &Forms, item: &Item) -> Markup {
    let form = forms.at::<Delete>((way.name(), item.id));
    html! {
        dialog id="dialog" open aria-labelledby="question" {
            p id="question" { "Delete “" (item.text) "”?" }
            (open(way, &form, "delete", "#dialog"))
                (problem_of(form.problem()))
                button { "Delete" }
            (form.close())
            form method="dialog" { button autofocus { "Cancel" } }
        }
    }
}

/// Renders the dialog while it is closed: where a link puts an open one.
pub(crate) fn no_dialog() -> Markup {
    html! { dialog id="dialog" {} }
}

/// Renders a problem, if there is one.
pub(crate) fn problem_of(problem: Option<&FormProblem>) -> Markup {
    html! {
        @if let Some(problem) = problem {
            div.problem role="alert" {
                strong { (problem.title) }
                @if let Some(detail) = &problem.detail { p { (detail) } }
            }
        }
    }
}

fn open<A: Action>(way: Way, form: &FormView<A>, id: &str, target: &str) -> frontdesk::Markup {
    let mut attributes = way.library().form(form.url(), target);
    attributes.push(("id", id));
    form.open_with(&attributes)
}

/// Renders a whole page.
pub(crate) fn document(title: &str, head: &Markup, content: &Markup) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) }
                link rel="stylesheet" href="/style.css";
                link rel="icon" href="data:,";
                (head)
            }
            body { main { (content) } }
        }
    };
    page.into_string()
}

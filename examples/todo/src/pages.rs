//! The pages.

use askama::Template;
use frontdesk::http::HeaderName;
use frontdesk::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use frontdesk::{
    Flashes, FormView, Forms, FromForm, Html, Language, Message, Path, Problem, Redirect, Router, Script, Search,
    State, get,
};
use jiff::ZonedDateTime;

use crate::actions::{AddTodo, DeleteTodo, EditTodo, SetDone};
use crate::store::Todos;
use crate::todo::{Content, Due, Show, Todo};
use crate::words::Texts;

pub(crate) fn routes() -> Router<Todos> {
    Router::new()
        .page("/", home)
        .page("/todos", list)
        .page("/todos/{id}/edit", edit)
        .route("/style.css", get(style))
}

/// The query of the list: `/todos?show=open&q=milk`.
#[derive(Debug, Clone, FromForm)]
struct Filter {
    /// Which todos.
    #[field(default)]
    show: Show,
    /// A part of the title.
    #[garde(length(utf16, max = 200))]
    q: Option<String>,
}

#[derive(Template)]
#[template(path = "list.html")]
struct List {
    texts: Texts,
    script: Script,
    /// The filter; `None` if the query is not valid.
    filter: Option<Filter>,
    search: Search<Filter>,
    rows: Vec<Row>,
    flashes: Flashes,
    form: FormView<AddTodo>,
    /// Has the problem of a form that is not on the page any more.
    forms: Forms,
}

/// A todo with its forms. The page has several forms of each action, so their key is the todo's id.
struct Row {
    todo: Todo,
    overdue: bool,
    set_done: FormView<SetDone>,
    delete: FormView<DeleteTodo>,
}

#[derive(Template)]
#[template(path = "edit.html")]
struct Edit {
    texts: Texts,
    script: Script,
    id: i64,
    form: FormView<EditTodo>,
}

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage {
    texts: Texts,
    problem: Problem,
}

impl List {
    /// Returns whether a form has failed, or the filter is not valid. The title of the page tells so, which a
    /// screen reader reads first.
    fn has_failed(&self) -> bool {
        self.forms.has_failed() || self.filter.is_none()
    }

    /// Returns the links that choose which todos are listed, and keep the text that is searched for.
    fn links(&self) -> Vec<(Message, String, bool)> {
        let filter = self.filter.clone().unwrap_or(Filter {
            show: Show::All,
            q: None,
        });
        let link = |(name, show)| {
            let href = self.search.href(&Filter { show, ..filter.clone() });
            let is_current = self.filter.as_ref().is_some_and(|filter| filter.show == show);
            (self.texts.get(name), href, is_current)
        };
        [
            ("show-all", Show::All),
            ("show-open", Show::Open),
            ("show-done", Show::Done),
        ]
        .map(link)
        .into()
    }
}

async fn home() -> Redirect {
    Redirect::to("/todos")
}

async fn list(
    State(todos): State<Todos>,
    search: Search<Filter>,
    flashes: Flashes,
    forms: Forms,
    script: Script,
) -> Result<Html<String>, Problem> {
    let today = ZonedDateTime::now().date();
    let row = |todo: Todo| Row {
        overdue: todo.content.is_overdue(today),
        set_done: forms.of_key(todo.id),
        delete: forms.of_key(todo.id),
        todo,
    };
    let filter = search.value().ok().cloned();
    let found = match &filter {
        Some(filter) => todos.list(filter.show, filter.q.as_deref()).await?,
        None => Vec::new(),
    };
    let page = List {
        texts: Texts::new(&forms.language()),
        script,
        rows: found.into_iter().map(row).collect(),
        filter,
        search,
        flashes,
        form: forms.of(),
        forms,
    };
    Ok(Html(page.render()?))
}

async fn edit(
    State(todos): State<Todos>,
    Path(id): Path<i64>,
    forms: Forms,
    script: Script,
) -> Result<Html<String>, Problem> {
    let Content {
        title,
        due,
        urgent,
        notes,
        ..
    } = todos.get(id).await?.content;
    let form = forms.of_key::<EditTodo>(id).fill_from(EditTodo {
        id,
        title,
        due,
        urgent,
        notes,
    });
    let texts = Texts::new(&forms.language());
    let page = Edit {
        texts,
        script,
        id,
        form,
    };
    Ok(Html(page.render()?))
}

/// Shows what went wrong, in the app's look.
pub(crate) async fn problem(problem: Problem, language: Language) -> Result<Html<String>, Problem> {
    let texts = Texts::new(&language);
    Ok(Html(ProblemPage { texts, problem }.render()?))
}

async fn style() -> ([(HeaderName, &'static str); 2], &'static str) {
    let headers = [
        (CONTENT_TYPE, "text/css; charset=utf-8"),
        (CACHE_CONTROL, "public, max-age=600"),
    ];
    (headers, include_str!("../static/style.css"))
}

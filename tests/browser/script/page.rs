//! The pages of the app.

use frontdesk::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use frontdesk::{Flashes, FormView, Forms, Html, IntoResponse, Query, Script, State};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use url::form_urlencoded;

use super::app::{Add, App, Comment, Export, Go, Note, Remove, Rename, Secret, SendFile, Shout};

/// Tags to choose from.
pub(crate) const TAGS: [&str; 3] = ["red", "green", "blue"];

pub(crate) async fn home(forms: Forms, flashes: Flashes, script: Script, State(app): State<App>) -> Html<String> {
    let notes = app.notes();
    let content = html! {
        @for flash in &flashes { p role="status" data-flash { (flash.text()) } }
        (last(""))
        ul id="notes" {
            @for note in &notes { (row(&forms, note)) }
        }
        (add(&forms.of::<Add>(), &forms.of::<Shout>()))
        (comment(&forms.of::<Comment>()))
        (upload(&forms.of::<SendFile>()))
        @let secret = forms.of::<Secret>();
        (secret.open_with([("id", "secret")])) button { "Secret" } (secret.close())
        @let export = forms.of::<Export>();
        (export.open_with([("id", "export")])) button { "Export" } (export.close())
        details id="details" { summary { "More" } p { "more" } }
        div id="scrolled" { @for i in 0..40 { p { (i) } } }
    };
    Html(page(&app, &script, &format!("Notes ({})", notes.len()), &content).into_string())
}

/// A script that the page waits for until it is let go: `site.app.let_go("page.js")`.
pub(crate) async fn held_script(State(app): State<App>) -> impl IntoResponse {
    app.wait("page.js").await;
    (
        [(CONTENT_TYPE, "text/javascript")],
        "window.pageRan = (window.pageRan ?? 0) + 1",
    )
}

pub(crate) async fn elsewhere(script: Script, State(app): State<App>) -> Html<String> {
    let content = html! {
        h1 { "Elsewhere" }
        a href="/" { "Back to the notes" }
        p { input id="there" autofocus; }
        @for i in 0..80 { p { (i) } }
        h2 id="end" { "The end" }
    };
    Html(page(&app, &script, "Elsewhere", &content).into_string())
}

/// HTML that a trial wants in a page.
#[derive(Debug, Default, serde::Deserialize)]
pub(crate) struct Written {
    pub(crate) head: String,
    pub(crate) body: String,
    /// The nonce of the tag of the script.
    pub(crate) nonce: Option<String>,
    /// The `Content-Security-Policy`, if it is not that of all pages.
    pub(crate) policy: Option<String>,
}

impl Written {
    /// Returns the URL of the page.
    pub(crate) fn url(&self) -> String {
        let mut query = form_urlencoded::Serializer::for_suffix(String::from("/written?"), "/written?".len());
        query.append_pair("head", &self.head).append_pair("body", &self.body);
        for (name, value) in [("nonce", &self.nonce), ("policy", &self.policy)] {
            if let Some(value) = value {
                query.append_pair(name, value);
            }
        }
        query.finish()
    }
}

/// A page with HTML of a trial, and a form that leads to another one.
pub(crate) async fn written(forms: Forms, script: Script, Query(written): Query<Written>) -> impl IntoResponse {
    let form = forms.of::<Go>();
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                title { "Written" }
                (script.tag_with([("nonce", written.nonce.as_deref().unwrap_or_default())]))
                (PreEscaped(&written.head))
            }
            body {
                (form.open_with([("id", "go")]))
                input name="to" id="to";
                button { "Go" }
                (form.close())
                main { (PreEscaped(&written.body)) }
            }
        }
    };
    let policy = written.policy.map(|policy| [(CONTENT_SECURITY_POLICY, policy)]);
    (policy, Html(page.into_string()))
}

/// A page without a form that runs once, and without sealed arguments, so that browsers may keep it in memory.
pub(crate) async fn comments(forms: Forms, script: Script, State(app): State<App>) -> Html<String> {
    let content = html! {
        ul id="notes" { @for note in app.notes() { li { (note.text) } } }
        (comment(&forms.of::<Comment>()))
    };
    Html(page(&app, &script, "Comments", &content).into_string())
}

pub(crate) fn page(app: &App, script: &Script, title: &str, content: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                title { (title) }
                link rel="stylesheet" href="/style.css";
                @if title == "Elsewhere" { link rel="stylesheet" href="/elsewhere.css"; }
                @if !app.breaks.is_empty() { script src={ "/break/" (app.breaks) } {} }
                @let nonce = app.nonce.unwrap_or_default();
                (script.tag_with([("data-retry", "Not sent. Try again."), ("nonce", nonce)]))
            }
            body {
                main { (content) }
                script src="/page.js" nonce=[app.nonce] {}
                @if let Some(nonce) = app.nonce {
                    script nonce=(nonce) { "window.ran = '" (title) "'" }
                    script { "window.smuggled = '" (title) "'" }
                }
            }
        }
    }
}

/// The line about what happened last.
pub(crate) fn last(what: &str) -> Markup {
    html! { p id="last" { (what) } }
}

fn row(forms: &Forms, note: &Note) -> Markup {
    let key = note.id.to_string();
    let remove = forms.of_key::<Remove>(&key);
    html! {
        li id={ "note-" (key) } {
            (text(note))
            (remove.open())
            (remove.seal(Remove::ID, &note.id))
            button class="remove" { "Remove" }
            (remove.close())
            (rename(&forms.of_key::<Rename>(&key), note.id))
        }
    }
}

fn rename(form: &FormView<Rename>, id: u32) -> Markup {
    let text = form.field(Rename::TEXT);
    html! {
        (form.open())
        (form.error_summary())
        (form.hidden(Rename::ID, id))
        (text.input("text"))
        (text.messages())
        button class="rename" { "Rename" }
        (form.close())
    }
}

/// The form of a row, if it fails: the page is not rendered for it.
pub(crate) fn failed_rename(form: FormView<Rename>) -> Markup {
    let id = form.key().and_then(|key| key.parse().ok());
    rename(&form, id.unwrap_or_default())
}

/// The text of a note.
pub(crate) fn text(note: &Note) -> Markup {
    html! { span id={ "text-" (note.id) } { (note.text) } }
}

fn add(form: &FormView<Add>, shout: &FormView<Shout>) -> Markup {
    let (title, body) = (form.field(Add::TITLE), form.field(Add::BODY));
    let (pinned, tags) = (form.field(Add::PINNED), form.field(Add::TAGS));
    html! {
        (form.open_with([("id", "add"), ("aria-label", "New note"), ("data-frontdesk-check", "")]))
        @if let Some(problem) = form.problem() {
            p role="alert" data-problem { (problem.detail.as_deref().unwrap_or(&problem.title)) }
        }
        label { "Title" (title.input("text")) }
        (title.messages())
        (body.textarea())
        (pinned.input("checkbox"))
        (tags.select(TAGS.map(|tag| (tag, tag))))
        button id="plain" { "Add" }
        button id="draft" name="draft" value="yes" { "Add a draft" }
        button id="shout" formaction=(shout.url()) formnovalidate { "Shout" }
        (form.close())
    }
}

fn comment(form: &FormView<Comment>) -> Markup {
    let text = form.field(Comment::TEXT);
    html! {
        (form.open_with([("id", "comment")]))
        (text.input("text"))
        button { "Comment" }
        (form.close())
    }
}

fn upload(form: &FormView<SendFile>) -> Markup {
    let (file, caption) = (form.field(SendFile::FILE), form.field(SendFile::CAPTION));
    html! {
        (form.open_with([("id", "upload")]))
        (file.input("file"))
        (file.messages())
        (caption.input("text"))
        (caption.messages())
        progress value="0" {}
        button { "Upload" }
        (form.close())
    }
}

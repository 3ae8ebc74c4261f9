//! A form that is shown again before it is done: its page, its actions, and the trials.

use std::io::Write as _;

use frontdesk::{FormView, Forms, Html, NextPage, Query, Redirect, Script, ShowAgain, State, Upload, server_action};
use maud::{Markup, html};

use crate::app::App;
use crate::hosting::Deployed;
use crate::page::page;
use crate::suite::{Suite, Visit};

pub(crate) fn trials(suite: &mut Suite) {
    suite.always("form_that_is_shown_again_retains_its_file", file);
    suite.on("form_in_a_dialog_is_shown_again_there", dialog);
    suite.on("file_of_a_script_stays_after_a_failure", file_of_a_script);
    suite.on("page_of_another_build_asks_for_the_file", after_deploy);
}

/// Adds a photo in two steps. What the first step has is shown again, in capitals.
#[server_action(state = App)]
pub(crate) async fn album(
    #[extract] State(app): State<App>,
    title: String,
    #[field(max = "1MB")] photo: Option<Upload>,
    #[field(default = 1)] step: u8,
    #[field(secret, default)] pin: String,
) -> NextPage {
    app.count("album");
    if step == 1 {
        let again = ShowAgain::new().set(Album::TITLE, title.to_uppercase());
        return again.set(Album::STEP, 2).into();
    }
    let photo = photo.as_ref().map_or(0, Upload::size);
    app.add(format!("{title} {photo} {pin}"));
    Redirect::to("/album").into()
}

/// Measures a title: an action that is not the form's own.
#[server_action(state = App)]
pub(crate) async fn measure(title: String) -> usize {
    title.len()
}

/// How the page is rendered.
#[derive(Debug, serde::Deserialize)]
pub(crate) struct Look {
    /// Whether a script opens the dialog.
    #[serde(default)]
    is_modal: bool,
}

/// The page of the form.
pub(crate) async fn albums(
    forms: Forms,
    script: Script,
    State(app): State<App>,
    Query(look): Query<Look>,
) -> Html<String> {
    let measured = forms.of::<Measure>().result::<usize>();
    let content = html! {
        ul id="notes" { @for note in app.notes() { li { (note.text) } } }
        @if let Some(length) = measured { p id="measured" { (length) } }
        dialog id="dialog" open[!look.is_modal] { (form(forms.of::<Album>())) }
    };
    Html(page(&app, &script, "Album", &content).into_string())
}

/// The form alone.
pub(crate) fn form(form: FormView<Album>) -> Markup {
    let (title, photo, step) = (
        form.field(Album::TITLE),
        form.field(Album::PHOTO),
        form.field(Album::STEP),
    );
    html! {
        (form.open_with([("id", "album"), ("data-frontdesk-region", "#notes")]))
        (title.input("text"))
        (photo.input("file"))
        (photo.messages())
        (form.field(Album::PIN).input("password"))
        (step.input("hidden"))
        p id="step" { "Step " (step.value()) }
        button id="next" { "Next" }
        button id="measure" formaction="/_actions/measure" { "Measure" }
        (form.close())
    }
}

const PIN: &str = "#album [name=pin]";

const FILES: &str = "document.querySelector('#album [name=photo]').files.length";

const PHOTO: &str = "#album [name=photo]";

/// Chooses a file, which is there until it is dropped.
async fn choose(visit: &Visit, input: &str) -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(b"photo").unwrap();
    visit.tab.choose_file(input, file.path()).await;
    file
}

/// By its own action, whose response is the form alone; and by another one, whose response is the page. Where the
/// page can't retain a file, it asks for it.
async fn file(visit: Visit) {
    let Visit { tab, site, .. } = &visit;
    visit.open_at("/album").await;
    let file = choose(&visit, PHOTO).await;
    tab.type_into("#album [name=title]", "cat").await;
    tab.type_into(PIN, "1234").await;
    for (button, title) in [("#measure", "cat"), ("#next", "CAT")] {
        tab.click(button).await;
        visit.until_responded().await;
        assert_eq!(tab.value("#album [name=title]").await, title);
        if visit.mode.sends_in_place() {
            assert_eq!(visit.value(FILES).await, 1, "{button}");
            assert_eq!(tab.value(PIN).await, "1234", "{button}");
            assert!(tab.texts("#album ul").await.is_empty(), "{button}");
        } else {
            assert_eq!(visit.value(FILES).await, 0, "{button}");
            assert_eq!(tab.texts("#album ul").await, ["choose the file again"], "{button}");
            tab.choose_file(PHOTO, file.path()).await;
            tab.type_into(PIN, "1234").await;
        }
    }
    visit
        .until("document.querySelector('#step').textContent === 'Step 2'")
        .await;
    tab.click("#next").await;
    visit
        .until_server("the photo is there", |site| site.app.texts() == ["CAT 5 1234"])
        .await;
    visit
        .until("document.querySelector('#step').textContent === 'Step '")
        .await;
    assert_eq!(visit.value(FILES).await, 0);
    assert_eq!(tab.value(PIN).await, "");
    if visit.mode.sends_in_place() {
        assert_eq!(site.app.runs("album"), 2);
    }
}

async fn dialog(visit: Visit) {
    let Visit { tab, site, .. } = &visit;
    visit.open_at("/album?is_modal=true").await;
    tab.evaluate(
        "document.querySelector('#dialog').showModal()
        window.undone = 0
        document.addEventListener('frontdesk:submit', ({ detail }) => detail.rollback(() => window.undone++))",
    )
    .await;
    let _file = choose(&visit, PHOTO).await;
    tab.type_into("#album [name=title]", "cat").await;
    tab.click("#measure").await;
    visit
        .until("document.querySelector('#measured')?.textContent === '3'")
        .await;
    visit.until_settled().await;
    let state = "[document.querySelector('#dialog:modal') !== null, document.activeElement.id, window.undone].join()";
    assert_eq!(visit.value(state).await, "true,measure,1");
    // A form alone is placed also if another build has responded.
    site.deploy(Deployed::Everywhere);
    let before = site.requests().len();
    tab.click("#next").await;
    visit
        .until("document.querySelector('#step').textContent === 'Step 2'")
        .await;
    visit.until_settled().await;
    assert_eq!(visit.value(state).await, "true,next,2");
    assert_eq!(
        (visit.value(FILES).await, site.requests().len()),
        (1.into(), before + 1)
    );
    assert!(visit.is_in_place().await);
}

/// No event tells of it.
async fn file_of_a_script(visit: Visit) {
    let Visit { tab, .. } = &visit;
    visit.open().await;
    tab.evaluate(
        "const files = new DataTransfer()
        files.items.add(new File(['dropped'], 'dropped.txt'))
        document.querySelector('#upload [name=file]').files = files.files",
    )
    .await;
    tab.type_into("#upload [name=caption]", "taken").await;
    tab.click("#upload button").await;
    visit.until_shown("There is one already.").await;
    visit.until_settled().await;
    let name = "document.querySelector('#upload [name=file]').files[0]?.name";
    assert_eq!(visit.value(name).await, "dropped.txt");
}

/// The browser loads it, and has the file no more.
async fn after_deploy(visit: Visit) {
    let Visit { tab, site, .. } = &visit;
    visit.open().await;
    let _file = choose(&visit, "#upload [name=file]").await;
    tab.type_into("#upload [name=caption]", "taken").await;
    site.deploy(Deployed::Everywhere);
    tab.click("#upload button").await;
    visit.until_shown("There is one already.").await;
    assert!(!visit.is_in_place().await);
    assert_eq!(tab.value("#upload [name=caption]").await, "taken");
    let asked = tab.texts("#upload ul").await;
    assert_eq!(asked, ["choose the file again", "There is one already."]);
}

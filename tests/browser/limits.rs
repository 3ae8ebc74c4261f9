//! Text over the limit is an error, and never truncated.

use conformance::app::{self, App, Settings};
use conformance::servers::Adapter;
use frontdesk::{Forms, Html, Router, server_action};

use crate::suite::{ADD, BODY, Suite, TITLE, Visit};
use crate::webdriver::Tab;

pub(crate) fn trials(suite: &mut Suite) {
    suite.notes("limits::text_over_the_limit_is_refused", too_much);
    suite.each("limits::text_before_all_others_costs_none_of_them", long_first);
}

#[server_action(state = App)]
async fn tell(story: String, title: String, finished: bool) {
    let _ = (story, title, finished);
}

async fn story_page(forms: Forms) -> Html<String> {
    let form = forms.of::<Tell>();
    let problem = form
        .problem()
        .and_then(|problem| problem.detail.clone())
        .unwrap_or_default();
    let (story, title, finished) = (
        form.field(Tell::STORY),
        form.field(Tell::TITLE),
        form.field(Tell::FINISHED),
    );
    let fields = format!(
        "{}<p id=story>{}</p>{}{}",
        story.textarea(),
        story.errors().join(" "),
        title.input("text"),
        finished.typed_input()
    );
    let (open, close) = (form.open(), form.close());
    Html(format!(
        "<!doctype html>{open}<p role=alert>{problem}</p>{fields}<button>Tell</button>{close}"
    ))
}

/// A text over the limit in the first field of a form.
async fn long_first(tab: Tab, adapter: Adapter) {
    let app = App::default();
    let desk = app::builder(&app, &Settings::default()).routes(Router::new().page("/story", story_page));
    let server = adapter.start(app, desk.build().unwrap(), 0).unwrap();
    tab.open(&format!("http://{}/story", server.address())).await;
    tab.paste_into("textarea", "Too long. ", 200_000).await;
    tab.type_into(TITLE, "A title").await;
    tab.click("[name=finished]").await;
    tab.follow("button").await;
    assert!(tab.address().await.starts_with("/story?_fd="));
    assert_eq!(tab.value(TITLE).await, "A title");
    assert!(tab.is_checked("[name=finished]").await);
    assert_eq!(tab.text("#story").await, "is too long");
    let problem = tab.text("[role=alert]").await;
    assert!(
        problem.ends_with("Your browser's Back button usually still has the text."),
        "{problem}"
    );
    // It has.
    tab.back().await;
    assert_eq!(tab.value("textarea").await.len(), 2_000_000);
}

async fn too_much(visit: Visit) {
    // A little more than the desk accepts, and far more.
    for length in [1 << 20, 3 << 20] {
        refused(&visit, length).await;
    }
}

async fn refused(visit: &Visit, length: usize) {
    let Visit { tab, site, .. } = visit;
    visit.open().await;
    tab.type_into(TITLE, "Long").await;
    tab.paste_into(BODY, "Too long. ", length / 10 + 1).await;
    tab.follow(ADD).await;
    assert!(tab.address().await.starts_with("/notes?_fd="));
    let problem = tab.text("[role=alert]").await;
    assert!(problem.contains("no more than 1 MiB"), "{problem}");
    assert_eq!(site.notes().len(), 0);

    // The title is repopulated. The text is too long for that, but the back button still has it.
    assert_eq!(tab.value(TITLE).await, "Long");
    assert_eq!(tab.value(BODY).await, "");
    tab.back().await;
    assert_eq!(tab.value(TITLE).await, "Long");
    assert!(tab.value(BODY).await.len() > length);
}

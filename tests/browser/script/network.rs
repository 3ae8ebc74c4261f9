//! When the network fails, uploads, and a deploy in between.

use std::io::Write as _;

use frontdesk_script::EXTRAS;

use crate::hosting::Deployed;
use crate::suite::{ADD, BODY, Mode, Suite, TITLE, Visit};

pub(crate) fn trials(suite: &mut Suite) {
    suite.both("failure_of_the_network_is_shown_and_retried", offline);
    suite.both("lost_response_is_retried_with_the_same_token", lost);
    suite.both("upload_reports_its_progress", upload);
    suite.in_mode("files_are_sent_without_the_extras", Mode::Hash, without_extras);
    suite.on("file_survives_a_failed_form", file_survives);
    suite.on("deploy_in_between_loads_the_page_anew", deploy);
    suite.on("deploy_half_way_loads_the_page_anew", deploy_half_way);
    suite.on("failure_while_the_page_is_loaded_is_not_a_failed_form", offline_page);
}

async fn offline(visit: Visit) {
    let Visit { tab, site, .. } = &visit;
    visit.open().await;
    tab.type_into(TITLE, "later").await;
    tab.type_into(BODY, "long text").await;
    tab.set_offline(true).await;
    tab.click(ADD).await;
    visit.until_shown("Not sent. Try again.").await;
    visit
        .until("document.querySelector('#add[data-frontdesk-state=failed] [role=alert]')")
        .await;
    visit
        .until("!document.querySelector('[aria-busy], button:disabled')")
        .await;
    assert_eq!(tab.value(BODY).await, "long text");
    assert_eq!(site.app.runs("add"), 0);
    tab.set_offline(false).await;
    tab.click(ADD).await;
    visit.until_shown("Added later").await;
    assert_eq!(site.app.texts(), ["later \"long text\" []"]);
    assert_eq!(
        tab.texts("[data-frontdesk-failed], [data-frontdesk-state]").await.len(),
        0
    );
}

async fn lost(visit: Visit) {
    let Visit { tab, site, .. } = &visit;
    visit.open().await;
    site.lose_responses(true);
    tab.type_into(TITLE, "lost").await;
    tab.click(ADD).await;
    visit.until_shown("Not sent. Try again.").await;
    assert_eq!(site.app.texts(), ["lost \"\" []"]);
    site.lose_responses(false);
    // It had run: the second time gets the redirect of the first, whose message is for those that wait.
    tab.click(ADD).await;
    visit.until_shown("lost \"\" []").await;
    assert_eq!(tab.value(TITLE).await, "");
    assert!(visit.is_in_place().await);
    assert_eq!(site.app.texts(), ["lost \"\" []"]);
    assert_eq!(site.app.runs("add"), 1);

    // A form that doesn't run once shows that it may have run.
    site.lose_responses(true);
    tab.type_into("#comment [name=text]", "hm").await;
    tab.click("#comment button").await;
    visit.until_shown("may have been processed").await;
    // Chromium itself sends a form again if a connection that was used before breaks off.
    assert!(site.app.runs("comment") >= 1);
}

async fn offline_page(visit: Visit) {
    let Visit { tab, site, .. } = &visit;
    visit.open().await;
    tab.evaluate(
        "const { fetch } = window
        window.fetch = (url, options) => options.method ? fetch(url, options) : Promise.reject(new TypeError('gone'))",
    )
    .await;
    tab.type_into(TITLE, "done").await;
    tab.click(ADD).await;
    // The browser loads the page itself.
    visit.until_shown("Added done").await;
    assert!(!visit.is_in_place().await);
    assert_eq!(site.app.runs("add"), 1);
}

async fn without_extras(visit: Visit) {
    let Visit { tab, site, .. } = &visit;
    visit.open().await;
    tab.evaluate(
        "document.addEventListener('frontdesk:progress', () => window.progressed = true)
        document.addEventListener('securitypolicyviolation', ({ blockedURI }) => window.blocked = blockedURI)",
    )
    .await;
    let file = file(1024);
    tab.choose_file("#upload [name=file]", file.path()).await;
    tab.click("#upload button").await;
    visit.until_shown("Uploaded").await;
    assert!(visit.is_in_place().await);
    assert_eq!(site.app.runs("upload"), 1);
    assert_eq!(visit.value("window.progressed ?? false").await, false);
    let blocked = visit.value("window.blocked").await;
    assert!(
        blocked.as_str().is_some_and(|url| url.ends_with(EXTRAS.name)),
        "{blocked}"
    );
    // A file is saved, under a name of the browser's.
    let folder = tempfile::tempdir().unwrap();
    tab.save_files_in(folder.path()).await;
    tab.click("#export button").await;
    let is_saved = |entry: std::io::Result<std::fs::DirEntry>| {
        std::fs::read_to_string(entry.unwrap().path()).is_ok_and(|text| text == "id,text\n")
    };
    visit
        .until_server("the file is there", |_| folder.path().read_dir().unwrap().any(is_saved))
        .await;
}

fn file(size: usize) -> tempfile::NamedTempFile {
    let mut file = tempfile::Builder::new()
        .prefix("grün-")
        .suffix(".bin")
        .tempfile()
        .unwrap();
    for _ in 0..size / 1024 {
        file.write_all(&[7; 1024]).unwrap();
    }
    file.flush().unwrap();
    file
}

async fn upload(visit: Visit) {
    let Visit { tab, site, .. } = &visit;
    visit.open().await;
    let file = file(50 * 1024 * 1024);
    tab.evaluate(
        "window.progress = []
        document.addEventListener('frontdesk:progress', ({ detail }) => window.progress.push(detail))
        new MutationObserver(list => window.bars = (window.bars ?? 0) + list.length).observe(
            document.querySelector('progress'), { attributes: true })",
    )
    .await;
    tab.choose_file("#upload [name=file]", file.path()).await;
    tab.type_into("#upload [name=caption]", "50 MiB").await;
    tab.click("#upload button").await;
    visit.until_shown("Uploaded").await;
    let name = file.path().file_name().unwrap().to_string_lossy().into_owned();
    assert_eq!(site.app.texts(), [format!("{name} {} 50 MiB", 50 * 1024 * 1024)]);
    assert!(visit.is_in_place().await);
    let progress = "window.progress.length > 1 && window.progress.at(-1).loaded === window.progress.at(-1).total
        && window.progress[0].loaded < window.progress[0].total && window.bars > 1";
    assert_eq!(
        visit.value(progress).await,
        true,
        "{}",
        visit.value("window.progress").await
    );
    assert_eq!(
        visit
            .value("document.querySelector('#upload [name=file]').files.length")
            .await,
        0
    );
}

async fn file_survives(visit: Visit) {
    let Visit { tab, site, .. } = &visit;
    visit.open().await;
    let file = file(2048);
    tab.choose_file("#upload [name=file]", file.path()).await;
    tab.type_into("#upload [name=caption]", "taken").await;
    tab.click("#upload button").await;
    visit.until_shown("There is one already.").await;
    visit.until_settled().await;
    // The file is not asked for again.
    assert_eq!(tab.texts("#upload ul").await, ["There is one already."]);
    assert_eq!(visit.value("document.activeElement.name").await, "caption");
    tab.type_into("#upload [name=caption]", "free").await;
    tab.click("#upload button").await;
    visit.until_shown("Uploaded").await;
    assert!(site.app.texts()[0].ends_with(" 2048 free"), "{:?}", site.app.texts());
}

/// Another build has responded to the form: its page is loaded anew, with its flash message.
async fn deploy(visit: Visit) {
    visit.open().await;
    visit.site.deploy(Deployed::Everywhere);
    loaded_anew(&visit).await;
}

/// The instance that serves the page is of another build than the one that served the form.
async fn deploy_half_way(visit: Visit) {
    visit.open().await;
    visit.site.deploy(Deployed::ForPages);
    loaded_anew(&visit).await;
}

async fn loaded_anew(visit: &Visit) {
    let Visit { tab, site, .. } = visit;
    tab.type_into(TITLE, "old form").await;
    tab.click(ADD).await;
    visit.until_shown("Added old form").await;
    assert!(!visit.is_in_place().await);
    assert_eq!(tab.address().await, "/");
    assert_eq!(site.app.runs("add"), 1);
}

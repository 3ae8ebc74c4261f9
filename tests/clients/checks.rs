//! Checks of a form that is filled in: what the table has no room for.

use std::time::Duration;

use crate::app::Site;
use crate::cell::Situation;
use crate::client::Client;
use crate::packages::Scripts;
use crate::webdriver::Tab;

/// How long a change may take.
const CHANGE: Duration = Duration::from_secs(6);

/// How long a response that comes late has to do damage.
const DAMAGE: Duration = Duration::from_millis(300);

const INPUT: &str = "document.querySelector('[name=text]')";

async fn open(client: &'static Client, scripts: Scripts, tab: &Tab) -> Site {
    let site = Site::start(client, scripts, Situation::Check);
    tab.open(&site.url("/list")).await;
    site
}

/// The click that sends the form ends the change of the input, which is checked. The verdict comes after the
/// response to the form: it neither brings the text back, nor hides the message of the submit.
pub(crate) async fn verdict_that_comes_late_is_not_shown(client: &'static Client, scripts: Scripts, tab: Tab) {
    for (text, cell, message) in [
        ("new", client.cells.success, "Added"),
        ("taken", client.cells.failed_form, "There is one already."),
    ] {
        let site = open(client, scripts.clone(), &tab).await;
        site.hold_checks();
        tab.type_into("[name=text]", text).await;
        tab.click("#add button").await;
        let left = if cell.text { text } else { "" };
        let mut is_shown = format!("{INPUT}?.value === {left:?}");
        if cell.message {
            is_shown += &format!(" && document.body.innerText.includes({message:?})");
        }
        let is_shown = format!("return {is_shown}");
        assert!(tab.comes_true(&is_shown, CHANGE).await, "{}", tab.text("body").await);
        site.release_checks();
        tokio::time::sleep(DAMAGE).await;
        assert_eq!(tab.evaluate(&is_shown).await, true, "{text}");
        assert_eq!(tab.texts("[name=text]").await.len(), 1);
        assert_eq!(site.counts().1, 1);
    }
}

/// htmx places neither JSON nor nothing in the place of the input.
pub(crate) async fn problem_is_not_placed(client: &'static Client, scripts: Scripts, tab: Tab) {
    let site = open(client, scripts, &tab).await;
    tab.type_into("[name=text]", "half a te").await;
    let check = "htmx.ajax('POST', '/_actions/add_item/check?field=nope', { source: '[name=text]', target: '#group', \
                 select: '#group', swap: 'outerHTML' })";
    tab.evaluate(&format!("const end = () => window.end = true; {check}.then(end, end)"))
        .await;
    assert!(tab.comes_true("return !!window.end", CHANGE).await);
    assert_eq!(tab.evaluate(&format!("return {INPUT}?.value")).await, "half a te");
    assert_eq!(site.counts(), (1, 0));
}

/// Alpine AJAX sends a form again after an error, without the headers of the first time. So it gets none.
pub(crate) async fn check_at_the_url_of_the_action_runs_nothing(client: &'static Client, scripts: Scripts, tab: Tab) {
    let site = open(client, scripts, &tab).await;
    tab.type_into("[name=text]", "new").await;
    tab.evaluate("Alpine.ajax.configure({ headers: { Precognition: 'true' } })")
        .await;
    tab.click("#add button").await;
    let is_back = format!("return {INPUT}?.value === '' && !document.querySelector('[aria-busy]')");
    assert!(tab.comes_true(&is_back, CHANGE).await, "{}", tab.text("body").await);
    let (posts, runs) = site.counts();
    // The input was checked as well.
    assert_eq!((posts, runs), (2, 0));
}

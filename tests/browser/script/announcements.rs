//! Focus and announcements, as the accessibility tree has them.

use crate::suite::{ADD, BODY, Suite, TITLE, Visit};
use crate::webdriver::Accessible;

pub(crate) fn trials(suite: &mut Suite) {
    suite.both("first_error_has_the_focus_and_its_message", first_error);
    suite.on("waiting_form_is_busy_and_its_button_disabled", waiting);
    suite.on("message_of_a_check_describes_its_control", checked);
    suite.on("error_of_what_has_the_focus_is_announced", refused_again);
    suite.on("success_is_announced", announced);
    suite.on("new_page_is_announced_and_focuses_what_it_wants", new_page);
    suite.on("problem_without_field_is_announced", problem);
}

/// The region of the script.
const ANNOUNCED: &str = "document.querySelector('div[role=status][data-frontdesk=keep]').textContent";

async fn first_error(visit: Visit) {
    let Visit { tab, .. } = &visit;
    visit.open().await;
    // Firefox's tree, once it exists, has the focus when it moves.
    visit.until_accessible("textbox", |title| title.name == "Title").await;
    tab.type_into(TITLE, "taken").await;
    tab.click(ADD).await;
    visit.until_shown("There is one already.").await;
    visit.until("document.activeElement.matches('#add [name=title]')").await;
    visit
        .until_accessible("textbox", |title| {
            let is_described = title.description == "There is one already.";
            title.name == "Title" && title.is_focused && title.is_invalid && is_described
        })
        .await;
}

async fn waiting(visit: Visit) {
    let Visit { site, .. } = &visit;
    visit.open().await;
    visit
        .until_accessible("button", |button| button.name == "Add" && !button.is_disabled)
        .await;
    visit.add_and_hold("slow").await;
    visit
        .until_accessible("button", |button| button.name == "Add" && button.is_disabled)
        .await;
    visit
        .until_accessible("form", |form| form.name == "New note" && form.is_busy)
        .await;
    site.app.let_go("add");
    visit.until_shown("Added slow").await;
    visit
        .until_accessible("button", |button| button.name == "Add" && !button.is_disabled)
        .await;
    assert!(visit.tab.accessible("form").await.iter().all(|form| !form.is_busy));
}

async fn checked(visit: Visit) {
    let Visit { tab, .. } = &visit;
    visit.open().await;
    tab.type_into(TITLE, "taken").await;
    tab.click(BODY).await;
    let is_refused = |title: &Accessible| title.is_invalid && title.description == "There is one already.";
    visit
        .until_accessible("textbox", |title| title.name == "Title" && is_refused(title))
        .await;
    tab.type_into(TITLE, "free").await;
    let is_fine = |title: &Accessible| !title.is_invalid && title.description.is_empty() && title.is_focused;
    visit
        .until_accessible("textbox", |title| title.name == "Title" && is_fine(title))
        .await;
}

/// The focus doesn't move then.
async fn refused_again(visit: Visit) {
    let Visit { tab, .. } = &visit;
    visit.open().await;
    tab.type_into(TITLE, "taken").await;
    for _ in 0..2 {
        tab.press(crate::webdriver::Tab::ENTER).await;
        visit.until(&format!("{ANNOUNCED} === 'There is one already.'")).await;
        visit.until_settled().await;
        assert_eq!(visit.value("document.activeElement.name").await, "title");
        tab.evaluate(&format!("{ANNOUNCED} = ''")).await;
    }
    // A message that the focus moves to is read out anyway.
    tab.click(ADD).await;
    visit.until("document.activeElement.name === 'title'").await;
    visit.until_settled().await;
    assert_eq!(visit.value(ANNOUNCED).await, "");
}

async fn announced(visit: Visit) {
    let Visit { tab, .. } = &visit;
    visit.open().await;
    for title in ["one", "two"] {
        tab.type_into(TITLE, title).await;
        tab.click(ADD).await;
        visit.until_shown(&format!("Added {title}")).await;
        // A region that was there is announced by its change, a new one by the script's.
        if title == "one" {
            visit.until(&format!("{ANNOUNCED} === 'Added one'")).await;
            visit.until_accessible("status", |region| region.live == "polite").await;
        }
    }
}

async fn new_page(visit: Visit) {
    let Visit { tab, .. } = &visit;
    visit.open().await;
    tab.type_into(TITLE, "away").await;
    tab.click(ADD).await;
    visit.until("document.title === 'Elsewhere'").await;
    visit.until(&format!("{ANNOUNCED} === 'Elsewhere'")).await;
    visit.until("document.activeElement.id === 'there'").await;
}

async fn problem(visit: Visit) {
    let Visit { tab, .. } = &visit;
    visit.open().await;
    tab.type_into(TITLE, "busy").await;
    tab.click(ADD).await;
    visit.until_shown("Try again later.").await;
    visit.until(&format!("{ANNOUNCED} === 'Try again later.'")).await;
    visit.until("document.activeElement.closest('#add')").await;
}

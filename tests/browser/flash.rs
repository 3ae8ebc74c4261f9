//! A flash message: shown by the page after the redirect, and gone when that is loaded again.

use crate::suite::{Suite, Visit};

const SAVE: &str = "form[action='/_actions/save_note']";

pub(crate) fn trials(suite: &mut Suite) {
    suite.both_notes("flash::message_is_shown_once", shown_once);
}

async fn shown_once(visit: Visit) {
    let Visit { tab, .. } = &visit;
    visit.open().await;
    assert_eq!(tab.texts("[data-flash]").await.len(), 0);
    tab.type_into(&format!("{SAVE} [name=title]"), "milk").await;
    tab.follow(&format!("{SAVE} button")).await;
    assert_eq!(tab.address().await, "/notes");
    assert_eq!(tab.texts("[data-flash=success]").await, ["Saved"]);
    tab.reload().await;
    assert_eq!(tab.texts("[data-flash]").await.len(), 0);
    assert_eq!(tab.texts("[data-note] h2").await, ["milk"]);
}

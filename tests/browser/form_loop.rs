//! A form from its first mistake to its success, with the browser's back and reload buttons.

use crate::suite::{ADD, BODY, PASSWORD, PINNED, Suite, TAKEN, TITLE, TITLE_ERRORS, TOO_LONG, Visit};

pub(crate) fn trials(suite: &mut Suite) {
    suite.both_notes("form_loop::note_is_refused_then_added_then_deleted", whole);
    suite.both_notes("form_loop::reload_and_back_submit_nothing_again", reload_and_back);
    suite.notes("form_loop::note_that_was_deleted_already", deleted_twice);
}

async fn whole(visit: Visit) {
    let Visit { tab, site, path } = &visit;
    visit.open().await;
    tab.type_into(BODY, "milk & honey").await;
    tab.click(PINNED).await;
    // The browser itself refuses to submit what its constraints forbid.
    tab.click(ADD).await;
    assert_eq!(
        tab.texts("form[action='/_actions/create_note'] [name=title]:invalid")
            .await
            .len(),
        1
    );
    assert_eq!(site.submissions().len(), 0);
    for (title, error) in [("taken", TAKEN), (&*"ü".repeat(41), TOO_LONG)] {
        tab.type_into(TITLE, title).await;
        tab.type_into(PASSWORD, "hunter2").await;
        tab.follow(ADD).await;
        let address = tab.address().await;
        assert!(address.starts_with(&format!("{path}?_fd=")), "{address}");
        assert_eq!(tab.texts(TITLE_ERRORS).await, [error]);
        assert_eq!(tab.texts("[name=title][aria-invalid=true]").await.len(), 1);
        assert_eq!(tab.texts("[data-errors-for], [data-problem]").await.len(), 1);
        assert_eq!(tab.value(TITLE).await, title);
        assert_eq!(tab.value(BODY).await, "milk & honey");
        assert_eq!(tab.value(PASSWORD).await, "");
        assert!(tab.is_checked(PINNED).await);
        assert_eq!(site.notes().len(), 0);
    }

    tab.type_into(TITLE, "Shopping").await;
    tab.type_into(PASSWORD, "hunter2").await;
    tab.follow(ADD).await;
    assert_eq!(tab.address().await, "/notes");
    assert_eq!(tab.texts("[data-note] h2").await, ["Shopping (locked) (pinned)"]);
    assert_eq!(tab.texts("[data-note] p").await, ["milk & honey"]);
    assert_eq!((tab.value(TITLE).await, tab.value(BODY).await), Default::default());
    assert!(!tab.is_checked(PINNED).await);

    visit.open().await;
    tab.follow("[data-note] button").await;
    assert_eq!(tab.address().await, "/notes");
    assert_eq!(tab.texts("[data-note]").await.len(), 0);
    assert_eq!(site.notes().len(), 0);
    assert_eq!(site.submissions().len(), 4);
}

async fn reload_and_back(visit: Visit) {
    let Visit { tab, site, path } = &visit;
    visit.open().await;
    tab.type_into(TITLE, "taken").await;
    tab.follow(ADD).await;
    assert_eq!(tab.texts(TITLE_ERRORS).await, [TAKEN]);
    assert_eq!(site.submissions().len(), 1);

    tab.reload().await;
    assert!(tab.address().await.starts_with(&format!("{path}?_fd=")));
    assert_eq!(tab.texts(TITLE_ERRORS).await, [TAKEN]);
    assert_eq!(tab.value(TITLE).await, "taken");

    tab.type_into(TITLE, "Once").await;
    tab.follow(ADD).await;
    assert_eq!(tab.texts("[data-note] h2").await, ["Once"]);
    assert_eq!(site.submissions().len(), 2);
    tab.reload().await;
    assert_eq!(tab.texts("[data-note] h2").await, ["Once"]);

    tab.back().await;
    assert!(tab.address().await.starts_with(&format!("{path}?_fd=")));
    assert_eq!(tab.texts(TITLE_ERRORS).await.len(), 0);
    tab.reload().await;
    assert_eq!(tab.texts("[data-note] h2").await, ["Once"]);
    tab.back().await;
    assert_eq!(tab.address().await, *path);

    assert_eq!(site.submissions().len(), 2);
    assert_eq!(site.note().title, "Once");
}

/// A note that another tab has deleted: the browser is redirected to the page without it.
async fn deleted_twice(visit: Visit) {
    let Visit { tab, site, .. } = &visit;
    visit.open().await;
    tab.type_into(TITLE, "Once").await;
    tab.follow(ADD).await;
    let first = tab.in_front().await;
    tab.open_another().await;
    visit.open().await;
    tab.follow("[data-note] button").await;
    assert_eq!(site.notes().len(), 0);

    tab.switch_to(&first).await;
    tab.follow("[data-note] button").await;
    assert!(tab.address().await.starts_with("/notes?_fd="));
    assert_eq!(tab.texts("[data-note]").await.len(), 0);
    assert_eq!(tab.title().await, "Notes");
}

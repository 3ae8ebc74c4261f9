//! Two tabs of one browser share cookies, but not the state of their forms.

use crate::suite::{ADD, BODY, Suite, TAKEN, TITLE, TITLE_ERRORS, TOO_LONG, Visit};

pub(crate) fn trials(suite: &mut Suite) {
    suite.notes("tabs::tabs_do_not_share_form_state", two);
}

async fn two(visit: Visit) {
    let Visit { tab, site, .. } = &visit;
    let long = "x".repeat(41);
    let first = tab.in_front().await;
    visit.open().await;
    let second = tab.open_another().await;
    visit.open().await;
    let tabs = [
        (&first, "taken", "of the first", TAKEN),
        (&second, long.as_str(), "of the second", TOO_LONG),
    ];

    for (handle, title, body, _) in tabs {
        tab.switch_to(handle).await;
        tab.type_into(TITLE, title).await;
        tab.type_into(BODY, body).await;
    }
    for (handle, ..) in tabs {
        tab.switch_to(handle).await;
        tab.follow(ADD).await;
    }
    for (handle, title, body, error) in tabs {
        tab.switch_to(handle).await;
        assert_eq!(tab.texts(TITLE_ERRORS).await, [error]);
        assert_eq!(tab.value(TITLE).await, title);
        assert_eq!(tab.value(BODY).await, body);
    }
    for (handle, _, body, _) in tabs {
        tab.switch_to(handle).await;
        tab.type_into(TITLE, &format!("Note {body}")).await;
        tab.follow(ADD).await;
    }
    let notes = site.notes();
    let notes: Vec<_> = notes.iter().map(|note| (&*note.title, &*note.body)).collect();
    assert_eq!(
        notes,
        [
            ("Note of the first", "of the first"),
            ("Note of the second", "of the second")
        ]
    );
}

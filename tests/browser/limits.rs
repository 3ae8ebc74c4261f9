//! Text over the limit is an error, and never truncated.

use crate::suite::{ADD, BODY, Suite, TITLE, Visit};

pub(crate) fn trials(suite: &mut Suite) {
    suite.notes("limits::text_over_the_limit_is_refused", too_much);
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

//! Text arrives exactly as it was typed, also after failed submits.

use crate::suite::{ADD, BODY, Suite, TAKEN, TITLE, TITLE_ERRORS, Visit};

pub(crate) fn trials(suite: &mut Suite) {
    suite.notes("texts::line_breaks_are_preserved", line_breaks);
    suite.notes("texts::markup_and_emoji_are_preserved", markup);
    suite.both_notes("texts::sixty_kilobytes_are_preserved", long);
}

async fn line_breaks(visit: Visit) {
    visit.open().await;
    visit.tab.type_into(BODY, "\n\n first\n\nlast \n").await;
    assert_preserved(&visit, "\n\n first\n\nlast \n").await;
}

async fn markup(visit: Visit) {
    let text = "</textarea><b>\"bold\" & 'it' &amp; &#10; %0A+ \u{1f980} e\u{301} \u{202e}tfel";
    visit.open().await;
    visit.tab.paste_into(BODY, text, 1).await;
    assert_preserved(&visit, text).await;
    assert_eq!(visit.tab.text("[data-note] p").await, text);
}

async fn long(visit: Visit) {
    let line = "sixty kilobytes of text, pasted from somewhere \u{e4}\u{f6}\u{fc}\n";
    let times = 60 * 1024 / line.len() + 1;
    visit.open().await;
    visit.tab.paste_into(BODY, line, times).await;
    assert_preserved(&visit, &line.repeat(times)).await;
}

/// The text of the form stays the same through two failed submits and a successful one.
async fn assert_preserved(visit: &Visit, text: &str) {
    let Visit { tab, site, .. } = visit;
    for _ in 0..2 {
        tab.type_into(TITLE, "taken").await;
        tab.follow(ADD).await;
        assert_eq!(tab.texts(TITLE_ERRORS).await, [TAKEN]);
        assert_eq!(tab.value(BODY).await, text);
    }
    tab.type_into(TITLE, "Fixed").await;
    tab.follow(ADD).await;
    assert_eq!(tab.texts(TITLE_ERRORS).await.len(), 0);
    // Browsers send line breaks as CR LF; the action gets LF, as it was typed.
    assert_eq!(site.note().body, text);
}

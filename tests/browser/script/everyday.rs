//! What every form must do, with the script, without it, and with it failing.

use crate::suite::{ADD, BODY, Mode, Suite, TITLE, Visit};

pub(crate) fn trials(suite: &mut Suite) {
    suite.in_every_mode("note_is_refused_then_added_then_removed", whole);
    suite.always("pressed_button_is_sent", pressed_button);
    suite.always("every_control_is_sent", every_control);
    suite.always("double_click_adds_one", double_click);
    suite.always("enter_submits", enter);
    suite.always("enter_and_a_click_add_one", enter_and_click);
    suite.always("refusal_of_the_guard_is_readable", refused);
    suite.always("note_that_another_tab_has_removed", two_tabs);
}

async fn whole(visit: Visit) {
    let Visit { tab, site, mode } = &visit;
    visit.open().await;
    tab.type_into(TITLE, "taken").await;
    tab.type_into(BODY, "milk\nhoney").await;
    visit.until_checked().await;
    tab.click(ADD).await;
    visit.until("location.search.startsWith('?_fd=')").await;
    visit.until_shown("There is one already.").await;
    visit.until_responded().await;
    assert_eq!(tab.value(TITLE).await, "taken");
    assert_eq!(tab.value(BODY).await, "milk\nhoney");
    assert!(tab.address().await.starts_with("/?_fd="), "{}", tab.address().await);
    assert_eq!(visit.is_in_place().await, mode.sends_in_place());
    assert!(site.app.texts().is_empty());

    visit.retitle("Shopping").await;
    tab.click(ADD).await;
    visit.until_added("Shopping").await;
    visit.until("!document.querySelector('[aria-invalid]')").await;
    assert_eq!(tab.address().await, "/");
    assert_eq!(tab.title().await, "Notes (1)");
    assert_eq!((tab.value(TITLE).await, tab.value(BODY).await), Default::default());
    assert_eq!(tab.texts("#notes li > span").await, ["Shopping \"milk\\nhoney\" []"]);

    tab.click("#notes li .remove").await;
    visit.until("!document.querySelector('#notes li')").await;
    assert_eq!(tab.title().await, "Notes (0)");
    assert!(site.app.texts().is_empty());
    assert_eq!(visit.is_in_place().await, mode.sends_in_place());

    // What the address bar has can be reloaded.
    tab.reload().await;
    assert_eq!(tab.title().await, "Notes (0)");
    assert_eq!((site.app.runs("add"), site.app.runs("remove")), (1, 1));
}

async fn pressed_button(visit: Visit) {
    let Visit { tab, site, .. } = &visit;
    visit.open().await;
    tab.type_into(TITLE, "one").await;
    tab.click("#draft").await;
    visit.until_shown("one \"\" [] draft").await;
    visit.until_responded().await;
    tab.type_into(TITLE, "two").await;
    tab.click(ADD).await;
    visit.until_shown("two \"\" []").await;
    visit.until_responded().await;
    // It goes to another action, and the constraints of the form don't count for it.
    tab.type_into(TITLE, "three").await;
    tab.click("#shout").await;
    visit.until_shown("THREE").await;
    assert_eq!(site.app.texts(), ["one \"\" [] draft", "two \"\" []", "THREE"]);
    assert_eq!((site.app.runs("add"), site.app.runs("shout")), (2, 1));
}

async fn every_control(visit: Visit) {
    let Visit { tab, site, .. } = &visit;
    visit.open().await;
    tab.type_into(TITLE, "süß & gut+%").await;
    tab.type_into(BODY, "a\n\nb = c").await;
    tab.click("#add [name=pinned]").await;
    for option in ["#add option:nth-child(1)", "#add option:nth-child(3)"] {
        tab.click(option).await;
    }
    tab.click(ADD).await;
    visit.until_added("süß & gut+%").await;
    assert_eq!(
        site.app.texts(),
        ["süß & gut+% \"a\\n\\nb = c\" [\"red\", \"blue\"] pinned"]
    );
    // The next note begins with an empty form.
    assert!(!tab.is_checked("#add [name=pinned]").await);
    assert_eq!(
        visit
            .value("document.querySelectorAll('#add option:checked').length")
            .await,
        0
    );
}

async fn double_click(visit: Visit) {
    let Visit { tab, site, .. } = &visit;
    visit.open().await;
    tab.type_into(TITLE, "once").await;
    tab.double_click(ADD).await;
    visit.until_listed("once").await;
    assert_eq!(site.app.texts(), ["once \"\" []"]);
    assert_eq!(site.app.runs("add"), 1);
}

async fn enter(visit: Visit) {
    let Visit { tab, site, .. } = &visit;
    visit.open().await;
    tab.type_into(TITLE, "by key").await;
    tab.press(crate::webdriver::Tab::ENTER).await;
    visit.until_added("by key").await;
    assert_eq!(site.app.texts(), ["by key \"\" []"]);
}

async fn enter_and_click(visit: Visit) {
    let Visit { tab, site, mode } = &visit;
    visit.open().await;
    tab.type_into(TITLE, "once").await;
    if mode.script_sends() {
        site.app.hold("add");
        tab.press(crate::webdriver::Tab::ENTER).await;
        visit.until_server("add runs", |site| site.app.runs("add") == 1).await;
        tab.click(ADD).await;
        site.app.let_go("add");
    } else {
        // The driver would wait for the page behind Enter: both happen before the browser leaves this one.
        tab.evaluate("const add = document.querySelector('#plain'); add.form.requestSubmit(add); add.click()")
            .await;
    }
    visit.until_listed("once").await;
    assert_eq!(site.app.texts(), ["once \"\" []"]);
    assert_eq!(site.app.runs("add"), 1);
}

async fn refused(visit: Visit) {
    let Visit { tab, site, mode } = &visit;
    visit.open().await;
    tab.type_into(TITLE, "foreign").await;
    site.refuse();
    tab.click(ADD).await;
    visit.until_shown("another site").await;
    // The script shows the problem in the form, which stays as it is. (It needs to change no page for that.)
    if mode.sends_in_place() || *mode == Mode::Broken("attributes") {
        visit.until("document.querySelector('#add > [role=alert]')").await;
        assert_eq!(tab.value(TITLE).await, "foreign");
        assert!(visit.is_in_place().await);
    } else {
        // The page of the problem stands alone.
        visit
            .until("!document.querySelector('form') && document.title !== 'Notes (0)'")
            .await;
        assert!(!visit.is_in_place().await);
    }
    assert!(site.app.texts().is_empty());
    assert_eq!(site.app.runs("add"), 0);
}

async fn two_tabs(visit: Visit) {
    let Visit { tab, site, mode } = &visit;
    for text in ["a", "b"] {
        site.app.add(text);
    }
    visit.open().await;
    let first = tab.in_front().await;
    tab.open_another().await;
    visit.open().await;
    tab.click("#note-1 .remove").await;
    visit.until("!document.querySelector('#note-1')").await;
    tab.switch_to(&first).await;
    tab.type_into("#note-2 [name=text]", "half").await;
    tab.click("#note-1 .remove").await;
    visit.until("!document.querySelector('#note-1')").await;
    if mode.sends_in_place() {
        assert_eq!(tab.value("#note-2 [name=text]").await, "half");
    }
    assert_eq!((site.app.runs("remove"), site.app.texts().len()), (2, 1));
}

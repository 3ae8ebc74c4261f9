//! Posting without JavaScript, by the browser of the test kit.

use chat::Chat;
use chat::actions::{Enter, Leave, Say};
use chat::people::BURST;
use frontdesk::testing::{Browser, Page};

fn browser(chat: &Chat) -> Browser {
    Browser::new(chat::desk(chat.clone()).unwrap())
}

async fn enter(browser: &mut Browser, name: &str) -> Page {
    browser.get("/enter").await;
    browser.submit::<Enter>(|form| form.set(Enter::NAME, name)).await
}

async fn say(browser: &mut Browser, text: &str) -> Page {
    browser
        .submit_key::<Say>("lobby", |form| form.set(Say::TEXT, text))
        .await
}

fn texts(page: &Page) -> Vec<&str> {
    let items = page.text().split("<li id=\"message-").skip(1);
    items.map(crate::client::text_of).collect()
}

#[tokio::test]
async fn text_of_a_stranger_waits_until_they_have_entered() {
    let chat = Chat::new().unwrap();
    let mut browser = browser(&chat);
    browser.get("/rooms/lobby").await;
    let page = say(&mut browser, "Hello <b>").await;
    assert_eq!(page.path(), "/enter");
    let page = browser.submit::<Enter>(|form| form.set(Enter::NAME, "Ada")).await;
    assert_eq!((page.path(), texts(&page).len()), ("/rooms/lobby", 0));
    assert_eq!(page.form_of_key::<Say>("lobby").value(Say::TEXT), "Hello <b>");
    let page = browser.submit_key::<Say>("lobby", |form| form).await;
    assert_eq!(texts(&page), ["Hello &lt;b&gt;"]);
    assert_eq!(page.form_of_key::<Say>("lobby").value(Say::TEXT), "");
    assert!(page.text().contains("<strong>Ada</strong>"), "{}", page.text());
}

#[tokio::test]
async fn a_name_is_one_persons() {
    let chat = Chat::new().unwrap();
    let (mut ada, mut other) = (browser(&chat), browser(&chat));
    assert_eq!(enter(&mut ada, " Ada ").await.path(), "/");
    let hidden = "must not have characters that nobody sees";
    for (name, message) in [
        ("ADA", "is taken"),
        (" ", "required"),
        ("", "required"),
        ("\u{200b}", hidden),
        ("A\u{ad}da", hidden),
        ("Ada\u{2060}", hidden),
        ("\u{202e}adA", hidden),
        ("\u{3164}", hidden),
    ] {
        let page = enter(&mut other, name).await;
        assert_eq!(page.form::<Enter>().error(Enter::NAME), message, "{name}");
        assert_eq!(page.form::<Enter>().value(Enter::NAME), name);
    }
    let page = ada.get("/").await;
    assert!(page.text().contains("You are <strong>Ada</strong>"), "{}", page.text());
    let page = ada.submit::<Leave>(|form| form).await;
    assert!(page.text().contains("You have left the chat"), "{}", page.text());
    assert_eq!(enter(&mut other, "Ada").await.path(), "/");
}

#[tokio::test]
async fn a_person_with_another_name_gives_the_first_one_up() {
    let chat = Chat::new().unwrap();
    let (mut ada, mut other) = (browser(&chat), browser(&chat));
    for name in ["Ada", "ADA", "Countess"] {
        assert_eq!(enter(&mut ada, name).await.path(), "/", "{name}");
    }
    assert_eq!(enter(&mut other, "Ada").await.path(), "/");
    assert_eq!(enter(&mut other, "Countess").await.path(), "/enter");
    // It doesn't get the allowance of a new person.
    ada.get("/rooms/lobby").await;
    for count in 1..=BURST {
        say(&mut ada, &format!("message {count}")).await;
    }
    enter(&mut ada, "Lovelace").await;
    ada.get("/rooms/lobby").await;
    let page = say(&mut ada, "one more").await;
    assert!(page.text().contains("Not so fast"), "{}", page.text());
}

#[tokio::test]
async fn a_person_sends_a_few_messages_at_once_and_no_more() {
    let chat = Chat::new().unwrap();
    let (mut ada, mut bob) = (browser(&chat), browser(&chat));
    enter(&mut ada, "Ada").await;
    enter(&mut bob, "Bob").await;
    ada.get("/rooms/lobby").await;
    for count in 1..=BURST {
        assert_eq!(
            texts(&say(&mut ada, &format!("message {count}")).await).len(),
            count as usize
        );
    }
    let page = say(&mut ada, "one more").await;
    assert_eq!(texts(&page).len(), BURST as usize);
    assert!(page.text().contains("Not so fast"), "{}", page.text());
    assert_eq!(page.form_of_key::<Say>("lobby").value(Say::TEXT), "one more");
    // The limit is Ada's.
    bob.get("/rooms/lobby").await;
    assert_eq!(texts(&say(&mut bob, "hello").await).len(), BURST as usize + 1);
}

#[tokio::test]
async fn double_click_posts_once() {
    let chat = Chat::new().unwrap();
    let mut ada = browser(&chat);
    enter(&mut ada, "Ada").await;
    ada.get("/rooms/lobby").await;
    let mut again = ada.clone();
    say(&mut ada, "hello").await;
    assert_eq!(texts(&say(&mut again, "hello").await), ["hello"]);
}

#[tokio::test]
async fn room_that_does_not_exist_is_a_problem() {
    let chat = Chat::new().unwrap();
    let mut ada = browser(&chat);
    for path in ["/rooms/cellar", "/rooms/cellar/events", "/rooms/%00"] {
        let page = ada.get(path).await;
        assert_eq!(page.status(), 404, "{path}");
        assert!(page.text().contains("There is no such room."), "{}", page.text());
    }
}

#[tokio::test]
async fn message_has_the_bounds_of_its_input() {
    let chat = Chat::new().unwrap();
    let mut ada = browser(&chat);
    enter(&mut ada, "Ada").await;
    let page = ada.get("/rooms/lobby").await;
    assert!(page.text().contains("required maxlength=\"500\""), "{}", page.text());
    for (text, message) in [
        (" ", "required"),
        (&*"x".repeat(501), "must have at most 500 characters"),
    ] {
        let page = say(&mut ada, text).await;
        assert_eq!(page.form_of_key::<Say>("lobby").error(Say::TEXT), message);
        assert!(texts(&page).is_empty());
    }
}

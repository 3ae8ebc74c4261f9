//! Every way's page with JavaScript off: what a library makes of its attributes takes nothing away.

use frontdesk::testing::{Browser, Page};
use hypermedia::actions::{Add, Edit, Toggle};
use hypermedia::{App, Way};

async fn visit(way: Way) -> (App, Browser) {
    let app = App::default();
    let mut browser = Browser::new(hypermedia::desk(app.clone()).unwrap());
    assert_eq!(browser.get(&way.path()).await.status(), 200);
    (app, browser)
}

fn key(way: Way, id: u32) -> String {
    format!("{}/{id}", way.name())
}

fn count(page: &Page) -> String {
    page.text_of("count").unwrap()
}

#[tokio::test]
async fn item_is_added_unless_there_is_one_of_that_text() {
    for way in Way::ALL {
        let (app, mut browser) = visit(way).await;
        for (text, message) in [
            ("Call Ada", "is on the list already"),
            (" ", "required"),
            ("", "required"),
            (&*"x".repeat(81), "must have at most 80 characters"),
        ] {
            let page = browser
                .submit_key::<Add>(way.name(), |form| form.set(Add::TEXT, text))
                .await;
            let form = page.form_of_key::<Add>(way.name());
            assert_eq!(
                (form.value(Add::TEXT), form.error(Add::TEXT)),
                (text.into(), message.into())
            );
            assert_eq!((page.path(), app.list.items().len()), (&*way.path(), 3), "{text}");
        }
        let page = browser
            .submit_key::<Add>(way.name(), |form| form.set(Add::TEXT, " <b> "))
            .await;
        assert_eq!((page.path(), &*count(&page)), (&*way.path(), "1 of 4 done"));
        assert_eq!(page.form_of_key::<Add>(way.name()).value(Add::TEXT), "");
        assert!(page.text_of("item-4").unwrap().contains("<b>"), "{}", page.text());
        assert_eq!(app.list.item(4).unwrap().text, "<b>");
    }
}

#[tokio::test]
async fn item_is_edited_in_its_row() {
    for way in Way::ALL {
        let (app, mut browser) = visit(way).await;
        let page = browser.click_in("item-3", "Edit").await;
        assert_eq!(page.form_of_key::<Edit>(key(way, 3)).value(Edit::TEXT), "Call Ada");
        let page = browser
            .submit_key::<Edit>(key(way, 3), |form| form.set(Edit::TEXT, "Buy milk"))
            .await;
        let form = page.form_of_key::<Edit>(key(way, 3));
        let (value, error) = (form.value(Edit::TEXT), form.error(Edit::TEXT));
        assert_eq!((&*value, &*error), ("Buy milk", "is on the list already"));
        assert_eq!(app.list.item(3).unwrap().text, "Call Ada");
        let page = browser
            .submit_key::<Edit>(key(way, 3), |form| form.set(Edit::TEXT, "Call Grace"))
            .await;
        assert!(
            page.text_of("item-3").unwrap().contains("Call Grace"),
            "{}",
            page.text()
        );
        assert!(
            !page.text().contains("<input type=\"text\" name=\"text\" value="),
            "{}",
            page.text()
        );
        browser.click_in("item-3", "Edit").await;
        let page = browser.click_in("item-3", "Cancel").await;
        assert_eq!((page.path(), app.list.items().len()), (&*way.path(), 3));
    }
}

#[tokio::test]
async fn item_is_toggled_with_the_counter() {
    for way in Way::ALL {
        let (app, mut browser) = visit(way).await;
        let page = browser.click_in("item-1", "Buy milk").await;
        assert_eq!((page.path(), &*count(&page)), (&*way.path(), "2 of 3 done"));
        assert!(app.list.item(1).unwrap().done);
        let page = browser.submit_key::<Toggle>(key(way, 1), |form| form).await;
        assert_eq!(count(&page), "1 of 3 done");
    }
}

#[tokio::test]
async fn item_is_deleted_after_a_question() {
    for way in Way::ALL {
        let (app, mut browser) = visit(way).await;
        assert_eq!(browser.page().text_of("dialog").unwrap(), "");
        let page = browser.click_in("item-2", "Delete").await;
        assert!(page.text_of("dialog").unwrap().contains("Delete “Water the plants”?"));
        assert_eq!(app.list.items().len(), 3);
        let page = browser.click_in("dialog", "Delete").await;
        assert_eq!((page.path(), &*count(&page)), (&*way.path(), "0 of 2 done"));
        assert_eq!(
            (page.text_of("item-2"), page.text_of("dialog").as_deref()),
            (None, Some(""))
        );
    }
}

#[tokio::test]
async fn problem_of_an_item_that_is_gone_is_on_the_page() {
    for way in Way::ALL {
        let (app, mut browser) = visit(way).await;
        app.list.delete(1).unwrap();
        let page = browser.click_in("item-1", "Buy milk").await;
        assert_eq!((page.path(), page.text_of("item-1")), (&*way.path(), None));
        assert!(page.text().contains("This item has been deleted."), "{}", page.text());
        for query in ["edit", "delete"] {
            let page = browser.get(&format!("{}?{query}=1", way.path())).await;
            assert_eq!((page.status().as_u16(), &*count(&page)), (200, "1 of 2 done"));
        }
    }
}

#[tokio::test]
async fn double_click_adds_one() {
    for way in Way::ALL {
        let (app, mut browser) = visit(way).await;
        let mut again = browser.clone();
        for browser in [&mut browser, &mut again] {
            let page = browser
                .submit_key::<Add>(way.name(), |form| form.set(Add::TEXT, "Bake bread"))
                .await;
            assert_eq!(page.form_of_key::<Add>(way.name()).error(Add::TEXT), "");
            assert_eq!((&*count(&page), app.list.items().len()), ("1 of 4 done", 4));
        }
    }
}

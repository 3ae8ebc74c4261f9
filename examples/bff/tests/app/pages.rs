//! The pages without JavaScript, by the browser of the test kit.

use bff::Bff;
use bff::actions::{LogIn, LogOut, Order, Refresh, SetModes};
use bff::demo::{Mode, PASSWORD, TOKEN};
use frontdesk::testing::{Browser, Page};

use crate::sites::settings;

async fn browser(bff: &Bff) -> (Browser, Page) {
    let mut browser = Browser::new(bff::desk(bff.clone()).unwrap());
    assert_eq!(browser.get("/").await.path(), "/login");
    let page = log_in(&mut browser, PASSWORD).await;
    assert_eq!(page.path(), "/");
    (browser, page)
}

async fn log_in(browser: &mut Browser, password: &str) -> Page {
    let form = browser.submit::<LogIn>(|form| form.set(LogIn::NAME, "Ada").set(LogIn::PASSWORD, password));
    let page = form.await;
    assert!(!page.text().contains(TOKEN), "{}", page.text());
    page
}

#[tokio::test]
async fn wrong_password_is_a_message_and_a_failed_service_too() {
    let bff = Bff::start(settings()).await.unwrap();
    let mut browser = Browser::new(bff::desk(bff.clone()).unwrap());
    browser.get("/").await;
    let page = log_in(&mut browser, "guess").await;
    assert_eq!(page.form::<LogIn>().error(LogIn::PASSWORD), "is wrong");
    assert_eq!(page.form::<LogIn>().value(LogIn::NAME), "Ada");
    bff.demo.orders.set(Mode::Broken);
    let page = log_in(&mut browser, PASSWORD).await;
    assert!(
        page.text().contains("The orders service is not available"),
        "{}",
        page.text()
    );
}

#[tokio::test]
async fn person_orders_refreshes_and_logs_out() {
    let bff = Bff::start(settings()).await.unwrap();
    let (mut browser, page) = browser(&bff).await;
    assert!(
        page.text().contains("From the service") && page.text().contains("€4.01"),
        "{}",
        page.text()
    );
    let page = browser.submit_key::<Order>("Tea", |form| form).await;
    assert!(
        page.text().contains("Order 2 is placed") && page.text().contains("Order 2: Tea"),
        "{}",
        page.text()
    );
    assert!(page.text().contains("From the cache, "), "{}", page.text());
    let page = browser.submit::<Refresh>(|form| form).await;
    assert!(
        page.text().contains("From the service") && page.text().contains("€4.02"),
        "{}",
        page.text()
    );
    assert_eq!(browser.submit::<LogOut>(|form| form).await.path(), "/login");
    assert_eq!(browser.get("/").await.path(), "/login");
}

/// The form of the order is not on the next page, since the product isn't.
#[tokio::test]
async fn message_of_an_order_is_shown_even_if_the_catalogue_is_missing() {
    for (orders, catalogue) in [(Mode::Cut, Mode::Broken), (Mode::Cut, Mode::Well)] {
        let bff = Bff::start(settings()).await.unwrap();
        let (mut browser, _) = browser(&bff).await;
        bff.demo.orders.set(orders);
        bff.catalogue.revalidate().await;
        bff.demo.catalogue.set(catalogue);
        let page = browser.submit_key::<Order>("Tea", |form| form).await;
        let text = "Your order may have been placed: check your orders before you order again.";
        assert_eq!(page.text().matches(text).count(), 1, "{catalogue:?}: {}", page.text());
    }
}

/// A service that refuses all tokens ends the session, and lets nobody log in.
#[tokio::test]
async fn services_can_be_set_right_without_a_session() {
    let bff = Bff::start(settings()).await.unwrap();
    let (mut browser, _) = browser(&bff).await;
    bff.demo.orders.set(Mode::Expired);
    assert_eq!(browser.get("/").await.path(), "/login");
    assert_eq!(log_in(&mut browser, PASSWORD).await.path(), "/login");
    browser
        .submit::<SetModes>(|form| form.set(SetModes::ORDERS, "well"))
        .await;
    assert_eq!(bff.demo.orders.mode(), Mode::Well);
    assert_eq!(log_in(&mut browser, PASSWORD).await.path(), "/");
}

#[tokio::test]
async fn double_click_orders_once() {
    let bff = Bff::start(settings()).await.unwrap();
    let (mut browser, _) = browser(&bff).await;
    let mut again = browser.clone();
    browser.submit_key::<Order>("Tea", |form| form).await;
    let page = again.submit_key::<Order>("Tea", |form| form).await;
    assert!(
        page.text().contains("Order 2: Tea") && !page.text().contains("Order 3"),
        "{}",
        page.text()
    );
}

#[tokio::test]
async fn switches_show_what_is_missing() {
    let bff = Bff::start(settings()).await.unwrap();
    let (mut browser, _) = browser(&bff).await;
    let page = browser
        .submit::<SetModes>(|form| form.set(SetModes::ORDERS, "broken").set(SetModes::CATALOGUE, "well"))
        .await;
    assert_eq!(bff.demo.orders.mode(), Mode::Broken);
    for text in [
        "Some of this page is missing.",
        "The orders service is not available",
        "€4.01",
    ] {
        assert!(page.text().contains(text), "{}", page.text());
    }
    bff.catalogue.revalidate().await;
    bff.demo.catalogue.set(Mode::Garbled);
    let page = browser.get("/").await;
    assert_eq!(page.status(), 200);
    assert!(page.text().contains("No service is available"), "{}", page.text());
}

#[test]
fn modes_have_one_name() {
    for (mode, name, _) in Mode::ALL {
        assert_eq!(mode.name(), name);
        assert_eq!(serde_json::from_value::<Mode>(name.into()).unwrap(), mode);
    }
}

//! Actions of one function name in two modules: their names have a path.

use conformance::app::App;
use frontdesk::{Forms, Html, Router};

use crate::fixtures::layers::Mark;
use crate::harness::browser::Browser;
use crate::harness::site::Site;
use crate::harness::suite::Suite;

pub(crate) fn cases(suite: &mut Suite) {
    let mut topic = suite.topic("action_names");
    topic.own("each_form_calls_its_own_action", forms);
    topic.own("tokens_are_of_one_action", tokens);
    topic.own("names_are_matched_whole", spellings);
    topic.own("layers_are_chosen_by_a_prefix", layers);
}

mod users {
    /// Saves a user.
    #[frontdesk::server_action(name = "users/save", alias = "save")]
    pub(super) async fn save(#[sealed] id: u32, #[garde(length(min = 3))] text: String) -> String {
        format!("user {id}: {text}")
    }
}

mod orders {
    /// Saves an order.
    #[frontdesk::server_action(name = "orders/save", once)]
    pub(super) async fn save(#[sealed] id: u32, #[garde(length(min = 3))] text: String) -> String {
        format!("order {id}: {text}")
    }
}

async fn page(forms: Forms) -> Html<String> {
    let user = forms.of::<users::Save>();
    let order = forms.of::<orders::Save>();
    let (user_text, order_text) = (user.field(users::Save::TEXT), order.field(orders::Save::TEXT));
    Html(format!(
        "{}{}{}</form>{}{}{}</form><p>{}</p><p>{}</p>",
        user.open(),
        user.seal(users::Save::ID, &1),
        user_text.input("text"),
        order.open(),
        order.seal(orders::Save::ID, &2),
        order_text.input("text"),
        user_text.errors().join(" "),
        order_text.errors().join(" "),
    ))
}

fn site(site: &Site) -> Site {
    Site::with_desk(site.adapter, |desk| {
        desk.routes(Router::<App>::new().page("/saves", page))
            .layer_actions(|name| name.starts_with("users/"), Mark("users"))
    })
}

async fn forms(started: Site) {
    let site = site(&started);
    let mut browser = Browser::new(&site);
    for (action, id, other) in [
        ("/_actions/users/save", "users.save-text", "/_actions/orders/save"),
        ("/_actions/orders/save", "orders.save-text", "/_actions/users/save"),
    ] {
        let (page, response) = browser.open("/saves").await;
        assert!(response.text().contains(&format!("id=\"{id}\"")), "{response}");
        let mut form = page.form(action);
        let failed = browser.submit(form.set("text", "ab")).await;
        let (page, _) = browser.open(failed.location()).await;
        assert_eq!(page.form(action).value("text"), Some("ab"));
        assert_eq!(page.form(other).value("text"), Some(""), "{action}");
    }
}

async fn tokens(started: Site) {
    let site = site(&started);
    let mut browser = Browser::new(&site);
    let (page, _) = browser.open("/saves").await;
    let (users, orders) = (page.form("/_actions/users/save"), page.form("/_actions/orders/save"));
    let (user, order) = (users.value("id").unwrap(), orders.value("id").unwrap());
    let call = |name: &str, token: &str| site.action(name).form(format!("id={token}&text=abc"));
    assert_eq!(
        call("users/save", user).send().await.expect(200).text(),
        "\"user 1: abc\""
    );
    assert_eq!(call("save", user).send().await.expect(200).text(), "\"user 1: abc\"");
    for (name, token) in [("users/save", order), ("save", order)] {
        call(name, token).send().await.problem(422, "form-expired");
    }
    let once = orders.value("__fd_once").unwrap();
    for _ in 0..2 {
        let body = format!("id={order}&text=abc&__fd_once={once}");
        let response = site.action("orders/save").cookies(&browser.jar).form(body).send().await;
        assert_eq!(response.expect(200).text(), "\"order 2: abc\"");
    }
}

async fn spellings(started: Site) {
    let site = site(&started);
    for name in [
        "users",
        "users/",
        "users%2Fsave",
        "users//save",
        "users/save/",
        "order",
        "users/../users/save",
    ] {
        let response = site.action(name).form("text=abc").send().await;
        response.problem(404, "unknown-action");
    }
}

async fn layers(started: Site) {
    let site = site(&started);
    for (name, mark) in [
        ("users/save", Some("users")),
        ("save", Some("users")),
        ("orders/save", None),
    ] {
        let response = site.action(name).form("text=abc").send().await.expect(422);
        assert_eq!(response.all("x-mark").first().copied(), mark, "{name}");
    }
}

//! Which button submits the form of an action.

use frontdesk::testing::Browser;
use frontdesk::{Forms, Html, Query, Router, server_action};

use crate::fixtures::builder;

/// Returns which button was pressed.
#[server_action(struct = Pressing)]
async fn pressing(intent: Option<String>) -> String {
    intent.unwrap_or_else(|| "none".to_owned())
}

#[derive(serde::Deserialize)]
struct Buttons {
    buttons: String,
}

async fn pressing_page(forms: Forms, Query(query): Query<Buttons>) -> Html<String> {
    let form = forms.of::<Pressing>();
    let result = form.result::<String>().unwrap_or_default();
    let open = form.open().into_string().replace("<form", "<form id=f");
    Html(format!(
        "{open}{}</form><button form=f name=intent value=after>After</button><p id=result>{result}</p>",
        query.buttons
    ))
}

/// The enter key presses the first button, named or not.
#[tokio::test]
async fn submit_presses_what_a_browser_presses() {
    let routes = Router::new().page("/", pressing_page);
    let desk = builder(()).routes(routes).action::<Pressing>().build().unwrap();
    for (buttons, pressed, expected) in [
        (
            "<button>Save</button><button name=intent value=delete>Delete</button>",
            None,
            "none",
        ),
        (
            "<button name=intent value=save>Save</button><button name=intent value=delete>Delete</button>",
            None,
            "save",
        ),
        (
            "<button type=button>No</button><button type=reset>Clear</button><button name=intent value=save>S</button>",
            None,
            "save",
        ),
        (
            "<button disabled>Save</button><button name=intent value=delete>Delete</button>",
            Some("Delete"),
            "delete",
        ),
        (
            "<input type=image><button name=intent value=delete>Delete</button>",
            None,
            "none",
        ),
        (
            "<input type=submit><button name=intent value=delete>Delete</button>",
            None,
            "none",
        ),
        (
            "<button type=nonsense name=intent value=save>Save</button>",
            None,
            "save",
        ),
        ("", None, "after"),
        (
            "<button>Save</button><button name=intent value=delete>Delete</button>",
            Some("Delete"),
            "delete",
        ),
        (
            "<button name=intent value=save>Save</button><button>Delete</button>",
            Some("Delete"),
            "none",
        ),
        ("<button>Save</button>", Some("After"), "after"),
    ] {
        let mut browser = Browser::new(desk.clone());
        let query: String = buttons.bytes().map(|byte| format!("%{byte:02x}")).collect();
        browser.get(&format!("/?buttons={query}")).await;
        let page = browser
            .submit::<Pressing>(|form| match pressed {
                Some(label) => form.press(label),
                None => form,
            })
            .await;
        assert_eq!(
            page.text_of("result").as_deref(),
            Some(expected),
            "{buttons} {pressed:?}"
        );
    }
}

#[tokio::test]
#[should_panic(expected = "the page's form of `pressing` has no button `Remove`; it has `Delete`, `After`")]
async fn press_panics_without_the_button() {
    let routes = Router::new().page("/", pressing_page);
    let mut browser = Browser::new(builder(()).routes(routes).action::<Pressing>().build().unwrap());
    browser.get("/?buttons=%3Cbutton%3EDelete%3C/button%3E").await;
    browser.submit::<Pressing>(|form| form.press("Remove")).await;
}

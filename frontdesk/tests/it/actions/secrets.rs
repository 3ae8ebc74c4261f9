//! Controls of secrets: they hide their text, and pages never contain the values.

use frontdesk::testing::Browser;
use frontdesk::{Forms, FromForm, Html, Problem, Router, server_action};

use crate::fixtures::builder;

#[derive(FromForm)]
struct Card {
    number: u64,
    owner: String,
}

#[server_action]
async fn identify(
    #[field(secret)] word: String,
    #[field(secret)] pin: u32,
    #[field(secret)] share: Option<f64>,
    #[field(secret)]
    #[garde(range(min = 1000, max = 9999))]
    code: u16,
    #[field(secret)]
    #[garde(email)]
    mail: String,
    #[field(secret)] agreed: bool,
    #[field(secret)] card: Card,
    shown: u32,
) -> Result<(), Problem> {
    drop((word, pin, share, code, mail, agreed, card.number, card.owner, shown));
    Err(Problem::field("shown", "no"))
}

async fn page(forms: Forms) -> Html<String> {
    let form = forms.of::<Identify>();
    let own = [
        "word",
        "pin",
        "share",
        "code",
        "mail",
        "agreed",
        "card.number",
        "card.owner",
        "shown",
    ];
    let inputs = own.map(|path| form.path(path).typed_input().into_string());
    let extra = form.path("pin").attr("inputmode", "tel").input("text").into_string();
    Html(format!("{}{}{extra}</form>", form.open(), inputs.concat()))
}

#[tokio::test]
async fn secrets_are_typed_unseen_and_never_shown() {
    let desk = builder(()).routes(Router::new().page("/", page)).action::<Identify>();
    let mut browser = Browser::new(desk.build().unwrap());
    browser.get("/").await;
    let page = browser
        .submit::<Identify>(|form| {
            form.set(Identify::WORD, "4711")
                .set(Identify::PIN, 4711)
                .set(Identify::SHARE, 4711.5)
                .set(Identify::CODE, 4711)
                .set(Identify::MAIL, "4711@a.example")
                .set_path("card.number", "4711")
                .set_path("card.owner", "4711")
                .set(Identify::SHOWN, 12)
        })
        .await;
    for expected in [
        "<input type=\"password\" id=\"identify-word\" name=\"word\" value=\"\">",
        "<input type=\"password\" id=\"identify-pin\" name=\"pin\" required inputmode=\"numeric\" value=\"\">",
        "<input type=\"password\" id=\"identify-share\" name=\"share\" inputmode=\"decimal\" value=\"\">",
        "<input type=\"password\" id=\"identify-code\" name=\"code\" required inputmode=\"numeric\" value=\"\">",
        "name=\"mail\" required inputmode=\"email\" value=\"\">",
        "<input type=\"checkbox\" id=\"identify-agreed\" name=\"agreed\" value=\"true\">",
        "<input type=\"password\" id=\"identify-card.2e.number\" name=\"card.number\" required inputmode=\"numeric\" value=\"\">",
        "<input type=\"password\" id=\"identify-card.2e.owner\" name=\"card.owner\" value=\"\">",
        "name=\"pin\" required inputmode=\"tel\" value=\"\">",
        "name=\"shown\" required aria-invalid=\"true\"",
        "value=\"12\"",
    ] {
        assert!(page.text().contains(expected), "{expected}: {}", page.text());
    }
    assert!(!page.text().contains("4711"), "{}", page.text());
}

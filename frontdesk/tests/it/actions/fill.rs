//! Edit forms: filled in from a struct, and sent back as they are.

use std::collections::BTreeMap;
use std::num::NonZero;

use frontdesk::testing::Browser;
use frontdesk::{
    Desk, Fill, FormField as _, FormView, Forms, FromForm, Html, Json, Markup, Router, Upload, server_action,
};
use serde::{Deserialize, Serialize};

use crate::fixtures::builder;

#[derive(Debug, Clone, PartialEq, FromForm)]
#[form(rename_all = "camelCase")]
struct Address {
    street_name: String,
    code: Code,
    since: Option<Year>,
}

#[derive(Debug, Clone, PartialEq, FromForm)]
struct Code(String);

#[derive(Debug, Clone, Copy, PartialEq, FromForm)]
struct Year(NonZero<u16>);

#[derive(Debug, Clone, Copy, PartialEq, FromForm)]
#[form(rename_all = "kebab-case")]
enum Color {
    DarkRed,
    Green,
}

/// Serde alone knows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Level {
    High,
}

#[derive(Debug, Clone, PartialEq, FromForm)]
struct Line {
    name: String,
    qty: u32,
    gift: bool,
    marks: Vec<u8>,
}

/// Its edit form is never filled in, so its type need not be fillable.
#[derive(Debug, Clone, PartialEq, Deserialize)]
struct OnlyDecoded(u8);

#[derive(Debug, FromForm)]
struct NeverFilled {
    only: OnlyDecoded,
}

#[derive(Debug, FromForm)]
struct Profile {
    name: Box<str>,
    #[field(rename = "is-on", on = "yes")]
    on: bool,
    color: Option<Color>,
    level: Level,
    #[field(split = ",")]
    words: Vec<String>,
    home: Address,
    work: Option<Address>,
    lines: Vec<Line>,
    spare: Vec<Option<Line>>,
    prices: BTreeMap<String, f32>,
    setting: Json<Vec<u8>>,
    #[field(secret)]
    pin: String,
    photo: Option<Upload>,
    #[field(rest)]
    extras: BTreeMap<String, String>,
}

#[server_action]
async fn save(#[input] profile: Profile) -> String {
    format!("{profile:?}")
}

fn profile() -> Profile {
    let home = Address {
        street_name: "Main \"Street\"".to_owned(),
        code: Code("0042".to_owned()),
        since: Some(Year(NonZero::<u16>::MAX)),
    };
    let line = |name: &str, gift| Line {
        name: name.to_owned(),
        qty: 7,
        gift,
        marks: vec![1, 2],
    };
    Profile {
        name: "Ada".into(),
        on: true,
        color: Some(Color::DarkRed),
        level: Level::High,
        words: vec!["a".to_owned(), "b c".to_owned()],
        home,
        work: None,
        lines: vec![line("x", true), line("y", false)],
        spare: vec![Some(line("z", true))],
        prices: BTreeMap::from([("nails".to_owned(), 0.1), ("7".to_owned(), 2.0)]),
        setting: Json(vec![1]),
        pin: "1234".to_owned(),
        photo: None,
        extras: BTreeMap::from([("extra".to_owned(), "more".to_owned())]),
    }
}

fn line(form: &FormView<Save>, row: &frontdesk::Row<Profile, Line>) -> Vec<Markup> {
    vec![
        form.field(row.part(Line::NAME)).typed_input(),
        form.field(row.part(Line::QTY)).typed_input(),
        form.field(row.part(Line::GIFT)).typed_input(),
        form.field(row.part(Line::MARKS).row(0)).typed_input(),
        form.field(row.part(Line::MARKS).row(1)).typed_input(),
    ]
}

async fn page(forms: Forms) -> Html<String> {
    let form = forms.of::<Save>().fill_from(profile());
    let mut all = vec![
        form.open(),
        form.field(Profile::NAME).typed_input(),
        form.field(Profile::ON).typed_input(),
        form.field(Profile::COLOR)
            .select([("", "-"), ("green", "Green"), ("dark-red", "Red")]),
        form.field(Profile::LEVEL).typed_input(),
        form.field(Profile::WORDS).typed_input(),
        form.field(Profile::HOME.part(Address::STREET_NAME)).typed_input(),
        form.field(Profile::HOME.part(Address::CODE)).typed_input(),
        form.field(Profile::HOME.part(Address::SINCE)).typed_input(),
        form.field(Profile::WORK.part(Address::CODE)).typed_input(),
        form.field(Profile::PRICES.key("nails")).typed_input(),
        form.field(Profile::PRICES.key(7)).typed_input(),
        form.field(Profile::SETTING).textarea(),
        form.field(Profile::PIN).typed_input(),
        form.field(Profile::PHOTO).typed_input(),
        form.path("extra").input("text"),
    ];
    for row in form.rows(Profile::LINES, 2) {
        all.extend(line(&form, &row));
    }
    for row in form.rows(Profile::SPARE, 1) {
        all.push(form.field(row.part(Line::NAME)).typed_input());
        all.push(form.field(row.part(Line::QTY)).typed_input());
        all.push(form.field(row.part(Line::GIFT)).typed_input());
        let marks = form.rows(row.part(Line::MARKS), 1);
        all.extend(marks.iter().map(|mark| form.field(mark).typed_input()));
    }
    let result = form.result::<String>().unwrap_or_default();
    let mut result_input = String::new();
    for char in result.chars() {
        match char {
            '"' => result_input.push_str("&quot;"),
            char => result_input.push(char),
        }
    }
    let html: String = all.into_iter().map(Markup::into_string).collect();
    Html(format!("{html}<input name=result value=\"{result_input}\"></form>"))
}

fn desk() -> Desk {
    let routes = Router::new().page("/", page);
    builder(()).routes(routes).action::<Save>().build().unwrap()
}

#[tokio::test]
async fn form_filled_from_a_struct_sends_the_same_struct() {
    let mut browser = Browser::new(desk());
    let before = browser.get("/").await;
    let form = before.form::<Save>();
    assert_eq!(form.value(Profile::PIN), "", "a secret is never filled in");
    assert_eq!(form.value(Profile::HOME.part(Address::CODE)), "0042");
    assert_eq!(form.value(Profile::LINES.row(1).part(Line::NAME)), "y");
    assert_eq!(form.raw("words"), Some("a,b c"));
    let page = browser
        .submit::<Save>(|form| form.set(Profile::PIN, "1234").tamper("result", None))
        .await;
    let sent = page.form::<Save>().raw("result").unwrap().to_owned();
    assert_eq!(sent, format!("{:?}", profile()));
}

#[derive(Fill)]
#[fill(EditTodo)]
struct Todo<'a> {
    #[fill(skip)]
    id: u64,
    title: &'a str,
    #[fill(field = NOTES)]
    text: Option<String>,
    place: Place,
    colors: Vec<Color>,
}

#[derive(Fill)]
#[fill(Address)]
struct Place {
    street_name: &'static str,
}

#[server_action]
async fn edit_todo(#[sealed] id: u64, title: String, notes: String, place: Address, colors: Vec<Color>, age: u8) {
    let _ = (id, title, notes, place, colors, age);
}

#[tokio::test]
async fn later_values_replace_earlier_ones() {
    async fn page(forms: Forms) -> String {
        let todo = Todo {
            id: 7,
            title: "Buy milk",
            text: None,
            place: Place {
                street_name: "Main Street",
            },
            colors: vec![Color::Green, Color::DarkRed],
        };
        let values = |form: &FormView<EditTodo>| {
            let place = EditTodo::PLACE.part(Address::STREET_NAME);
            let parts = [
                form.field(EditTodo::TITLE),
                form.field(EditTodo::NOTES),
                form.field(place),
                form.field(EditTodo::COLORS),
                form.field(EditTodo::AGE),
            ];
            parts.map(|field| field.values().join(" ")).join("|")
        };
        let form = forms
            .of_key::<EditTodo>(todo.id)
            .fill(EditTodo::NOTES, "old")
            .fill_from(&todo);
        let first = values(&form);
        let form = form
            .fill(EditTodo::COLORS, [Color::Green])
            .fill_text(EditTodo::AGE, "many");
        let second = values(&form);
        let form = form.fill(EditTodo::PLACE.part(Address::STREET_NAME), Some("Elsewhere"));
        let form = form.fill(EditTodo::AGE, 41).fill(EditTodo::COLORS, [Color::Green; 0]);
        let third = values(&form);
        let hidden = form.hidden(EditTodo::COLORS, [Color::Green, Color::DarkRed]);
        format!(
            "{first}\n{second}\n{third}\n{hidden}\n{}",
            form.hidden_text(EditTodo::AGE, "x")
        )
    }
    let desk = builder(()).routes(Router::new().page("/", page)).action::<EditTodo>();
    let mut browser = Browser::new(desk.build().unwrap());
    let text = browser.get("/").await.text().to_owned();
    let expected = "Buy milk||Main Street|green dark-red|\n\
                    Buy milk||Main Street|green|many\n\
                    Buy milk||Elsewhere||41\n\
                    <input type=\"hidden\" name=\"colors\" value=\"green\"><input type=\"hidden\" name=\"colors\" \
                    value=\"dark-red\">\n\
                    <input type=\"hidden\" name=\"age\" value=\"x\">";
    assert_eq!(text.replace(" autocomplete=\"off\"", ""), expected);
}

#[test]
fn parts_have_the_names_that_are_decoded() {
    let rows = Profile::SPARE.row(3);
    assert_eq!((rows.index(), rows.to_string().as_str()), (3, "3"));
    for (path, name) in [
        (Profile::NAME.path(), "name"),
        (Profile::ON.path(), "is-on"),
        (Profile::WORK.part(Address::STREET_NAME).path(), "work.streetName"),
        (rows.path(), "spare[3]"),
        (rows.part(Line::QTY).path(), "spare[3].qty"),
        (rows.part(Line::MARKS).row(0).path(), "spare[3].marks[0]"),
        (Profile::PRICES.key("a.b").path(), "prices[a.b]"),
        (Profile::PRICES.key(7).path(), "prices[7]"),
    ] {
        assert_eq!(path, name);
    }
}

//! The same form in askama, in maud and as text: attributes, labels, hints, options and errors.

use askama::Template;
use frontdesk::testing::Browser;
use frontdesk::{Desk, FormView, Forms, FromForm, Html, Router, server_action};
use maud::{Markup, html};

use crate::fixtures::builder;

#[derive(Debug, FromForm)]
#[form(rename_all = "kebab-case")]
enum Size {
    Small,
    #[field(label = "XL")]
    ExtraLarge,
}

#[server_action]
async fn wear(
    #[field(label = "Your name", hint = "As in <your> passport.")] full_name: String,
    size: Size,
    fit: Option<Size>,
    colors: Vec<Size>,
) -> String {
    format!("{full_name} {size:?} {fit:?} {colors:?}")
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r##"{{ form.open_with([("class", "wide"), ("novalidate", "")]) }}
{% let name = form.field(Wear::FULL_NAME) -%}
{{ name.label_tag() }}{{ name.hint_tag() }}<input {{ name.typed_attrs() }}>
{{ form.field(Wear::SIZE).select([("", "choose…"), ("small", "S")]) }}
{{ form.field(Wear::SIZE).select(sizes) }}
{{ form.field(Wear::SIZE).select(&sizes) }}
{{ form.field(Wear::SIZE).select(pairs) }}
{{ form.field(Wear::FIT).menu("any") }}
{{ form.field(Wear::COLORS).choices() }}
<select {{ form.field(Wear::SIZE).control_attrs() }}>
{%- for option in form.field(Wear::SIZE).options() %}<option {{ option.attrs() }}>{{ option.label() }}</option>{% endfor -%}
</select>
{%- let name = form.field(Wear::FULL_NAME).attr("class", "big").attr("data-x", class) %}<input {{ name.typed_attrs() }}>
{%- let name = form.field(Wear::FULL_NAME) %}<p>{{ name.label() }}</p></form>"##
)]
struct Page {
    form: FormView<Wear>,
    sizes: Vec<(String, String)>,
    pairs: &'static [(&'static str, &'static str)],
    class: String,
}

const PAIRS: [(&str, &str); 2] = [("", "choose…"), ("small", "S")];

fn sizes() -> Vec<(String, String)> {
    PAIRS
        .map(|(value, label)| (value.to_owned(), label.to_owned()))
        .to_vec()
}

async fn askama_page(forms: Forms) -> Html<String> {
    let page = Page {
        form: forms.of(),
        sizes: sizes(),
        pairs: &PAIRS,
        class: "a&b".to_owned(),
    };
    Html(page.render().unwrap())
}

fn maud_form(form: &FormView<Wear>) -> Markup {
    let (name, size) = (form.field(Wear::FULL_NAME), form.field(Wear::SIZE));
    let (sizes, class) = (sizes(), "a&b".to_owned());
    html! {
        (form.open_with([("class", "wide"), ("novalidate", "")]))
        "\n" (name.label_tag()) (name.hint_tag()) (name.typed_input())
        "\n" (size.select([("", "choose…"), ("small", "S")]))
        "\n" (size.select(sizes.iter().map(|(value, label)| (value, label))))
        "\n" (size.select(&sizes))
        "\n" (size.select(PAIRS))
        "\n" (form.field(Wear::FIT).menu("any"))
        "\n" (form.field(Wear::COLORS).choices())
        "\n" (size.select(size.options().iter().map(|option| (option.value(), option.label()))))
        (name.clone().attr("class", "big").attr("data-x", class).typed_input())
        p { (name.label()) }
        (form.close())
    }
}

async fn maud_page(forms: Forms) -> Html<String> {
    Html(maud_form(&forms.of()).into_string())
}

fn desk() -> Desk {
    let routes = Router::new().page("/askama", askama_page).page("/maud", maud_page);
    builder(()).routes(routes).action::<Wear>().build().unwrap()
}

#[tokio::test]
async fn askama_and_maud_write_the_same() {
    let mut browser = Browser::new(desk());
    let askama = browser.get("/askama").await.text().replace("/askama", "/page");
    let maud = browser.get("/maud").await.text().replace("/maud", "/page");
    assert_eq!(askama, maud);
    for expected in [
        "<form action=\"/_actions/wear\" method=\"post\" up-validate-url=\"/_actions/wear/check\" accept-charset=\"utf-8\" class=\"wide\" novalidate=\"\"><input type=\"hidden\"",
        "<label for=\"wear-full_name\">Your name</label><div id=\"wear-full_name-hint\">As in &lt;your&gt; passport.</div>",
        "aria-describedby=\"wear-full_name-hint\"",
        "<option value=\"\" selected>any</option><option value=\"small\">Small</option><option value=\"extra-large\">XL</option>",
        "<fieldset><legend>Colors</legend><div><label for=\"wear-colors\"><input type=\"checkbox\" id=\"wear-colors\" name=\"colors\" \
         value=\"small\"> Small</label></div><div><label for=\"wear-colors--extra.2d.large\"><input",
        "class=\"big\" data-x=\"a&amp;b\"",
        "<p>Your name</p>",
    ] {
        assert!(askama.contains(expected), "{expected}\n{askama}");
    }
    assert_eq!(
        askama
            .matches("choose…</option><option value=\"small\">S</option></select>")
            .count(),
        4
    );
}

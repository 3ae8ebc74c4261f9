//! A guest book in the language of its reader: `cargo run -p german`, and open the printed URL.

use frontdesk::axum::RouterExt as _;
use frontdesk::{Desk, Forms, Language, Redirect, Router, server_action};
use german::{Fluent, GERMAN};
use maud::{DOCTYPE, Markup, html};

/// Signs the guest book.
#[server_action]
async fn sign(#[garde(length(chars, min = 1, max = 40))] name: String) -> Redirect {
    println!("{name} was here");
    Redirect::to("/")
}

async fn page(forms: Forms, language: Language) -> frontdesk::Html<String> {
    let form = forms.of::<Sign>();
    let name = form.field(Sign::NAME);
    let label = if language.tag() == "de" {
        "Ihr Name"
    } else {
        "Your name"
    };
    let page: Markup = html! {
        (DOCTYPE)
        html lang=(language.tag()) {
            body {
                (form.open())
                    label for=(name.id()) { (label) }
                    (name.input("text"))
                    (name.messages())
                    button { "OK" }
                (maud::PreEscaped("</form>"))
            }
        }
    };
    frontdesk::Html(page.into_string())
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let desk = Desk::builder(())
        .routes(Router::new().page("/", page))
        .linked_actions()
        .words(Fluent::new(&[("de", GERMAN)])?)
        .build()?;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("listening on http://{}/", listener.local_addr()?);
    axum::serve(listener, axum::Router::new().desk(desk)).await?;
    Ok(())
}

//! The same forms on both sides: as server actions, and as handlers written by hand for axum's
//! `Form<T>`.

use frontdesk::DeskBuilder;
use serde::{Deserialize, Serialize};

use crate::app::App;

/// Three fields, and the return URL that the form of a page has.
pub(crate) const SMALL: &str = "__fd_return=%2Fitems&title=Buy+milk+%26+bread&amount=12&urgent=on";

/// Twenty fields.
pub(crate) const LARGE: &str = "__fd_return=%2Forder&name=Ada+Byron&street=12+St+James%27s+Square&city=London\
    &zip=SW1Y+4JH&country=GB&mail=ada%40example.org&phone=%2B44+20+7946+0000&company=&note=Please+ring+twice%2C+the+bell+is+quiet.\
    &voucher=SPRING&floor=3&door=12&slots=2&parcels=4&weight=1250&gift=on&insured=on&express=on&news=on&terms=on";

/// The response for a script.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Made {
    id: u32,
    title: String,
    urgent: bool,
}

pub(crate) fn make(app: &App, title: String, amount: Option<u32>, urgent: bool) -> Made {
    let id = amount.unwrap_or(1) + u32::from(app.greeting.is_empty());
    Made { id, title, urgent }
}

/// The actions, with the same names as axum's handlers.
mod actions {
    use frontdesk::{Redirect, State, server_action};

    use super::{App, Made, make};

    #[server_action]
    pub(super) async fn add(
        #[extract] State(app): State<App>,
        title: String,
        amount: Option<u32>,
        urgent: bool,
    ) -> Redirect {
        std::hint::black_box(make(&app, title, amount, urgent));
        Redirect::to("/items")
    }

    #[server_action]
    pub(super) async fn add_as_json(
        #[extract] State(app): State<App>,
        title: String,
        amount: Option<u32>,
        urgent: bool,
    ) -> Made {
        make(&app, title, amount, urgent)
    }

    #[server_action]
    pub(super) async fn order(
        name: String,
        street: String,
        city: String,
        zip: String,
        country: String,
        mail: String,
        phone: String,
        company: String,
        note: String,
        voucher: String,
        floor: Option<u32>,
        door: Option<u32>,
        slots: Option<u32>,
        parcels: Option<u32>,
        weight: Option<u32>,
        gift: bool,
        insured: bool,
        express: bool,
        news: bool,
        terms: bool,
    ) -> Redirect {
        let texts = [name, street, city, zip, country, mail, phone, company, note, voucher];
        let numbers = [floor, door, slots, parcels, weight];
        std::hint::black_box((texts, numbers, [gift, insured, express, news, terms]));
        Redirect::to("/order")
    }
}

/// A checked checkbox. (serde can't decode `on` as a `bool`; the common `Option<String>` costs one
/// more allocation.)
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) enum Checked {
    #[serde(rename = "on")]
    On,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Add {
    title: String,
    amount: Option<u32>,
    urgent: Option<Checked>,
}

impl Add {
    pub(crate) fn make(self, app: &App) -> Made {
        make(app, self.title, self.amount, matches!(self.urgent, Some(Checked::On)))
    }
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "the fields are only decoded")]
pub(crate) struct Order {
    name: String,
    street: String,
    city: String,
    zip: String,
    country: String,
    mail: String,
    phone: String,
    company: String,
    note: String,
    voucher: String,
    floor: Option<u32>,
    door: Option<u32>,
    slots: Option<u32>,
    parcels: Option<u32>,
    weight: Option<u32>,
    gift: Option<Checked>,
    insured: Option<Checked>,
    express: Option<Checked>,
    news: Option<Checked>,
    terms: Option<Checked>,
}

pub(crate) fn frontdesk(desk: DeskBuilder<App>) -> DeskBuilder<App> {
    desk.action::<actions::Add>()
        .action::<actions::AddAsJson>()
        .action::<actions::Order>()
}

/// The handlers are at the URLs of the actions, so that both sides get the same requests.
pub(crate) fn axum(router: axum::Router<App>) -> axum::Router<App> {
    use axum::extract::State;
    use axum::response::Redirect;
    use axum::routing::post;
    use axum::{Form, Json};

    async fn add(State(app): State<App>, Form(form): Form<Add>) -> Redirect {
        std::hint::black_box(form.make(&app));
        Redirect::to("/items")
    }
    async fn add_as_json(State(app): State<App>, Form(form): Form<Add>) -> Json<Made> {
        Json(form.make(&app))
    }
    async fn order(Form(form): Form<Order>) -> Redirect {
        std::hint::black_box(form);
        Redirect::to("/order")
    }

    router
        .route("/_actions/add", post(add))
        .route("/_actions/add_as_json", post(add_as_json))
        .route("/_actions/order", post(order))
}

//! A query decoded by the rules of forms.

use frontdesk::{Json, Query, Router, get};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::App;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/query", get(async |Query(filter): Query<Filter>| Json(filter)))
}

#[derive(Serialize, Deserialize)]
struct Filter {
    on: Option<Date>,
    q: Option<String>,
    #[serde(default = "twenty")]
    per: u32,
    #[serde(default)]
    open: bool,
    #[serde(default)]
    tag: Vec<String>,
    #[serde(flatten)]
    sort: Sort,
}

#[derive(Serialize, Deserialize)]
struct Sort {
    #[serde(default)]
    order: Order,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Order {
    #[default]
    New,
    Old,
}

fn twenty() -> u32 {
    20
}

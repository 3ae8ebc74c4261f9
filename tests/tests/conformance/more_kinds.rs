//! An action with the kinds of fields that `every_kind` of the reference app has not.

use frontdesk::{FromForm, server_action};
use jiff::civil::{Date, DateTime, Time};
use serde::{Deserialize, Serialize};

/// A group in a list.
#[derive(Debug, Serialize, FromForm)]
pub(crate) struct Row {
    n: String,
    count: Option<u32>,
}

/// A choice by its serde name.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Size {
    Small,
    ExtraLarge,
}

#[derive(Debug, Serialize)]
pub(crate) struct More {
    opt_flag: Option<bool>,
    texts: Vec<String>,
    rows: Vec<Row>,
    opt_row: Option<Row>,
    size: Option<Size>,
    sizes: Vec<Size>,
    last: Option<String>,
    raw: Option<String>,
    date: Option<Date>,
    moment: Option<DateTime>,
    time: Option<Time>,
    pages: u32,
    renamed: Option<String>,
}

/// Gives back what it was called with. Nothing of it must be there.
#[server_action]
pub(crate) async fn more_kinds(
    opt_flag: Option<bool>,
    texts: Vec<String>,
    rows: Vec<Row>,
    opt_row: Option<Row>,
    size: Option<Size>,
    sizes: Vec<Size>,
    #[field(last)] last: Option<String>,
    #[field(raw)] raw: Option<String>,
    date: Option<Date>,
    moment: Option<DateTime>,
    time: Option<Time>,
    #[field(default = 20)] pages: u32,
    #[field(rename = "is-renamed")] renamed: Option<String>,
) -> More {
    More {
        opt_flag,
        texts,
        rows,
        opt_row,
        size,
        sizes,
        last,
        raw,
        date,
        moment,
        time,
        pages,
        renamed,
    }
}

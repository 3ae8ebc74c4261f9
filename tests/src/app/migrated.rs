//! Actions for forms that were written for other libraries.

use std::collections::BTreeMap;

use frontdesk::form::Pressed;
use frontdesk::{FromForm, server_action};
use serde::{Deserialize, Serialize};

/// The result of `trimmed`.
#[derive(Debug, Serialize)]
pub struct TrimmedTexts {
    email: String,
    note: String,
}

/// Returns its arguments: blanks around an address are removed, those around a text are not.
#[server_action]
pub async fn trimmed(#[garde(email)] email: String, note: String) -> TrimmedTexts {
    TrimmedTexts { email, note }
}

/// A row of `migrated`.
#[derive(Debug, Serialize, FromForm)]
pub struct Row {
    n: u32,
}

/// The result of `migrated`.
#[derive(Debug, Serialize)]
pub struct MigratedForm {
    active: bool,
    remember: bool,
    deleted: Pressed,
    words: Vec<String>,
    names: Vec<String>,
    rows: BTreeMap<String, Row>,
}

/// Returns its arguments: checkboxes, buttons, lists and rows as other libraries write them.
#[server_action]
pub async fn migrated(
    active: bool,
    #[field(on = "forever")] remember: bool,
    deleted: Pressed,
    #[field(split = ",")] words: Vec<String>,
    #[field(skip_blank)] names: Vec<String>,
    rows: BTreeMap<String, Row>,
) -> MigratedForm {
    MigratedForm {
        active,
        remember,
        deleted,
        words,
        names,
        rows,
    }
}

/// The result of `pascal`.
#[derive(Debug, Serialize)]
pub struct Person {
    first_name: String,
    is_member: bool,
}

/// Returns its arguments, whose names in the form are `FirstName` and `IsMember`.
#[server_action(rename_all = "PascalCase")]
pub async fn pascal(first_name: String, is_member: bool) -> Person {
    Person { first_name, is_member }
}

/// A line of an order.
#[derive(Debug, Serialize, Deserialize, FromForm)]
pub struct Line {
    name: String,
    count: u32,
}

/// Returns its lines.
#[server_action]
pub async fn orders(lines: Vec<Line>) -> Vec<Line> {
    lines
}

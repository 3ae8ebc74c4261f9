//! Tests of the whole crate, by topic.

use std::fmt::Debug;

use crate::{FieldErrors, FieldKind, FormData, FormLimits, FromForm, Node};

mod bounds;
mod canonical;
mod dates;
mod files;
mod fill;
mod flat;
mod groups;
mod hostile;
mod json;
mod lookup;
mod maps;
mod names;
mod pairs;
mod rewrite;
mod rows;
mod serde;
mod table;
mod urlencoded;

fn form(body: impl AsRef<[u8]>) -> FormData {
    FormData::from_urlencoded(body.as_ref(), &FormLimits::default()).unwrap()
}

fn json(body: impl AsRef<[u8]>) -> FormData {
    FormData::from_json(body.as_ref(), &FormLimits::default()).unwrap()
}

fn list(errors: &FieldErrors) -> Vec<(String, String)> {
    errors
        .iter()
        .map(|(path, message)| (path.to_owned(), message.to_string()))
        .collect()
}

/// Returns each error as a line: `path: message`.
fn lines(errors: &FieldErrors) -> Vec<String> {
    list(errors)
        .into_iter()
        .map(|(path, message)| format!("{path}: {message}"))
        .collect()
}

/// Decodes the field `v` of a form by `FromForm`. Errors are joined into one line.
fn read<T: FromForm>(body: &str) -> Result<T, String> {
    only(T::from_form(form(body).root().field("v")))
}

fn read_json<T: FromForm>(body: &str) -> Result<T, String> {
    only(T::from_form(json(body).root().field("v")))
}

fn only<T>(result: Result<T, FieldErrors>) -> Result<T, String> {
    result.map_err(|errors| lines(&errors).join("; ").trim_start_matches(": ").to_owned())
}

fn err<T: Debug>(message: &str) -> Result<T, String> {
    Err(message.to_owned())
}

/// A struct as the derive implements it: every field is decoded, and all errors are reported.
#[derive(Debug, PartialEq)]
struct Row {
    n: String,
    count: Option<u32>,
}

impl FromForm for Row {
    const KIND: FieldKind = FieldKind::Group;

    fn from_form(node: Node<'_>) -> Result<Self, FieldErrors> {
        let n = String::from_form(node.field("n")).map_err(|e| e.at("n"));
        let count = Option::from_form(node.field("count")).map_err(|e| e.at("count"));
        match (n, count) {
            (Ok(n), Ok(count)) => Ok(Self { n, count }),
            (n, count) => {
                let mut errors = FieldErrors::none();
                n.err().into_iter().for_each(|e| errors.merge(e));
                count.err().into_iter().for_each(|e| errors.merge(e));
                Err(errors)
            }
        }
    }
}

fn row(n: &str, count: Option<u32>) -> Row {
    Row { n: n.to_owned(), count }
}

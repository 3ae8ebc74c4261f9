//! What a row has to be. It is decoded as a form would be, by the same rules and with the same messages.

use frontdesk::form::{FormBuilder, FormLimits};
use frontdesk::{FromForm, garde};

/// A contact: a row of a file, whose columns are its fields.
#[derive(Debug, FromForm)]
pub struct Contact {
    #[garde(length(chars, min = 1, max = 100), custom(not_blank))]
    name: String,
    #[garde(length(chars, max = 254), email)]
    email: String,
}

fn not_blank(text: &str, _: &()) -> garde::Result {
    match text.trim() {
        "" => Err(garde::Error::new("required")),
        _ => Ok(()),
    }
}

/// The columns that a file must have, in any order.
pub const COLUMNS: [&str; 2] = ["name", "email"];

/// Checks a row: each name of a column with its value.
///
/// # Errors
///
/// Returns what is wrong with it.
pub fn check<'t>(values: impl IntoIterator<Item = (&'t str, &'t str)>) -> Result<(), String> {
    let mut form = FormBuilder::new(&FormLimits::default());
    for (column, value) in values {
        let pushed = form.push(column.as_bytes(), value.as_bytes());
        pushed.map_err(|error| error.to_string())?;
    }
    let checked = Contact::from_form(form.finish().root());
    checked.map(drop).map_err(|errors| {
        let messages = errors.into_iter().map(|(field, message)| format!("{field} {message}"));
        messages.collect::<Vec<_>>().join("; ")
    })
}

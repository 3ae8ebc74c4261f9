//! The outcome of an action that is not finished with its form.

use std::collections::BTreeMap;

use frontdesk_form::__private::{is_index, spelled};
use frontdesk_router::Redirect;
use serde::{Deserialize, Serialize};

use super::field_path::FormField;
use crate::form::{Fill, FormValues, FormWriter};

/// An action returns it to show the form again: a row was added or removed, or the next step of a
/// wizard follows. The form has the submitted values, with the changes of this value, and no
/// messages.
///
/// Browsers are redirected to the page of the form, and htmx receives the fragment of the form if
/// there is one. Programs, which have no form, receive 204.
///
/// ```
/// # extern crate frontdesk_actions as frontdesk;
/// use frontdesk_actions::{FromForm, ShowAgain, server_action};
///
/// #[derive(FromForm)]
/// struct Line {
///     name: String,
/// }
///
/// #[server_action]
/// async fn order(lines: Vec<Line>) {}
///
/// // <button formaction="/_actions/add_line" formnovalidate>Add a line</button>
/// #[server_action]
/// async fn add_line() -> ShowAgain {
///     ShowAgain::new().add_row(Order::LINES)
/// }
///
/// // <button formaction="/_actions/remove_line" formnovalidate name="row" value="0">Remove</button>
/// #[server_action]
/// async fn remove_line(row: usize) -> ShowAgain {
///     ShowAgain::new().remove_row(Order::LINES, row)
/// }
/// ```
///
/// An action that either redirects or shows its form again returns [`NextPage`]. Secrets, files and
/// sealed fields are not shown again; a message asks for files that were chosen, unless the client
/// retains them (Frontdesk's script).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[must_use]
pub struct ShowAgain(pub(crate) Changes);

/// Where a browser goes after an action: to another page, or to the form again.
///
/// ```
/// # extern crate frontdesk_actions as frontdesk;
/// use frontdesk_actions::{FromForm, NextPage, ShowAgain, server_action};
/// use frontdesk_router::{Problem, Redirect};
///
/// #[derive(FromForm)]
/// #[form(rename_all = "lowercase")]
/// enum Intent {
///     Preview,
///     Publish,
/// }
///
/// #[server_action]
/// async fn post(text: String, intent: Intent) -> Result<NextPage, Problem> {
///     Ok(match intent {
///         Intent::Preview => ShowAgain::new().into(),
///         Intent::Publish => Redirect::to("/posts").into(),
///     })
/// }
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum NextPage {
    /// Another page.
    Redirect(Redirect),
    /// The page of the form.
    ShowAgain(ShowAgain),
}

impl From<Redirect> for NextPage {
    fn from(redirect: Redirect) -> Self {
        Self::Redirect(redirect)
    }
}

impl From<ShowAgain> for NextPage {
    fn from(again: ShowAgain) -> Self {
        Self::ShowAgain(again)
    }
}

/// Changes of submitted values, in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Changes(Vec<Change>);

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
enum Change {
    /// Sets values, by path, and removes what was below `path`.
    Set {
        path: String,
        values: Vec<(String, String)>,
    },
    AddRow {
        list: String,
    },
    RemoveRow {
        list: String,
        row: usize,
    },
}

impl ShowAgain {
    /// Shows the form as it was sent.
    pub fn new() -> Self {
        Self::default()
    }

    /// Changes the value of a field.
    pub fn set<I, F: FormField<I>>(self, field: F, value: impl Fill<F::Value>) -> Self {
        let path = spelled(&field.path()).into_owned();
        let mut written = FormValues::new();
        value.fill(&mut FormWriter::new(&mut written, &path));
        let pairs = |(name, values): (String, Vec<String>)| values.into_iter().map(move |value| (name.clone(), value));
        let values = written.into_iter().flat_map(pairs).collect();
        self.with(Change::Set { path, values })
    }

    /// Adds a blank row to a list of structs, after the last one.
    pub fn add_row<I, T>(self, list: impl FormField<I, Value = Vec<T>>) -> Self {
        let list = spelled(&list.path()).into_owned();
        self.with(Change::AddRow { list })
    }

    /// Removes a row from a list, by its index in the form. The other rows have the same indices as
    /// before.
    pub fn remove_row<I, T>(self, list: impl FormField<I, Value = Vec<T>>, row: usize) -> Self {
        let list = spelled(&list.path()).into_owned();
        self.with(Change::RemoveRow { list, row })
    }

    fn with(mut self, change: Change) -> Self {
        self.0.0.push(change);
        self
    }
}

impl Changes {
    /// Changes submitted values, and the messages by path. A row may have only messages.
    pub(crate) fn apply<M>(self, values: &mut Vec<(String, String)>, messages: &mut BTreeMap<String, M>) {
        for change in self.0 {
            match change {
                Change::Set { path, values: new } => {
                    values.retain(|(name, _)| !is_at_or_below(&spelled(name), &path));
                    values.extend(new);
                }
                Change::AddRow { list } => {
                    let names = values.iter().map(|(name, _)| name).chain(messages.keys());
                    let last = names.filter_map(|name| row_in(&list, name)).max();
                    let next = last.map_or(0, |last| last.saturating_add(1));
                    values.push((format!("{list}[{next}]"), String::new()));
                }
                Change::RemoveRow { list, row } => {
                    values.retain(|(name, _)| row_in(&list, name) != Some(row));
                    messages.retain(|path, _| row_in(&list, path) != Some(row));
                }
            }
        }
    }
}

fn is_at_or_below(name: &str, path: &str) -> bool {
    let rest = name.strip_prefix(path);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

/// Returns the row of a list that a name belongs to.
fn row_in(list: &str, name: &str) -> Option<usize> {
    let name = spelled(name);
    let (index, _) = name.strip_prefix(list)?.strip_prefix('[')?.split_once(']')?;
    is_index(index).then(|| index.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::action::Field;

    struct Order;
    const LINES: Field<Order, Vec<String>> = Field::new("lines");
    const NOTE: Field<Order, String> = Field::new("note");

    #[test]
    fn changes_apply_in_their_order() {
        let names = [
            "lines[0].a",
            "lines[4][a]",
            "lines[4].b",
            "lines[10].a",
            "liness[4].a",
            "note",
            "notes",
        ];
        let mut values: Vec<_> = names.map(|name| (name.to_owned(), "x".to_owned())).to_vec();
        let again = ShowAgain::new().remove_row(LINES, 4).add_row(LINES).add_row(LINES);
        let mut messages = BTreeMap::from(["lines[0].file", "lines[10].file"].map(|path| (path.to_owned(), ())));
        let changes = again.remove_row(LINES, 0).set(NOTE, "new").0;
        changes.apply(&mut values, &mut messages);
        assert_eq!(messages.keys().collect::<Vec<_>>(), ["lines[10].file"]);
        let values: Vec<_> = values.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let expected = [
            "lines[10].a=x",
            "liness[4].a=x",
            "notes=x",
            "lines[11]=",
            "lines[12]=",
            "note=new",
        ];
        assert_eq!(values, expected);
    }

    #[test]
    fn new_row_comes_after_rows_that_have_only_messages() {
        for (last, next) in [(None, 0), (Some(3), 4)] {
            let mut values = Vec::new();
            let mut messages = last.map(|row| (format!("lines[{row}].file"), ())).into_iter().collect();
            ShowAgain::new().add_row(LINES).0.apply(&mut values, &mut messages);
            assert_eq!(values, [(format!("lines[{next}]"), String::new())]);
        }
    }
}

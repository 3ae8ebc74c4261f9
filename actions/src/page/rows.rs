//! The rows of a list of structs.

use std::collections::BTreeSet;

use super::form_view::FormView;
use super::has_form::HasForm;
use crate::action::{FormField, Row};
use crate::form_state::FormState;
use frontdesk_form::__private::{is_index, spelled};

/// Larger indices are ignored: adding blank rows after them must not overflow.
const LAST: usize = usize::MAX / 2;

impl<A: HasForm> FormView<A> {
    /// Returns the rows to show of a list of structs: those of the last submission, or else those
    /// that the page [filled in](FormView::fill), and after them blank rows until there are
    /// `at_least` this many. Their indices may have gaps, where rows were removed. Blank rows that were
    /// sent are among them, so count from the data of the page: its stored lines and one more, say. A number
    /// that depends on the rows of the form grows with each failed submit.
    ///
    /// ```
    /// # extern crate frontdesk_actions as frontdesk;
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/kit/forms.rs"));
    /// use frontdesk_actions::{FromForm, server_action};
    ///
    /// #[derive(FromForm)]
    /// struct Line {
    ///     name: String,
    /// }
    ///
    /// #[server_action]
    /// async fn order(lines: Vec<Line>) {}
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// # let forms = forms::<Order>().await;
    /// let form = forms.of::<Order>();
    /// let mut html = String::new();
    /// for row in form.rows(Order::LINES, 3) {
    ///     html.push_str(form.field(row.part(Line::NAME)).input("text").as_str());
    /// }
    /// assert!(html.contains(r#"name="lines[2].name""#));
    /// # }
    /// ```
    ///
    /// A blank row is an error of its required fields, unless the items are optional: `lines:
    /// Vec<Option<Line>>`.
    #[must_use]
    pub fn rows<T>(&self, list: impl FormField<A::Input, Value = Vec<T>>, at_least: usize) -> Vec<Row<A::Input, T>> {
        let list = list.path();
        let indices = self.rows_at(&list, at_least).into_iter();
        indices.map(|index| Row::new(list.clone(), index)).collect()
    }

    /// Returns the indices of the rows of a list in a part of a field, by its path: `order.lines`.
    #[must_use]
    pub fn rows_at(&self, list: &str, at_least: usize) -> Vec<usize> {
        self.check(list);
        let mut rows = self.shown_rows(&spelled(list));
        rows.extend(rows_in(&spelled(list), self.errors().keys().map(String::as_str)));
        let next = rows.last().map_or(0, |last| last + 1);
        let missing = at_least.saturating_sub(rows.len());
        rows.into_iter().chain(next..next.saturating_add(missing)).collect()
    }

    /// Returns the indices of the rows that the page shows of a list, in their order. Where values have
    /// no index in their names, there are none.
    pub(super) fn shown_rows(&self, list: &str) -> BTreeSet<usize> {
        let submitted = self.values_to_repopulate();
        let values = submitted.into_iter().flat_map(|state| &state.values);
        let mut rows = rows_in(list, values.map(|(name, _)| name.as_str()));
        // Rows still exist if their values did not fit into the form state.
        if submitted.is_none_or(FormState::has_gaps) {
            rows.extend(rows_in(list, self.filled.names()));
            rows.extend(0..self.filled.count(list));
        }
        rows
    }
}

/// Returns the rows that names belong to: 0 and 1 for `lines[1].name`, `lines[0][name]` and
/// `lines[]`.
fn rows_in<'n>(list: &str, names: impl Iterator<Item = &'n str>) -> BTreeSet<usize> {
    let row = |name: &str| {
        let name = spelled(name);
        let (index, _) = name.strip_prefix(list)?.strip_prefix('[')?.split_once(']')?;
        let row = is_index(index).then(|| index.parse().ok())?;
        row.filter(|row| *row <= LAST)
    };
    names.filter_map(row).collect()
}

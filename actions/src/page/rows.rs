//! Lists of structs in a page: which rows there are.

use std::collections::BTreeSet;

use super::form_view::FormView;
use crate::action::{Action, Field};
use crate::form_state::FormState;
use frontdesk_form::__private::{is_index, spelled};

/// Indices above this are nobody's rows: adding blank ones behind them must not overflow.
const LAST: usize = usize::MAX / 2;

impl<A: Action> FormView<A> {
    /// The indices of the rows to show of a list of structs: those of the last submit, else those that the page
    /// [filled in](FormView::fill_path), and blank ones behind them until there are `at_least` so many. Indices need not follow each
    /// other: a row that was removed leaves a gap.
    ///
    /// ```ignore
    /// for row in form.rows(Order::LINES, 3) {
    ///     form.path(&format!("lines[{row}].name")).input("text") // <input type="text" name="lines[0].name" …>
    /// }
    /// ```
    ///
    /// A row that is left blank is refused for what it lacks, unless the list is one of options: `lines: Vec<Option<Line>>`.
    #[must_use]
    pub fn rows<T>(&self, list: Field<A::Input, Vec<T>>, at_least: usize) -> Vec<usize> {
        self.rows_at(list.name(), at_least)
    }

    /// The same for a list in a part of a field, by its path: `order.lines`.
    #[must_use]
    pub fn rows_at(&self, list: &str, at_least: usize) -> Vec<usize> {
        self.check(list);
        let list = &*spelled(list);
        let sent = self.values_to_repopulate();
        let values = sent.into_iter().flat_map(|state| &state.values);
        let mut rows = rows_in(list, values.map(|(name, _)| name.as_str()));
        // Rows that were lost on the way are not gone.
        if sent.is_none_or(FormState::has_gaps) {
            rows.extend(rows_in(list, self.filled.keys().map(String::as_str)));
        }
        rows.extend(rows_in(list, self.errors().keys().map(String::as_str)));
        let next = rows.last().map_or(0, |last| last + 1);
        let missing = at_least.saturating_sub(rows.len());
        rows.into_iter().chain(next..next.saturating_add(missing)).collect()
    }
}

/// The rows that names are of: of `lines[1].name`, `lines[0][name]` and `lines[]`, 0 and 1.
fn rows_in<'n>(list: &str, names: impl Iterator<Item = &'n str>) -> BTreeSet<usize> {
    let row = |name: &str| {
        let name = spelled(name);
        let (index, _) = name.strip_prefix(list)?.strip_prefix('[')?.split_once(']')?;
        let row = is_index(index).then(|| index.parse().ok())?;
        row.filter(|row| *row <= LAST)
    };
    names.filter_map(row).collect()
}

//! The summary of a form's errors.

use std::borrow::Cow;
use std::fmt::Write as _;

use frontdesk_form::__private::{is_index, spelled};
use frontdesk_form::FieldKind;

use super::field_view::labels::last_name;
use super::form_view::FormView;
use super::has_form::HasForm;
use super::readable::readable;
use crate::form_state::FormProblem;
use crate::markup::Markup;
use crate::texts;

/// The deepest group that a link leads into.
const MAX_DEPTH: usize = 8;

impl<A: HasForm> FormView<A> {
    /// Returns a summary of what is wrong with the form: its problem, and all messages for fields,
    /// in the order of the fields, as links to their controls. Returns nothing if there is nothing
    /// wrong.
    ///
    /// Write it above the form, or at the top of the page. Screen readers read it when the page is
    /// loaded, and it has the focus ([WCAG, technique G139](https://www.w3.org/WAI/WCAG22/Techniques/general/G139)).
    ///
    /// ```
    /// # extern crate frontdesk_actions as frontdesk;
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/kit/forms.rs"));
    /// use frontdesk_actions::{FormView, server_action};
    ///
    /// #[server_action]
    /// async fn create_todo(title: String) {}
    ///
    /// fn todo_form(form: &FormView<CreateTodo>) -> String {
    ///     let title = form.field(CreateTodo::TITLE);
    ///     // <div role="alert" …><h2>There is a problem</h2>
    ///     // <ul><li><a href="#create_todo-title">Title: required</a></li></ul></div>
    ///     let summary = form.error_summary();
    ///     format!("{summary}{}{}{}</form>", form.open(), title.label_tag(), title.input("text"))
    /// }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// # let html = todo_form(&forms::<CreateTodo>().await.of());
    /// # assert!(html.starts_with("<form"), "{html}");
    /// # }
    /// ```
    ///
    /// The link leads to the element with the [`id`](crate::FieldView::id) of the field. Radio
    /// buttons and checkboxes of a type that has no [`options`](crate::FieldView::options) don't have
    /// it: write it on their `<fieldset>`, with `tabindex="-1"`.
    pub fn error_summary(&self) -> Markup {
        let title = self.say(&texts::THERE_IS_A_PROBLEM);
        self.error_summary_titled(&title)
    }

    /// Returns [`error_summary`](Self::error_summary) with another title.
    pub fn error_summary_titled(&self, title: &str) -> Markup {
        let mut markup = Markup::new();
        if self.problem().is_none() && self.errors().is_empty() {
            return markup;
        }
        let id = format!("{}--summary", self.id_start());
        let title_id = format!("{id}-title");
        markup
            .raw("<div role=\"alert\" tabindex=\"-1\" autofocus")
            .attribute("id", &id);
        markup.attribute("aria-labelledby", &title_id);
        markup
            .raw("><h2")
            .attribute("id", &title_id)
            .raw(">")
            .text(title)
            .raw("</h2>");
        if let Some(problem) = self.problem() {
            write_problem(problem, &mut markup);
        }
        self.write_errors(&mut markup);
        markup.raw("</div>");
        markup
    }

    fn write_errors(&self, markup: &mut Markup) {
        let mut paths: Vec<_> = self.errors().keys().collect();
        if paths.is_empty() {
            return;
        }
        paths.sort_by_cached_key(|path| self.position_of(path));
        markup.raw("<ul>");
        for path in paths {
            let label = self.label_of(path);
            let target = self.control_path(path).map(|path| format!("#{}", self.id_of(&path)));
            for message in self.errors().get(path).into_iter().flatten() {
                markup.raw("<li>");
                if let Some(target) = &target {
                    markup.raw("<a").attribute("href", target).raw(">");
                }
                markup.text(&label).raw(": ").text(message);
                markup.raw(if target.is_some() { "</a></li>" } else { "</li>" });
            }
        }
        markup.raw("</ul>");
    }

    /// Returns where a path stands in the order of the fields, and of the rows of lists.
    fn position_of(&self, path: &str) -> Vec<(usize, String)> {
        let path = spelled(path);
        let positions = prefixes(&path).map(|prefix| match index_of(prefix) {
            Some(index) => (index, String::new()),
            None => (self.fields().position(prefix), prefix.to_owned()),
        });
        positions.collect()
    }

    /// Returns the label of a path, with those of all that it is in: `Lines 2, Count` for
    /// `lines[1].count`.
    fn label_of(&self, path: &str) -> String {
        let path = spelled(path);
        let mut label = String::new();
        for prefix in prefixes(&path) {
            if let Some(index) = index_of(prefix) {
                // Writing to a String can't fail.
                let _ = write!(label, " {}", self.row_number(prefix, index));
                continue;
            }
            if !label.is_empty() {
                label.push_str(", ");
            }
            let field = self.fields().get(prefix);
            match field.and_then(|field| field.label) {
                Some(own) => label.push_str(own),
                // The key of a map is a text of the client's.
                None if field.is_some_and(|field| field.name.is_empty()) => label.push_str(last_name(prefix)),
                None => label.push_str(&readable(last_name(prefix))),
            }
        }
        label
    }

    /// Returns the number of a row, as its page counts them: after a row was removed, the indices of the
    /// others have a gap.
    fn row_number(&self, row: &str, index: usize) -> usize {
        let list = row.rsplit_once('[').map_or(row, |(list, _)| list);
        let rows = self.shown_rows(list);
        let before = if rows.contains(&index) {
            rows.range(..index).count()
        } else {
            index
        };
        before.saturating_add(1)
    }

    /// Returns the path of the first control of the field at a path; `None` if it is not known.
    fn control_path(&self, path: &str) -> Option<String> {
        let mut path = spelled(path).into_owned();
        for _ in 0..MAX_DEPTH {
            let kind = self.fields().get(&path).map(|field| field.kind);
            let part = self.fields().first_part(&path);
            let is_item = index_of(&path).is_some();
            match (part, kind) {
                (None, Some(FieldKind::Map)) => return None,
                (None, _) => return Some(self.path_as_sent(path)),
                (Some(part), Some(FieldKind::List)) if !is_item => {
                    let row = self.rows_at(&path, 0).first().copied()?;
                    path = format!("{path}[{row}].{part}");
                }
                (Some(part), _) => path = format!("{path}.{part}"),
            }
        }
        None
    }

    /// Returns the path of the control that sent the values at a path. The items of a list have one
    /// control each, or one name for all of them.
    fn path_as_sent(&self, path: String) -> String {
        let state = self.values_to_repopulate();
        let sent = |sent: &dyn Fn(&str) -> bool| {
            let names = state.into_iter().flat_map(|state| &state.values);
            let mut names = names.map(|(name, _)| spelled(name));
            names.find(|name| sent(name)).map(Cow::into_owned)
        };
        match path.strip_suffix(']').and_then(|path| path.rsplit_once('[')) {
            // An item of a list.
            Some((list, _)) => sent(&|name| name == path).unwrap_or_else(|| list.to_owned()),
            None => {
                let is_item = |name: &str| name.strip_prefix(&*path).is_some_and(|rest| index_of(rest) == Some(0));
                sent(&is_item).unwrap_or(path)
            }
        }
    }
}

fn write_problem(problem: &FormProblem, markup: &mut Markup) {
    markup.raw("<p>").text(&problem.title).raw("</p>");
    if let Some(detail) = &problem.detail {
        markup.raw("<p>").text(detail).raw("</p>");
    }
    if let Some(log_id) = &problem.log_id {
        markup.raw("<p><small>").text(log_id).raw("</small></p>");
    }
}

/// Returns the path up to each of its names and indices: `lines`, `lines[1]`, `lines[1].count`.
fn prefixes(path: &str) -> impl Iterator<Item = &str> {
    let ends = path.match_indices(['.', '[']).map(|(at, _)| at).filter(|at| *at > 0);
    ends.chain([path.len()]).filter_map(|end| path.get(..end))
}

/// Returns the index that a path ends with.
fn index_of(path: &str) -> Option<usize> {
    let (_, index) = path.strip_suffix(']')?.rsplit_once('[')?;
    is_index(index).then(|| index.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_end_with_names_and_indices() {
        let all: Vec<_> = prefixes("lines[1].count").collect();
        assert_eq!(all, ["lines", "lines[1]", "lines[1].count"]);
        assert_eq!(prefixes("a").collect::<Vec<_>>(), ["a"]);
        assert_eq!(index_of("lines[12]"), Some(12));
        assert_eq!(index_of("lines[x]"), None);
        assert_eq!(index_of("lines[1].a"), None);
    }
}

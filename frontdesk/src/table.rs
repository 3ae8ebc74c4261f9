//! The boot table: what a desk answers, for people to read at start.

use std::fmt;

use frontdesk_actions::{ACTIONS_PATH, ActionRow, Actions};
use frontdesk_router::{RouteKind, RouteRow, Routes};

/// Every route, page and action of a desk. Displays as a table; the rows are there to test against.
///
/// Behind an action's fields stand its earlier names (`= old_name`), and `!any origin` if it is not guarded.
#[derive(Debug, Clone)]
pub struct Table {
    base: String,
    routes: Vec<RouteRow>,
    actions: Vec<ActionRow>,
}

impl Table {
    pub(crate) fn new(routes: &Routes, actions: &Actions, base: &str) -> Self {
        Self {
            base: base.to_owned(),
            routes: routes.rows().to_vec(),
            actions: actions.rows().collect(),
        }
    }

    /// Routes and pages, in the order of registration.
    #[must_use]
    pub fn routes(&self) -> &[RouteRow] {
        &self.routes
    }

    /// Actions, sorted by name.
    #[must_use]
    pub fn actions(&self) -> &[ActionRow] {
        &self.actions
    }

    fn lines(&self) -> Vec<[String; 4]> {
        let base = &self.base;
        let routes = self.routes.iter().map(|row| {
            let kind = if row.kind == RouteKind::Page { "page" } else { "route" };
            [
                kind.to_owned(),
                row.methods.join(" "),
                format!("{base}{}", row.path),
                row.place.to_string(),
            ]
        });
        let actions = self.actions.iter().map(|row| {
            let mut path = format!("{base}{ACTIONS_PATH}{}({})", row.name, row.fields.join(", "));
            row.aliases
                .iter()
                .for_each(|alias| path.push_str(&format!(" = {alias}")));
            if row.any_origin {
                path.push_str(" !any origin");
            }
            ["action".to_owned(), "POST".to_owned(), path, row.place.to_string()]
        });
        routes.chain(actions).collect()
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines = self.lines();
        let width = |column: usize| {
            lines
                .iter()
                .filter_map(|line| line.get(column))
                .map(|cell| cell.chars().count())
                .max()
                .unwrap_or(0)
        };
        let (kind, methods, path) = (width(0), width(1), width(2));
        for [a, b, c, d] in &lines {
            writeln!(f, "{a:kind$}  {b:methods$}  {c:path$}  {d}")?;
        }
        Ok(())
    }
}

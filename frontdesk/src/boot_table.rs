//! The boot table: everything that a desk serves, for people to read when the server starts.

use std::fmt;

use frontdesk_actions::__desk::Actions;
use frontdesk_actions::ActionRow;
use frontdesk_router::__desk::{Routes, Shared, below_base};
use frontdesk_router::{Caching, RouteKind, RouteRow};

const LEGEND: &str = "\
GET is ○ static: reads nothing, runs once, cached until revalidated
       ◐ cached: by path and query, for this long, or until revalidated
       ● dynamic: runs every time";

const CHECKS: &str =
    "POST at the path of an action followed by `/check` checks its form, unless it is marked `!no check`";

/// Returns the symbol of a GET's kind.
fn mark(caching: Caching) -> String {
    match caching {
        Caching::Static => "○".to_owned(),
        Caching::Cached(None) => "◐".to_owned(),
        Caching::Cached(Some(time)) => format!("◐ {time:?}"),
        _ => "●".to_owned(),
    }
}

/// Every route, page and action of a desk. Displays as a table; tests can check its rows.
///
/// An action's line shows its fields, then its earlier names (`= old_name`), `!any origin` if other
/// sites may call it, `!no check` if its form can't be checked while it is filled in
/// ([`docs::checks`](crate::docs::checks)), and which layers cover it: those of the router that it was added to, of
/// `layer_actions`, of the desk, or none.
///
/// ```
/// use frontdesk::{Desk, Router, get, server_action};
///
/// #[server_action]
/// async fn subscribe(email: String) {}
///
/// # fn main() -> Result<(), frontdesk::BuildError> {
/// let routes = Router::new().route("/api/version", get(async || "1"));
/// let table = Desk::builder(()).routes(routes).action::<Subscribe>().build()?.table();
///
/// assert_eq!(table.routes()[0].methods, ["GET"]);
/// assert_eq!(table.actions()[0].fields, ["email"]);
/// assert!(table.to_string().contains("/_actions/subscribe(email)"));
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct BootTable {
    base: String,
    routes: Vec<RouteRow>,
    actions: Vec<ActionRow>,
    /// How many layers the desk itself has.
    desk_layers: usize,
}

impl BootTable {
    pub(crate) fn new(routes: &Routes, actions: &Actions, shared: &Shared, desk_layers: usize) -> Self {
        let mut routes = routes.rows().to_vec();
        if shared.cache().is_none() {
            for get in routes.iter_mut().filter_map(|row| row.get.as_mut()) {
                *get = Caching::Dynamic;
            }
        }
        Self {
            base: shared.base.clone(),
            routes,
            actions: actions.rows().collect(),
            desk_layers,
        }
    }

    /// Logs which GETs are cached, in one line, if any is.
    pub(crate) fn log_cached(&self) {
        let cached = self.routes.iter().filter_map(|row| {
            let caching = row.get.filter(|caching| *caching != Caching::Dynamic)?;
            Some(format!("{} {}", mark(caching), below_base(&self.base, &row.path)))
        });
        let cached: Vec<_> = cached.collect();
        if !cached.is_empty() {
            tracing::info!("{} cached GETs: {}", cached.len(), cached.join(", "));
        }
    }

    /// Returns routes and pages, in the order of registration.
    #[must_use]
    pub fn routes(&self) -> &[RouteRow] {
        &self.routes
    }

    /// Returns actions, sorted by name.
    #[must_use]
    pub fn actions(&self) -> &[ActionRow] {
        &self.actions
    }

    /// Returns which layers cover an action.
    fn layers_of(&self, row: &ActionRow) -> String {
        let kinds = [
            ("router", row.router_layers),
            ("layer_actions", row.action_layers),
            ("desk", self.desk_layers),
        ];
        let kinds = kinds.into_iter().filter(|(_, count)| *count > 0);
        let kinds: Vec<_> = kinds.map(|(kind, _)| kind).collect();
        match kinds.as_slice() {
            [] => " [no layers]".to_owned(),
            kinds => format!(" [layers: {}]", kinds.join(", ")),
        }
    }

    fn lines(&self) -> Vec<[String; 5]> {
        let base = &self.base;
        let routes = self.routes.iter().map(|row| {
            let kind = if row.kind == RouteKind::Page { "page" } else { "route" };
            [
                row.get.map(mark).unwrap_or_default(),
                kind.to_owned(),
                row.methods.join(" "),
                below_base(base, &row.path),
                row.place.to_string(),
            ]
        });
        let actions = self.actions.iter().map(|row| {
            let mut path = format!("{}({})", below_base(base, &row.path), row.fields.join(", "));
            row.aliases
                .iter()
                .for_each(|alias| path.push_str(&format!(" = {alias}")));
            if row.any_origin {
                path.push_str(" !any origin");
            }
            if !row.has_check_url {
                path.push_str(" !no check");
            }
            path.push_str(&self.layers_of(row));
            let (kind, method) = ("action".to_owned(), "POST".to_owned());
            [String::new(), kind, method, path, row.place.to_string()]
        });
        routes.chain(actions).collect()
    }
}

impl fmt::Display for BootTable {
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
        let (mark, kind, methods, path) = (width(0), width(1), width(2), width(3));
        for [a, b, c, d, e] in &lines {
            writeln!(f, "{a:mark$}  {b:kind$}  {c:methods$}  {d:path$}  {e}")?;
        }
        if mark > 0 {
            writeln!(f, "\n{LEGEND}")?;
        }
        if !self.actions.is_empty() {
            writeln!(f, "\n{CHECKS}")?;
        }
        Ok(())
    }
}

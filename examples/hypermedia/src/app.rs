//! The state of the desk.

use frontdesk::FromRef;

use crate::list::List;
use crate::scripts::Scripts;

/// The state of the app.
#[derive(Debug, Clone, Default)]
pub struct App {
    /// The list.
    pub list: List,
    /// Where the pages load their scripts from.
    pub scripts: Scripts,
}

impl FromRef<App> for List {
    fn from_ref(app: &App) -> Self {
        app.list.clone()
    }
}

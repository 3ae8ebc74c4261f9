//! The file convention: routes from the folder `tests/app`.

use frontdesk::{Router, app_dir};

use super::App;

app_dir!("app", pub(super) fn routes() -> Router<App>);

//! The reference app: every route, page and action, written once for all adapters.

mod actions;
mod admins;
mod app_dir;
mod auth;
mod bodies;
mod booking;
mod cached;
mod cookies;
mod cors;
mod count_once;
mod create_note;
mod document;
mod edit;
mod errors;
mod events;
mod every_kind;
mod external;
mod find;
mod flash;
mod inputs;
mod items;
mod keyed;
mod local_user;
mod members;
mod migrated;
mod notes_page;
mod paths;
mod problem_page;
mod query;
mod replies;
mod rows;
mod session;
mod shades;
mod shelf;
mod state;
mod steps;
mod streams;
mod upload;
mod user;
mod watched;
mod webhook;
mod words;

use frontdesk::{BuildError, Desk, DeskBuilder, Router};

pub use actions::{
    Add, Count, Fails, Gated, Go, LongText, Missing, OnlyAxumUser, Panics, Refuses, SetTheme, ShortText, Slow, add,
    count, fails, gated, go, long_text, missing, only_axum_user, panics, refuses, set_theme, short_text, slow,
};
pub use booking::{AddGuest, Board, Book, Booking, Extra, Guest, RemoveGuest, Room, add_guest, book, remove_guest};
pub use cached::{RevalidateClock, nanoseconds, revalidate_clock};
pub use count_once::{CountOnce, count_once};
pub use create_note::{CreateNote, DeleteNote, SaveNote, create_note, delete_note, save_note};
pub use edit::{PreviewNote, preview_note};
pub use errors::SECRET;
pub use every_kind::{Address, Color, Decoded, EveryKind, every_kind};
pub use find::{Find, find_page};
pub use inputs::{DecodedInputs, Inputs, inputs};
pub use keyed::{Keyed, keyed};
pub use local_user::{SetUser, WithUser, user_if_any};
pub use members::{Member, MembersNote, member_of, members_note};
pub use migrated::{
    Line, Migrated, MigratedForm, Orders, Pascal, Person, Row, Trimmed, TrimmedTexts, migrated, orders, pascal, trimmed,
};
pub use notes_page::notes_page;
pub use replies::{ExportCsv, Reveal, export_csv, reveal};
pub use rows::{ToggleRow, toggle_row};
pub use shades::{Shade, Shades, shades};
pub use shelf::{DropBook, Shelve, drop_book, shelf_page, shelve};
pub use state::{App, Base, Counts, Gate, Item, Items, MemberNotes, Note, Notes, Rows, Shelf, Sum};
pub use steps::{Steps, steps};
pub use upload::{Received, UploadForm, upload};
pub use user::{User, UserHeader};
pub use watched::{Listeners, Listening, Tally};

/// The settings of the desk: the flags of the program `reference`.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// `--allow-non-browser`
    pub allow_non_browser: bool,
    /// `--trust-proxy`
    pub trust_proxy: bool,
    /// `--origin`
    pub origins: Vec<String>,
    /// `--trust-origin`
    pub trusted_origins: Vec<String>,
}

/// Returns all routes and pages.
pub fn routes() -> Router<App> {
    Router::new()
        .merge(paths::routes())
        .merge(query::routes())
        .merge(find::routes())
        .merge(items::routes())
        .merge(bodies::routes())
        .merge(streams::routes())
        .merge(cookies::routes())
        .merge(auth::routes())
        .merge(webhook::routes())
        .merge(errors::routes())
        .merge(external::routes())
        .merge(flash::routes())
        .merge(cached::routes())
        .merge(local_user::routes())
        .merge(cors::routes())
        .merge(events::routes())
        .merge(app_dir::routes())
        .merge(notes_page::routes())
        .merge(upload::routes())
        .merge(count_once::routes())
        .merge(edit::routes())
        .merge(keyed::routes())
        .merge(shelf::routes())
        .merge(members::routes())
        .merge(session::routes())
        .merge(inputs::routes())
        .merge(booking::routes())
        .merge(steps::routes())
        .merge(replies::routes())
        .merge(rows::routes())
}

/// Returns the builder of the desk, to which tests can add more. It has no page for problems, so that
/// tests can have the built-in one, or their own.
pub fn builder(app: &App, settings: &Settings) -> DeskBuilder<App> {
    let mut builder = Desk::builder(app.clone())
        .routes(routes())
        .linked_actions()
        .substate::<Counts>()
        .identity(member_of)
        .base(app.base.as_str())
        .words(words::german());
    for origin in &settings.origins {
        builder = builder.origin(origin);
    }
    for origin in &settings.trusted_origins {
        builder = builder.trust_origin(origin);
    }
    if settings.trust_proxy {
        builder = builder.trust_proxy();
    }
    if settings.allow_non_browser {
        builder = builder.allow_non_browser();
    }
    builder
}

/// Builds the desk of the reference app.
///
/// # Errors
///
/// Fails if an origin in the settings is not valid.
pub fn desk(app: &App, settings: &Settings) -> Result<Desk, BuildError> {
    builder(app, settings).problem_page(problem_page::problem_page).build()
}

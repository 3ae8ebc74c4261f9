//! Forms as a page writes them.

mod browser_state;
mod control_ids;
mod error_summary;
mod field_view;
mod fill;
mod filled;
mod form_ids;
mod form_tag;
mod form_view;
mod forms;
mod fragments;
mod login_redirect;
mod page_context;
mod page_url;
mod pairs;
mod path_params;
mod readable;
mod return_to;
mod rows;
mod shown;
mod submission;

pub use self::browser_state::BrowserState;
pub use self::field_view::{FieldOption, FieldView};
pub use self::form_view::FormView;
pub use self::forms::Forms;
pub use self::fragments::Fragments;
pub use self::login_redirect::PageHead;
pub(crate) use self::page_context::PageContext;
pub(crate) use self::page_url::{enclosing_page, referer};
pub use self::pairs::{Direct, Pair, Pairs, Referenced};
pub(crate) use self::return_to::LoginOfForm;
pub use self::return_to::ReturnTo;

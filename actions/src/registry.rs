//! The actions of a desk, each bound to its name and its state.

mod bound_action;
mod module_names;
mod registered;
mod states;
mod table;

pub(crate) use self::bound_action::BoundAction;
pub use self::registered::{ActionLayer, Registered};
pub use self::states::States;
pub use self::table::ActionRow;
pub(crate) use self::table::ActionTable;

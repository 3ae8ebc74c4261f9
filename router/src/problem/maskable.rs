//! The errors that `?` turns into problems.

use std::error::Error;

/// What `?` turns into a problem. Implemented for every error; its own trait because of the message.
// Of this, the message about `?` has only the label.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't become a `Problem`",
    label = "not a `std::error::Error`: write `.internal()?`, after `use frontdesk::ProblemExt as _;`",
    note = "`.internal()` takes `anyhow::Error`, `Box<dyn Error>` and text too"
)]
#[expect(unnameable_types, reason = "only for its message")]
pub trait Maskable: Error + Send + Sync + 'static {}

#[diagnostic::do_not_recommend]
impl<E: Error + Send + Sync + 'static> Maskable for E {}

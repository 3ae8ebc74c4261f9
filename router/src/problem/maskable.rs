//! The errors that `?` turns into problems.

use std::error::Error;

/// What `?` turns into a problem. Implemented for every error; its own trait because of the message.
#[diagnostic::on_unimplemented(
    message = "`?` can't turn `{Self}` into a `Problem`",
    label = "not a `std::error::Error`",
    note = "write `.internal()?` in place of `?`, after `use frontdesk::ProblemExt as _;`: it takes `anyhow::Error`, \
            `Box<dyn Error>` and text too",
    note = "to respond with another problem than a masked 500: `.map_err(|error| Problem::new(…))?`"
)]
#[expect(unnameable_types, reason = "only for its message")]
pub trait Maskable: Error + Send + Sync + 'static {}

#[diagnostic::do_not_recommend]
impl<E: Error + Send + Sync + 'static> Maskable for E {}

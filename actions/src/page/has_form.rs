//! What has a form in a page.

use crate::action::Action;

/// What a page writes the form of: an [`Action`], or a [search](crate::SearchOf).
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no form",
    label = "neither a server action nor `SearchOf<…>`",
    note = "`FormView` is the form of an action, by its struct (`FormView<CreateTodo>`); the form of a search is \
            `SearchForm<Filter>`"
)]
pub trait HasForm {
    /// The struct that the form's fields decode to.
    type Input;
}

impl<A: Action> HasForm for A {
    type Input = A::Input;
}

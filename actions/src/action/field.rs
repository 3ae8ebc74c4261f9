//! Names of form fields that carry the types of their action and their value.

use std::fmt;
use std::marker::PhantomData;

macro_rules! typed_name {
    ($(#[$docs:meta])* $name:ident) => {
        $(#[$docs])*
        pub struct $name<I, T> {
            name: &'static str,
            types: PhantomData<fn() -> (I, T)>,
        }

        impl<I, T> $name<I, T> {
            /// Creates the field from the name that it has in the form.
            #[must_use]
            pub const fn new(name: &'static str) -> Self {
                Self {
                    name,
                    types: PhantomData,
                }
            }

            /// Returns the name that the field has in the form.
            #[must_use]
            pub const fn name(&self) -> &'static str {
                self.name
            }
        }

        impl<I, T> Clone for $name<I, T> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<I, T> Copy for $name<I, T> {}

        impl<I, T> fmt::Debug for $name<I, T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_tuple(stringify!($name)).field(&self.name).finish()
            }
        }
    };
}

typed_name! {
    /// The name of a form field, with the types of its action's input (`I`) and of its value (`T`).
    ///
    /// `#[server_action]` generates a constant for each argument: `CreateTodo::TITLE` is a
    /// `Field<CreateTodo, String>`, and only the form of that action accepts it.
    ///
    /// ```
    /// use frontdesk_actions::Field;
    ///
    /// struct CreateTodo;
    /// const TITLE: Field<CreateTodo, String> = Field::new("title");
    /// assert_eq!(TITLE.name(), "title");
    /// ```
    Field
}

typed_name! {
    /// The name of a sealed form field, with the types of its action's input (`I`) and of its value
    /// (`T`).
    ///
    /// [`FormView::seal`](crate::FormView::seal) accepts it, and none of the methods that write a
    /// value as it is.
    ///
    /// ```
    /// use frontdesk_actions::SealedField;
    ///
    /// struct DeleteTodo;
    /// const TODO_ID: SealedField<DeleteTodo, u64> = SealedField::new("todo_id");
    /// assert_eq!(TODO_ID.name(), "todo_id");
    /// ```
    SealedField
}

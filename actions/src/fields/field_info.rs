//! What generated code states about a form field.

use super::constraints::Constraints;
use crate::form::{Control, FieldKind, InputType};
use crate::upload::FileRules;

/// What a page must know of a form field to write its control.
#[derive(Debug, Clone, Copy)]
pub struct FieldInfo {
    pub(super) name: &'static str,
    pub(super) control: fn() -> Control,
    pub(super) postcard: fn() -> bool,
    pub(super) input: Option<InputType>,
    pub(super) secret: bool,
    pub(super) has_default: bool,
    pub(super) sealed: bool,
    pub(super) for_identity: bool,
    pub(super) constraints: Constraints,
    pub(super) item_constraints: Constraints,
    /// None leaves it to the type.
    pub(super) files: Option<&'static FileRules>,
}

impl FieldInfo {
    /// A field by its name in the form; `control` is asked once, when the desk is built.
    #[must_use]
    pub const fn new(name: &'static str, control: fn() -> Control) -> Self {
        Self {
            name,
            control,
            postcard: || false,
            input: None,
            secret: false,
            has_default: false,
            sealed: false,
            for_identity: false,
            constraints: Constraints::NONE,
            item_constraints: Constraints::NONE,
            files: None,
        }
    }

    /// The same field; `takes` says whether postcard may bring it, and is asked once, when the desk is built.
    #[must_use]
    pub const fn postcard(mut self, takes: fn() -> bool) -> Self {
        self.postcard = takes;
        self
    }

    /// A field that only counts sealed. Like a secret it never goes back into a page: the page seals it anew.
    #[must_use]
    pub const fn sealed(name: &'static str) -> Self {
        let mut field = Self::new(name, || Control::of(FieldKind::Text)).secret();
        field.sealed = true;
        field
    }

    /// The same sealed field, good in one session only.
    #[must_use]
    pub const fn for_identity(mut self) -> Self {
        self.for_identity = true;
        self
    }

    /// The same field, whose value never goes back into a page.
    #[must_use]
    pub const fn secret(mut self) -> Self {
        self.secret = true;
        self
    }

    /// The same field, which may be left out because it has a default.
    #[must_use]
    pub const fn has_default(mut self) -> Self {
        self.has_default = true;
        self
    }

    /// The same field in an input of a type that its own does not tell.
    #[must_use]
    pub const fn input(mut self, input: InputType) -> Self {
        self.input = Some(input);
        self
    }

    /// The same field, with what a browser can check of it.
    #[must_use]
    pub const fn constraints(mut self, constraints: Constraints) -> Self {
        self.constraints = constraints;
        self
    }

    /// The same field, with what a browser can check of its items, or of its value if it has one.
    #[must_use]
    pub const fn item_constraints(mut self, constraints: Constraints) -> Self {
        self.item_constraints = constraints;
        self
    }

    /// The same field, with what it takes of files.
    #[must_use]
    pub const fn files(mut self, rules: &'static FileRules) -> Self {
        self.files = Some(rules);
        self
    }

    /// The name in the form.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }
}

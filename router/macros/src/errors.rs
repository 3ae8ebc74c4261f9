//! Collects errors, so that one build shows all of them.

use std::fmt::Display;

use proc_macro2::Span;

/// The errors found in one folder tree. All point to the folder's name in the macro's call, because
/// a macro cannot point into a file that the compiler has not read. So each message names its
/// files.
pub(crate) struct Errors {
    span: Span,
    list: Vec<String>,
}

impl Errors {
    pub(crate) fn new(span: Span) -> Self {
        Self { span, list: Vec::new() }
    }

    pub(crate) fn add(&mut self, message: impl Display) {
        self.list.push(message.to_string());
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    pub(crate) fn into_vec(self) -> Vec<syn::Error> {
        let errors = self.list.into_iter();
        errors.map(|message| syn::Error::new(self.span, message)).collect()
    }
}

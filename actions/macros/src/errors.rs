//! Collects errors, so that one build shows all of them.

use std::fmt::Display;

use proc_macro2::Span;
use quote::ToTokens;

/// The errors found in one item. Every message begins with what the item is.
pub(crate) struct Errors {
    subject: String,
    list: Vec<syn::Error>,
}

impl Errors {
    /// `subject` names the item, for example "server action `create_todo`".
    pub(crate) fn new(subject: impl Into<String>) -> Self {
        Self {
            subject: subject.into(),
            list: Vec::new(),
        }
    }

    /// Adds an error in the tokens of `node`.
    pub(crate) fn at(&mut self, node: impl ToTokens, message: impl Display) {
        let message = self.with_subject(message);
        self.list.push(syn::Error::new_spanned(node, message));
    }

    /// Adds an error at `span`, for where the user wrote no tokens to point to.
    pub(crate) fn at_span(&mut self, span: Span, message: impl Display) {
        let message = self.with_subject(message);
        self.list.push(syn::Error::new(span, message));
    }

    /// Adds the errors of a parser.
    pub(crate) fn add(&mut self, error: syn::Error) {
        for error in error {
            self.at_span(error.span(), &error);
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    pub(crate) fn into_vec(self) -> Vec<syn::Error> {
        self.list
    }

    fn with_subject(&self, message: impl Display) -> String {
        format!("{}: {message}", self.subject)
    }
}

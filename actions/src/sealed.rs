//! Sealed arguments: values that the server puts into a form, and that only the server can.

use std::fmt;
use std::marker::PhantomData;

use frontdesk_router::{Problem, Runtime};
use http::StatusCode;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::actions::Entry;
use crate::field_info::FieldDescription;
use crate::form::{FieldErrors, Node};
use crate::keys::{OpenError, Purpose};
use crate::seals::{Scope, Seals};
use crate::submission::Submission;

/// The name of a sealed form field, typed: it fits [`FormView::seal`](crate::FormView::seal) and no method that writes a value as
/// it is.
pub struct SealedField<I, T> {
    name: &'static str,
    types: PhantomData<fn() -> (I, T)>,
}

impl<I, T> SealedField<I, T> {
    /// A sealed field by the name that it has in the form.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            types: PhantomData,
        }
    }

    /// The name in the form.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }
}

impl<I, T> Clone for SealedField<I, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<I, T> Copy for SealedField<I, T> {}

impl<I, T> fmt::Debug for SealedField<I, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SealedField").field(&self.name).finish()
    }
}

/// A type that can be sealed: everything that serde can write and read.
///
/// It is written as JSON and not more tightly: a token outlives a deploy, and JSON of another type than is wanted does not
/// read, where a denser format may read as something else.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be sealed into a form",
    label = "not a value that can be written and read again",
    note = "derive `serde::Serialize` and `serde::Deserialize`, or seal an id and look the rest up"
)]
pub trait Sealable: Sized {
    /// Writes the value.
    ///
    /// # Errors
    ///
    /// When it can't be JSON: a map whose keys are no texts, or the type's own error.
    fn to_sealed(&self) -> serde_json::Result<Vec<u8>>;

    /// Reads the value.
    ///
    /// # Errors
    ///
    /// When the bytes are of another type.
    fn from_sealed(bytes: &[u8]) -> serde_json::Result<Self>;
}

#[diagnostic::do_not_recommend]
impl<T: Serialize + DeserializeOwned> Sealable for T {
    fn to_sealed(&self) -> serde_json::Result<Vec<u8>> {
        serde_json::to_vec(self)
    }

    fn from_sealed(bytes: &[u8]) -> serde_json::Result<Self> {
        serde_json::from_slice(bytes)
    }
}

/// Reads a sealed argument. What stands in the form under that name is not looked at here: only what has been opened counts.
///
/// # Errors
///
/// When nothing was opened for it, or a value of another type.
pub(crate) fn unseal<T: Sealable>(node: Node<'_>, name: &str) -> Result<T, FieldErrors> {
    let opened = node.provided(name).and_then(|bytes| T::from_sealed(bytes).ok());
    opened.ok_or_else(|| FieldErrors::new("expired"))
}

impl Seals {
    /// Opens every sealed field of a form, and leaves those that don't open for [`unseal`] to miss.
    pub(crate) fn open_arguments(
        &self,
        entry: &Entry,
        form: &mut Submission,
        identity: Option<&str>,
        runtime: &dyn Runtime,
    ) {
        if !entry.has_sealed {
            return;
        }
        let (key, now) = (form.key(), runtime.now());
        let open = |field: &FieldDescription| {
            let token = form
                .form
                .root()
                .field(field.name)
                .text()
                .map_err(|_| Unopened::Missing)?;
            let scope = argument(entry.name, field, key.as_deref(), identity).ok_or(Unopened::NoIdentity)?;
            let opened = self.open(Purpose::Argument, entry, scope, &token, now);
            opened.map_err(Unopened::Token)
        };
        let sealed = entry.fields.own.iter().filter(|field| field.sealed);
        let opened = sealed.filter_map(|field| {
            let opened = open(field).inspect_err(|why| why.log(entry.name, field.name));
            Some((field.name, opened.ok()?.plaintext))
        });
        let opened = opened.collect();
        form.form.provide(opened);
    }
}

/// Why there is no value for something sealed.
pub(crate) enum Unopened {
    /// The form has no token for it, or several: mostly its page forgot it.
    Missing,
    /// It is for one identity, and the request has none.
    NoIdentity,
    Token(OpenError),
}

impl Unopened {
    pub(crate) fn log(&self, action: &str, field: &str) {
        match self {
            Self::Missing => tracing::warn!(
                action,
                field,
                "a form came without its token: does its page write `form.open()` (or `hidden_fields()`), and `form.seal(…)` for \
                 each sealed argument?"
            ),
            Self::NoIdentity => tracing::warn!(
                action,
                field,
                "a form for one identity came with a request that has none: what `Desk::identity` returns for it is `None`"
            ),
            Self::Token(error) => tracing::info!(action, field, %error, "a token did not open"),
        }
    }
}

/// What a sealed argument is bound to; none for one that is for an identity, when there is none.
pub(crate) fn argument<'a>(
    action: &'static str,
    field: &FieldDescription,
    key: Option<&'a str>,
    identity: Option<&'a str>,
) -> Option<Scope<'a>> {
    Some(Scope {
        action,
        field: field.name.as_bytes(),
        key,
        identity: if field.for_identity { Some(identity?) } else { None },
    })
}

/// The problem of a form with these errors. A sealed field that didn't open is nothing that its sender can mend by typing: the
/// form as a whole is no longer good.
pub(crate) fn problem_of(errors: FieldErrors, entry: &Entry, has_identity: bool) -> Problem {
    let sealed = |path: &str| entry.fields.own.iter().find(|field| field.sealed && field.name == path);
    let mut unopened = errors.iter().filter_map(|(path, _)| sealed(path)).peekable();
    if unopened.peek().is_none() {
        drop(unopened);
        return Problem::invalid_fields().with_fields(errors);
    }
    let whole = if unopened.any(|field| field.for_identity) && !has_identity {
        no_identity()
    } else {
        form_expired()
    };
    let typed = errors.iter().filter(|(path, _)| sealed(path).is_none());
    typed.fold(whole, |problem, (path, message)| problem.with_field(path, message))
}

/// The problem of a form that the server wrote too long ago, with keys that are gone, or not at all.
pub(crate) fn form_expired() -> Problem {
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "form-expired")
        .with_title("This form has expired")
        .with_detail("Nothing was done. Please send it again from the page as it is now.")
}

/// The problem of a form for one identity, sent in none. To send it again would not help.
pub(crate) fn no_identity() -> Problem {
    Problem::new(StatusCode::FORBIDDEN, "no-identity")
        .with_title("You are not signed in any more")
        .with_detail("Nothing was done. Please sign in, and send it again.")
}

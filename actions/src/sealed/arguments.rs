//! Sealed arguments: values that the server writes into a form, and that nobody else can.

use frontdesk_form::{FieldErrors, FormData, Node};
use frontdesk_router::{Problem, Runtime};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::form_sealer::{FormSealer, Scope};
use super::token_error::{TokenError, form_expired, no_identity};
use crate::fields::FieldDescription;
use crate::keys::Purpose;
use crate::page_mistake;
use crate::registry::BoundAction;
use crate::texts;

/// A type that can be sealed into a form: every type that serde can serialise and deserialise.
///
/// The value is serialised as JSON rather than a denser format. A token outlives a deployment: if
/// the type of the argument has changed, JSON fails to deserialise, where a denser format may
/// return another value.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be sealed into a form",
    label = "not a value that can be written and read again",
    note = "derive `serde::Serialize` and `serde::Deserialize`, or seal an id and look the rest up"
)]
pub trait Sealable: Sized {
    /// Serialises the value.
    ///
    /// # Errors
    ///
    /// When the value can't be JSON: a map whose keys are not text, or the type's own error.
    fn to_sealed(&self) -> serde_json::Result<Vec<u8>>;

    /// Deserialises the value.
    ///
    /// # Errors
    ///
    /// When the bytes are not a value of this type.
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

/// Decodes a sealed argument from the token that has been opened for it. What the form has under
/// that name is ignored.
///
/// # Errors
///
/// When no token was opened for it, or the token holds a value of another type.
pub(crate) fn unseal<T: Sealable>(node: Node<'_>, name: &str) -> Result<T, FieldErrors> {
    let opened = node.provided(name).and_then(|bytes| T::from_sealed(bytes).ok());
    opened.ok_or_else(|| FieldErrors::new(texts::EXPIRED))
}

impl FormSealer {
    /// Opens every sealed field of a form. Decoding fails at those that don't open.
    pub(crate) fn open_arguments(
        &self,
        action: &BoundAction,
        form: &mut FormData,
        key: Option<&str>,
        identity: Option<&str>,
        runtime: &dyn Runtime,
    ) {
        if !action.has_sealed {
            return;
        }
        let now = runtime.now();
        let open = |field: &FieldDescription| {
            let token = form.root().field(field.name).text().map_err(|_| TokenError::Missing)?;
            let scope = argument_scope(action.name, field, key, identity).ok_or(TokenError::NoIdentity)?;
            let opened = self.open(Purpose::Argument, action, scope, &token, now);
            opened.map_err(TokenError::Invalid)
        };
        let opened = action.fields.sealed().filter_map(|field| {
            let opened = open(field).inspect_err(|error| error.log(action.name, field.name));
            Some((field.name, opened.ok()?.plaintext))
        });
        let opened = opened.collect();
        form.provide(opened);
    }
}

/// Returns what a sealed argument is bound to; `None` if it is bound to an identity and there is
/// none.
pub(crate) fn argument_scope<'a>(
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

/// Returns the problem of a form that was not decoded. If a sealed field didn't open, the form as a
/// whole has expired, since its user can't correct that field.
pub(crate) fn decode_problem(
    errors: FieldErrors,
    action: &BoundAction,
    form: &FormData,
    has_identity: bool,
) -> Problem {
    let sealed = |path: &str| action.field(path).filter(|field| field.sealed);
    let mut unopened = errors.iter().filter_map(|(path, _)| sealed(path)).peekable();
    if unopened.peek().is_none() {
        drop(unopened);
        let omitted = errors.omitted();
        return Problem::invalid_fields().with_fields(errors).with_omitted(omitted);
    }
    let whole = if unopened.any(|field| field.for_identity) && !has_identity {
        no_identity(action)
    } else {
        expired(action, form)
    };
    let others = errors.iter().filter(|(path, _)| sealed(path).is_none());
    let whole = whole.with_omitted(errors.omitted());
    others.fold(whole, |problem, (path, message)| {
        problem.with_field(path, message.clone())
    })
}

/// Returns the problem of a form with a sealed field that didn't open, or that its page doesn't
/// write.
fn expired(action: &BoundAction, form: &FormData) -> Problem {
    let is_missing = |field: &&FieldDescription| form.first(field.name).is_none();
    match action.fields.sealed().find(is_missing) {
        Some(field) => {
            let (action_name, name) = (action.name, field.name);
            let remedy = format!("the page of `{action_name}` has to write `form.seal(…)` for the argument `{name}`");
            page_mistake::explain(form_expired(action), &remedy)
        }
        None => form_expired(action),
    }
}

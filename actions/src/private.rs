//! What generated code calls.

pub use axum_core::response::Response;
pub use frontdesk_router::Problem;
#[cfg(feature = "garde")]
pub use garde;
pub use http;
pub use inventory;

pub use crate::action::{
    Action, ActionExtractor, ActionFor, Field, Outcome, Registration, Returned, SealedField, Value, ViaPlain, ViaValue,
};
pub use crate::fields::{Constraints, FieldInfo};
pub use crate::form::{
    Control, Decode, FieldErrors, FieldKind, FormFields, FormLimits, FromForm, InputType, Node, ViaDeserialize,
    ViaFromForm, choice, takes_files,
};
#[cfg(feature = "garde")]
pub use crate::form::{Validated, as_sent, in_words, tell};
pub use crate::page::Fill;
pub use crate::postcard::{PostcardFields, ViaOther, ViaPostcard};
pub use crate::sealed::unseal;
pub use crate::upload::{FileRules, Upload};

/// Runs one extractor. A function of its own so that the message of the bound is shown at the argument's type.
///
/// # Errors
///
/// The extractor's rejection.
pub async fn extract<T: ActionExtractor<S>, S: Sync>(
    parts: &mut http::request::Parts,
    state: &S,
) -> Result<T, Response> {
    T::extract(parts, state).await
}

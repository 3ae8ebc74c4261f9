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
pub use crate::page::Fill;
pub use crate::sealed::unseal;
pub use crate::upload::{FileField, Upload, takes_files};
pub use frontdesk_form::__private::{
    Constraints, Control, Decode, FieldInfo, FileRules, InputType, PostcardFields, ViaDeserialize, ViaFromForm,
    ViaOther, ViaPostcard,
};
#[cfg(feature = "garde")]
pub use frontdesk_form::__private::{
    Validated, merge_report as tell, restore_indices as as_sent, with_messages as in_words,
};
pub use frontdesk_form::{FieldErrors, FieldKind, FormError, FormFields, FormLimits, FromForm, Node, choice};

/// Runs one extractor. A function of its own so that the message of the bound is shown at the
/// argument's type.
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

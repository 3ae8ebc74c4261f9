//! What generated code calls.

pub use axum_core::response::Response;
pub use frontdesk_router::{BoxFuture, Problem};
#[cfg(feature = "garde")]
pub use garde;
pub use http;
pub use inventory;

pub use crate::action::{
    Action, ActionExtractor, ActionFor, CheckError, CheckExtractors, Checks, Field, FieldCheck, FormField, Outcome,
    Registration, Returned, SealedField, Submitted, Value, field_check,
};
pub use crate::macro_support::{
    ByFromForm, BySerde, CheckboxField, FieldReader, FormReader, ListField, MustBeChecked, OptionalList, Passed,
    Refused, TakesRest, Type, is_checked, takes_items, takes_on,
};
#[cfg(feature = "garde")]
pub use crate::macro_support::{apply_rule, dive, merge_report};
pub use crate::upload::{FileField, Upload, takes_files};
#[cfg(feature = "garde")]
pub use frontdesk_form::__private::Validated;
pub use frontdesk_form::__private::{
    Choice, Constraints, Control, FieldInfo, FileRules, Filled, InputType, PostcardReader, Rewrite,
};
pub use frontdesk_form::{
    FieldErrors, FieldKind, Fill, FormError, FormFields, FormLimits, FormWriter, FromForm, Node, Takes, choice,
};

/// The derive macros without the traits of the same names, for `frontdesk` to document.
pub mod macros {
    pub use frontdesk_actions_macros::{Fill, FromForm};
}

/// The traits whose methods and constants generated code uses, without names that could collide.
pub mod traits {
    pub use crate::action::{ViaPlain as _, ViaValue as _};
    pub use crate::macro_support::{MaybeList as _, TypeOther as _};
    pub use frontdesk_form::__private::{ViaFill as _, ViaNothing as _, ViaSerialize as _};
}

/// Fills in the field of the form of `I` from the field of a struct. A function of its own so that a
/// value that doesn't fit is reported at its type.
pub fn fill_field<I, F: FormField<I>>(field: F, value: impl Fill<F::Value>, form: &mut FormWriter<'_>) {
    value.fill(&mut form.field(&field.path()));
}

/// Runs one extractor. A function of its own so that the message of the bound is shown at the
/// argument's type.
///
/// # Errors
///
/// Returns the extractor's rejection.
pub async fn extract<T: ActionExtractor<S>, S: Sync>(
    parts: &mut http::request::Parts,
    state: &S,
) -> Result<T, Response> {
    T::extract(parts, state).await
}

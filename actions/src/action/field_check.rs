//! Checks of fields that need more than the value: a look into the database.

use std::borrow::Borrow;
use std::fmt;

use axum_core::response::Response;
use frontdesk_form::{FieldErrors, Message};
use frontdesk_router::{BoxFuture, Problem};
use http::request::Parts;

use super::extractor::ActionExtractor;

/// What the check of a field may return: `Result<(), Message>`, or `Result<(), FieldErrors>` for a
/// field with parts (the paths are relative to the field), or `Result<(), Problem>` where `?` turns
/// other errors into a problem.
#[diagnostic::on_unimplemented(
    message = "the check of a field can't return `{Self}`",
    label = "not a result of a check",
    note = "return `Result<(), Message>`, `Result<(), FieldErrors>` or `Result<(), Problem>`, as an `async fn`"
)]
pub trait CheckResult {
    #[doc(hidden)]
    fn into_checked(self) -> Result<(), CheckError>;
}

/// Why a check refused a value.
#[derive(Debug)]
#[expect(clippy::exhaustive_enums, reason = "generated code passes it on")]
pub enum CheckError {
    /// The errors of the field, by paths relative to it.
    Fields(FieldErrors),
    /// Another problem, which ends the request unless it is one of fields.
    Problem(Problem),
}

impl CheckResult for Result<(), Message> {
    fn into_checked(self) -> Result<(), CheckError> {
        self.map_err(|message| CheckError::Fields(FieldErrors::new(message)))
    }
}

impl CheckResult for Result<(), FieldErrors> {
    fn into_checked(self) -> Result<(), CheckError> {
        self.map_err(CheckError::Fields)
    }
}

impl CheckResult for Result<(), Problem> {
    fn into_checked(self) -> Result<(), CheckError> {
        self.map_err(CheckError::Problem)
    }
}

/// An `async fn` that checks the value of a field: extractors first, the value by reference last.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be called as the check of a field",
    label = "not an `async fn` of extractors and a reference to the field's value",
    note = "write `async fn is_free(State(db): State<Db>, title: &str) -> Result<(), Message>`: up to eight extractors that \
            own their values, then a reference to the value; its future is `Send`, and it returns `Result<(), Message>`, \
            `Result<(), FieldErrors>` or `Result<(), Problem>`"
)]
pub trait CheckFunction<'v, T, V: ?Sized>: Send + 'static {
    /// What the function returns.
    type Output: CheckResult;

    #[doc(hidden)]
    fn call(self, extracted: T, value: &'v V) -> BoxFuture<'v, Self::Output>;
}

/// The arguments of a check before the value.
pub trait CheckExtractors<S>: Sized + Send + 'static {
    #[doc(hidden)]
    fn extract(parts: &mut Parts, state: &S) -> impl Future<Output = Result<Self, Response>> + Send;
}

macro_rules! arities {
    ($(($($type:ident)*))*) => {$(
        impl<'v, F, V, R, $($type),*> CheckFunction<'v, ($($type,)*), V> for F
        where
            F: FnOnce($($type,)* &'v V) -> R + Send + 'static,
            V: ?Sized + 'v,
            R: Future<Output: CheckResult> + Send + 'v,
        {
            type Output = R::Output;

            #[allow(non_snake_case)] // The names of the types are those of the values.
            fn call(self, ($($type,)*): ($($type,)*), value: &'v V) -> BoxFuture<'v, R::Output> {
                Box::pin(self($($type,)* value))
            }
        }

        impl<S: Sync, $($type: ActionExtractor<S> + Send + 'static),*> CheckExtractors<S> for ($($type,)*) {
            async fn extract(_parts: &mut Parts, _state: &S) -> Result<Self, Response> {
                Ok(($($type::extract(_parts, _state).await?,)*))
            }
        }
    )*};
}

arities! {
    () (A) (A B) (A B C) (A B C D) (A B C D E) (A B C D E G) (A B C D E G H) (A B C D E G H I)
}

type Checked = Result<(), CheckError>;

/// The check of one field whose type is `T`, with its extracted arguments.
pub struct FieldCheck<T>(Box<Run<T>>);

type Run<T> = dyn for<'v> FnOnce(&'v T) -> BoxFuture<'v, Checked> + Send;

impl<T> FieldCheck<T> {
    /// Runs the check on a value.
    pub(super) fn run(self, value: &T) -> BoxFuture<'_, Checked> {
        (self.0)(value)
    }
}

impl<T> fmt::Debug for FieldCheck<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FieldCheck")
    }
}

/// Extracts the arguments of a check of a field of type `T`.
///
/// # Errors
///
/// Returns the rejection of an extractor.
pub async fn field_check<T, S, F, A, V>(function: F, parts: &mut Parts, state: &S) -> Result<FieldCheck<T>, Response>
where
    T: Borrow<V>,
    F: for<'v> CheckFunction<'v, A, V>,
    A: CheckExtractors<S>,
    V: ?Sized + 'static,
    S: Sync,
{
    let extracted = A::extract(parts, state).await?;
    Ok(FieldCheck(Box::new(move |value: &T| {
        let checked = function.call(extracted, value.borrow());
        Box::pin(async move { checked.await.into_checked() })
    })))
}

//! Words in the reader's language: the app's catalogue, and the language of a request.

mod catalogue;
mod extract;
mod guarded;
mod in_language;
#[cfg(feature = "words")]
mod lookup;

pub use catalogue::{Catalogue, LanguageFn, Words};
pub use extract::Language;
pub use in_language::InLanguage;

//! Reads what an HTML form, or a script speaking JSON, sends to a server action.
//!
//! A body becomes one flat [`FormData`]: a text buffer and a sorted list of names and values. A
//! [`Node`] is a view of everything below one name, and types are decoded from nodes, either by
//! [`FromForm`] or by serde through [`deserialize`].
//!
//! ```
//! use frontdesk_form::{FormData, FormLimits, FromForm};
//!
//! let body = b"title=Buy+milk&urgent=on&due=&tags=home&tags=shop";
//! let form = FormData::from_urlencoded(body, &FormLimits::default()).unwrap();
//! let root = form.root();
//!
//! assert_eq!(String::from_form(root.field("title")).unwrap(), "Buy milk");
//! assert!(bool::from_form(root.field("urgent")).unwrap());
//! assert_eq!(Option::<u8>::from_form(root.field("due")).unwrap(), None);
//! assert_eq!(Vec::<String>::from_form(root.field("tags")).unwrap(), ["home", "shop"]);
//! ```
//!
//! # Names
//!
//! `address.city` and `address[city]` are the same field of the same group. `tags=a&tags=b`,
//! `tags[]=a` and `tags[0]=a` are lists; an index only orders the items, it never allocates. A name
//! whose brackets or dots don't pair up is one plain name.
//!
//! # JSON
//!
//! A JSON body is read into the same structure, but its types count: text is not a number, and `""`
//! is a text, not a blank, because JSON has `null` to say "nothing".

mod builder;
mod canonical;
mod data;
mod de;
mod decode;
mod describe;
mod error;
mod field_errors;
mod file;
mod from_form;
mod items;
mod json;
mod kind;
mod limits;
mod messages;
mod names;
mod node;
mod postcard;
mod scalar;
mod span;
mod text;
mod urlencoded;
#[cfg(feature = "garde")]
mod validation;

#[cfg(test)]
mod tests;

pub use builder::FormBuilder;
pub use data::FormData;
pub use de::deserialize;
pub use describe::FieldInfo;
pub use error::FormError;
pub use field_errors::FieldErrors;
pub use from_form::{FormFields, FromForm};
pub use items::{Children, Items};
pub use kind::FieldKind;
pub use limits::FormLimits;
pub use node::Node;
pub use text::{choice, parse};

/// What Frontdesk's other crates and generated code use. Not public API: it changes without notice.
#[doc(hidden)]
pub mod __private {
    pub use crate::decode::{Decode, FromField, NotOptionalList, ViaDeserialize, ViaFromForm};
    pub use crate::describe::{Constraints, Control, FieldInfo, FileRules, InputType};
    pub use crate::names::{canonical, is_index, spelled};
    pub use crate::postcard::{PostcardFields, PostcardReader, ReadPostcard, ViaOther, ViaPostcard};
    pub use crate::scalar::line_feeds;
    #[cfg(feature = "garde")]
    pub use crate::validation::{Validated, as_sent, in_words, tell};
}

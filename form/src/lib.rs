//! Decodes HTML forms, query strings, JSON and postcard into typed values, and reports **every**
//! bad field at once.
//!
//! This crate is the decoder of [Frontdesk](https://docs.rs/frontdesk). It knows neither HTTP nor
//! files: it takes the bytes of a body and returns values, or an error for each field. Apps use it
//! through the `frontdesk` crate, which adds `#[derive(FromForm)]`; libraries that offer field
//! types can depend on this crate alone and implement [`FromForm`] for them.
//!
//! ```
//! use frontdesk_form::{FieldErrors, FormData, FormLimits, FromForm};
//!
//! let body = b"title=Buy+milk&urgent=on&due=&ids=7&ids=9&amount=many";
//! let form = FormData::from_urlencoded(body, &FormLimits::default())?;
//! let root = form.root();
//!
//! assert_eq!(String::from_form(root.field("title")), Ok("Buy milk".to_owned()));
//! assert_eq!(bool::from_form(root.field("urgent")), Ok(true)); // a checkbox
//! assert_eq!(Option::<u8>::from_form(root.field("due")), Ok(None)); // left blank
//! assert_eq!(Vec::<u64>::from_form(root.field("ids")), Ok(vec![7, 9]));
//! assert_eq!(u32::from_form(root.field("amount")), Err(FieldErrors::new("not a number")));
//! # Ok::<(), frontdesk_form::FormError>(())
//! ```
//!
//! # Concepts
//!
//! | type | what it is |
//! |---|---|
//! | [`FormData`] | the names and values of one submission: a text buffer and a sorted list |
//! | [`FormBuilder`] | builds a [`FormData`] from parts, such as those of `multipart/form-data` |
//! | [`Node`] | a place in a form: a view of everything submitted below one name |
//! | [`Items`], [`Children`] | the items of a list, the fields of a group |
//! | [`FromForm`] | a type that can be decoded from a node |
//! | [`FormFields`], [`FieldInfo`] | a struct of fields, and what is known of each before a form is read |
//! | [`Control`], [`Choice`], [`Constraints`], [`InputType`], [`FileRules`] | what a page must know of a field's type |
//! | [`Fill`], [`FormWriter`], [`FormValues`] | the inverse: a value that a page fills into a form, under its names |
//! | [`query_pairs`] | a whole form as names and values, in one canonical form |
//! | [`FieldErrors`] | what is wrong with single fields, each with its path |
//! | [`Message`], [`Params`], [`Word`] | a text for people, with the code and the parameters by which it is known |
//! | [`FormError`] | why a body could not be read at all |
//! | [`FormLimits`] | how many fields a body may have, and how deeply they may be nested |
//!
//! Types that only implement `serde::Deserialize` are decoded by [`deserialize`], by the same
//! rules ([`FromField`]). [`parse`], [`choice`] and [`json`] are for types with a `FromStr`, for
//! enums and for JSON in a field.
//!
//! # Names
//!
//! The name of a form field is a path. In EBNF:
//!
//! ```text
//! name     = path | plain ;
//! path     = segment , { "." , segment | "[" , [ key ] , "]" } ;
//! segment  = character , { character } ;       (* without "." , "[" and "]" *)
//! key      = character , { character } ;       (* without "[" and "]" *)
//! plain    = { character } ;                   (* every name that is not a path *)
//! index    = digit , { digit } ;               (* a segment or key other than the first *)
//! ```
//!
//! - `address.city` and `address[city]` are the same field of the same group.
//! - `tags=a&tags=b`, `tags[]=a&tags[]=b` and `tags[0]=a&tags[1]=b` are the same list. An index
//!   only orders the items: `tags[7]=a&tags[2]=b` has two items, and nothing is allocated for the
//!   rest.
//! - A dot in brackets belongs to the key: `a[b.c]` has the two segments `a` and `b.c`.
//! - A name whose brackets or dots don't pair up, such as `a[b` or `..`, is one plain segment. A
//!   field can still be renamed to it.
//!
//! # Decoding
//!
//! | form | type | value |
//! |---|---|---|
//! | missing, empty, `false` `0` `off` `no` `n` / `on` `true` `1` `yes` `y` `checked`, in any case of letters / other | `bool` | `false` / `true` / "must be true or false" |
//! | `b=false&b=true`, `b=true&b=false` (a hidden input before or after the checkbox) | `bool` | `true`: any true value wins, unless [`Node::last`] is set |
//! | missing / `b=`, any other value, `b.x=1&b.y=2` | [`Pressed`], a button | `false` / `true` |
//! | missing, empty / `b=false` | `Option<bool>` | `None` / `Some(false)` |
//! | empty, missing / `7`, ` 7 `, `+7`, `007`, `n[]=7` | number | "required" / 7 |
//! | `1.0`, `1e1` | whole number | 1, 10, as in a browser |
//! | `x`, `NaN`, `inf` / `1.5` for an integer / `300` for `u8` | number | "not a number" / "must be a whole number" / "must be between 0 and 255" |
//! | missing, empty / `7` | `Option<number>` | `None` / 7 |
//! | empty / missing | `String` | `""` / "required" |
//! | missing, empty / `x` | `Option<String>` | `None` / `x` |
//! | CR LF, in JSON too | `String` | LF, unless [`Node::raw`] is set: browsers count one character, but send two |
//! | NUL | text | "contains a character that is not allowed (NUL)", unless [`Node::raw`] is set |
//! | missing / `v=1&v=2` / `v[]=1` / `v[0]=1` / `v=` / `v=&v=1` | `Vec<number>` | `[]` / `[1, 2]` / `[1]` / `[1]` / `[]` / `[1]` |
//! | `s=` | `Vec<String>` | `[""]`, or `[]` if [`Node::skip_blank`] is set |
//! | `s=a&s=&s=c` (parallel columns) | `Vec<Option<String>>` | `[a, None, c]` |
//! | `i[7].n=x&i[2].n=y` | `Vec<struct>` | two, in the order of their indices |
//! | `i[].n=x&i[].m=1&i[].n=y&i[].m=2` | `Vec<struct>` of text and number fields | two, because each row has the same names in the same order |
//! | other rows without numbers, or of structs with a field that a browser can leave out | `Vec<struct>` | "has rows that cannot be distinguished": write `i[0].n`, `i[1].n` |
//! | `r[x].n=1&r[y].n=2` / missing | `BTreeMap<K, V>`, `HashMap<K, V>`, `Vec<(K, V)>` (in the order sent) | `x` → n = 1, `y` → n = 2 / empty |
//! | `a.b=1`, `a[b]=1` / none, all blank | struct / `Option<struct>` | b = 1 / `None` |
//! | `red` / empty / other | enum of unit variants | the variant / "required" / "must be one of: red, green" (at most 10 names or 200 bytes, then "and 5 more") |
//! | `2026-11-20T10:30`, `2026-11-20`, `10:30`, with blanks around | date and time types | accepted as inputs send them, without seconds |
//! | `2026-11-20T10:30` / with an offset | a date / a date and time | an error: nothing is dropped |
//! | the same value twice / different values; `v` and `v[]` count alike | neither `bool` nor a list | accepted / "sent more than once", unless [`Node::last`] is set |
//! | `v=1&v[0]=1` | not a list | "must be a single value" |
//! | a file / a file and a blank text | file | the file |
//! | invalid UTF-8 | any | "is not valid UTF-8 text" |
//! | unknown names | | ignored: buttons, `_charset_`, the `x` and `y` of an image button |
//! | `v=&v.dir=ltr` (HTML's `dirname`), `v.x=3&v.y=4` (an image button named like the field) | text, number, `bool`, enum; `Option` and `Vec` of them | names below it are unknown names |
//! | | `Option<Vec<_>>` | does not compile: a form cannot tell an absent list from an empty one |
//!
//! Rows without numbers are put together only where that is not a guess: if a browser sends every field
//! of a row, which holds for texts, numbers, dates and groups of them, but not for checkboxes, radio
//! buttons, lists, files and types whose parts are not known.
//!
//! A JSON body is read into the same structure, but its types count: text is not a number
//! ("send a number, not text": a script that has a form sends `new URLSearchParams(new
//! FormData(form))`), and `""`
//! is a text and not a blank, because JSON has `null` for "nothing". A postcard body has no
//! names; serde alone reads it ([`FromForm::takes_postcard`]).
//!
//! # Limits
//!
//! [`FormLimits`] bounds the number of values and the depth of names in one body, 1000 and 8 by
//! default. Names with too many levels are left out, and are an error where a field has that name
//! ([`FormData::check_depth`]). The size of the body is for its reader to limit. Memory is proportional to the body:
//! neither an index in a name nor a length in a postcard body is ever allocated.
//!
//! # Features
//!
//! | feature | default | what it adds |
//! |---|---|---|
//! | `chrono`, `jiff`, `time` | no | fills in the dates and times of these libraries ([`Fill`]); decoding needs only serde |
//! | `garde` | no | runs the rules of `#[garde(…)]` on decoded fields, for `#[derive(FromForm)]` |

#![cfg_attr(docsrs, feature(doc_cfg))]

mod bounds;
mod builder;
mod canonical;
mod data;
mod de;
mod describe;
mod error;
mod field_errors;
mod file;
mod fill;
mod from_field;
mod from_form;
mod items;
mod json;
mod kind;
mod limits;
mod maps;
mod messages;
mod names;
mod node;
mod postcard;
mod pressed;
mod rewrite;
mod rows;
mod scalar;
mod span;
mod std_types;
mod text;
mod urlencoded;
#[cfg(feature = "garde")]
mod validation;
mod words;

#[cfg(test)]
mod tests;

pub use builder::FormBuilder;
pub use data::FormData;
pub use de::deserialize;
pub use describe::{Choice, Choices, Constraints, Control, FieldInfo, FileRules, InputType};
pub use error::FormError;
pub use field_errors::FieldErrors;
pub use fill::{AnyField, Fill, FormValues, FormWriter, Takes, query_pairs};
pub use from_field::FromField;
pub use from_form::{FormFields, FromForm};
pub use items::{Children, Items};
pub use kind::FieldKind;
pub use limits::FormLimits;
pub use node::Node;
pub use pressed::Pressed;
pub use text::{choice, json, parse};
pub use words::{Message, Param, Params, Word};

/// What Frontdesk's other crates and generated code use. Not public API: it changes without notice.
#[doc(hidden)]
pub mod __private {
    pub use crate::bounds::within;
    pub use crate::describe::{Choice, Choices, Constraints, Control, FieldInfo, FileRules, InputType};
    pub use crate::fill::{Filled, ViaFill, ViaNothing, ViaSerialize, all_pairs};
    pub use crate::from_field::NotOptionalList;
    pub use crate::messages::{NOT_UTF8, NOT_VALID, REQUIRED, UNNUMBERED_ROWS, all as words, choices};
    pub use crate::names::{append, canonical, is_index, segments, spelled};
    pub use crate::postcard::{PostcardReader, ReadPostcard};
    pub use crate::rewrite::{Rewrite, rest};
    pub use crate::scalar::{checkbox, line_feeds};
    #[cfg(feature = "garde")]
    pub use crate::validation::{Validated, merge_report, restore_indices, with_messages};
    pub use crate::words::{CUSTOM, StoredMessage};
}

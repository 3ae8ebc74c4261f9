//! The macros of frontdesk-actions: `#[server_action]` and `#[derive(FromForm)]`.
//!
//! Use them through the crate `frontdesk`, which also has the guide and examples that run; those here are not compiled,
//! because this crate cannot depend on what they use.
//!
//! # How it works
//!
//! Both macros go the same way: parse the item, gather what was understood in a model and what was not in a list of
//! errors, and write code from the model. All errors of an item are reported at once, each at the text it is about. After
//! an error the function still is there, and a struct that has its fields but never runs, so that no other messages
//! follow from it.
//!
//! Generated code only calls `frontdesk::__private`, which changes without notice; hence both crates have one version.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod action;
mod argument;
mod attributes;
mod case;
mod choice;
mod decode;
mod derive;
mod errors;
mod fallback;
mod field;
mod function;
mod garde;
mod info;
mod input;
mod list;
mod model;
mod names;
mod options;
mod postcard;
mod private;
mod sealed;
mod server_action;
mod size;
mod state;
mod time;
mod types;
mod upload;
mod validate;

#[cfg(test)]
mod tests;

use proc_macro::TokenStream;

/// Makes an async function a server action: something that your own pages call through a form.
///
/// ```ignore
/// #[server_action]
/// pub async fn create_todo(
///     #[extract] State(app): State<App>,
///     #[extract] user: CurrentUser,
///     /// What is to be done.
///     title: String,
///     #[field(rename = "is-urgent")] urgent: bool,
///     due: Option<Date>,
///     tags: Vec<String>,
/// ) -> Result<Redirect, Problem> {
///     app.todos.insert(user.id, title, urgent, due, tags).await?;
///     Ok(Redirect::to("/todos"))
/// }
/// ```
///
/// The function stays as it is, and a unit test can call it. Beside it comes, as visible as the function, the struct
/// `CreateTodo`:
///
/// - with a field per form field: `title`, `urgent`, `due`, `tags`;
/// - with a constant per form field, by which pages name it: `CreateTodo::TITLE`, `CreateTodo::URGENT`, …;
/// - which is an `Action`, and as such in the program's registry;
/// - which is `Debug`, without the values: there may be secrets among them.
///
/// An action without form fields gets a struct without fields, `struct Refuses {}`.
///
/// # Arguments
///
/// | argument | comes from |
/// |---|---|
/// | `title: String` | the form field `title`; any type that is `FromForm` or else `serde::Deserialize` |
/// | `mut title: String` | the same |
/// | `#[extract] user: CurrentUser` | the request, never the form; any `FromRequestParts` |
/// | `#[extract] State(app): State<App>` | the same; patterns are fine here |
/// | `photo: Upload`, `Option<Upload>`, `Vec<Upload>` | a file of the form, which then is `multipart/form-data` and nothing else |
/// | `#[input] form: Profile` | the whole form: a struct with named fields that derives `FromForm`; no form field beside it |
/// | `#[sealed] id: u32` | the form, but only as the server put it there with `form.seal(DeleteTodo::ID, &id)`; any type that is `serde::Serialize` and `Deserialize` |
/// | `#[sealed(identity)] id: u32` | the same, and only in the session that it was sealed in |
///
/// Form fields are decoded each on its own, and all that are wrong are reported together. A doc comment on one becomes
/// that of the struct's field and of the constant.
///
/// `#[field(…)]` says more about a form field:
///
/// | option | meaning |
/// |---|---|
/// | `rename = "is-urgent"` | its name in the form; without `.`, `[` and `]`, which mean nesting |
/// | `default` | missing or blank is `Default::default()` |
/// | `default = expr` | missing or blank is `expr`; on a checkbox that is what *unchecked* means, so rarely what you want |
/// | `secret` | never goes back into a page |
/// | `last` | sent more than once, the last counts |
/// | `raw` | line ends stay as sent |
/// | `max = "5MB"` | of files: at most so many bytes each; in B, KB, MB, GB, KiB, MiB, GiB or a number of bytes |
/// | `accept = "image/*,.pdf"` | of files: only such, by type or by the end of the name, as the sender says them |
///
/// `#[garde(…)]`, with the feature `garde`, validates a field by [garde's rules](https://docs.rs/garde/0.23/garde/#available-validation-rules):
/// `#[garde(length(chars, min = 1, max = 200))] title: String`. A field's rules run when it was decoded; `matches(other)` and those whose
/// expressions mention `self` (the struct of all fields), when all were. `dive` is for values that implement `garde::Validate`: what
/// derives `FromForm` is validated by its own rules as it is. Not supported are contexts (functions of `custom(…)` get `&()`), `adapt`
/// and `rename`.
///
/// With `#[input]`, the struct `CreateTodo` has no fields and no constants; the struct that is the form has both.
///
/// On a sealed argument only `rename` means something. Its constant is a `SealedField`, which fits `form.seal` and nothing
/// else. **Sealed is not authorised**: the token says that this server put the value into this form, and who sends it is another
/// question. Check in the action that the user may do what it does.
///
/// # Options
///
/// | option | meaning | without it |
/// |---|---|---|
/// | `name = "create-todo"` | the last part of the URL; letters A to Z, digits, `_`, `-` | the function's name |
/// | `alias = "add_todo"` | an earlier name, under which forms of older pages still arrive; may be written several times | none |
/// | `struct = CreateTodo` | the generated struct's name | the function's, as `UpperCamelCase` |
/// | `state = App` | the app's state, which extractors read | the `T` of a `State<T>` argument, else `()` |
/// | `deny_unknown` | fields that the action doesn't know are errors | they are ignored, as buttons should be |
/// | `body_limit = "5MB"` | the longest body: in B, KB, MB, GB, KiB, MiB, GiB or a number of bytes | the desk's limit, and what files may take by their `max` |
/// | `timeout = "500ms"` | when the caller stops waiting for the function: in ms, s, min; the function itself runs on | no end |
/// | `once` | a form that was sent runs once: sent again it gets the first answer | runs each time |
/// | `once = identity` | the same, and its form is good in one session only | |
/// | `origin = "any"` | calls from any site run: **no protection from forged calls**, for an action that needs none | the desk's origin guard |
/// | `crate = ::frontdesk` | where the library is | `::frontdesk` |
///
/// With `timeout`, a caller that waited in vain gets 503 `timeout`, and the function goes on by itself to its end: cut in half, it
/// might have taken the money and not sent the goods.
///
/// # Attributes
///
/// Those of the function stay on it. It is also allowed what clippy minds in functions and forms have by nature: many
/// arguments, many `bool`s, `async` without `.await`. The generated items follow its `#[cfg]` and `#[allow]`; `#[expect]` becomes
/// `#[allow]` there, and the struct is `#[deprecated]` and `#[doc(hidden)]` like the function.
///
/// # Errors
///
/// What cannot be an action does not compile, and the message says what to write instead: a function that is not async,
/// is generic, unsafe, const or extern, or takes `self`; an argument that borrows; a pattern where a form field needs a
/// name; two fields of one name; an alias that is the name; `Option<Vec<_>>`; a type that has the generated struct's name.
///
/// The state must be as visible as the function: a `pub` action of a private state is the compiler's error E0446.
#[proc_macro_attribute]
pub fn server_action(attribute: TokenStream, item: TokenStream) -> TokenStream {
    with_errors(server_action::expand(attribute.into(), item.into()))
}

/// Decodes a part of a form: a group of fields, a choice, or a type of your own around another.
///
/// ```ignore
/// // `address.street`, `address.post-code` where an action has an argument `address: Address`
/// #[derive(FromForm)]
/// struct Address {
///     street: String,
///     #[field(rename = "post-code")]
///     zip: Option<u32>,
/// }
///
/// // `red`, `dark-red`
/// #[derive(FromForm)]
/// #[form(rename_all = "kebab-case")]
/// enum Color {
///     Red,
///     DarkRed,
/// }
///
/// // just like a `String`
/// #[derive(FromForm)]
/// struct Email(String);
/// ```
///
/// - A struct with named fields: each is decoded on its own, and all that are wrong are reported together. `#[field(…)]`
///   and `#[garde(…)]` as on an action's argument; `#[garde(custom(check))]` on the struct checks the whole. It gets a constant per
///   field, as visible as the field, by which pages name it where the struct is a whole form (`#[input]`): `Address::STREET`.
/// - A struct with one unnamed field: what that field's type decodes, which must be `FromForm`. `#[field(last, raw)]`, of a file
///   `#[field(max, accept)]`, `#[garde(…)]`.
/// - An enum of variants without fields: a choice by name, as written or by `#[field(rename = "…")]`. Blank is "required",
///   anything else lists the choices.
///   It can be filled into a form, too: `Fill` is implemented for it.
///
/// Type parameters get the bound `FromForm`.
///
/// # Options
///
/// | `#[form(…)]` | meaning |
/// |---|---|
/// | `crate = ::frontdesk` | where the library is |
/// | `no_constants` | of a struct: no constants, because it has some of these names already |
/// | `rename_all = "…"` | of an enum: the style of the names, by serde's rules; `lowercase`, `snake_case`, `kebab-case`, `camelCase`, `SCREAMING_SNAKE_CASE` |
#[proc_macro_derive(FromForm, attributes(field, form, garde))]
pub fn derive_from_form(item: TokenStream) -> TokenStream {
    with_errors(derive::expand(item.into()))
}

/// The code, and each mistake as a message of the compiler.
fn with_errors((mut code, errors): (proc_macro2::TokenStream, Vec<syn::Error>)) -> TokenStream {
    code.extend(errors.iter().map(syn::Error::to_compile_error));
    code.into()
}

//! Guides that are longer than the documentation of an item.

#[doc = include_str!("docs/checks.md")]
pub mod checks {}

#[doc = include_str!("docs/clients.md")]
pub mod clients {}

#[doc = include_str!("docs/ecosystem.md")]
#[cfg_attr(feature = "axum", doc = include_str!("docs/ecosystem_axum.md"))]
#[cfg_attr(feature = "actix", doc = include_str!("docs/ecosystem_actix.md"))]
#[doc = include_str!("docs/ecosystem_end.md")]
pub mod ecosystem {}

#[doc = include_str!("docs/error_pages.md")]
#[cfg_attr(feature = "axum", doc = include_str!("docs/error_pages_axum.md"))]
#[cfg_attr(feature = "actix", doc = include_str!("docs/error_pages_actix.md"))]
pub mod error_pages {}

#[doc = include_str!("docs/flash.md")]
pub mod flash {}

#[doc = include_str!("docs/forms.md")]
#[cfg_attr(feature = "askama", doc = include_str!("docs/forms_askama.md"))]
#[cfg_attr(feature = "maud", doc = include_str!("docs/forms_maud.md"))]
pub mod forms {}

#[doc = include_str!("docs/layers.md")]
pub mod layers {}

#[doc = include_str!("docs/problems.md")]
pub mod problems {}

#[doc = include_str!("docs/replies.md")]
pub mod replies {}

#[doc = include_str!("docs/route_or_action.md")]
#[cfg_attr(feature = "maud", doc = include_str!("docs/route_or_action_code.md"))]
#[doc = include_str!("docs/route_or_action_end.md")]
pub mod route_or_action {}

#[doc = include_str!("docs/script.md")]
#[doc = include_str!("docs/script_pictures.md")]
#[cfg_attr(
    not(feature = "script"),
    allow(rustdoc::broken_intra_doc_links, reason = "what it links to needs the feature")
)]
pub mod script {}

#[doc = include_str!("docs/sealed_and_once.md")]
pub mod sealed_and_once {}

#[doc = include_str!("docs/search_forms.md")]
pub mod search_forms {}

#[doc = include_str!("docs/sessions.md")]
#[cfg_attr(feature = "actix", doc = include_str!("docs/sessions_actix.md"))]
pub mod sessions {}

#[doc = include_str!("docs/templates.md")]
pub mod templates {}

#[doc = include_str!("docs/validation.md")]
#[cfg_attr(feature = "garde", doc = include_str!("docs/validation_example.md"))]
pub mod validation {}

#[doc = include_str!("docs/words.md")]
#[cfg_attr(feature = "words", doc = include_str!("docs/words_example.md"))]
#[doc = include_str!("docs/words_end.md")]
pub mod words {}

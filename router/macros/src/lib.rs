//! The macro of frontdesk-router: `app_dir!`, routes from folders.
//!
//! Use it through the crate `frontdesk` or `frontdesk-router`, which have the guide and runnable
//! examples.
//!
//! # How it works
//!
//! The macro walks the folder, reads what each `route.rs` and `page.rs` exports, compares the
//! paths, and generates a module for each file and one function that registers all of them. All
//! errors are reported at once, each with its files. After an error the function and the modules
//! are still generated, so that no other errors follow from it.
//!
//! Generated code only calls `__private` of the crate whose path it receives, which changes without
//! notice. So both crates have the same version.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod app_dir;
mod check;
mod emit;
mod errors;
mod exports;
mod file;
mod input;
mod module_names;
mod module_path;
mod segment;
mod walk;

#[cfg(test)]
mod tests;

use std::sync::{Mutex, PoisonError};

use proc_macro::TokenStream;

/// Files are read with a setting that applies to all threads; see [`exports`].
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// The implementation of `frontdesk_router::app_dir!`, which inserts the path of its crate first.
#[proc_macro]
pub fn app_dir(input: TokenStream) -> TokenStream {
    let _guard = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let (mut code, errors) = app_dir::expand(input.into());
    code.extend(errors.iter().map(syn::Error::to_compile_error));
    code.into()
}

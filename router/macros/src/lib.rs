//! The macro of frontdesk-router: `app_dir!`, routes from folders.
//!
//! Use it through the crate `frontdesk` or `frontdesk-router`, which have the guide and examples that run.
//!
//! # How it works
//!
//! The macro walks the folder, reads what each `route.rs` and `page.rs` offers, compares the paths, and writes a module per
//! file and one function that registers them all. All errors are reported at once, each with the files it is about; after an
//! error the function and the modules still are there, so that no other messages follow from it.
//!
//! Generated code only calls `__private` of the crate that it is told, which changes without notice; hence both crates have
//! one version.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod app_dir;
mod check;
mod emit;
mod errors;
mod exports;
mod file;
mod input;
mod names;
mod place;
mod segment;
mod walk;

#[cfg(test)]
mod tests;

use std::sync::{Mutex, PoisonError};

use proc_macro::TokenStream;

/// Files are read with a switch that is for all threads; see [`exports`].
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// What `frontdesk_router::app_dir!` calls, with the path of its crate in front.
#[proc_macro]
pub fn app_dir(input: TokenStream) -> TokenStream {
    let _alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let (mut code, errors) = app_dir::expand(input.into());
    code.extend(errors.iter().map(syn::Error::to_compile_error));
    code.into()
}

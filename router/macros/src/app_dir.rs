//! `app_dir!`, from tokens to tokens.

use std::path::Path;

use proc_macro2::TokenStream;
use quote::quote;

use crate::errors::Errors;
use crate::exports::Exports;
use crate::file::File;
use crate::input::Input;
use crate::{check, emit, place, walk};

/// The code, and every mistake. With mistakes, the code is what keeps other messages away.
pub(crate) fn expand(input: TokenStream) -> (TokenStream, Vec<syn::Error>) {
    let Some(manifest) = std::env::var_os("CARGO_MANIFEST_DIR") else {
        let message = "`app_dir!` looks for its folder below `CARGO_MANIFEST_DIR`, which cargo sets; build with cargo";
        let error = syn::Error::new(proc_macro2::Span::call_site(), message);
        return (quote!(), vec![error]);
    };
    expand_in(Path::new(&manifest), input)
}

/// The same for a package in any folder.
pub(crate) fn expand_in(package: &Path, input: TokenStream) -> (TokenStream, Vec<syn::Error>) {
    let input: Input = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return (quote!(), vec![error]),
    };
    let mut errors = Errors::new(input.folder.span());
    let files = walk::files(package, &input.folder.value(), &mut errors);
    check::paths(&files, &mut errors);
    let read = files.into_iter().map(|file| read(file, &mut errors));
    let read: Vec<_> = read.collect();
    let base = place::folder_of(input.folder.span());
    let code = if errors.is_empty() {
        emit::routes(&input, &read, base.as_deref())
    } else {
        emit::fallback(&input, &read, base.as_deref())
    };
    (code, errors.into_vec())
}

fn read(file: File, errors: &mut Errors) -> (File, Exports) {
    let exports = Exports::read(&file, errors);
    (file, exports)
}

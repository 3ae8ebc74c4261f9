//! Expands `app_dir!`.

use std::path::Path;

use proc_macro2::TokenStream;
use quote::quote;

use crate::errors::Errors;
use crate::exports::Exports;
use crate::file::File;
use crate::input::Input;
use crate::{check, emit, module_path, walk};

/// Returns the code and all errors. With errors, the code is a fallback that avoids follow-up
/// errors.
pub(crate) fn expand(input: TokenStream) -> (TokenStream, Vec<syn::Error>) {
    let Some(manifest) = std::env::var_os("CARGO_MANIFEST_DIR") else {
        let message = "`app_dir!` looks for its folder in `CARGO_MANIFEST_DIR`, which cargo sets; build with cargo";
        let error = syn::Error::new(proc_macro2::Span::call_site(), message);
        return (quote!(), vec![error]);
    };
    expand_in(Path::new(&manifest), input)
}

/// Like [`expand`], for a package in any folder.
pub(crate) fn expand_in(package: &Path, input: TokenStream) -> (TokenStream, Vec<syn::Error>) {
    let input: Input = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return (quote!(), vec![error]),
    };
    let mut errors = Errors::new(input.folder.span());
    let files = walk::files(package, &input.folder.value(), &mut errors);
    check::paths(&files, &mut errors);
    let files = files.into_iter().map(|file| with_exports(file, &mut errors));
    let files: Vec<_> = files.collect();
    let base = module_path::folder_of(input.folder.span());
    let code = if errors.is_empty() {
        emit::routes(&input, &files, base.as_deref())
    } else {
        emit::fallback(&input, &files, base.as_deref())
    };
    (code, errors.into_vec())
}

fn with_exports(file: File, errors: &mut Errors) -> (File, Exports) {
    let exports = Exports::read(&file, errors);
    (file, exports)
}

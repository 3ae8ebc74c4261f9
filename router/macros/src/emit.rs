//! Generates the code.

use std::path::Path;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote_spanned};
use syn::ext::IdentExt;

use crate::exports::Exports;
use crate::file::{File, Kind};
use crate::input::Input;
use crate::{module_names, module_path};

/// Generates the modules and the function that registers their handlers.
pub(crate) fn routes(input: &Input, files: &[(File, Exports)], base: Option<&Path>) -> TokenStream {
    let root = &input.root;
    let idents = idents(input, files);
    let modules = modules(files, &idents, base, &TokenStream::new());
    let calls = files
        .iter()
        .zip(&idents)
        .map(|((file, exports), module)| calls(root, file, exports, module));
    let head = head(input);
    quote_spanned! {Span::mixed_site()=>
        #modules
        #head {
            #root::__private::AppDir::new()
                #(#calls)*
                .into_router()
        }
    }
}

/// Generates the code if there are errors: the function without routes, and the modules, so that
/// the compiler reports the errors in them too.
pub(crate) fn fallback(input: &Input, files: &[(File, Exports)], base: Option<&Path>) -> TokenStream {
    let span = Span::mixed_site();
    let modules = modules(
        files,
        &idents(input, files),
        base,
        &quote_spanned!(span=> #[allow(dead_code)]),
    );
    let head = head(input);
    quote_spanned! {span=>
        #modules
        #head {
            ::core::unreachable!()
        }
    }
}

fn idents(input: &Input, files: &[(File, Exports)]) -> Vec<Ident> {
    let function = input.signature.ident.unraw().to_string();
    let names = module_names::module_names(&function, files.iter().map(|(file, _)| file));
    // Errors about a module itself should point to the folder's name.
    let span = Span::mixed_site().located_at(input.folder.span());
    names.iter().map(|name| Ident::new(name, span)).collect()
}

fn head(input: &Input) -> TokenStream {
    let Input {
        attributes,
        visibility,
        signature,
        ..
    } = input;
    quote_spanned!(Span::mixed_site()=> #(#attributes)* #visibility #signature)
}

fn modules(files: &[(File, Exports)], idents: &[Ident], base: Option<&Path>, allow: &TokenStream) -> TokenStream {
    let paths = files.iter().map(|(file, _)| module_path::module_path(base, &file.path));
    quote_spanned! {Span::mixed_site()=>
        #(
            #[path = #paths]
            #[allow(unreachable_pub)]
            #allow
            mod #idents;
        )*
    }
}

/// Generates a file's registrations. There are two below an optional catch-all.
fn calls(root: &TokenStream, file: &File, exports: &Exports, module: &Ident) -> TokenStream {
    let methods = methods(root, exports, module);
    let kind = match file.kind {
        Kind::Route => format_ident!("route"),
        Kind::Page => format_ident!("page"),
    };
    let (name, line, patterns) = (&file.name, exports.line, file.patterns());
    quote_spanned!(Span::mixed_site()=> #(.#kind(#patterns, #methods, #name, #line))*)
}

/// Generates `get(list).post(create)`, or a block if the file has caching options for its GET.
fn methods(root: &TokenStream, exports: &Exports, module: &Ident) -> TokenStream {
    let span = Span::mixed_site();
    let mut functions = exports.functions.iter().map(|name| format_ident!("{name}"));
    let Some(first) = functions.next() else {
        return TokenStream::new();
    };
    // A page's function is named `page`, and handles GET.
    let method = if first == "page" {
        format_ident!("get")
    } else {
        first.clone()
    };
    let begin = quote_spanned!(span=> #root::__private::#method(#module::#first));
    let rest = quote_spanned!(span=> #(.#functions(#module::#functions))*);
    let options = caching_options(exports, module);
    if options.is_empty() {
        return quote_spanned!(span=> #begin #rest);
    }
    quote_spanned!(span=> { let get = #begin; #options get #rest })
}

/// Generates the calls for the file's constants.
fn caching_options(exports: &Exports, module: &Ident) -> TokenStream {
    let span = Span::mixed_site();
    let mut options = TokenStream::new();
    if exports.dynamic {
        options.extend(quote_spanned!(span=> let get = if #module::DYNAMIC { get.dynamic() } else { get };));
    }
    if exports.revalidate {
        options.extend(quote_spanned!(span=> let get = get.revalidate(#module::REVALIDATE);));
    }
    if exports.tags {
        options.extend(quote_spanned! {span=>
            let get = #module::TAGS.iter().fold(get, |get, tag| get.tag(*tag));
        });
    }
    options
}

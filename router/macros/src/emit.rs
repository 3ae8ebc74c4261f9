//! The code for what was found.

use std::path::Path;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote_spanned};
use syn::ext::IdentExt;

use crate::exports::Exports;
use crate::file::{File, Kind};
use crate::input::Input;
use crate::{names, place};

/// The modules, and the function that registers what is in them.
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

/// With mistakes: the function, and the modules, so that the compiler reports what is wrong inside of them.
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
    let names = names::modules(&function, files.iter().map(|(file, _)| file));
    // At the folder's name, which is where a message about the module itself should point.
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
    let paths = files.iter().map(|(file, _)| place::module_path(base, &file.path));
    quote_spanned! {Span::mixed_site()=>
        #(
            #[path = #paths]
            #[allow(unreachable_pub)]
            #allow
            mod #idents;
        )*
    }
}

/// A file's registrations: two below an optional catch-all.
fn calls(root: &TokenStream, file: &File, exports: &Exports, module: &Ident) -> TokenStream {
    let methods = methods(root, exports, module);
    let kind = match file.kind {
        Kind::Route => format_ident!("route"),
        Kind::Page => format_ident!("page"),
    };
    let (name, line, patterns) = (&file.name, exports.line, file.patterns());
    quote_spanned!(Span::mixed_site()=> #(.#kind(#patterns, #methods, #name, #line))*)
}

/// `get(list).post(create)`, or a block where the file says how its GET is kept.
fn methods(root: &TokenStream, exports: &Exports, module: &Ident) -> TokenStream {
    let span = Span::mixed_site();
    let mut functions = exports.functions.iter().map(|name| format_ident!("{name}"));
    let Some(first) = functions.next() else {
        return TokenStream::new();
    };
    // A page's function is `page`; it answers GET.
    let method = if first == "page" {
        format_ident!("get")
    } else {
        first.clone()
    };
    let begin = quote_spanned!(span=> #root::__private::#method(#module::#first));
    let rest = quote_spanned!(span=> #(.#functions(#module::#functions))*);
    let kept = kept(exports, module);
    if kept.is_empty() {
        return quote_spanned!(span=> #begin #rest);
    }
    quote_spanned!(span=> { let get = #begin; #kept get #rest })
}

/// What the constants say of GET.
fn kept(exports: &Exports, module: &Ident) -> TokenStream {
    let span = Span::mixed_site();
    let mut kept = TokenStream::new();
    if exports.dynamic {
        kept.extend(quote_spanned!(span=> let get = if #module::DYNAMIC { get.dynamic() } else { get };));
    }
    if exports.revalidate {
        kept.extend(quote_spanned!(span=> let get = get.revalidate(#module::REVALIDATE);));
    }
    if exports.tags {
        kept.extend(quote_spanned! {span=>
            let get = #module::TAGS.iter().fold(get, |get, tag| get.tag(*tag));
        });
    }
    kept
}

//! Inspects types as they are written. A macro sees the tokens of a type and nothing else.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{GenericArgument, Ident, PathArguments, Type};

/// Returns the span of the first `impl` in `ty`.
pub(crate) fn impl_trait(ty: &Type) -> Option<Span> {
    flat(ty).into_iter().find_map(|token| match token {
        TokenTree::Ident(ident) if ident == "impl" => Some(ident.span()),
        _ => None,
    })
}

/// Returns `true` if `ty` has a reference or a lifetime other than `'static`.
pub(crate) fn borrows(ty: &Type) -> bool {
    let tokens = flat(ty);
    let lifetime_at = |index: usize| match (tokens.get(index), tokens.get(index + 1)) {
        (Some(TokenTree::Punct(quote)), Some(TokenTree::Ident(name))) if quote.as_char() == '\'' => {
            Some(name.to_string())
        }
        _ => None,
    };
    tokens.iter().enumerate().any(|(index, token)| match token {
        TokenTree::Punct(punct) if punct.as_char() == '&' => lifetime_at(index + 1).is_none(),
        TokenTree::Punct(punct) if punct.as_char() == '\'' => lifetime_at(index).is_some_and(|name| name != "static"),
        _ => false,
    })
}

/// Returns `true` if `ty` has a reference, `'static` ones included.
pub(crate) fn refers(ty: &Type) -> bool {
    flat(ty)
        .iter()
        .any(|token| matches!(token, TokenTree::Punct(punct) if punct.as_char() == '&'))
}

/// Returns what to write instead of a borrowed `ty`.
pub(crate) fn owned(ty: &Type) -> String {
    let Type::Reference(reference) = plain(ty) else {
        return "an owned type, for example `String`".to_owned();
    };
    match plain(&reference.elem) {
        Type::Slice(slice) => format!("`Vec<{}>`", written(&slice.elem)),
        Type::Path(path) if path.path.is_ident("str") => "`String`".to_owned(),
        other => format!("`{}`", written(other)),
    }
}

/// Returns the `T` of a type that is written `Option<Vec<T>>`, with any paths.
pub(crate) fn optional_list(ty: &Type) -> Option<&Type> {
    only_argument(only_argument(ty, "Option")?, "Vec")
}

/// Returns `false` if `ty` cannot be `Option<Vec<_>>` under another name, because it is a type of
/// the standard library by its usual name, or an `Option` of one.
pub(crate) fn may_be_optional_list(ty: &Type) -> bool {
    const KNOWN: [&str; 18] = [
        "bool", "char", "String", "Vec", "f32", "f64", "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32",
        "i64", "i128", "isize",
    ];
    let Type::Path(path) = plain(only_argument(ty, "Option").unwrap_or(ty)) else {
        return false;
    };
    let last = path.path.segments.last();
    !last.is_some_and(|last| KNOWN.iter().any(|known| last.ident == known))
}

/// Returns the `T` of a type that is written `…::name<T>`.
pub(crate) fn only_argument<'a>(ty: &'a Type, name: &str) -> Option<&'a Type> {
    let Type::Path(path) = plain(ty) else { return None };
    let last = path.path.segments.last().filter(|last| last.ident == name)?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return None;
    };
    match (arguments.args.len(), arguments.args.first()) {
        (1, Some(GenericArgument::Type(argument))) => Some(argument),
        _ => None,
    }
}

/// Returns `true` for a type that is written `…::name`.
pub(crate) fn is_named(ty: &Type, name: &str) -> bool {
    let Type::Path(path) = plain(ty) else { return false };
    path.path.segments.last().is_some_and(|last| last.ident == name)
}

/// Returns `true` for a type that is written `Upload`, or an `Option` or a `Vec` of it.
pub(crate) fn is_file(ty: &Type) -> bool {
    let inner = ["Option", "Vec"].into_iter().find_map(|name| only_argument(ty, name));
    is_named(inner.unwrap_or(ty), "Upload")
}

/// Returns the first `name` in `tokens` without a path before it. A struct of that name beside the
/// function would be meant by it.
pub(crate) fn mention(tokens: impl ToTokens, name: &Ident) -> Option<Ident> {
    let tokens = flat(tokens);
    let in_path = |index: usize| {
        let before = index.checked_sub(1).and_then(|index| tokens.get(index));
        matches!(before, Some(TokenTree::Punct(punct)) if punct.as_char() == ':')
    };
    tokens.iter().enumerate().find_map(|(index, token)| match token {
        TokenTree::Ident(ident) if ident == name && !in_path(index) => Some(ident.clone()),
        _ => None,
    })
}

/// Returns `ty` with the usual spaces.
pub(crate) fn written(ty: &Type) -> String {
    let mut text = ty.to_token_stream().to_string();
    for (spaced, tight) in [
        (" :: ", "::"),
        (":: ", "::"),
        (" < ", "<"),
        ("< ", "<"),
        (" >", ">"),
        (" ,", ","),
        ("& ", "&"),
        ("' ", "'"),
    ] {
        text = text.replace(spaced, tight);
    }
    text
}

/// Removes the invisible groups and parentheses around `ty`: `macro_rules!` passes types in such
/// groups.
fn plain(ty: &Type) -> &Type {
    match ty {
        Type::Group(group) => plain(&group.elem),
        Type::Paren(paren) => plain(&paren.elem),
        other => other,
    }
}

/// Returns all tokens, without their groups.
fn flat(tokens: impl ToTokens) -> Vec<TokenTree> {
    fn into(tokens: TokenStream, list: &mut Vec<TokenTree>) {
        for token in tokens {
            match token {
                TokenTree::Group(group) => into(group.stream(), list),
                other => list.push(other),
            }
        }
    }
    let mut list = Vec::new();
    into(tokens.to_token_stream(), &mut list);
    list
}

#[cfg(test)]
mod tests {
    use quote::format_ident;
    use syn::parse_str;

    use super::*;

    fn ty(text: &str) -> Type {
        parse_str(text).unwrap()
    }

    #[test]
    fn borrowed_types_are_found_and_replaced() {
        for text in [
            "&str",
            "&mut T",
            "Option<&str>",
            "Cow<'_, str>",
            "Cow<'a, str>",
            "(u8, &[u8])",
        ] {
            assert!(borrows(&ty(text)), "{text}");
        }
        for text in ["String", "Cow<'static, str>", "Vec<[u8; 4]>", "&'static str"] {
            assert!(!borrows(&ty(text)), "{text}");
        }
        for (text, instead) in [
            ("&str", "`String`"),
            ("&[u32]", "`Vec<u32>`"),
            ("&a::B<C>", "`a::B<C>`"),
        ] {
            assert_eq!(owned(&ty(text)), instead);
        }
    }

    #[test]
    fn optional_lists_are_found_by_any_path() {
        for text in ["Option<Vec<u8>>", "std::option::Option<std::vec::Vec<u8>>"] {
            assert_eq!(optional_list(&ty(text)).map(written).as_deref(), Some("u8"), "{text}");
        }
        for text in ["Option<u8>", "Vec<Option<u8>>", "Option<Box<Vec<u8>>>", "Option"] {
            assert!(optional_list(&ty(text)).is_none(), "{text}");
        }
    }

    #[test]
    fn aliases_may_be_optional_lists() {
        for text in ["Tags", "crate::Tags", "Option<Dates>", "Maybe<Vec<u8>>"] {
            assert!(may_be_optional_list(&ty(text)), "{text}");
        }
        for text in ["String", "Option<u8>", "Vec<Tags>", "std::string::String", "(u8, u8)"] {
            assert!(!may_be_optional_list(&ty(text)), "{text}");
        }
    }

    #[test]
    fn mentions_have_no_path_before_them() {
        let name = format_ident!("Todo");
        for text in ["Todo", "Option<Todo>", "Result<(), Todo>", "[Todo; 2]", "Todo<u8>"] {
            assert!(mention(ty(text), &name).is_some(), "{text}");
        }
        for text in ["models::Todo", "crate::Todo", "TodoList", "Option<self::Todo>"] {
            assert!(mention(ty(text), &name).is_none(), "{text}");
        }
    }
}

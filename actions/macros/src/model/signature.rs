//! Checks that a function can be an action.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Attribute, FnArg, GenericParam, Meta, Pat, ReturnType, Safety, Signature, Type, parse_quote};

use super::argument::Argument;
use super::types;
use crate::errors::Errors;

/// Checks everything in `signature` except its arguments. A missing `async` is reported at `fn`.
pub(crate) fn check(signature: &Signature, errors: &mut Errors) {
    if signature.asyncness.is_none() {
        errors.at(
            signature.fn_token,
            format!("must be async; write `async fn {}`", signature.ident),
        );
    }
    if let Safety::Unsafe(token) = &signature.safety {
        errors.at(
            token,
            "cannot be unsafe, because any browser can call it; remove `unsafe`",
        );
    }
    if let Some(token) = &signature.constness {
        errors.at(token, "cannot be const, because it runs per request; remove `const`");
    }
    if let Some(abi) = &signature.abi {
        errors.at(
            abi,
            "cannot be extern, because only generated code calls it; remove `extern`",
        );
    }
    if let Some(variadic) = &signature.variadic {
        errors.at(
            variadic,
            "cannot be variadic, because every form field needs a name and a type; remove `...`",
        );
    }
    check_generics(signature, errors);
}

fn check_generics(signature: &Signature, errors: &mut Errors) {
    let why = "an action is one endpoint with concrete types";
    for param in &signature.generics.params {
        match param {
            GenericParam::Type(param) => {
                errors.at(
                    param,
                    format!("cannot be generic: {why}; write a concrete type for `{}`", param.ident),
                );
            }
            GenericParam::Const(param) => {
                errors.at(
                    param,
                    format!("cannot be generic: {why}; write a concrete value for `{}`", param.ident),
                );
            }
            GenericParam::Lifetime(param) => {
                let message = "cannot have a lifetime, because all values of a request are owned; remove";
                errors.at(param, format!("{message} `{}`", param.lifetime));
            }
        }
    }
    if let Some(clause) = &signature.generics.where_clause {
        errors.at(
            clause.where_token,
            format!("cannot have a where clause: {why}; remove it"),
        );
    }
}

/// Allows the function not to use the arguments that rules use: a repeated password, which only has
/// to match. Their attributes must still be there.
pub(crate) fn allow_unused_by_rules(signature: &mut Signature) {
    let arguments = signature.inputs.iter().filter_map(|argument| match argument {
        FnArg::Typed(argument) => Some(argument),
        FnArg::Receiver(_) => None,
    });
    let all: TokenStream = arguments.flat_map(|argument| rules(&argument.attrs)).collect();
    if all.is_empty() {
        return;
    }
    for argument in &mut signature.inputs {
        if let FnArg::Typed(argument) = argument
            && let Pat::Ident(name) = &*argument.pat
            && (rules(&argument.attrs).next().is_some() || types::mention(&all, &name.ident).is_some())
        {
            argument.attrs.push(parse_quote!(#[allow(unused_variables)]));
        }
    }
}

/// Returns what is in the parentheses of each `#[garde(…)]`, unless it is `skip`, which is not a rule.
fn rules(attributes: &[Attribute]) -> impl Iterator<Item = TokenStream> {
    let rules = attributes.iter().filter(|attribute| attribute.path().is_ident("garde"));
    rules.filter_map(|attribute| match &attribute.meta {
        Meta::List(list) if list.tokens.to_string() != "skip" => Some(list.tokens.clone()),
        _ => None,
    })
}

/// Reports form fields beside an argument that is the whole form.
pub(crate) fn check_input(arguments: &[Argument], errors: &mut Errors) {
    let mut inputs = arguments.iter().filter_map(|argument| match argument {
        Argument::Input(ty) => Some(ty),
        _ => None,
    });
    if inputs.next().is_none() {
        return;
    }
    for other in inputs {
        errors.at(
            other,
            "only one argument can be `#[input]`, because it is the whole form; keep one",
        );
    }
    for argument in arguments {
        if let Argument::Field(field) = argument {
            let message = "is a form field beside `#[input]`, which is the whole form; move it into that struct";
            errors.at(&field.ident, format!("`{}` {message}", field.ident));
        }
    }
}

/// Reports the key of a form that runs once, in an action without `once`. Under another name, the type
/// reports it for each request.
pub(crate) fn check_no_once_key(arguments: &[Argument], errors: &mut Errors) {
    for argument in arguments {
        if let Argument::Extract(ty) = argument
            && types::is_named(ty, "OnceKey")
        {
            let message = "is the key of a form that runs once; write `#[server_action(once)]`";
            errors.at(ty, format!("`{}` {message}", types::written(ty)));
        }
    }
}

/// Reports a type in the signature that has the name of the generated struct. Returns `true` if
/// there is none. If there is one, the struct is not emitted, because it would cause more errors.
pub(crate) fn is_free(
    name: &syn::Ident,
    signature: &Signature,
    arguments: &[Argument],
    state: &Type,
    errors: &mut Errors,
) -> bool {
    let types = arguments.iter().map(|argument| match argument {
        Argument::Extract(ty) | Argument::Input(ty) => ty.to_token_stream(),
        Argument::Field(field) => field.ty.to_token_stream(),
    });
    let output = match &signature.output {
        ReturnType::Default => None,
        ReturnType::Type(_, ty) => Some(ty.to_token_stream()),
    };
    let taken = types
        .chain([state.to_token_stream()])
        .chain(output)
        .find_map(|tokens| types::mention(tokens, name));
    if let Some(taken) = &taken {
        errors.at(
            taken,
            format!(
                "`{name}` is also the name of the generated struct; choose another for the struct: \
                 `#[server_action(struct = {name}Input)]`"
            ),
        );
    }
    taken.is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_that_rules_use_may_be_unused() {
        let mut signature: Signature = syn::parse_str(
            "async fn f(
                old: String,
                password: String,
                #[garde(matches(password))] repeat: String,
                #[garde(length(max = 0))] website: String,
                #[garde(if(cond = self.other.is_some(), ascii))] text: String,
                other: Option<u8>,
                #[garde(skip)] skipped: String,
                #[field(last)] sort: String,
            )",
        )
        .unwrap();
        allow_unused_by_rules(&mut signature);
        let allowed = signature.inputs.iter().filter_map(|argument| match argument {
            FnArg::Typed(argument) if argument.attrs.iter().any(|own| own.path().is_ident("allow")) => {
                Some(argument.pat.to_token_stream().to_string())
            }
            _ => None,
        });
        let allowed: Vec<_> = allowed.collect();
        assert_eq!(allowed, ["password", "repeat", "website", "text", "other"]);
    }
}

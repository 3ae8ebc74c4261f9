//! Checks that a function can be an action.

use quote::ToTokens;
use syn::{GenericParam, ReturnType, Safety, Signature, Type};

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

//! What a function must be to be an action.

use quote::ToTokens;
use syn::{GenericParam, ReturnType, Safety, Signature, Type};

use crate::argument::Argument;
use crate::errors::Errors;
use crate::types;

/// Reports everything about `signature` but its arguments. `async` is `fn`'s neighbour, so that is where its lack shows.
pub(crate) fn signature(signature: &Signature, errors: &mut Errors) {
    if signature.asyncness.is_none() {
        errors.at(
            signature.fn_token,
            format!("must be async; write `async fn {}`", signature.ident),
        );
    }
    if let Safety::Unsafe(token) = &signature.safety {
        errors.at(
            token,
            "cannot be unsafe, since any browser can call it; remove `unsafe`",
        );
    }
    if let Some(token) = &signature.constness {
        errors.at(token, "cannot be const, since it runs per request; remove `const`");
    }
    if let Some(abi) = &signature.abi {
        errors.at(
            abi,
            "cannot be extern, since only the generated endpoint calls it; remove `extern`",
        );
    }
    if let Some(variadic) = &signature.variadic {
        errors.at(
            variadic,
            "cannot be variadic, since every form field needs a name and a type; remove `...`",
        );
    }
    generics(signature, errors);
}

fn generics(signature: &Signature, errors: &mut Errors) {
    let why = "an action is one endpoint, so every type in it is known";
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
                let message = "cannot have a lifetime: what comes from a request is owned; remove";
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

/// Reports whatever stands beside an argument that is the whole form.
pub(crate) fn lone_input(arguments: &[Argument], errors: &mut Errors) {
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
            "there is one form, so only one argument can be `#[input]`; keep one",
        );
    }
    for argument in arguments {
        if let Argument::Field(field) = argument {
            let message = "is a form field beside `#[input]`, which is the whole form; make it a field of that struct";
            errors.at(&field.ident, format!("`{}` {message}", field.ident));
        }
    }
}

/// Reports a type of the user's that has the generated struct's name. Returns whether there is none: with one, the
/// struct would only add the compiler's confusion to ours.
pub(crate) fn struct_name_is_free(
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
                "the generated struct is called `{name}`, and so is this type; call the struct something else: \
                 `#[server_action(struct = {name}Input)]`"
            ),
        );
    }
    taken.is_none()
}

//! Under which state an action runs.

use quote::ToTokens;
use syn::{Type, parse_quote};

use crate::argument::Argument;
use crate::errors::Errors;
use crate::types;

/// `state = …` if it was written, else the one `T` of the `State<T>` extractors, else `()`.
pub(crate) fn state(option: Option<Type>, arguments: &[Argument], errors: &mut Errors) -> Type {
    if let Some(state) = option {
        return state;
    }
    let mut states = arguments.iter().filter_map(|argument| match argument {
        Argument::Extract(ty) => types::only_argument(ty, "State"),
        Argument::Field(_) | Argument::Input(_) => None,
    });
    let Some(first) = states.next() else {
        return parse_quote!(());
    };
    let same = first.to_token_stream().to_string();
    if let Some(other) = states.find(|other| other.to_token_stream().to_string() != same) {
        let (one, two) = (types::written(first), types::written(other));
        errors.at(
            other,
            format!(
                "takes `State<{one}>` and `State<{two}>`; write `state = …` to say which is the app's, the other is a \
                 part of it"
            ),
        );
    }
    first.clone()
}

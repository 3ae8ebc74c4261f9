//! The state that an action runs with.

use quote::ToTokens;
use syn::{Type, parse_quote};

use super::argument::Argument;
use super::types;
use crate::errors::Errors;

/// Returns the type of `state = …`, else the `T` of the only `State<T>` extractor, else `()`.
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
    let first_text = first.to_token_stream().to_string();
    if let Some(other) = states.find(|other| other.to_token_stream().to_string() != first_text) {
        let (one, two) = (types::written(first), types::written(other));
        errors.at(
            other,
            format!(
                "takes `State<{one}>` and `State<{two}>`; write `state = …` with the app's state, of which the other \
                 is a part"
            ),
        );
    }
    first.clone()
}

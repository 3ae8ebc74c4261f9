//! An action as it was understood: from function and options to what the generators need.

use syn::ext::IdentExt;
use syn::{Ident, LitStr, Type};

use crate::argument::{self, Argument};
use crate::errors::Errors;
use crate::field::Field;
use crate::function::Function;
use crate::options::{Once, Options};
use crate::private::Private;
use crate::{names, state, validate};

/// An action. Complete only if no mistake was found; else it has what could be made out.
pub(crate) struct Action {
    pub(crate) function: Function,
    /// The last part of its URL.
    pub(crate) name: String,
    /// `None` if no name could be found for the struct.
    pub(crate) struct_name: Option<Ident>,
    /// In the order of the call.
    pub(crate) arguments: Vec<Argument>,
    pub(crate) state: Type,
    pub(crate) body_limit: Option<u64>,
    pub(crate) deny_unknown: bool,
    /// In milliseconds.
    pub(crate) timeout: Option<u64>,
    pub(crate) once: Option<Once>,
    pub(crate) any_origin: bool,
    /// Other last parts of its URL.
    pub(crate) aliases: Vec<String>,
    pub(crate) private: Private,
}

impl Action {
    pub(crate) fn new(mut function: Function, options: Options, errors: &mut Errors) -> Self {
        validate::signature(&function.signature, errors);
        let inputs = function.signature.inputs.iter_mut();
        let arguments: Vec<_> = inputs.filter_map(|input| argument::read(input, errors)).collect();
        validate::lone_input(&arguments, errors);
        let state = state::state(options.state, &arguments, errors);
        let name = action_name(options.name.as_ref(), &function.signature.ident, errors);
        let aliases = aliases(&options.aliases, &name, errors);
        let struct_name = struct_name(options.struct_name, &function.signature.ident, errors)
            .filter(|name| validate::struct_name_is_free(name, &function.signature, &arguments, &state, errors));
        let private = Private::new(options.root);
        let action = Self {
            function,
            name,
            struct_name,
            arguments,
            state,
            body_limit: options.body_limit,
            deny_unknown: options.deny_unknown,
            timeout: options.timeout,
            once: options.once,
            any_origin: options.any_origin,
            aliases,
            private,
        };
        names::report_same_names(&action.fields(), errors);
        names::report_same_constants(&action.fields(), errors);
        action
    }

    /// The form's fields, in order.
    pub(crate) fn fields(&self) -> Vec<&Field> {
        let fields = self.arguments.iter().filter_map(|argument| match argument {
            Argument::Extract(_) | Argument::Input(_) => None,
            Argument::Field(field) => Some(&**field),
        });
        fields.collect()
    }

    /// The type that is the whole form, if there is one.
    pub(crate) fn input(&self) -> Option<&Type> {
        self.arguments.iter().find_map(|argument| match argument {
            Argument::Input(ty) => Some(&**ty),
            _ => None,
        })
    }

    /// What is taken from the request, in order.
    pub(crate) fn extractors(&self) -> Vec<&Type> {
        let extractors = self.arguments.iter().filter_map(|argument| match argument {
            Argument::Extract(ty) => Some(&**ty),
            Argument::Field(_) | Argument::Input(_) => None,
        });
        extractors.collect()
    }
}

fn action_name(option: Option<&LitStr>, function: &Ident, errors: &mut Errors) -> String {
    let name = option.map_or_else(|| function.unraw().to_string(), LitStr::value);
    if let Err(message) = names::action_name(&name) {
        match option {
            Some(literal) => errors.at(literal, message),
            None => errors.at(function, message),
        }
    }
    name
}

fn aliases(literals: &[LitStr], name: &str, errors: &mut Errors) -> Vec<String> {
    let mut aliases = Vec::new();
    for literal in literals {
        let alias = literal.value();
        if let Err(message) = names::action_name(&alias) {
            errors.at(literal, message);
        } else if alias == name || aliases.contains(&alias) {
            errors.at(
                literal,
                format!("the action is called `{alias}` already; remove this alias"),
            );
        }
        aliases.push(alias);
    }
    aliases
}

fn struct_name(option: Option<Ident>, function: &Ident, errors: &mut Errors) -> Option<Ident> {
    let name = option.or_else(|| names::struct_name(function));
    if name.is_none() {
        let message =
            "this function's name gives none for the generated struct; write one: `#[server_action(struct = …)]`";
        errors.at(function, message);
    }
    name
}

//! An action: the function, its options and its arguments.

use syn::ext::IdentExt;
use syn::{ExprPath, Ident, LitStr, Path, Type};

use super::argument::Argument;
use super::field::Field;
use super::{collisions, names, signature, state};
use crate::errors::Errors;
use crate::parse::action_options::{ActionOptions, Once};
use crate::parse::function::Function;

/// An action. It is complete only if no error was found, else it has what could be read.
pub(crate) struct Action {
    pub(crate) function: Function,
    /// The last segment of its URL.
    pub(crate) name: String,
    /// `None` if no name can be found for the struct.
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
    /// The path of its own, in place of `/_actions/<name>`.
    pub(crate) path: Option<String>,
    /// Earlier names, which work too.
    pub(crate) aliases: Vec<String>,
    /// The library, if not `::frontdesk`.
    pub(crate) root: Option<Path>,
}

impl Action {
    pub(crate) fn new(mut function: Function, options: ActionOptions, errors: &mut Errors) -> Self {
        signature::check(&function.signature, errors);
        signature::allow_unused_by_rules(&mut function.signature);
        let inputs = function.signature.inputs.iter_mut();
        let arguments: Vec<_> = inputs
            .filter_map(|input| Argument::new(input, options.rename_all, errors))
            .collect();
        signature::check_input(&arguments, errors);
        if options.once.is_none() {
            signature::check_no_once_key(&arguments, errors);
        }
        if let (Some(key), true) = (
            &options.rename_all_key,
            arguments.iter().any(|own| matches!(own, Argument::Input(_))),
        ) {
            errors.at(
                key,
                "the struct after `#[input]` has the names; write `#[form(rename_all = \"…\")]` on it",
            );
        }
        let state = state::state(options.state, &arguments, errors);
        let name = action_name(options.name.as_ref(), &function.signature.ident, errors);
        let path = options.path.as_ref().map(|literal| own_path(literal, errors));
        let aliases = aliases(&options.aliases, &name, errors);
        if let (Some(_), Some(alias)) = (&path, options.aliases.first()) {
            errors.at(
                alias,
                "an action with a path of its own has no other URL; remove `alias`",
            );
        }
        let struct_name = struct_name(options.struct_name, &function.signature.ident, errors)
            .filter(|name| signature::is_free(name, &function.signature, &arguments, &state, errors));
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
            path,
            aliases,
            root: options.root,
        };
        collisions::report_same_names(&action.fields(), errors);
        collisions::report_rests(&action.fields(), errors);
        collisions::report_same_constants(&action.fields(), errors);
        action
    }

    /// Returns the fields of the form, in order.
    pub(crate) fn fields(&self) -> Vec<&Field> {
        let fields = self.arguments.iter().filter_map(|argument| match argument {
            Argument::Extract(_) | Argument::Input(_) => None,
            Argument::Field(field) => Some(&**field),
        });
        fields.collect()
    }

    /// Returns the type that is the whole form, if there is one.
    pub(crate) fn input(&self) -> Option<&Type> {
        self.arguments.iter().find_map(|argument| match argument {
            Argument::Input(ty) => Some(&**ty),
            _ => None,
        })
    }

    /// Returns the fields that have a check, each with the function.
    pub(crate) fn checked(&self) -> Vec<(&Field, &ExprPath)> {
        let fields = self.fields().into_iter();
        fields
            .filter_map(|field| Some((field, field.check.as_ref()?)))
            .collect()
    }

    /// Returns the types of the extractors, in order.
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
    if let Err(message) = names::check_action_name(&name) {
        match option {
            Some(literal) => errors.at(literal, message),
            None => errors.at(function, message),
        }
    }
    name
}

/// Checks a path as far as it can be checked without those of the router.
fn own_path(literal: &LitStr, errors: &mut Errors) -> String {
    let path = literal.value();
    if let Err(message) = names::check_path(&path) {
        errors.at(literal, message);
    }
    path
}

fn aliases(literals: &[LitStr], name: &str, errors: &mut Errors) -> Vec<String> {
    let mut aliases = Vec::new();
    for literal in literals {
        let alias = literal.value();
        if let Err(message) = names::check_action_name(&alias) {
            errors.at(literal, message);
        } else if alias == name || aliases.contains(&alias) {
            errors.at(
                literal,
                format!("the action already has the name `{alias}`; remove this alias"),
            );
        }
        aliases.push(alias);
    }
    aliases
}

fn struct_name(option: Option<Ident>, function: &Ident, errors: &mut Errors) -> Option<Ident> {
    let name = option.or_else(|| names::struct_name(function));
    if name.is_none() {
        let message = "no name for the generated struct can be derived from this function's; write \
                       `#[server_action(struct = …)]`";
        errors.at(function, message);
    }
    name
}

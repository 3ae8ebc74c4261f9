//! Reads the rules of fields and structs.

use syn::parse::{ParseStream, Parser};
use syn::{Attribute, Expr, Meta, Token};

use super::rule::{Rule, list};
use crate::errors::Errors;

/// Whether rules are read. Tests of the macros do not depend on the features of the workspace.
const IS_ENABLED: bool = cfg!(any(feature = "garde", test));

const DISABLED: &str = "`#[garde(…)]` needs the feature `garde` of `frontdesk`, which is off; turn it on in Cargo.toml";

/// The rules of one field.
#[derive(Default)]
pub(crate) struct Rules(pub(super) Vec<Rule>);

impl Rules {
    /// Reads all `#[garde]` attributes of one place.
    pub(crate) fn parse(attributes: &[Attribute], errors: &mut Errors) -> Self {
        Self::parse_if(IS_ENABLED, attributes, errors)
    }

    fn parse_if(is_enabled: bool, attributes: &[Attribute], errors: &mut Errors) -> Self {
        let mut rules = Vec::new();
        for attribute in attributes {
            if !is_enabled {
                errors.at(attribute, DISABLED);
                break;
            }
            match &attribute.meta {
                Meta::List(meta) => match list.parse2(meta.tokens.clone()) {
                    Ok(list) => rules.extend(list),
                    Err(error) => errors.add(error),
                },
                meta => errors.at(
                    meta,
                    "write the rules in parentheses, for example `#[garde(length(chars, min = 1))]`",
                ),
            }
        }
        Self(rules)
    }

    /// Returns `true` if there may be errors of single items of a list.
    pub(crate) fn has_rules_of_items(&self) -> bool {
        self.0.iter().any(Rule::is_of_items)
    }

    /// Returns `true` if blanks around the text can only be a mistake: the rule is about an address.
    pub(crate) fn imply_trim(&self) -> bool {
        self.0.iter().any(Rule::implies_trim)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Reads `#[garde(custom(…))]` on a struct: functions that check the whole of it.
pub(crate) fn checks_of_struct(attributes: &[Attribute], errors: &mut Errors) -> Vec<Expr> {
    let mut checks = Vec::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("garde")) {
        let Meta::List(meta) = &attribute.meta else {
            errors.at(
                &attribute.meta,
                "write the options in parentheses, for example `#[garde(custom(check))]`",
            );
            continue;
        };
        if !IS_ENABLED {
            errors.at(attribute, DISABLED);
            continue;
        }
        if let Err(error) = (|input: ParseStream<'_>| struct_options(input, &mut checks)).parse2(meta.tokens.clone()) {
            errors.add(error);
        }
    }
    checks
}

fn struct_options(input: ParseStream<'_>, checks: &mut Vec<Expr>) -> syn::Result<()> {
    while !input.is_empty() {
        let key: syn::Ident = input.parse()?;
        match key.to_string().as_str() {
            "custom" => {
                let content;
                syn::parenthesized!(content in input);
                checks.push(content.parse()?);
            }
            // Options of garde's own derive, which may be on the same struct.
            "allow_unvalidated" | "transparent" => {}
            "context" => {
                let message = "a form is decoded without a context; check in the function what needs one";
                return Err(syn::Error::new(key.span(), message));
            }
            other => {
                let message = format!("unknown option `{other}`; `#[garde]` on a struct knows `custom`");
                return Err(syn::Error::new(key.span(), message));
            }
        }
        input.parse::<Option<Token![,]>>()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_an_error_without_the_feature() {
        let attributes = Attribute::parse_outer.parse_str("#[garde(skip)]").unwrap();
        let mut errors = Errors::new("x");
        assert!(Rules::parse_if(false, &attributes, &mut errors).is_empty());
        assert!(errors.into_vec()[0].to_string().contains("feature `garde`"));
    }
}

//! `#[garde(…)]`: the rules of the crate garde, written here as calls of its functions.
//!
//! garde's own derive checks a whole value. A form is to be told of every mistake at once, so each field's rules run as soon as
//! that field was decoded, whatever became of the others; and rules that look at other fields, once all were.

use proc_macro2::TokenStream;
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, Expr, Meta, Token};

use crate::errors::Errors;

mod constraints;
mod emit;
#[cfg_attr(not(any(feature = "garde", test)), path = "garde/no_pattern.rs")]
mod pattern;
mod rule;

use rule::Rule;

pub(crate) use emit::{each, one, whole};

/// Whether rules are read. Tests of the macros don't depend on what the rest of a workspace turns on.
const ENABLED: bool = cfg!(any(feature = "garde", test));

/// The rules of one field.
#[derive(Default)]
pub(crate) struct Rules(Vec<Rule>);

impl Rules {
    /// Reads all `#[garde]` attributes of one place.
    pub(crate) fn parse(attributes: &[Attribute], errors: &mut Errors) -> Self {
        Self::parse_if(ENABLED, attributes, errors)
    }

    fn parse_if(enabled: bool, attributes: &[Attribute], errors: &mut Errors) -> Self {
        let mut rules = Vec::new();
        for attribute in attributes {
            if !enabled {
                errors.at(
                    attribute,
                    "`#[garde(…)]` needs frontdesk's feature `garde`, which is off",
                );
                break;
            }
            match &attribute.meta {
                Meta::List(list) => match rule::list.parse2(list.tokens.clone()) {
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

    /// Whether there may be messages for items of a list.
    pub(crate) fn looks_inside(&self) -> bool {
        self.0.iter().any(Rule::looks_inside)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// What `#[garde(…)]` on a struct says: functions that check the whole of it.
pub(crate) fn of_struct(attributes: &[Attribute], errors: &mut Errors) -> Vec<Expr> {
    let mut checks = Vec::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("garde")) {
        let Meta::List(list) = &attribute.meta else {
            errors.at(
                &attribute.meta,
                "write it with parentheses, for example `#[garde(custom(check))]`",
            );
            continue;
        };
        if !ENABLED {
            errors.at(
                attribute,
                "`#[garde(…)]` needs frontdesk's feature `garde`, which is off",
            );
            continue;
        }
        if let Err(error) = (|input: ParseStream<'_>| struct_options(input, &mut checks)).parse2(list.tokens.clone()) {
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
            // For garde's own derive, which may stand on the same struct.
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

/// Whether `self` stands in the tokens.
fn mentions_self(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        proc_macro2::TokenTree::Ident(ident) => ident == "self",
        proc_macro2::TokenTree::Group(group) => mentions_self(group.stream()),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_the_feature_it_is_a_mistake() {
        let attributes = Attribute::parse_outer.parse_str("#[garde(skip)]").unwrap();
        let mut errors = Errors::new("x");
        assert!(Rules::parse_if(false, &attributes, &mut errors).is_empty());
        assert!(errors.into_vec()[0].to_string().contains("feature `garde`"));
    }
}

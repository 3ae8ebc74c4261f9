//! Reads lists of options, `a, b = value`. An error in one option does not hide errors in the next.

use proc_macro2::{TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream, Parser};
use syn::{Ident, Token};

use crate::errors::Errors;

/// Stores the value of one known option.
pub(crate) type Set<'a> = dyn FnMut(&Ident, ParseStream<'_>) -> syn::Result<()> + 'a;

/// Reads option lists of one kind. Lists read by the same reader count as one, so that an option
/// written in two of them is reported.
pub(crate) struct OptionList<'a> {
    /// The owner of the options in messages, for example "`#[field]`".
    pub(crate) owner: &'a str,
    pub(crate) known: &'a [&'a str],
    repeating: &'a str,
    /// An option that belongs elsewhere, and what to write.
    elsewhere: Option<(&'a str, &'a str)>,
    seen: Vec<String>,
}

impl<'a> OptionList<'a> {
    pub(crate) fn new(owner: &'a str, known: &'a [&'a str]) -> Self {
        Self {
            owner,
            known,
            repeating: "",
            elsewhere: None,
            seen: Vec::new(),
        }
    }

    /// Allows one option to be written several times.
    pub(crate) fn repeating(mut self, option: &'a str) -> Self {
        self.repeating = option;
        self
    }

    /// Explains where an option belongs that is not one of these.
    pub(crate) fn elsewhere(mut self, option: &'a str, what_to_write: &'a str) -> Self {
        self.elsewhere = Some((option, what_to_write));
        self
    }

    /// Passes each known option to `set`, which reads its value (see [`value`] and [`flag`]).
    pub(crate) fn read(&mut self, tokens: TokenStream, errors: &mut Errors, set: &mut Set<'_>) {
        let parser = |input: ParseStream<'_>| {
            while !input.is_empty() {
                if let Err(error) = self.option(input, set) {
                    errors.add(error);
                    skip_to_comma(input)?;
                }
                input.parse::<Option<Token![,]>>()?;
            }
            Ok(())
        };
        if let Err(error) = parser.parse2(tokens) {
            errors.add(error);
        }
    }

    fn option(&mut self, input: ParseStream<'_>, set: &mut Set<'_>) -> syn::Result<()> {
        let start = input.span();
        let Ok(key) = input.call(Ident::parse_any) else {
            return Err(syn::Error::new(start, format!("expected an option; {}", self.knows())));
        };
        let name = key.to_string();
        if let Some((_, what_to_write)) = self.elsewhere.filter(|(option, _)| name == **option) {
            return Err(syn::Error::new(key.span(), what_to_write));
        }
        if !self.known.contains(&name.as_str()) {
            return Err(syn::Error::new(
                key.span(),
                format!("unknown option `{name}`; {}", self.knows()),
            ));
        }
        if self.seen.contains(&name) && name != self.repeating {
            return Err(syn::Error::new(
                key.span(),
                format!("option `{name}` is written twice; keep one"),
            ));
        }
        self.seen.push(name);
        set(&key, input)?;
        if input.is_empty() || input.peek(Token![,]) {
            Ok(())
        } else {
            Err(input.error(format!("expected `,` after option `{key}`")))
        }
    }

    fn knows(&self) -> String {
        format!("{} knows {}", self.owner, quoted(self.known))
    }
}

/// Joins names as "`a`, `b`".
pub(crate) fn quoted(names: &[&str]) -> String {
    let names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

/// Reads the value of an option that requires one. `form` is an example for the message.
pub(crate) fn value<T: Parse>(key: &Ident, input: ParseStream<'_>, form: &str) -> syn::Result<T> {
    value_with(key, input, form, T::parse)
}

/// Reads a value like [`value`], with the parser `parse`.
pub(crate) fn value_with<T>(
    key: &Ident,
    input: ParseStream<'_>,
    form: &str,
    parse: fn(ParseStream<'_>) -> syn::Result<T>,
) -> syn::Result<T> {
    let missing = || syn::Error::new(key.span(), format!("`{key}` needs a value; write `{form}`"));
    input.parse::<Token![=]>().map_err(|_| missing())?;
    if input.is_empty() || input.peek(Token![,]) {
        return Err(missing());
    }
    parse(input).map_err(|error| syn::Error::new(error.span(), format!("{error}; write `{form}`")))
}

/// Checks that an option has no value.
pub(crate) fn flag(key: &Ident, input: ParseStream<'_>) -> syn::Result<()> {
    if input.is_empty() || input.peek(Token![,]) {
        Ok(())
    } else {
        Err(syn::Error::new(
            key.span(),
            format!("`{key}` takes no value; write `{key}` alone"),
        ))
    }
}

/// Skips the rest of an option. A comma inside `<…>` belongs to a type.
fn skip_to_comma(input: ParseStream<'_>) -> syn::Result<()> {
    let mut depth = 0_usize;
    let mut previous = ' ';
    while !input.is_empty() && (depth > 0 || !input.peek(Token![,])) {
        let token: TokenTree = input.parse()?;
        let char = if let TokenTree::Punct(punct) = token {
            punct.as_char()
        } else {
            ' '
        };
        match char {
            '<' => depth += 1,
            // Not the end of `->` or `=>`.
            '>' if previous != '-' && previous != '=' => depth = depth.saturating_sub(1),
            _ => {}
        }
        previous = char;
    }
    Ok(())
}

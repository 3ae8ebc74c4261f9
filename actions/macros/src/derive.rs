//! `#[derive(FromForm)]`, from tokens to tokens.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::parse::ParseStream;
use syn::spanned::Spanned;
use syn::{
    Attribute, Data, DataStruct, DeriveInput, Field as SynField, Fields, GenericParam, Generics, Ident, LitStr, Meta,
    Path, parse_quote,
};

use crate::case::RenameAll;
use crate::errors::Errors;
use crate::field::{Field, FieldOptions};
use crate::list::{OptionList, quoted, value};
use crate::private::Private;
use crate::{choice, decode, names, options};

const FIELD_OPTIONS: [&str; 4] = ["rename", "default", "last", "raw"];
const NEWTYPE_OPTIONS: [&str; 2] = ["last", "raw"];

/// The options in `#[form(…)]`, as written.
#[derive(Default)]
struct FormOptions {
    root: Option<Path>,
    rename_all: Option<RenameAll>,
}

/// The implementation for `item`, and every mistake in it. With mistakes, one that never runs.
pub(crate) fn expand(item: TokenStream) -> (TokenStream, Vec<syn::Error>) {
    let mut input: DeriveInput = match syn::parse2(item) {
        Ok(input) => input,
        Err(error) => return (TokenStream::new(), vec![error]),
    };
    let mut errors = Errors::new(format!("derived FromForm of `{}`", input.ident));
    let is_enum = matches!(input.data, Data::Enum(_));
    let options = FormOptions::parse(&input.attrs, is_enum, &mut errors);
    let private = Private::new(options.root);
    bound(&mut input.generics, &private, &mut errors);
    let (name, generics) = (&input.ident, &input.generics);
    let code = match &input.data {
        Data::Struct(data) => structure(&private, name, generics, data, &mut errors),
        Data::Enum(data) => choice::implementation(&private, name, generics, data, options.rename_all, &mut errors),
        Data::Union(data) => {
            errors.at(data.union_token, "cannot be a union; use a struct");
            None
        }
    };
    let code = code.filter(|_| errors.is_empty()).unwrap_or_else(|| {
        let kind = quote_spanned!(Span::mixed_site()=> #private::FieldKind::Group);
        let body = quote_spanned!(Span::mixed_site()=> ::core::unreachable!());
        decode::from_form(&private, name, generics, &kind, &body)
    });
    (code, errors.into_vec())
}

impl FormOptions {
    fn parse(attributes: &[Attribute], is_enum: bool, errors: &mut Errors) -> Self {
        let mut options = Self::default();
        let known: &[_] = if is_enum { &["crate", "rename_all"] } else { &["crate"] };
        let owner = if is_enum {
            "`#[form]` on an enum"
        } else {
            "`#[form]` on a struct"
        };
        let mut list = OptionList::new(owner, known);
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("form")) {
            match &attribute.meta {
                Meta::List(tokens) => {
                    list.read(tokens.tokens.clone(), errors, &mut |key, input| options.set(key, input));
                }
                meta => errors.at(
                    meta,
                    "write the options in parentheses, for example `#[form(crate = ::frontdesk)]`",
                ),
            }
        }
        options
    }

    fn set(&mut self, key: &Ident, input: ParseStream<'_>) -> syn::Result<()> {
        if key == "crate" {
            self.root = Some(options::root(key, input)?);
            return Ok(());
        }
        let style: LitStr = value(key, input, "rename_all = \"snake_case\"")?;
        let Some(known) = RenameAll::named(&style.value()) else {
            let message = format!(
                "unknown style `{}`; write one of {}",
                style.value(),
                quoted(&RenameAll::KNOWN)
            );
            return Err(syn::Error::new(style.span(), message));
        };
        self.rename_all = Some(known);
        Ok(())
    }
}

/// Asks of each type parameter what a field of that type needs.
fn bound(generics: &mut Generics, private: &Private, errors: &mut Errors) {
    for param in &generics.params {
        if let GenericParam::Lifetime(param) = param {
            let message = "cannot have a lifetime: what comes from a form is owned; use owned fields and remove";
            errors.at(param, format!("{message} `{}`", param.lifetime));
        }
    }
    let types: Vec<_> = generics.type_params().map(|param| param.ident.clone()).collect();
    if !types.is_empty() {
        let bounds = types
            .iter()
            .map(|ty| -> syn::WherePredicate { parse_quote!(#ty: #private::FromForm) });
        generics.make_where_clause().predicates.extend(bounds);
    }
}

fn structure(
    private: &Private,
    name: &Ident,
    generics: &Generics,
    data: &DataStruct,
    errors: &mut Errors,
) -> Option<TokenStream> {
    match &data.fields {
        Fields::Named(fields) => {
            let fields: Vec<_> = fields.named.iter().filter_map(|field| named(field, errors)).collect();
            let fields: Vec<_> = fields.iter().collect();
            names::report_same_names(&fields, errors);
            Some(decode::implementation(private, name, generics, &fields))
        }
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => fields
            .unnamed
            .first()
            .map(|inner| newtype(private, name, generics, inner, errors)),
        Fields::Unnamed(fields) => {
            errors.at(
                fields,
                "its fields need names to stand in a form; write `struct Name { a: A, b: B }`",
            );
            None
        }
        Fields::Unit => {
            errors.at(
                name,
                "has no fields to fill in; write `struct Name { a: A }` or leave it out of the form",
            );
            None
        }
    }
}

fn named(field: &SynField, errors: &mut Errors) -> Option<Field> {
    let list = OptionList::new("`#[field]` on a field of a struct", &FIELD_OPTIONS);
    let options = FieldOptions::parse(&field_attributes(&field.attrs), list, errors);
    let ident = field.ident.as_ref()?;
    Some(Field::new(ident, &field.ty, Vec::new(), options, errors))
}

/// A struct of one unnamed field is that field, as far as a form is concerned.
fn newtype(private: &Private, name: &Ident, generics: &Generics, inner: &SynField, errors: &mut Errors) -> TokenStream {
    let list = OptionList::new("`#[field]` in a tuple struct", &NEWTYPE_OPTIONS);
    let options = FieldOptions::parse(&field_attributes(&inner.attrs), list, errors);
    let here = Span::mixed_site();
    let place = here.located_at(inner.ty.span());
    let ty = &inner.ty;
    let private_here = private.at(place);
    let inner = quote_spanned!(place=> <#ty as #private_here::FromForm>);
    let node = decode::reading(quote_spanned!(here=> __node), options.last, options.raw);
    let kind = quote_spanned!(here=> #inner::KIND);
    let body = quote_spanned!(here=> #inner::from_form(#node).map(Self));
    decode::from_form(private, name, generics, &kind, &body)
}

/// The `#[field]` attributes among `attributes`.
pub(crate) fn field_attributes(attributes: &[Attribute]) -> Vec<Attribute> {
    attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("field"))
        .cloned()
        .collect()
}

//! `#[derive(FromForm)]`, from tokens to tokens.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::parse::ParseStream;
use syn::spanned::Spanned;
use syn::{
    Attribute, Data, DataStruct, DeriveInput, Expr, Field as SynField, Fields, GenericParam, Generics, Ident, LitStr,
    Meta, Path, parse_quote,
};

use crate::case::RenameAll;
use crate::decode::Structure;
use crate::errors::Errors;
use crate::field::{Field, FieldOptions};
use crate::garde::Rules;
use crate::list::{OptionList, flag, quoted, value};
use crate::private::Private;
use crate::{argument, choice, decode, garde, info, names, options, upload};

const NEWTYPE_OPTIONS: [&str; 4] = ["last", "raw", "max", "accept"];

/// The options in `#[form(…)]`, as written.
#[derive(Default)]
struct FormOptions {
    root: Option<Path>,
    rename_all: Option<RenameAll>,
    no_constants: bool,
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
        Data::Struct(data) => {
            let whole = garde::of_struct(&input.attrs, &mut errors);
            structure(
                &private,
                name,
                generics,
                data,
                &whole,
                !options.no_constants,
                &mut errors,
            )
        }
        Data::Enum(data) => choice::implementation(&private, name, generics, data, options.rename_all, &mut errors),
        Data::Union(data) => {
            errors.at(data.union_token, "cannot be a union; use a struct");
            None
        }
    };
    let code = code.filter(|_| errors.is_empty()).unwrap_or_else(|| {
        let kind = quote_spanned!(Span::mixed_site()=> #private::FieldKind::Group);
        let body = quote_spanned!(Span::mixed_site()=> ::core::unreachable!());
        let from_form = decode::from_form(&private, name, generics, &kind, &body, &TokenStream::new());
        let form_fields = info::form_fields(&private, name, generics, &[]);
        quote_spanned!(Span::mixed_site()=> #from_form #form_fields)
    });
    (code, errors.into_vec())
}

impl FormOptions {
    fn parse(attributes: &[Attribute], is_enum: bool, errors: &mut Errors) -> Self {
        let mut options = Self::default();
        let known: &[_] = if is_enum {
            &["crate", "rename_all"]
        } else {
            &["crate", "no_constants"]
        };
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
        if key == "no_constants" {
            self.no_constants = flag(key, input).map(|()| true)?;
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
    whole: &[Expr],
    with_constants: bool,
    errors: &mut Errors,
) -> Option<TokenStream> {
    match &data.fields {
        Fields::Named(named_fields) => {
            let named_fields = named_fields.named.iter();
            let fields: Vec<_> = named_fields.clone().filter_map(|field| named(field, errors)).collect();
            let visibilities: Vec<_> = named_fields.map(|field| &field.vis).collect();
            let fields: Vec<_> = fields.iter().collect();
            names::report_same_names(&fields, errors);
            let structure = Structure {
                private,
                name,
                generics,
                fields: &fields,
                whole,
            };
            let implementations = structure.implementations();
            let constants = with_constants.then(|| info::constants(&structure, &visibilities));
            Some(quote_spanned!(Span::mixed_site()=> #implementations #constants))
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
    let list = OptionList::new("`#[field]` on a field of a struct", &argument::FIELD_OPTIONS);
    let options = FieldOptions::parse(&field_attributes(&field.attrs), list, errors);
    let ident = field.ident.as_ref()?;
    let mut form_field = Field::new(ident, &field.ty, attributes(&field.attrs, "doc"), options, errors);
    form_field.rules = Rules::parse(&attributes(&field.attrs, "garde"), errors);
    Some(form_field)
}

/// A struct of one unnamed field is that field, as far as a form is concerned.
fn newtype(private: &Private, name: &Ident, generics: &Generics, inner: &SynField, errors: &mut Errors) -> TokenStream {
    let list = OptionList::new("`#[field]` in a tuple struct", &NEWTYPE_OPTIONS);
    let options = FieldOptions::parse(&field_attributes(&inner.attrs), list, errors);
    let rules = Rules::parse(&attributes(&inner.attrs, "garde"), errors);
    let here = Span::mixed_site();
    let place = here.located_at(inner.ty.span());
    let ty = &inner.ty;
    let private_here = private.at(place);
    let inner = quote_spanned!(place=> <#ty as #private_here::FromForm>);
    let node = decode::reading(quote_spanned!(here=> __node), options.last, options.raw);
    let files = upload::rules(private, ty, options.max, options.accept.as_ref());
    let files = files.map(|rules| quote_spanned!(here=> .files(#rules)));
    let kind = quote_spanned!(here=> #inner::KIND);
    let checks = garde::one(private, &rules);
    let body = match &checks {
        None => quote_spanned!(here=> #inner::from_form(#node #files).map(Self)),
        Some(_) => quote_spanned! {here=>
            let __whole = Self(#inner::from_form(#node #files)?);
            let mut __errors = #private::FieldErrors::none();
            #private::FromForm::check(&__whole, &mut __errors);
            if __errors.is_empty() {
                ::core::result::Result::Ok(__whole)
            } else {
                ::core::result::Result::Err(__errors)
            }
        },
    };
    let control = rules.control(private);
    let more = quote_spanned! {here=>
        fn control() -> #private::Control {
            #inner::control() #control #files
        }

        fn check(&self, __errors: &mut #private::FieldErrors) {
            #inner::check(&self.0, __errors);
            #checks
        }

        fn is_left_blank(__node: #private::Node<'_>) -> ::core::primitive::bool {
            #inner::is_left_blank(__node)
        }

        fn takes_postcard() -> ::core::primitive::bool {
            #inner::takes_postcard()
        }
    };
    decode::from_form(private, name, generics, &kind, &body, &more)
}

/// The `#[field]` attributes among `attributes`.
pub(crate) fn field_attributes(all: &[Attribute]) -> Vec<Attribute> {
    attributes(all, "field")
}

fn attributes(all: &[Attribute], name: &str) -> Vec<Attribute> {
    let own = all.iter().filter(|attribute| attribute.path().is_ident(name));
    own.cloned().collect()
}

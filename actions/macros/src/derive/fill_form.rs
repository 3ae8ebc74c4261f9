//! Expands `#[derive(Fill)]`: a struct of the app's own that fills in the form of an action.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Attribute, Data, DeriveInput, Fields, FieldsNamed, Ident, Path, Token, Type};

use super::form_options;
use crate::emit::private::{import, private};
use crate::errors::Errors;
use crate::model::names::constant_name;
use crate::parse::argument::named;
use crate::parse::option_list::{OptionList, flag, value};

const WRITE: &str = "write the struct whose fields it fills in: `#[fill(EditTodo)]`";

/// The options in `#[fill(…)]` on a field.
#[derive(Default)]
struct FieldOptions {
    skip: bool,
    field: Option<Ident>,
}

/// Returns the implementations of `Fill` for `item`, and all errors in it.
pub(crate) fn expand(item: TokenStream) -> (TokenStream, Vec<syn::Error>) {
    let input: DeriveInput = match syn::parse2(item) {
        Ok(input) => input,
        Err(error) => return (TokenStream::new(), vec![error]),
    };
    let mut errors = Errors::new(format!("derived Fill of `{}`", input.ident));
    let code = implementations(&input, &mut errors);
    let root = form_options::root(&input, &mut errors);
    if !errors.is_empty() {
        return (TokenStream::new(), errors.into_vec());
    }
    let import = import(root.as_ref());
    let code = quote_spanned! {Span::mixed_site()=>
        const _: () = {
            #[allow(unused_imports)]
            #import
            #code
        };
    };
    (code, Vec::new())
}

fn implementations(input: &DeriveInput, errors: &mut Errors) -> Option<TokenStream> {
    let fields = match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => fields,
            fields => {
                errors.at(fields, "its fields need names, those of the fields of the form");
                return None;
            }
        },
        _ => {
            errors.at(&input.ident, "is not a struct; a form has one value for each field");
            return None;
        }
    };
    let forms = forms(&named(&input.attrs, "fill"), &input.ident, errors);
    let options: Vec<_> = fields.named.iter().map(|field| options(field, errors)).collect();
    let implementations = forms
        .iter()
        .map(|form| implementation(input, fields, &options, form, errors));
    Some(implementations.collect())
}

/// Reads `#[fill(EditTodo, AddTodo)]`.
fn forms(attributes: &[Attribute], struct_name: &Ident, errors: &mut Errors) -> Vec<Path> {
    let mut forms = Vec::new();
    for attribute in attributes {
        match attribute.parse_args_with(Punctuated::<Path, Token![,]>::parse_terminated) {
            Ok(paths) => forms.extend(paths),
            Err(error) => errors.at_span(error.span(), WRITE),
        }
    }
    if forms.is_empty() && errors.is_empty() {
        errors.at(struct_name, WRITE);
    }
    forms
}

fn options(field: &syn::Field, errors: &mut Errors) -> FieldOptions {
    let mut options = FieldOptions::default();
    let mut list = OptionList::new("`#[fill]` on a field", &["skip", "field"]);
    for attribute in named(&field.attrs, "fill") {
        let tokens = match &attribute.meta {
            syn::Meta::List(list) => list.tokens.clone(),
            meta => {
                errors.at(meta, "write `#[fill(skip)]` or `#[fill(field = TITLE)]`");
                continue;
            }
        };
        list.read(tokens, errors, &mut |key, input| {
            if key == "skip" {
                options.skip = flag(key, input).map(|()| true)?;
            } else {
                options.field = Some(value(key, input, "field = TITLE")?);
            }
            Ok(())
        });
    }
    options
}

fn implementation(
    input: &DeriveInput,
    fields: &FieldsNamed,
    options: &[FieldOptions],
    form: &Path,
    errors: &mut Errors,
) -> TokenStream {
    let here = Span::mixed_site();
    let writes = fields.named.iter().zip(options).filter(|(_, options)| !options.skip);
    let writes: Vec<_> = writes
        .filter_map(|(field, options)| write(field, options, form, errors))
        .collect();
    let name = &input.ident;
    let (parameters, arguments, bounds) = input.generics.split_for_impl();
    let of = |ty: &Type, body: &TokenStream| {
        quote_spanned! {here=>
            #[automatically_derived]
            impl #parameters __fd::Fill<#ty> for #name #arguments #bounds {
                fn fill(&self, __form: &mut __fd::FormWriter<'_>) {
                    #body
                }
            }
        }
    };
    let own = of(
        &syn::parse_quote_spanned!(here=> #form),
        &quote_spanned!(here=> let _ = &__form; #(#writes)*),
    );
    let optional = of(
        &syn::parse_quote_spanned!(here=> ::core::option::Option<#form>),
        &quote_spanned!(here=> __fd::Fill::<#form>::fill(self, __form);),
    );
    quote_spanned!(here=> #own #optional)
}

/// Writes a field by the constant of the form. The call is at the field's type, where one that doesn't
/// fit is reported.
fn write(field: &syn::Field, options: &FieldOptions, form: &Path, errors: &mut Errors) -> Option<TokenStream> {
    let ident = field.ident.as_ref()?;
    let Some(constant) = options.field.clone().or_else(|| constant_name(ident)) else {
        let message = "has no upper-case form to name its constant; write `#[fill(field = …)]`";
        errors.at(ident, format!("`{ident}` {message}"));
        return None;
    };
    let place = Span::mixed_site().located_at(field.ty.span());
    let private = private(place);
    let form = form.to_token_stream();
    Some(quote_spanned!(place=> #private::fill_field::<#form, _>(#form::#constant, &self.#ident, __form);))
}

//! Writes how a struct is read field by field: what actions and derived structs have in common.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;
use syn::{Expr, Generics};

use super::field::{checks, decode, local, postcard, read, read_rest, refuse_optional_list, rewrite};
use super::{fill, info};
use crate::garde::emit as rules;
use crate::model::field::Field;

/// A struct that is read field by field.
pub(crate) struct Structure<'a> {
    pub(crate) name: &'a Ident,
    pub(crate) generics: &'a Generics,
    pub(crate) fields: &'a [&'a Field],
    /// Functions that check the whole struct.
    pub(crate) checks: &'a [Expr],
}

impl Structure<'_> {
    /// Returns the implementations of `FromForm`, `FormFields`, `Fill` and, if there are rules,
    /// `Validated`.
    pub(crate) fn implementations(&self) -> TokenStream {
        let &Self {
            name, generics, fields, ..
        } = self;
        let here = Span::mixed_site();
        let validated = rules::validated(name, generics, fields, self.checks);
        let kind = quote_spanned!(here=> __fd::FieldKind::Group);
        let body = self.body(validated.is_some());
        let check = self.check(validated.is_some());
        let postcard = self.postcard();
        let is_left_blank = self.is_left_blank();
        let more = quote_spanned! {here=>
            fn control() -> __fd::Control {
                __fd::Control::of(__fd::FieldKind::Group).with_parts(<Self as __fd::FormFields>::FIELDS)
            }
            #check
            #is_left_blank
            #postcard
        };
        let from_form = from_form(name, generics, &kind, &body, &more);
        let form_fields = info::form_fields(name, generics, fields);
        let fill = fill::fill(name, generics, &fill::fields(fields));
        quote_spanned!(here=> #from_form #form_fields #fill #validated)
    }

    /// Every field is read before any error is returned, so that a person sees all errors at once.
    fn body(&self, is_validated: bool) -> TokenStream {
        let here = Span::mixed_site();
        let fields = self.fields;
        if fields.is_empty() && !is_validated {
            return quote_spanned!(here=> ::core::result::Result::Ok(Self {}));
        }
        let locals = self.locals();
        let idents: Vec<_> = fields.iter().map(|field| &field.ident).collect();
        let refusals = fields.iter().filter_map(|field| refuse_optional_list(field));
        let names: Vec<_> = fields
            .iter()
            .filter(|field| !field.rest)
            .map(|field| &*field.name)
            .collect();
        let values = fields.iter().map(|field| {
            if field.rest {
                read_rest(field, &names)
            } else {
                read(field)
            }
        });
        let all_decoded = self.require_all();
        let value = quote_spanned!(here=> Self { #(#idents: #locals,)* });
        let end = if is_validated {
            let lists = fields
                .iter()
                .zip(&locals)
                .filter(|(field, _)| field.rules.has_rules_of_items());
            let indices = lists.map(|(field, local)| {
                let (name, restore) = (&field.name, decode(field, "restore_indices"));
                let rewrite = rewrite(field).map(|rewrite| quote_spanned!(here=> .rewrite(#rewrite)));
                quote_spanned!(here=> if #local.is_some() { #restore(__form.field(#name) #rewrite); })
            });
            quote_spanned! {here=>
                <Self as __fd::Validated>::each((#(#locals.as_ref(),)*), &mut __form.errors);
                #(#indices)*
                #all_decoded
                let __whole = #value;
                __fd::Validated::whole(&__whole, &mut __form.errors);
                __form.finish()?;
                ::core::result::Result::Ok(__whole)
            }
        } else {
            quote_spanned! {here=>
                #all_decoded
                ::core::result::Result::Ok(#value)
            }
        };
        quote_spanned! {here=>
            #(#refusals)*
            let mut __form = __fd::FormReader::new(__node);
            #(let #locals = #values;)*
            #end
        }
    }

    /// Returns the errors unless every local has a value. It is one pattern, without a call for each
    /// field, because the compiler translates that fastest.
    fn require_all(&self) -> Option<TokenStream> {
        if self.fields.is_empty() {
            return None;
        }
        let locals = self.locals();
        Some(quote_spanned! {Span::mixed_site()=>
            let (#(::core::option::Option::Some(#locals),)*) = (#(#locals,)*) else {
                return ::core::result::Result::Err(__form.errors);
            };
        })
    }

    /// Checks a value that does not come from a form.
    fn check(&self, is_validated: bool) -> TokenStream {
        let here = Span::mixed_site();
        let fields = self.fields;
        if fields.is_empty() && !is_validated {
            return TokenStream::new();
        }
        // A sealed value always comes from a form.
        let checks = fields.iter().filter(|field| field.sealed.is_none()).map(|field| {
            let (name, ident, check) = (&field.name, &field.ident, decode(field, "check"));
            let own = checks(
                field,
                &quote_spanned!(here=> &self.#ident),
                &quote_spanned!(here=> __errors),
            );
            quote_spanned!(here=> #check(#name, &self.#ident, __errors); #(#own;)*)
        });
        let idents = fields.iter().map(|field| &field.ident);
        let own = is_validated.then(|| {
            quote_spanned! {here=>
                <Self as __fd::Validated>::each((#(::core::option::Option::Some(&self.#idents),)*), __errors);
                __fd::Validated::whole(self, __errors);
            }
        });
        quote_spanned! {here=>
            fn check(&self, __errors: &mut __fd::FieldErrors) {
                #(#checks)*
                #own
            }
        }
    }

    /// Writes how a struct is checked for being blank, if some fields don't count.
    fn is_left_blank(&self) -> Option<TokenStream> {
        let names: Vec<_> = self
            .fields
            .iter()
            .filter(|field| field.not_content)
            .map(|field| &field.name)
            .collect();
        if names.is_empty() {
            return None;
        }
        Some(quote_spanned! {Span::mixed_site()=>
            fn is_left_blank(__node: __fd::Node<'_>) -> ::core::primitive::bool {
                __node.is_blank_except(&[#(#names),*])
            }
        })
    }

    /// Writes the methods for postcard. A struct with sealed fields refuses postcard, because they
    /// are read from tokens only.
    fn postcard(&self) -> TokenStream {
        let here = Span::mixed_site();
        let fields = self.fields;
        if fields.iter().any(|field| field.sealed.is_some()) {
            return TokenStream::new();
        }
        let types: Vec<_> = fields.iter().map(|field| postcard(field)).collect();
        let idents = fields.iter().map(|field| &field.ident);
        let takes = match types.split_first() {
            None => quote_spanned!(here=> true),
            Some((first, others)) => quote_spanned!(here=> #first.is_some() #(&& #others.is_some())*),
        };
        quote_spanned! {here=>
            fn takes_postcard() -> ::core::primitive::bool {
                #takes
            }

            fn from_postcard(
                __body: &[::core::primitive::u8],
                __limits: &__fd::FormLimits,
            ) -> ::core::result::Result<Self, __fd::FormError> {
                let mut __body = __fd::PostcardReader::new(__body, __limits);
                let __whole = Self { #(#idents: __body.field(#types)?,)* };
                __body.finish()?;
                ::core::result::Result::Ok(__whole)
            }
        }
    }

    fn locals(&self) -> Vec<Ident> {
        (0..self.fields.len()).map(local).collect()
    }
}

/// Returns an implementation of `FromForm`. `body` reads `__node`.
pub(crate) fn from_form(
    name: &Ident,
    generics: &Generics,
    kind: &TokenStream,
    body: &TokenStream,
    more: &TokenStream,
) -> TokenStream {
    let (parameters, arguments, bounds) = generics.split_for_impl();
    quote_spanned! {Span::mixed_site()=>
        #[automatically_derived]
        impl #parameters __fd::FromForm for #name #arguments #bounds {
            const KIND: __fd::FieldKind = #kind;

            fn from_form(__node: __fd::Node<'_>) -> ::core::result::Result<Self, __fd::FieldErrors> {
                #body
            }

            #more
        }
    }
}

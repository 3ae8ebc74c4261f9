//! Decoding a list of fields: what actions and derived structs have in common.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote_spanned};
use syn::{Expr, Generics};

use crate::field::{Field, FieldDefault};
use crate::private::Private;
use crate::{garde, info, postcard, sealed, upload};

/// A struct that is decoded field by field.
pub(crate) struct Structure<'a> {
    pub(crate) private: &'a Private,
    pub(crate) name: &'a Ident,
    pub(crate) generics: &'a Generics,
    pub(crate) fields: &'a [&'a Field],
    /// Functions that check the whole of it.
    pub(crate) whole: &'a [Expr],
}

impl Structure<'_> {
    pub(crate) fn implementations(&self) -> TokenStream {
        let &Self {
            private,
            name,
            generics,
            fields,
            ..
        } = self;
        let here = Span::mixed_site();
        let kind = quote_spanned!(here=> #private::FieldKind::Group);
        let checks = self.checks();
        let validated = checks.is_some();
        let check = self.check(validated);
        let postcard = postcard::methods(private, fields);
        let more = quote_spanned! {here=>
            fn control() -> #private::Control {
                #private::Control::of(#private::FieldKind::Group)
                    .with_parts(<Self as #private::FormFields>::FIELDS)
            }
            #check
            #postcard
        };
        let body = self.body(validated);
        let from_form = from_form(private, name, generics, &kind, &body, &more);
        let form_fields = info::form_fields(private, name, generics, fields);
        quote_spanned!(here=> #from_form #form_fields #checks)
    }

    /// Every field is tried before any mistake is returned, so that a person sees all of them at once.
    fn body(&self, validated: bool) -> TokenStream {
        let here = Span::mixed_site();
        let &Self { private, fields, .. } = self;
        let done = if validated {
            quote_spanned! {here=> {
                #private::Validated::whole(&__whole, &mut __errors);
                if __errors.is_empty() {
                    ::core::result::Result::Ok(__whole)
                } else {
                    ::core::result::Result::Err(__errors)
                }
            }}
        } else {
            quote_spanned!(here=> ::core::result::Result::Ok(__whole))
        };
        if fields.is_empty() {
            let errors = validated.then(|| quote_spanned!(here=> let mut __errors = #private::FieldErrors::none();));
            return quote_spanned!(here=> #errors let __whole = Self {}; #done);
        }
        let locals: Vec<_> = (0..fields.len()).map(local).collect();
        let decoded = fields
            .iter()
            .zip(&locals)
            .map(|(field, local)| decoded(private, field, local));
        let decoded: TokenStream = decoded.collect();
        let lists = fields
            .iter()
            .zip(&locals)
            .filter(|(field, _)| field.rules.looks_inside());
        let as_sent = lists.map(|(field, local)| {
            let (name, control) = (&field.name, asked(private, field, "control"));
            quote_spanned! {here=>
                if #local.is_some() {
                    #private::as_sent(&mut __errors, #name, __node.field(#name), || #control);
                }
            }
        });
        let as_sent: TokenStream = as_sent.collect();
        let each = validated.then(|| {
            quote_spanned! {here=>
                <Self as #private::Validated>::each((#(#locals.as_ref(),)*), &mut __errors);
                #as_sent
            }
        });
        let idents = fields.iter().map(|field| &field.ident);
        quote_spanned! {here=>
            let mut __errors = #private::FieldErrors::none();
            #decoded
            #each
            match (#(#locals,)*) {
                (#(::core::option::Option::Some(#locals),)*) => {
                    let __whole = Self { #(#idents: #locals,)* };
                    #done
                }
                _ => ::core::result::Result::Err(__errors),
            }
        }
    }

    /// Checks a value that came some other way.
    fn check(&self, validated: bool) -> TokenStream {
        let here = Span::mixed_site();
        let &Self { private, fields, .. } = self;
        if fields.is_empty() && !validated {
            return TokenStream::new();
        }
        // What is sealed comes no other way.
        let parts = fields.iter().filter(|field| field.sealed.is_none());
        let parts = parts.map(|field| {
            let (name, ident) = (&field.name, &field.ident);
            let decode = decoder(private, field);
            quote_spanned!(field.span()=> (#decode).check(&self.#ident, #name, __errors);)
        });
        let parts: TokenStream = parts.collect();
        let idents = fields.iter().map(|field| &field.ident);
        let own = validated.then(|| {
            quote_spanned! {here=>
                <Self as #private::Validated>::each(
                    (#(::core::option::Option::Some(&self.#idents),)*),
                    __errors,
                );
                #private::Validated::whole(self, __errors);
            }
        });
        quote_spanned! {here=>
            fn check(&self, __errors: &mut #private::FieldErrors) {
                {
                    use #private::{ViaDeserialize as _, ViaFromForm as _};
                    #parts
                }
                #own
            }
        }
    }

    /// The rules, if there are any.
    fn checks(&self) -> Option<TokenStream> {
        let &Self {
            private,
            name,
            generics,
            fields,
            whole,
        } = self;
        let here = Span::mixed_site();
        let locals: Vec<_> = (0..fields.len()).map(local).collect();
        let named: Vec<_> = locals.iter().cloned().zip(fields.iter().copied()).collect();
        let each = garde::each(private, &named);
        let whole = garde::whole(private, fields, whole);
        if each.is_none() && whole.is_none() {
            return None;
        }
        let types = fields.iter().map(|field| &field.ty);
        let own = Ident::new("self", Span::call_site());
        let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
        Some(quote_spanned! {here=>
            #[automatically_derived]
            impl #impl_generics #private::Validated for #name #type_generics #where_clause {
                type Parts<'__part> = (#(::core::option::Option<&'__part #types>,)*) where Self: '__part;

                #[allow(unused_variables)]
                fn each((#(#locals,)*): Self::Parts<'_>, __errors: &mut #private::FieldErrors) {
                    #each
                }

                #[allow(unused_variables)]
                fn whole(&#own, __errors: &mut #private::FieldErrors) {
                    #whole
                }
            }
        })
    }
}

/// The frame of every `FromForm`; `body` reads `__node`.
pub(crate) fn from_form(
    private: &Private,
    name: &Ident,
    generics: &Generics,
    kind: &TokenStream,
    body: &TokenStream,
    more: &TokenStream,
) -> TokenStream {
    let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
    quote_spanned! {Span::mixed_site()=>
        #[automatically_derived]
        impl #impl_generics #private::FromForm for #name #type_generics #where_clause {
            const KIND: #private::FieldKind = #kind;

            fn from_form(__node: #private::Node<'_>) -> ::core::result::Result<Self, #private::FieldErrors> {
                #body
            }

            #more
        }
    }
}

/// Decodes one field into a local `Option`, and collects its mistakes.
fn decoded(private: &Private, field: &Field, local: &Ident) -> TokenStream {
    let name = &field.name;
    let value = value(private, field);
    quote_spanned! {Span::mixed_site()=>
        let #local = match #value {
            ::core::result::Result::Ok(__value) => ::core::option::Option::Some(__value),
            ::core::result::Result::Err(__error) => {
                __errors.merge(__error.at(#name));
                ::core::option::Option::None
            }
        };
    }
}

/// What is asked of the field's type, by the name of a method of `Decode`, as the body of a function.
pub(crate) fn asked(private: &Private, field: &Field, method: &str) -> TokenStream {
    let decode = decoder(private, field);
    let method = Ident::new(method, field.span());
    let asked = quote_spanned!(field.span()=> (#decode).#method());
    quote_spanned! {Span::mixed_site()=> {
        use #private::{ViaDeserialize as _, ViaFromForm as _};
        #asked
    }}
}

/// `__node`, read as the options say.
pub(crate) fn reading(node: TokenStream, last: bool, raw: bool) -> TokenStream {
    let here = Span::mixed_site();
    let last = last.then(|| quote_spanned!(here=> .last()));
    let raw = raw.then(|| quote_spanned!(here=> .raw()));
    quote_spanned!(here=> #node #last #raw)
}

/// An expression of type `Result<T, FieldErrors>`. The default stands outside the block that brings our traits into
/// scope: they are not the user's.
fn value(private: &Private, field: &Field) -> TokenStream {
    if field.sealed.is_some() {
        return sealed::value(private, field);
    }
    let here = Span::mixed_site();
    let (name, ty) = (&field.name, &field.ty);
    let node = reading(quote_spanned!(here=> __node.field(#name)), field.last, field.raw);
    let files = upload::rules_of(private, field).map(|rules| quote_spanned!(here=> .files(#rules)));
    let decode = decoder(private, field);
    let call = quote_spanned!(field.span()=> (#decode).decode(#node #files));
    let decode = quote_spanned! {here=> {
        use #private::{ViaDeserialize as _, ViaFromForm as _};
        #call
    }};
    let Some(default) = &field.default else { return decode };
    let default = match default {
        FieldDefault::Trait => quote_spanned!(field.span()=> <#ty as ::core::default::Default>::default()),
        FieldDefault::Expression(expression) => quote_spanned!(here=> { let __default: #ty = #expression; __default }),
    };
    quote_spanned! {here=>
        if __node.field(#name).is_blank() { ::core::result::Result::Ok(#default) } else #decode
    }
}

fn decoder(private: &Private, field: &Field) -> TokenStream {
    let ty = &field.ty;
    let private = private.at(field.span());
    quote_spanned!(field.span()=> &#private::Decode::<#ty>::new())
}

/// Numbered, so that no field's name is among the locals.
pub(crate) fn local(index: usize) -> Ident {
    format_ident!("__field_{index}", span = Span::mixed_site())
}

#[allow(
    clippy::fn_params_excessive_bools,
    clippy::too_many_arguments,
    clippy::unused_async
)]
async fn mixed(a: A, b: B, c: C, D { d, .. }: D) {}
/// The input of [`mixed`](fn@mixed), a server action.
struct Mixed {
    /// The form field `a`.
    a: A,
    /// The form field `c`.
    c: C,
}
#[automatically_derived]
impl Mixed {
    /// The form field `a`.
    const A: ::frontdesk::__private::Field<Mixed, A> = ::frontdesk::__private::Field::new(
        "a",
    );
    /// The form field `c`.
    const C: ::frontdesk::__private::Field<Mixed, C> = ::frontdesk::__private::Field::new(
        "c",
    );
}
const _: () = {
    #[automatically_derived]
    impl ::core::fmt::Debug for Mixed {
        fn fmt(
            &self,
            __formatter: &mut ::core::fmt::Formatter<'_>,
        ) -> ::core::fmt::Result {
            __formatter.debug_struct("Mixed").finish_non_exhaustive()
        }
    }
    #[automatically_derived]
    impl ::frontdesk::__private::FromForm for Mixed {
        const KIND: ::frontdesk::__private::FieldKind = ::frontdesk::__private::FieldKind::Group;
        fn from_form(
            __node: ::frontdesk::__private::Node<'_>,
        ) -> ::core::result::Result<Self, ::frontdesk::__private::FieldErrors> {
            let mut __errors = ::frontdesk::__private::FieldErrors::none();
            let __field_0 = match {
                use ::frontdesk::__private::{ViaDeserialize as _, ViaFromForm as _};
                (&::frontdesk::__private::Decode::<A>::new()).decode(__node.field("a"))
            } {
                ::core::result::Result::Ok(__value) => {
                    ::core::option::Option::Some(__value)
                }
                ::core::result::Result::Err(__error) => {
                    __errors.merge(__error.at("a"));
                    ::core::option::Option::None
                }
            };
            let __field_1 = match {
                use ::frontdesk::__private::{ViaDeserialize as _, ViaFromForm as _};
                (&::frontdesk::__private::Decode::<C>::new()).decode(__node.field("c"))
            } {
                ::core::result::Result::Ok(__value) => {
                    ::core::option::Option::Some(__value)
                }
                ::core::result::Result::Err(__error) => {
                    __errors.merge(__error.at("c"));
                    ::core::option::Option::None
                }
            };
            match (__field_0, __field_1) {
                (
                    ::core::option::Option::Some(__field_0),
                    ::core::option::Option::Some(__field_1),
                ) => {
                    let __whole = Self { a: __field_0, c: __field_1 };
                    ::core::result::Result::Ok(__whole)
                }
                _ => ::core::result::Result::Err(__errors),
            }
        }
        fn control() -> ::frontdesk::__private::Control {
            ::frontdesk::__private::Control::of(::frontdesk::__private::FieldKind::Group)
                .with_parts(<Self as ::frontdesk::__private::FormFields>::FIELDS)
        }
        fn check(&self, __errors: &mut ::frontdesk::__private::FieldErrors) {
            {
                use ::frontdesk::__private::{ViaDeserialize as _, ViaFromForm as _};
                (&::frontdesk::__private::Decode::<A>::new())
                    .check(&self.a, "a", __errors);
                (&::frontdesk::__private::Decode::<C>::new())
                    .check(&self.c, "c", __errors);
            }
        }
        fn takes_postcard() -> ::core::primitive::bool {
            use ::frontdesk::__private::{ViaOther as _, ViaPostcard as _};
            (&::frontdesk::__private::PostcardFields::<(A, C)>::new()).are_taken()
        }
        fn from_postcard(
            __body: &[::core::primitive::u8],
            __limits: &::frontdesk::__private::FormLimits,
        ) -> ::core::result::Result<Self, ::frontdesk::__private::FormError> {
            use ::frontdesk::__private::{ViaOther as _, ViaPostcard as _};
            let (__field_0, __field_1) = (&::frontdesk::__private::PostcardFields::<
                (A, C),
            >::new())
                .read(__body, __limits)?;
            ::core::result::Result::Ok(Self { a: __field_0, c: __field_1 })
        }
    }
    #[automatically_derived]
    impl ::frontdesk::__private::FormFields for Mixed {
        const FIELDS: &'static [::frontdesk::__private::FieldInfo] = &[
            ::frontdesk::__private::FieldInfo::new(
                    "a",
                    || {
                        use ::frontdesk::__private::{
                            ViaDeserialize as _, ViaFromForm as _,
                        };
                        (&::frontdesk::__private::Decode::<A>::new()).control()
                    },
                )
                .postcard(|| {
                    use ::frontdesk::__private::{ViaDeserialize as _, ViaFromForm as _};
                    (&::frontdesk::__private::Decode::<A>::new()).takes_postcard()
                }),
            ::frontdesk::__private::FieldInfo::new(
                    "c",
                    || {
                        use ::frontdesk::__private::{
                            ViaDeserialize as _, ViaFromForm as _,
                        };
                        (&::frontdesk::__private::Decode::<C>::new()).control()
                    },
                )
                .postcard(|| {
                    use ::frontdesk::__private::{ViaDeserialize as _, ViaFromForm as _};
                    (&::frontdesk::__private::Decode::<C>::new()).takes_postcard()
                }),
        ];
    }
    const __REGISTRATION: ::frontdesk::__private::Registration = ::frontdesk::__private::Registration::new::<
        Mixed,
    >(::core::file!(), ::core::line!());
    #[automatically_derived]
    impl ::frontdesk::__private::Action for Mixed {
        type Input = Self;
        type State = ();
        const NAME: &'static ::core::primitive::str = "mixed";
        fn fields() -> &'static [::frontdesk::__private::FieldInfo] {
            <Self as ::frontdesk::__private::FormFields>::FIELDS
        }
        fn registration() -> ::frontdesk::__private::Registration {
            __REGISTRATION
        }
    }
    #[automatically_derived]
    impl ::frontdesk::__private::ActionFor<()> for Mixed {
        type Extracted = (B, D);
        async fn extract(
            __parts: &mut ::frontdesk::__private::http::request::Parts,
            __state: &(),
        ) -> ::core::result::Result<Self::Extracted, ::frontdesk::__private::Response> {
            ::core::result::Result::Ok((
                ::frontdesk::__private::extract::<B, ()>(__parts, __state).await?,
                ::frontdesk::__private::extract::<D, ()>(__parts, __state).await?,
            ))
        }
        async fn run(
            __extracted: Self::Extracted,
            __input: Self::Input,
        ) -> ::frontdesk::__private::Outcome {
            use ::frontdesk::__private::{ViaPlain as _, ViaValue as _};
            let (__extract_0, __extract_1) = __extracted;
            match ::frontdesk::__private::Returned(
                    mixed(__input.a, __extract_0, __input.c, __extract_1).await,
                )
                .into_result()
            {
                ::core::result::Result::Ok(__value) => {
                    ::frontdesk::__private::Value(__value).outcome()
                }
                ::core::result::Result::Err(__problem) => {
                    ::frontdesk::__private::Outcome::problem(__problem)
                }
            }
        }
    }
    ::frontdesk::__private::inventory::submit! {
        __REGISTRATION
    }
};

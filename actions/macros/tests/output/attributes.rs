#[allow(
    clippy::fn_params_excessive_bools,
    clippy::too_many_arguments,
    clippy::unused_async
)]
/// Takes a while.
#[tracing::instrument(skip_all)]
#[cfg(feature = "slow")]
#[expect(clippy::too_many_arguments)]
#[deprecated(note = "use `fast`")]
#[must_use]
pub async fn slow(name: String) -> u32 {
    1
}
/// The input of [`slow`](fn@slow), a server action.
#[cfg(feature = "slow")]
#[allow(clippy::too_many_arguments)]
#[deprecated(note = "use `fast`")]
pub struct Slow {
    /// The form field `name`.
    pub name: String,
}
#[cfg(feature = "slow")]
#[allow(clippy::too_many_arguments)]
#[allow(deprecated)]
#[automatically_derived]
impl Slow {
    /// The form field `name`.
    pub const NAME: ::frontdesk::__private::Field<Slow, String> = ::frontdesk::__private::Field::new(
        "name",
    );
}
#[cfg(feature = "slow")]
#[allow(clippy::too_many_arguments)]
#[allow(deprecated)]
const _: () = {
    #[automatically_derived]
    impl ::core::fmt::Debug for Slow {
        fn fmt(
            &self,
            __formatter: &mut ::core::fmt::Formatter<'_>,
        ) -> ::core::fmt::Result {
            __formatter.debug_struct("Slow").finish_non_exhaustive()
        }
    }
    #[automatically_derived]
    impl ::frontdesk::__private::FromForm for Slow {
        const KIND: ::frontdesk::__private::FieldKind = ::frontdesk::__private::FieldKind::Group;
        fn from_form(
            __node: ::frontdesk::__private::Node<'_>,
        ) -> ::core::result::Result<Self, ::frontdesk::__private::FieldErrors> {
            let mut __errors = ::frontdesk::__private::FieldErrors::none();
            let __field_0 = match {
                use ::frontdesk::__private::{ViaDeserialize as _, ViaFromForm as _};
                (&::frontdesk::__private::Decode::<String>::new())
                    .decode(__node.field("name"))
            } {
                ::core::result::Result::Ok(__value) => {
                    ::core::option::Option::Some(__value)
                }
                ::core::result::Result::Err(__error) => {
                    __errors.merge(__error.at("name"));
                    ::core::option::Option::None
                }
            };
            match (__field_0,) {
                (::core::option::Option::Some(__field_0),) => {
                    let __whole = Self { name: __field_0 };
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
                (&::frontdesk::__private::Decode::<String>::new())
                    .check(&self.name, "name", __errors);
            }
        }
        fn takes_postcard() -> ::core::primitive::bool {
            use ::frontdesk::__private::{ViaOther as _, ViaPostcard as _};
            (&::frontdesk::__private::PostcardFields::<(String,)>::new()).are_taken()
        }
        fn from_postcard(
            __body: &[::core::primitive::u8],
            __limits: &::frontdesk::__private::FormLimits,
        ) -> ::core::result::Result<Self, ::frontdesk::__private::FormError> {
            use ::frontdesk::__private::{ViaOther as _, ViaPostcard as _};
            let (__field_0,) = (&::frontdesk::__private::PostcardFields::<
                (String,),
            >::new())
                .read(__body, __limits)?;
            ::core::result::Result::Ok(Self { name: __field_0 })
        }
    }
    #[automatically_derived]
    impl ::frontdesk::__private::FormFields for Slow {
        const FIELDS: &'static [::frontdesk::__private::FieldInfo] = &[
            ::frontdesk::__private::FieldInfo::new(
                    "name",
                    || {
                        use ::frontdesk::__private::{
                            ViaDeserialize as _, ViaFromForm as _,
                        };
                        (&::frontdesk::__private::Decode::<String>::new()).control()
                    },
                )
                .postcard(|| {
                    use ::frontdesk::__private::{ViaDeserialize as _, ViaFromForm as _};
                    (&::frontdesk::__private::Decode::<String>::new()).takes_postcard()
                }),
        ];
    }
    const __REGISTRATION: ::frontdesk::__private::Registration = ::frontdesk::__private::Registration::new::<
        Slow,
    >(::core::file!(), ::core::line!());
    #[automatically_derived]
    impl ::frontdesk::__private::Action for Slow {
        type Input = Self;
        type State = ();
        const NAME: &'static ::core::primitive::str = "slow";
        fn fields() -> &'static [::frontdesk::__private::FieldInfo] {
            <Self as ::frontdesk::__private::FormFields>::FIELDS
        }
        fn registration() -> ::frontdesk::__private::Registration {
            __REGISTRATION
        }
    }
    #[automatically_derived]
    impl ::frontdesk::__private::ActionFor<()> for Slow {
        type Extracted = ();
        async fn extract(
            __parts: &mut ::frontdesk::__private::http::request::Parts,
            __state: &(),
        ) -> ::core::result::Result<Self::Extracted, ::frontdesk::__private::Response> {
            ::core::result::Result::Ok(())
        }
        async fn run(
            __extracted: Self::Extracted,
            __input: Self::Input,
        ) -> ::frontdesk::__private::Outcome {
            use ::frontdesk::__private::{ViaPlain as _, ViaValue as _};
            let () = __extracted;
            match ::frontdesk::__private::Returned(slow(__input.name).await)
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

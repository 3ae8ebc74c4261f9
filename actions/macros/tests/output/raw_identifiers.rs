#[allow(
    clippy::fn_params_excessive_bools,
    clippy::too_many_arguments,
    clippy::unused_async
)]
pub async fn r#match(r#type: Option<Kind>) {}
/// The input of [`match`](fn@r#match), a server action.
pub struct Match {
    /// The form field `type`.
    pub r#type: Option<Kind>,
}
#[automatically_derived]
impl Match {
    /// The form field `type`.
    pub const TYPE: ::frontdesk::__private::Field<Match, Option<Kind>> = ::frontdesk::__private::Field::new(
        "type",
    );
}
const _: () = {
    #[automatically_derived]
    impl ::core::fmt::Debug for Match {
        fn fmt(
            &self,
            __formatter: &mut ::core::fmt::Formatter<'_>,
        ) -> ::core::fmt::Result {
            __formatter.debug_struct("Match").finish_non_exhaustive()
        }
    }
    #[automatically_derived]
    impl ::frontdesk::__private::FromForm for Match {
        const KIND: ::frontdesk::__private::FieldKind = ::frontdesk::__private::FieldKind::Group;
        fn from_form(
            __node: ::frontdesk::__private::Node<'_>,
        ) -> ::core::result::Result<Self, ::frontdesk::__private::FieldErrors> {
            let mut __errors = ::frontdesk::__private::FieldErrors::none();
            let __field_0 = match {
                use ::frontdesk::__private::{ViaDeserialize as _, ViaFromForm as _};
                (&::frontdesk::__private::Decode::<Option<Kind>>::new())
                    .decode(__node.field("type"))
            } {
                ::core::result::Result::Ok(__value) => {
                    ::core::option::Option::Some(__value)
                }
                ::core::result::Result::Err(__error) => {
                    __errors.merge(__error.at("type"));
                    ::core::option::Option::None
                }
            };
            match (__field_0,) {
                (::core::option::Option::Some(__field_0),) => {
                    let __whole = Self { r#type: __field_0 };
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
                (&::frontdesk::__private::Decode::<Option<Kind>>::new())
                    .check(&self.r#type, "type", __errors);
            }
        }
        fn takes_postcard() -> ::core::primitive::bool {
            use ::frontdesk::__private::{ViaOther as _, ViaPostcard as _};
            (&::frontdesk::__private::PostcardFields::<(Option<Kind>,)>::new())
                .are_taken()
        }
        fn from_postcard(
            __body: &[::core::primitive::u8],
            __limits: &::frontdesk::__private::FormLimits,
        ) -> ::core::result::Result<Self, ::frontdesk::__private::FormError> {
            use ::frontdesk::__private::{ViaOther as _, ViaPostcard as _};
            let (__field_0,) = (&::frontdesk::__private::PostcardFields::<
                (Option<Kind>,),
            >::new())
                .read(__body, __limits)?;
            ::core::result::Result::Ok(Self { r#type: __field_0 })
        }
    }
    #[automatically_derived]
    impl ::frontdesk::__private::FormFields for Match {
        const FIELDS: &'static [::frontdesk::__private::FieldInfo] = &[
            ::frontdesk::__private::FieldInfo::new(
                    "type",
                    || {
                        use ::frontdesk::__private::{
                            ViaDeserialize as _, ViaFromForm as _,
                        };
                        (&::frontdesk::__private::Decode::<Option<Kind>>::new())
                            .control()
                    },
                )
                .postcard(|| {
                    use ::frontdesk::__private::{ViaDeserialize as _, ViaFromForm as _};
                    (&::frontdesk::__private::Decode::<Option<Kind>>::new())
                        .takes_postcard()
                }),
        ];
    }
    const __REGISTRATION: ::frontdesk::__private::Registration = ::frontdesk::__private::Registration::new::<
        Match,
    >(::core::file!(), ::core::line!());
    #[automatically_derived]
    impl ::frontdesk::__private::Action for Match {
        type Input = Self;
        type State = ();
        const NAME: &'static ::core::primitive::str = "match";
        fn fields() -> &'static [::frontdesk::__private::FieldInfo] {
            <Self as ::frontdesk::__private::FormFields>::FIELDS
        }
        fn registration() -> ::frontdesk::__private::Registration {
            __REGISTRATION
        }
    }
    #[automatically_derived]
    impl ::frontdesk::__private::ActionFor<()> for Match {
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
            match ::frontdesk::__private::Returned(r#match(__input.r#type).await)
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

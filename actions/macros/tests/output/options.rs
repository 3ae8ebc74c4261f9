#[allow(
    clippy::fn_params_excessive_bools,
    clippy::too_many_arguments,
    clippy::unused_async
)]
pub(crate) async fn sign_in(name: String) -> bool {
    name == "root"
}
/// The input of [`sign_in`](fn@sign_in), a server action.
pub(crate) struct SignInForm {
    /// The form field `name`.
    pub(crate) name: String,
}
#[automatically_derived]
impl SignInForm {
    /// The form field `name`.
    pub(crate) const NAME: fd::__private::Field<SignInForm, String> = fd::__private::Field::new(
        "name",
    );
}
const _: () = {
    #[automatically_derived]
    impl ::core::fmt::Debug for SignInForm {
        fn fmt(
            &self,
            __formatter: &mut ::core::fmt::Formatter<'_>,
        ) -> ::core::fmt::Result {
            __formatter.debug_struct("SignInForm").finish_non_exhaustive()
        }
    }
    #[automatically_derived]
    impl fd::__private::FromForm for SignInForm {
        const KIND: fd::__private::FieldKind = fd::__private::FieldKind::Group;
        fn from_form(
            __node: fd::__private::Node<'_>,
        ) -> ::core::result::Result<Self, fd::__private::FieldErrors> {
            let mut __errors = fd::__private::FieldErrors::none();
            let __field_0 = match {
                use fd::__private::{ViaDeserialize as _, ViaFromForm as _};
                (&fd::__private::Decode::<String>::new()).decode(__node.field("name"))
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
        fn control() -> fd::__private::Control {
            fd::__private::Control::of(fd::__private::FieldKind::Group)
                .with_parts(<Self as fd::__private::FormFields>::FIELDS)
        }
        fn check(&self, __errors: &mut fd::__private::FieldErrors) {
            {
                use fd::__private::{ViaDeserialize as _, ViaFromForm as _};
                (&fd::__private::Decode::<String>::new())
                    .check(&self.name, "name", __errors);
            }
        }
        fn takes_postcard() -> ::core::primitive::bool {
            use fd::__private::{ViaOther as _, ViaPostcard as _};
            (&fd::__private::PostcardFields::<(String,)>::new()).are_taken()
        }
        fn from_postcard(
            __body: &[::core::primitive::u8],
            __limits: &fd::__private::FormLimits,
        ) -> ::core::result::Result<Self, fd::__private::FormError> {
            use fd::__private::{ViaOther as _, ViaPostcard as _};
            let (__field_0,) = (&fd::__private::PostcardFields::<(String,)>::new())
                .read(__body, __limits)?;
            ::core::result::Result::Ok(Self { name: __field_0 })
        }
    }
    #[automatically_derived]
    impl fd::__private::FormFields for SignInForm {
        const FIELDS: &'static [fd::__private::FieldInfo] = &[
            fd::__private::FieldInfo::new(
                    "name",
                    || {
                        use fd::__private::{ViaDeserialize as _, ViaFromForm as _};
                        (&fd::__private::Decode::<String>::new()).control()
                    },
                )
                .postcard(|| {
                    use fd::__private::{ViaDeserialize as _, ViaFromForm as _};
                    (&fd::__private::Decode::<String>::new()).takes_postcard()
                }),
        ];
    }
    const __REGISTRATION: fd::__private::Registration = fd::__private::Registration::new::<
        SignInForm,
    >(::core::file!(), ::core::line!())
        .body_limit(65536u64);
    #[automatically_derived]
    impl fd::__private::Action for SignInForm {
        type Input = Self;
        type State = crate::App;
        const NAME: &'static ::core::primitive::str = "sign-in";
        fn fields() -> &'static [fd::__private::FieldInfo] {
            <Self as fd::__private::FormFields>::FIELDS
        }
        fn registration() -> fd::__private::Registration {
            __REGISTRATION
        }
    }
    #[automatically_derived]
    impl fd::__private::ActionFor<crate::App> for SignInForm {
        type Extracted = ();
        async fn extract(
            __parts: &mut fd::__private::http::request::Parts,
            __state: &crate::App,
        ) -> ::core::result::Result<Self::Extracted, fd::__private::Response> {
            ::core::result::Result::Ok(())
        }
        async fn run(
            __extracted: Self::Extracted,
            __input: Self::Input,
        ) -> fd::__private::Outcome {
            use fd::__private::{ViaPlain as _, ViaValue as _};
            let () = __extracted;
            match fd::__private::Returned(sign_in(__input.name).await).into_result() {
                ::core::result::Result::Ok(__value) => {
                    fd::__private::Value(__value).outcome()
                }
                ::core::result::Result::Err(__problem) => {
                    fd::__private::Outcome::problem(__problem)
                }
            }
        }
    }
    fd::__private::inventory::submit! {
        __REGISTRATION
    }
};

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
const _: () = {
    use fd::__private::{self as __fd, traits::*};
    #[allow(dead_code)]
    #[automatically_derived]
    impl SignInForm {
        /// The form field `name`.
        pub(crate) const NAME: __fd::Field<Self, String> = __fd::Field::new("name");
    }
    #[allow(dead_code)]
    #[automatically_derived]
    impl SignInForm {
        /// Runs the rules of the fields, with the messages that a form gets.
        ///
        /// # Errors
        ///
        /// Returns the messages, by field.
        pub(crate) fn validate(&self) -> ::core::result::Result<(), __fd::FieldErrors> {
            __fd::FromForm::validate(self)
        }
    }
    #[automatically_derived]
    impl ::core::fmt::Debug for SignInForm {
        fn fmt(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            __f.debug_struct("SignInForm").finish_non_exhaustive()
        }
    }
    #[automatically_derived]
    impl __fd::FromForm for SignInForm {
        const KIND: __fd::FieldKind = __fd::FieldKind::Group;
        fn from_form(
            __node: __fd::Node<'_>,
        ) -> ::core::result::Result<Self, __fd::FieldErrors> {
            let mut __form = __fd::FormReader::new(__node);
            let __f0 = __fd::Type::<String>::FORM.read(__form.field("name"));
            let (::core::option::Option::Some(__f0),) = (__f0,) else {
                return ::core::result::Result::Err(__form.errors);
            };
            ::core::result::Result::Ok(Self { name: __f0 })
        }
        fn control() -> __fd::Control {
            __fd::Control::of(__fd::FieldKind::Group)
                .with_parts(<Self as __fd::FormFields>::FIELDS)
        }
        fn check(&self, __errors: &mut __fd::FieldErrors) {
            __fd::Type::<String>::FORM.check("name", &self.name, __errors);
        }
        fn takes_postcard() -> ::core::primitive::bool {
            __fd::Type::<String>::POSTCARD.is_some()
        }
        fn from_postcard(
            __body: &[::core::primitive::u8],
            __limits: &__fd::FormLimits,
        ) -> ::core::result::Result<Self, __fd::FormError> {
            let mut __body = __fd::PostcardReader::new(__body, __limits);
            let __whole = Self {
                name: __body.field(__fd::Type::<String>::POSTCARD)?,
            };
            __body.finish()?;
            ::core::result::Result::Ok(__whole)
        }
    }
    #[automatically_derived]
    impl __fd::FormFields for SignInForm {
        const FIELDS: &'static [__fd::FieldInfo] = &[
            __fd::Type::<String>::FORM.info("name"),
        ];
    }
    #[automatically_derived]
    impl<__Field> __fd::Fill<__Field> for SignInForm
    where
        __Field: ?::core::marker::Sized + __fd::Takes<SignInForm>,
    {
        fn fill(&self, __form: &mut __fd::FormWriter<'_>) {
            (&&&__fd::Filled(&self.name)).fill_part(&mut __form.field("name"));
        }
    }
    const __REGISTRATION: __fd::Registration = __fd::Registration::new::<
        SignInForm,
    >(::core::file!(), ::core::line!())
        .path("/sign-in")
        .body_limit(65536u64);
    #[automatically_derived]
    impl __fd::Action for SignInForm {
        type Input = Self;
        type State = crate::App;
        const NAME: &'static ::core::primitive::str = "sign-in";
        fn fields() -> &'static [__fd::FieldInfo] {
            <Self as __fd::FormFields>::FIELDS
        }
        fn registration() -> __fd::Registration {
            __REGISTRATION
        }
    }
    #[automatically_derived]
    impl __fd::ActionFor<crate::App> for SignInForm {
        type Extracted = ();
        async fn extract(
            __parts: &mut __fd::http::request::Parts,
            __state: &crate::App,
        ) -> ::core::result::Result<Self::Extracted, __fd::Response> {
            ::core::result::Result::Ok(())
        }
        async fn run((): Self::Extracted, __input: Self::Input) -> __fd::Outcome {
            match __fd::Returned(sign_in(__input.name).await).into_result() {
                ::core::result::Result::Ok(__value) => __fd::Value(__value).outcome(),
                ::core::result::Result::Err(__error) => __fd::Outcome::problem(__error),
            }
        }
    }
    __fd::inventory::submit! {
        __REGISTRATION
    }
};

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
const _: () = {
    use ::frontdesk::__private::{self as __fd, traits::*};
    #[allow(dead_code)]
    #[automatically_derived]
    impl Match {
        /// The form field `type`.
        pub const TYPE: __fd::Field<Self, Option<Kind>> = __fd::Field::new("type");
    }
    #[allow(dead_code)]
    #[automatically_derived]
    impl Match {
        /// Runs the rules of the fields, with the messages that a form gets.
        ///
        /// # Errors
        ///
        /// Returns the messages, by field.
        pub fn validate(&self) -> ::core::result::Result<(), __fd::FieldErrors> {
            __fd::FromForm::validate(self)
        }
    }
    #[automatically_derived]
    impl ::core::fmt::Debug for Match {
        fn fmt(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            __f.debug_struct("Match").finish_non_exhaustive()
        }
    }
    #[automatically_derived]
    impl __fd::FromForm for Match {
        const KIND: __fd::FieldKind = __fd::FieldKind::Group;
        fn from_form(
            __node: __fd::Node<'_>,
        ) -> ::core::result::Result<Self, __fd::FieldErrors> {
            __fd::OptionalList::<Option<Kind>>::CHECK.pass();
            let mut __form = __fd::FormReader::new(__node);
            let __f0 = __fd::Type::<Option<Kind>>::FORM.read(__form.field("type"));
            let (::core::option::Option::Some(__f0),) = (__f0,) else {
                return ::core::result::Result::Err(__form.errors);
            };
            ::core::result::Result::Ok(Self { r#type: __f0 })
        }
        fn control() -> __fd::Control {
            __fd::Control::of(__fd::FieldKind::Group)
                .with_parts(<Self as __fd::FormFields>::FIELDS)
        }
        fn check(&self, __errors: &mut __fd::FieldErrors) {
            __fd::Type::<Option<Kind>>::FORM.check("type", &self.r#type, __errors);
        }
        fn takes_postcard() -> ::core::primitive::bool {
            __fd::Type::<Option<Kind>>::POSTCARD.is_some()
        }
        fn from_postcard(
            __body: &[::core::primitive::u8],
            __limits: &__fd::FormLimits,
        ) -> ::core::result::Result<Self, __fd::FormError> {
            let mut __body = __fd::PostcardReader::new(__body, __limits);
            let __whole = Self {
                r#type: __body.field(__fd::Type::<Option<Kind>>::POSTCARD)?,
            };
            __body.finish()?;
            ::core::result::Result::Ok(__whole)
        }
    }
    #[automatically_derived]
    impl __fd::FormFields for Match {
        const FIELDS: &'static [__fd::FieldInfo] = &[
            __fd::Type::<Option<Kind>>::FORM.info("type"),
        ];
    }
    #[automatically_derived]
    impl<__Field> __fd::Fill<__Field> for Match
    where
        __Field: ?::core::marker::Sized + __fd::Takes<Match>,
    {
        fn fill(&self, __form: &mut __fd::FormWriter<'_>) {
            (&&&__fd::Filled(&self.r#type)).fill_part(&mut __form.field("type"));
        }
    }
    const __REGISTRATION: __fd::Registration = __fd::Registration::new::<
        Match,
    >(::core::file!(), ::core::line!());
    #[automatically_derived]
    impl __fd::Action for Match {
        type Input = Self;
        type State = ();
        const NAME: &'static ::core::primitive::str = "match";
        fn fields() -> &'static [__fd::FieldInfo] {
            <Self as __fd::FormFields>::FIELDS
        }
        fn registration() -> __fd::Registration {
            __REGISTRATION
        }
    }
    #[automatically_derived]
    impl __fd::ActionFor<()> for Match {
        type Extracted = ();
        async fn extract(
            __parts: &mut __fd::http::request::Parts,
            __state: &(),
        ) -> ::core::result::Result<Self::Extracted, __fd::Response> {
            ::core::result::Result::Ok(())
        }
        async fn run((): Self::Extracted, __input: Self::Input) -> __fd::Outcome {
            match __fd::Returned(r#match(__input.r#type).await).into_result() {
                ::core::result::Result::Ok(__value) => __fd::Value(__value).outcome(),
                ::core::result::Result::Err(__error) => __fd::Outcome::problem(__error),
            }
        }
    }
    __fd::inventory::submit! {
        __REGISTRATION
    }
};

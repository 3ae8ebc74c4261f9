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
const _: () = {
    use ::frontdesk::__private::{self as __fd, traits::*};
    #[allow(dead_code)]
    #[automatically_derived]
    impl Slow {
        /// The form field `name`.
        pub const NAME: __fd::Field<Self, String> = __fd::Field::new("name");
    }
    #[allow(dead_code)]
    #[automatically_derived]
    impl Slow {
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
    impl ::core::fmt::Debug for Slow {
        fn fmt(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            __f.debug_struct("Slow").finish_non_exhaustive()
        }
    }
    #[automatically_derived]
    impl __fd::FromForm for Slow {
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
    impl __fd::FormFields for Slow {
        const FIELDS: &'static [__fd::FieldInfo] = &[
            __fd::Type::<String>::FORM.info("name"),
        ];
    }
    #[automatically_derived]
    impl<__Field> __fd::Fill<__Field> for Slow
    where
        __Field: ?::core::marker::Sized + __fd::Takes<Slow>,
    {
        fn fill(&self, __form: &mut __fd::FormWriter<'_>) {
            (&&&__fd::Filled(&self.name)).fill_part(&mut __form.field("name"));
        }
    }
    const __REGISTRATION: __fd::Registration = __fd::Registration::new::<
        Slow,
    >(::core::file!(), ::core::line!());
    #[automatically_derived]
    impl __fd::Action for Slow {
        type Input = Self;
        type State = ();
        const NAME: &'static ::core::primitive::str = "slow";
        fn fields() -> &'static [__fd::FieldInfo] {
            <Self as __fd::FormFields>::FIELDS
        }
        fn registration() -> __fd::Registration {
            __REGISTRATION
        }
    }
    #[automatically_derived]
    impl __fd::ActionFor<()> for Slow {
        type Extracted = ();
        async fn extract(
            __parts: &mut __fd::http::request::Parts,
            __state: &(),
        ) -> ::core::result::Result<Self::Extracted, __fd::Response> {
            ::core::result::Result::Ok(())
        }
        async fn run((): Self::Extracted, __input: Self::Input) -> __fd::Outcome {
            match __fd::Returned(slow(__input.name).await).into_result() {
                ::core::result::Result::Ok(__value) => __fd::Value(__value).outcome(),
                ::core::result::Result::Err(__error) => __fd::Outcome::problem(__error),
            }
        }
    }
    __fd::inventory::submit! {
        __REGISTRATION
    }
};

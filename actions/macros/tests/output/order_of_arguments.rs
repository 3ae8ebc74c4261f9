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
const _: () = {
    use ::frontdesk::__private::{self as __fd, traits::*};
    #[allow(dead_code)]
    #[automatically_derived]
    impl Mixed {
        /// The form field `a`.
        const A: __fd::Field<Self, A> = __fd::Field::new("a");
        /// The form field `c`.
        const C: __fd::Field<Self, C> = __fd::Field::new("c");
    }
    #[allow(dead_code)]
    #[automatically_derived]
    impl Mixed {
        /// Runs the rules of the fields, with the messages that a form gets.
        ///
        /// # Errors
        ///
        /// Returns the messages, by field.
        fn validate(&self) -> ::core::result::Result<(), __fd::FieldErrors> {
            __fd::FromForm::validate(self)
        }
    }
    #[automatically_derived]
    impl ::core::fmt::Debug for Mixed {
        fn fmt(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            __f.debug_struct("Mixed").finish_non_exhaustive()
        }
    }
    #[automatically_derived]
    impl __fd::FromForm for Mixed {
        const KIND: __fd::FieldKind = __fd::FieldKind::Group;
        fn from_form(
            __node: __fd::Node<'_>,
        ) -> ::core::result::Result<Self, __fd::FieldErrors> {
            __fd::OptionalList::<A>::CHECK.pass();
            __fd::OptionalList::<C>::CHECK.pass();
            let mut __form = __fd::FormReader::new(__node);
            let __f0 = __fd::Type::<A>::FORM.read(__form.field("a"));
            let __f1 = __fd::Type::<C>::FORM.read(__form.field("c"));
            let (
                ::core::option::Option::Some(__f0),
                ::core::option::Option::Some(__f1),
            ) = (__f0, __f1) else {
                return ::core::result::Result::Err(__form.errors);
            };
            ::core::result::Result::Ok(Self { a: __f0, c: __f1 })
        }
        fn control() -> __fd::Control {
            __fd::Control::of(__fd::FieldKind::Group)
                .with_parts(<Self as __fd::FormFields>::FIELDS)
        }
        fn check(&self, __errors: &mut __fd::FieldErrors) {
            __fd::Type::<A>::FORM.check("a", &self.a, __errors);
            __fd::Type::<C>::FORM.check("c", &self.c, __errors);
        }
        fn takes_postcard() -> ::core::primitive::bool {
            __fd::Type::<A>::POSTCARD.is_some() && __fd::Type::<C>::POSTCARD.is_some()
        }
        fn from_postcard(
            __body: &[::core::primitive::u8],
            __limits: &__fd::FormLimits,
        ) -> ::core::result::Result<Self, __fd::FormError> {
            let mut __body = __fd::PostcardReader::new(__body, __limits);
            let __whole = Self {
                a: __body.field(__fd::Type::<A>::POSTCARD)?,
                c: __body.field(__fd::Type::<C>::POSTCARD)?,
            };
            __body.finish()?;
            ::core::result::Result::Ok(__whole)
        }
    }
    #[automatically_derived]
    impl __fd::FormFields for Mixed {
        const FIELDS: &'static [__fd::FieldInfo] = &[
            __fd::Type::<A>::FORM.info("a"),
            __fd::Type::<C>::FORM.info("c"),
        ];
    }
    #[automatically_derived]
    impl<__Field> __fd::Fill<__Field> for Mixed
    where
        __Field: ?::core::marker::Sized + __fd::Takes<Mixed>,
    {
        fn fill(&self, __form: &mut __fd::FormWriter<'_>) {
            (&&&__fd::Filled(&self.a)).fill_part(&mut __form.field("a"));
            (&&&__fd::Filled(&self.c)).fill_part(&mut __form.field("c"));
        }
    }
    const __REGISTRATION: __fd::Registration = __fd::Registration::new::<
        Mixed,
    >(::core::file!(), ::core::line!());
    #[automatically_derived]
    impl __fd::Action for Mixed {
        type Input = Self;
        type State = ();
        const NAME: &'static ::core::primitive::str = "mixed";
        fn fields() -> &'static [__fd::FieldInfo] {
            <Self as __fd::FormFields>::FIELDS
        }
        fn registration() -> __fd::Registration {
            __REGISTRATION
        }
    }
    #[automatically_derived]
    impl __fd::ActionFor<()> for Mixed {
        type Extracted = (B, D);
        async fn extract(
            __parts: &mut __fd::http::request::Parts,
            __state: &(),
        ) -> ::core::result::Result<Self::Extracted, __fd::Response> {
            ::core::result::Result::Ok((
                __fd::extract::<B, ()>(__parts, __state).await?,
                __fd::extract::<D, ()>(__parts, __state).await?,
            ))
        }
        async fn run(
            (__extract_0, __extract_1): Self::Extracted,
            __input: Self::Input,
        ) -> __fd::Outcome {
            match __fd::Returned(
                    mixed(__input.a, __extract_0, __input.c, __extract_1).await,
                )
                .into_result()
            {
                ::core::result::Result::Ok(__value) => __fd::Value(__value).outcome(),
                ::core::result::Result::Err(__error) => __fd::Outcome::problem(__error),
            }
        }
    }
    __fd::inventory::submit! {
        __REGISTRATION
    }
};

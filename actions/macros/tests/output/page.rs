#[allow(
    clippy::fn_params_excessive_bools,
    clippy::too_many_arguments,
    clippy::unused_async
)]
async fn book(from: Date, terms: bool) {}
/// The input of [`book`](fn@book), a server action.
struct Book {
    /// The form field `from`.
    from: Date,
    /// The form field `terms`.
    terms: bool,
}
const _: () = {
    use ::frontdesk::__private::{self as __fd, traits::*};
    #[allow(dead_code)]
    #[automatically_derived]
    impl Book {
        /// The form field `from`.
        const FROM: __fd::Field<Self, Date> = __fd::Field::new("from");
        /// The form field `terms`.
        const TERMS: __fd::Field<Self, bool> = __fd::Field::new("terms");
    }
    #[allow(dead_code)]
    #[automatically_derived]
    impl Book {
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
    impl ::core::fmt::Debug for Book {
        fn fmt(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            __f.debug_struct("Book").finish_non_exhaustive()
        }
    }
    #[automatically_derived]
    impl __fd::FromForm for Book {
        const KIND: __fd::FieldKind = __fd::FieldKind::Group;
        fn from_form(
            __node: __fd::Node<'_>,
        ) -> ::core::result::Result<Self, __fd::FieldErrors> {
            __fd::OptionalList::<Date>::CHECK.pass();
            let mut __form = __fd::FormReader::new(__node);
            let __f0 = __fd::Type::<Date>::FORM
                .read(__form.field("from"))
                .filter(|__value| {
                    __fd::Type::<Date>::FORM
                        .is_within(
                            "from",
                            __value,
                            &__fd::Constraints::NONE.min("2026-01-01").max("2026-12-31"),
                            &mut __form.errors,
                        )
                });
            let __f1 = __fd::Type::<bool>::FORM
                .read(__form.field("terms"))
                .filter(|__value| __fd::is_checked::<
                    bool,
                >("terms", __value, &mut __form.errors));
            let (
                ::core::option::Option::Some(__f0),
                ::core::option::Option::Some(__f1),
            ) = (__f0, __f1) else {
                return ::core::result::Result::Err(__form.errors);
            };
            ::core::result::Result::Ok(Self { from: __f0, terms: __f1 })
        }
        fn control() -> __fd::Control {
            __fd::Control::of(__fd::FieldKind::Group)
                .with_parts(<Self as __fd::FormFields>::FIELDS)
        }
        fn check(&self, __errors: &mut __fd::FieldErrors) {
            __fd::Type::<Date>::FORM.check("from", &self.from, __errors);
            __fd::Type::<Date>::FORM
                .is_within(
                    "from",
                    &self.from,
                    &__fd::Constraints::NONE.min("2026-01-01").max("2026-12-31"),
                    __errors,
                );
            __fd::Type::<bool>::FORM.check("terms", &self.terms, __errors);
            __fd::is_checked::<bool>("terms", &self.terms, __errors);
        }
        fn takes_postcard() -> ::core::primitive::bool {
            __fd::Type::<Date>::POSTCARD.is_some()
                && __fd::Type::<bool>::POSTCARD.is_some()
        }
        fn from_postcard(
            __body: &[::core::primitive::u8],
            __limits: &__fd::FormLimits,
        ) -> ::core::result::Result<Self, __fd::FormError> {
            let mut __body = __fd::PostcardReader::new(__body, __limits);
            let __whole = Self {
                from: __body.field(__fd::Type::<Date>::POSTCARD)?,
                terms: __body.field(__fd::Type::<bool>::POSTCARD)?,
            };
            __body.finish()?;
            ::core::result::Result::Ok(__whole)
        }
    }
    #[automatically_derived]
    impl __fd::FormFields for Book {
        const FIELDS: &'static [__fd::FieldInfo] = &[
            __fd::Type::<Date>::FORM
                .info("from")
                .min("2026-01-01")
                .max("2026-12-31")
                .label("Arrival")
                .hint("No later than noon."),
            __fd::Type::<bool>::FORM.info("terms").required(),
        ];
    }
    #[automatically_derived]
    impl<__Field> __fd::Fill<__Field> for Book
    where
        __Field: ?::core::marker::Sized + __fd::Takes<Book>,
    {
        fn fill(&self, __form: &mut __fd::FormWriter<'_>) {
            (&&&__fd::Filled(&self.from)).fill_part(&mut __form.field("from"));
            (&&&__fd::Filled(&self.terms)).fill_part(&mut __form.field("terms"));
        }
    }
    const __REGISTRATION: __fd::Registration = __fd::Registration::new::<
        Book,
    >(::core::file!(), ::core::line!());
    #[automatically_derived]
    impl __fd::Action for Book {
        type Input = Self;
        type State = ();
        const NAME: &'static ::core::primitive::str = "book";
        fn fields() -> &'static [__fd::FieldInfo] {
            <Self as __fd::FormFields>::FIELDS
        }
        fn registration() -> __fd::Registration {
            __REGISTRATION
        }
    }
    #[automatically_derived]
    impl __fd::ActionFor<()> for Book {
        type Extracted = ();
        async fn extract(
            __parts: &mut __fd::http::request::Parts,
            __state: &(),
        ) -> ::core::result::Result<Self::Extracted, __fd::Response> {
            ::core::result::Result::Ok(())
        }
        async fn run((): Self::Extracted, __input: Self::Input) -> __fd::Outcome {
            match __fd::Returned(book(__input.from, __input.terms).await).into_result() {
                ::core::result::Result::Ok(__value) => __fd::Value(__value).outcome(),
                ::core::result::Result::Err(__error) => __fd::Outcome::problem(__error),
            }
        }
    }
    __fd::inventory::submit! {
        __REGISTRATION
    }
};

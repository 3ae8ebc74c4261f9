#[allow(
    clippy::fn_params_excessive_bools,
    clippy::too_many_arguments,
    clippy::unused_async
)]
async fn attach(files: Vec<Upload>) {}
/// The input of [`attach`](fn@attach), a server action.
struct Attach {
    /// The form field `files`.
    files: Vec<Upload>,
}
const _: () = {
    use ::frontdesk::__private::{self as __fd, traits::*};
    #[allow(dead_code)]
    #[automatically_derived]
    impl Attach {
        /// The form field `files`.
        const FILES: __fd::Field<Self, Vec<Upload>> = __fd::Field::new("files");
    }
    #[allow(dead_code)]
    #[automatically_derived]
    impl Attach {
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
    impl ::core::fmt::Debug for Attach {
        fn fmt(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            __f.debug_struct("Attach").finish_non_exhaustive()
        }
    }
    #[automatically_derived]
    impl __fd::FromForm for Attach {
        const KIND: __fd::FieldKind = __fd::FieldKind::Group;
        fn from_form(
            __node: __fd::Node<'_>,
        ) -> ::core::result::Result<Self, __fd::FieldErrors> {
            let mut __form = __fd::FormReader::new(__node);
            let __f0 = __fd::Type::<Vec<Upload>>::FORM
                .read(
                    __form
                        .field("files")
                        .files(const {
                            __fd::takes_files::<Vec<Upload>>();
                            &__fd::FileRules::ANY.max(5000000u64).accept("image/*,.pdf")
                        }),
                );
            let (::core::option::Option::Some(__f0),) = (__f0,) else {
                return ::core::result::Result::Err(__form.errors);
            };
            ::core::result::Result::Ok(Self { files: __f0 })
        }
        fn control() -> __fd::Control {
            __fd::Control::of(__fd::FieldKind::Group)
                .with_parts(<Self as __fd::FormFields>::FIELDS)
        }
        fn check(&self, __errors: &mut __fd::FieldErrors) {
            __fd::Type::<Vec<Upload>>::FORM.check("files", &self.files, __errors);
        }
        fn takes_postcard() -> ::core::primitive::bool {
            __fd::Type::<Vec<Upload>>::POSTCARD.is_some()
        }
        fn from_postcard(
            __body: &[::core::primitive::u8],
            __limits: &__fd::FormLimits,
        ) -> ::core::result::Result<Self, __fd::FormError> {
            let mut __body = __fd::PostcardReader::new(__body, __limits);
            let __whole = Self {
                files: __body.field(__fd::Type::<Vec<Upload>>::POSTCARD)?,
            };
            __body.finish()?;
            ::core::result::Result::Ok(__whole)
        }
    }
    #[automatically_derived]
    impl __fd::FormFields for Attach {
        const FIELDS: &'static [__fd::FieldInfo] = &[
            __fd::Type::<Vec<Upload>>::FORM
                .info("files")
                .files(const {
                    __fd::takes_files::<Vec<Upload>>();
                    &__fd::FileRules::ANY.max(5000000u64).accept("image/*,.pdf")
                }),
        ];
    }
    #[automatically_derived]
    impl<__Field> __fd::Fill<__Field> for Attach
    where
        __Field: ?::core::marker::Sized + __fd::Takes<Attach>,
    {
        fn fill(&self, __form: &mut __fd::FormWriter<'_>) {
            (&&&__fd::Filled(&self.files)).fill_part(&mut __form.field("files"));
        }
    }
    const __REGISTRATION: __fd::Registration = __fd::Registration::new::<
        Attach,
    >(::core::file!(), ::core::line!());
    #[automatically_derived]
    impl __fd::Action for Attach {
        type Input = Self;
        type State = ();
        const NAME: &'static ::core::primitive::str = "attach";
        fn fields() -> &'static [__fd::FieldInfo] {
            <Self as __fd::FormFields>::FIELDS
        }
        fn registration() -> __fd::Registration {
            __REGISTRATION
        }
    }
    #[automatically_derived]
    impl __fd::ActionFor<()> for Attach {
        type Extracted = ();
        async fn extract(
            __parts: &mut __fd::http::request::Parts,
            __state: &(),
        ) -> ::core::result::Result<Self::Extracted, __fd::Response> {
            ::core::result::Result::Ok(())
        }
        async fn run((): Self::Extracted, __input: Self::Input) -> __fd::Outcome {
            match __fd::Returned(attach(__input.files).await).into_result() {
                ::core::result::Result::Ok(__value) => __fd::Value(__value).outcome(),
                ::core::result::Result::Err(__error) => __fd::Outcome::problem(__error),
            }
        }
    }
    __fd::inventory::submit! {
        __REGISTRATION
    }
};

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
#[automatically_derived]
impl Attach {
    /// The form field `files`.
    const FILES: ::frontdesk::__private::Field<Attach, Vec<Upload>> = ::frontdesk::__private::Field::new(
        "files",
    );
}
const _: () = {
    #[automatically_derived]
    impl ::core::fmt::Debug for Attach {
        fn fmt(
            &self,
            __formatter: &mut ::core::fmt::Formatter<'_>,
        ) -> ::core::fmt::Result {
            __formatter.debug_struct("Attach").finish_non_exhaustive()
        }
    }
    #[automatically_derived]
    impl ::frontdesk::__private::FromForm for Attach {
        const KIND: ::frontdesk::__private::FieldKind = ::frontdesk::__private::FieldKind::Group;
        fn from_form(
            __node: ::frontdesk::__private::Node<'_>,
        ) -> ::core::result::Result<Self, ::frontdesk::__private::FieldErrors> {
            let mut __errors = ::frontdesk::__private::FieldErrors::none();
            let __field_0 = match {
                use ::frontdesk::__private::{ViaDeserialize as _, ViaFromForm as _};
                (&::frontdesk::__private::Decode::<Vec<Upload>>::new())
                    .decode(
                        __node
                            .field("files")
                            .files(const {
                                ::frontdesk::__private::takes_files::<Vec<Upload>>();
                                &::frontdesk::__private::FileRules::ANY
                                    .max(5000000u64)
                                    .accept("image/*,.pdf")
                            }),
                    )
            } {
                ::core::result::Result::Ok(__value) => {
                    ::core::option::Option::Some(__value)
                }
                ::core::result::Result::Err(__error) => {
                    __errors.merge(__error.at("files"));
                    ::core::option::Option::None
                }
            };
            match (__field_0,) {
                (::core::option::Option::Some(__field_0),) => {
                    let __whole = Self { files: __field_0 };
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
                (&::frontdesk::__private::Decode::<Vec<Upload>>::new())
                    .check(&self.files, "files", __errors);
            }
        }
        fn takes_postcard() -> ::core::primitive::bool {
            use ::frontdesk::__private::{ViaOther as _, ViaPostcard as _};
            (&::frontdesk::__private::PostcardFields::<(Vec<Upload>,)>::new())
                .are_taken()
        }
        fn from_postcard(
            __body: &[::core::primitive::u8],
            __limits: &::frontdesk::__private::FormLimits,
        ) -> ::core::result::Result<Self, ::frontdesk::__private::FormError> {
            use ::frontdesk::__private::{ViaOther as _, ViaPostcard as _};
            let (__field_0,) = (&::frontdesk::__private::PostcardFields::<
                (Vec<Upload>,),
            >::new())
                .read(__body, __limits)?;
            ::core::result::Result::Ok(Self { files: __field_0 })
        }
    }
    #[automatically_derived]
    impl ::frontdesk::__private::FormFields for Attach {
        const FIELDS: &'static [::frontdesk::__private::FieldInfo] = &[
            ::frontdesk::__private::FieldInfo::new(
                    "files",
                    || {
                        use ::frontdesk::__private::{
                            ViaDeserialize as _, ViaFromForm as _,
                        };
                        (&::frontdesk::__private::Decode::<Vec<Upload>>::new()).control()
                    },
                )
                .postcard(|| {
                    use ::frontdesk::__private::{ViaDeserialize as _, ViaFromForm as _};
                    (&::frontdesk::__private::Decode::<Vec<Upload>>::new())
                        .takes_postcard()
                })
                .files(const {
                    ::frontdesk::__private::takes_files::<Vec<Upload>>();
                    &::frontdesk::__private::FileRules::ANY
                        .max(5000000u64)
                        .accept("image/*,.pdf")
                }),
        ];
    }
    const __REGISTRATION: ::frontdesk::__private::Registration = ::frontdesk::__private::Registration::new::<
        Attach,
    >(::core::file!(), ::core::line!());
    #[automatically_derived]
    impl ::frontdesk::__private::Action for Attach {
        type Input = Self;
        type State = ();
        const NAME: &'static ::core::primitive::str = "attach";
        fn fields() -> &'static [::frontdesk::__private::FieldInfo] {
            <Self as ::frontdesk::__private::FormFields>::FIELDS
        }
        fn registration() -> ::frontdesk::__private::Registration {
            __REGISTRATION
        }
    }
    #[automatically_derived]
    impl ::frontdesk::__private::ActionFor<()> for Attach {
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
            match ::frontdesk::__private::Returned(attach(__input.files).await)
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

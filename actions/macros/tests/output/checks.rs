#[allow(
    clippy::fn_params_excessive_bools,
    clippy::too_many_arguments,
    clippy::unused_async
)]
async fn rename(State(db): State<Db>, id: u64, title: String, tags: Vec<String>) {}
/// The input of [`rename`](fn@rename), a server action.
struct Rename {
    /// The form field `id`.
    id: u64,
    /// The form field `title`.
    title: String,
    /// The form field `tags`.
    tags: Vec<String>,
}
const _: () = {
    use ::frontdesk::__private::{self as __fd, traits::*};
    #[allow(dead_code)]
    #[automatically_derived]
    impl Rename {
        /// The form field `id`.
        const ID: __fd::SealedField<Self, u64> = __fd::SealedField::new("id");
        /// The form field `title`.
        const TITLE: __fd::Field<Self, String> = __fd::Field::new("title");
        /// The form field `tags`.
        const TAGS: __fd::Field<Self, Vec<String>> = __fd::Field::new("tags");
    }
    #[allow(dead_code)]
    #[automatically_derived]
    impl Rename {
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
    impl ::core::fmt::Debug for Rename {
        fn fmt(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            __f.debug_struct("Rename").finish_non_exhaustive()
        }
    }
    #[automatically_derived]
    impl __fd::FromForm for Rename {
        const KIND: __fd::FieldKind = __fd::FieldKind::Group;
        fn from_form(
            __node: __fd::Node<'_>,
        ) -> ::core::result::Result<Self, __fd::FieldErrors> {
            let mut __form = __fd::FormReader::new(__node);
            let __f0 = __form.unseal::<u64>("id");
            let __f1 = __fd::Type::<String>::FORM.read(__form.field("title"));
            let __f2 = __fd::Type::<Vec<String>>::FORM
                .read(
                    __form
                        .field("tags")
                        .rewrite(const {
                            __fd::takes_items::<Vec<String>>();
                            &__fd::Rewrite::NONE.skip_blank()
                        }),
                );
            let (
                ::core::option::Option::Some(__f0),
                ::core::option::Option::Some(__f1),
                ::core::option::Option::Some(__f2),
            ) = (__f0, __f1, __f2) else {
                return ::core::result::Result::Err(__form.errors);
            };
            ::core::result::Result::Ok(Self {
                id: __f0,
                title: __f1,
                tags: __f2,
            })
        }
        fn control() -> __fd::Control {
            __fd::Control::of(__fd::FieldKind::Group)
                .with_parts(<Self as __fd::FormFields>::FIELDS)
        }
        fn check(&self, __errors: &mut __fd::FieldErrors) {
            __fd::Type::<String>::FORM.check("title", &self.title, __errors);
            __fd::Type::<Vec<String>>::FORM.check("tags", &self.tags, __errors);
        }
    }
    #[automatically_derived]
    impl __fd::FormFields for Rename {
        const FIELDS: &'static [__fd::FieldInfo] = &[
            __fd::FieldInfo::sealed("id"),
            __fd::Type::<String>::FORM.info("title"),
            __fd::Type::<Vec<String>>::FORM.info("tags"),
        ];
    }
    #[automatically_derived]
    impl<__Field> __fd::Fill<__Field> for Rename
    where
        __Field: ?::core::marker::Sized + __fd::Takes<Rename>,
    {
        fn fill(&self, __form: &mut __fd::FormWriter<'_>) {
            (&&&__fd::Filled(&self.title)).fill_part(&mut __form.field("title"));
            (&&&__fd::Filled(&self.tags)).fill_part(&mut __form.field("tags"));
        }
    }
    const __REGISTRATION: __fd::Registration = __fd::Registration::new::<
        Rename,
    >(::core::file!(), ::core::line!());
    #[automatically_derived]
    impl __fd::Action for Rename {
        type Input = Self;
        type State = Db;
        const NAME: &'static ::core::primitive::str = "rename";
        fn fields() -> &'static [__fd::FieldInfo] {
            <Self as __fd::FormFields>::FIELDS
        }
        fn registration() -> __fd::Registration {
            __REGISTRATION
        }
    }
    #[automatically_derived]
    impl __fd::ActionFor<Db> for Rename {
        type Extracted = (
            State<Db>,
            __fd::FieldCheck<String>,
            __fd::FieldCheck<Vec<String>>,
        );
        async fn extract(
            __parts: &mut __fd::http::request::Parts,
            __state: &Db,
        ) -> ::core::result::Result<Self::Extracted, __fd::Response> {
            ::core::result::Result::Ok((
                __fd::extract::<State<Db>, Db>(__parts, __state).await?,
                __fd::field_check::<String, Db, _, _, _>(is_free, __parts, __state)
                    .await?,
                __fd::field_check::<
                    Vec<String>,
                    Db,
                    _,
                    _,
                    _,
                >(words::known::<Tag>, __parts, __state)
                    .await?,
            ))
        }
        async fn run(
            (__extract_0, __check_0, __check_1): Self::Extracted,
            __input: Self::Input,
        ) -> __fd::Outcome {
            let mut __checks = __fd::Checks::new();
            __checks
                .run("title", __check_0, ::core::option::Option::Some(&__input.title))
                .await;
            __checks
                .run("tags", __check_1, ::core::option::Option::Some(&__input.tags))
                .await;
            if let ::core::option::Option::Some(__refusal) = __checks.refusal() {
                return __refusal;
            }
            match __fd::Returned(
                    rename(__extract_0, __input.id, __input.title, __input.tags).await,
                )
                .into_result()
            {
                ::core::result::Result::Ok(__value) => __fd::Value(__value).outcome(),
                ::core::result::Result::Err(__error) => __fd::Outcome::problem(__error),
            }
        }
        const HAS_CHECKS: ::core::primitive::bool = true;
        fn check(
            (_, __check_0, __check_1): Self::Extracted,
            __submitted: __fd::Submitted<'_, Self::Input>,
            mut __checks: __fd::Checks,
        ) -> __fd::BoxFuture<'static, __fd::Checks> {
            let (__value_0, __value_1) = match __submitted {
                __fd::Submitted::Form(__node) => {
                    let mut __form = __fd::FormReader::new(__node);
                    (
                        if __checks.wants("title") {
                            __fd::Type::<String>::FORM.read(__form.field("title"))
                        } else {
                            ::core::option::Option::None
                        },
                        if __checks.wants("tags") {
                            __fd::Type::<Vec<String>>::FORM
                                .read(
                                    __form
                                        .field("tags")
                                        .rewrite(const {
                                            __fd::takes_items::<Vec<String>>();
                                            &__fd::Rewrite::NONE.skip_blank()
                                        }),
                                )
                        } else {
                            ::core::option::Option::None
                        },
                    )
                }
                __fd::Submitted::Input(__input) => {
                    (
                        ::core::option::Option::Some(__input.title),
                        ::core::option::Option::Some(__input.tags),
                    )
                }
            };
            ::std::boxed::Box::pin(async move {
                __checks.run("title", __check_0, __value_0.as_ref()).await;
                __checks.run("tags", __check_1, __value_1.as_ref()).await;
                __checks
            })
        }
    }
    __fd::inventory::submit! {
        __REGISTRATION
    }
};

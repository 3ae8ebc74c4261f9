#[allow(
    clippy::fn_params_excessive_bools,
    clippy::too_many_arguments,
    clippy::unused_async
)]
pub async fn create_todo(
    State(app): State<App>,
    user: CurrentUser,
    title: String,
    urgent: bool,
    password: String,
    page: u32,
    mut size: u32,
    sort: String,
    signature: String,
) -> Result<Redirect, Problem> {
    app.todos.insert(user.id, title, urgent).await?;
    Ok(Redirect::to("/todos"))
}
/// The input of [`create_todo`](fn@create_todo), a server action.
pub struct CreateTodo {
    /// What is to be done.
    pub title: String,
    /// The form field `is-urgent`.
    pub urgent: bool,
    /// The form field `password`.
    pub password: String,
    /// The form field `page`.
    pub page: u32,
    /// The form field `size`.
    pub size: u32,
    /// The form field `sort`.
    pub sort: String,
    /// The form field `signature`.
    pub signature: String,
}
#[automatically_derived]
impl CreateTodo {
    /// What is to be done.
    pub const TITLE: ::frontdesk::__private::Field<CreateTodo, String> = ::frontdesk::__private::Field::new(
        "title",
    );
    /// The form field `is-urgent`.
    pub const URGENT: ::frontdesk::__private::Field<CreateTodo, bool> = ::frontdesk::__private::Field::new(
        "is-urgent",
    );
    /// The form field `password`.
    pub const PASSWORD: ::frontdesk::__private::Field<CreateTodo, String> = ::frontdesk::__private::Field::new(
        "password",
    );
    /// The form field `page`.
    pub const PAGE: ::frontdesk::__private::Field<CreateTodo, u32> = ::frontdesk::__private::Field::new(
        "page",
    );
    /// The form field `size`.
    pub const SIZE: ::frontdesk::__private::Field<CreateTodo, u32> = ::frontdesk::__private::Field::new(
        "size",
    );
    /// The form field `sort`.
    pub const SORT: ::frontdesk::__private::Field<CreateTodo, String> = ::frontdesk::__private::Field::new(
        "sort",
    );
    /// The form field `signature`.
    pub const SIGNATURE: ::frontdesk::__private::Field<CreateTodo, String> = ::frontdesk::__private::Field::new(
        "signature",
    );
}
const _: () = {
    #[automatically_derived]
    impl ::core::fmt::Debug for CreateTodo {
        fn fmt(
            &self,
            __formatter: &mut ::core::fmt::Formatter<'_>,
        ) -> ::core::fmt::Result {
            __formatter.debug_struct("CreateTodo").finish_non_exhaustive()
        }
    }
    #[automatically_derived]
    impl ::frontdesk::__private::FromForm for CreateTodo {
        const KIND: ::frontdesk::__private::FieldKind = ::frontdesk::__private::FieldKind::Group;
        fn from_form(
            __node: ::frontdesk::__private::Node<'_>,
        ) -> ::core::result::Result<Self, ::frontdesk::__private::FieldErrors> {
            let mut __errors = ::frontdesk::__private::FieldErrors::none();
            let __field_0 = match {
                use ::frontdesk::__private::{ViaDeserialize as _, ViaFromForm as _};
                (&::frontdesk::__private::Decode::<String>::new())
                    .decode(__node.field("title"))
            } {
                ::core::result::Result::Ok(__value) => {
                    ::core::option::Option::Some(__value)
                }
                ::core::result::Result::Err(__error) => {
                    __errors.merge(__error.at("title"));
                    ::core::option::Option::None
                }
            };
            let __field_1 = match {
                use ::frontdesk::__private::{ViaDeserialize as _, ViaFromForm as _};
                (&::frontdesk::__private::Decode::<bool>::new())
                    .decode(__node.field("is-urgent"))
            } {
                ::core::result::Result::Ok(__value) => {
                    ::core::option::Option::Some(__value)
                }
                ::core::result::Result::Err(__error) => {
                    __errors.merge(__error.at("is-urgent"));
                    ::core::option::Option::None
                }
            };
            let __field_2 = match {
                use ::frontdesk::__private::{ViaDeserialize as _, ViaFromForm as _};
                (&::frontdesk::__private::Decode::<String>::new())
                    .decode(__node.field("password"))
            } {
                ::core::result::Result::Ok(__value) => {
                    ::core::option::Option::Some(__value)
                }
                ::core::result::Result::Err(__error) => {
                    __errors.merge(__error.at("password"));
                    ::core::option::Option::None
                }
            };
            let __field_3 = match if __node.field("page").is_blank() {
                ::core::result::Result::Ok(<u32 as ::core::default::Default>::default())
            } else {
                use ::frontdesk::__private::{ViaDeserialize as _, ViaFromForm as _};
                (&::frontdesk::__private::Decode::<u32>::new())
                    .decode(__node.field("page"))
            } {
                ::core::result::Result::Ok(__value) => {
                    ::core::option::Option::Some(__value)
                }
                ::core::result::Result::Err(__error) => {
                    __errors.merge(__error.at("page"));
                    ::core::option::Option::None
                }
            };
            let __field_4 = match if __node.field("size").is_blank() {
                ::core::result::Result::Ok({
                    let __default: u32 = 2 * TEN;
                    __default
                })
            } else {
                use ::frontdesk::__private::{ViaDeserialize as _, ViaFromForm as _};
                (&::frontdesk::__private::Decode::<u32>::new())
                    .decode(__node.field("size"))
            } {
                ::core::result::Result::Ok(__value) => {
                    ::core::option::Option::Some(__value)
                }
                ::core::result::Result::Err(__error) => {
                    __errors.merge(__error.at("size"));
                    ::core::option::Option::None
                }
            };
            let __field_5 = match {
                use ::frontdesk::__private::{ViaDeserialize as _, ViaFromForm as _};
                (&::frontdesk::__private::Decode::<String>::new())
                    .decode(__node.field("sort").last())
            } {
                ::core::result::Result::Ok(__value) => {
                    ::core::option::Option::Some(__value)
                }
                ::core::result::Result::Err(__error) => {
                    __errors.merge(__error.at("sort"));
                    ::core::option::Option::None
                }
            };
            let __field_6 = match {
                use ::frontdesk::__private::{ViaDeserialize as _, ViaFromForm as _};
                (&::frontdesk::__private::Decode::<String>::new())
                    .decode(__node.field("signature").raw())
            } {
                ::core::result::Result::Ok(__value) => {
                    ::core::option::Option::Some(__value)
                }
                ::core::result::Result::Err(__error) => {
                    __errors.merge(__error.at("signature"));
                    ::core::option::Option::None
                }
            };
            match (
                __field_0,
                __field_1,
                __field_2,
                __field_3,
                __field_4,
                __field_5,
                __field_6,
            ) {
                (
                    ::core::option::Option::Some(__field_0),
                    ::core::option::Option::Some(__field_1),
                    ::core::option::Option::Some(__field_2),
                    ::core::option::Option::Some(__field_3),
                    ::core::option::Option::Some(__field_4),
                    ::core::option::Option::Some(__field_5),
                    ::core::option::Option::Some(__field_6),
                ) => {
                    let __whole = Self {
                        title: __field_0,
                        urgent: __field_1,
                        password: __field_2,
                        page: __field_3,
                        size: __field_4,
                        sort: __field_5,
                        signature: __field_6,
                    };
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
                (&::frontdesk::__private::Decode::<String>::new())
                    .check(&self.title, "title", __errors);
                (&::frontdesk::__private::Decode::<bool>::new())
                    .check(&self.urgent, "is-urgent", __errors);
                (&::frontdesk::__private::Decode::<String>::new())
                    .check(&self.password, "password", __errors);
                (&::frontdesk::__private::Decode::<u32>::new())
                    .check(&self.page, "page", __errors);
                (&::frontdesk::__private::Decode::<u32>::new())
                    .check(&self.size, "size", __errors);
                (&::frontdesk::__private::Decode::<String>::new())
                    .check(&self.sort, "sort", __errors);
                (&::frontdesk::__private::Decode::<String>::new())
                    .check(&self.signature, "signature", __errors);
            }
        }
        fn takes_postcard() -> ::core::primitive::bool {
            use ::frontdesk::__private::{ViaOther as _, ViaPostcard as _};
            (&::frontdesk::__private::PostcardFields::<
                (String, bool, String, u32, u32, String, String),
            >::new())
                .are_taken()
        }
        fn from_postcard(
            __body: &[::core::primitive::u8],
            __limits: &::frontdesk::__private::FormLimits,
        ) -> ::core::result::Result<Self, ::frontdesk::__private::FormError> {
            use ::frontdesk::__private::{ViaOther as _, ViaPostcard as _};
            let (
                __field_0,
                __field_1,
                __field_2,
                __field_3,
                __field_4,
                __field_5,
                __field_6,
            ) = (&::frontdesk::__private::PostcardFields::<
                (String, bool, String, u32, u32, String, String),
            >::new())
                .read(__body, __limits)?;
            ::core::result::Result::Ok(Self {
                title: __field_0,
                urgent: __field_1,
                password: __field_2,
                page: __field_3,
                size: __field_4,
                sort: __field_5,
                signature: __field_6,
            })
        }
    }
    #[automatically_derived]
    impl ::frontdesk::__private::FormFields for CreateTodo {
        const FIELDS: &'static [::frontdesk::__private::FieldInfo] = &[
            ::frontdesk::__private::FieldInfo::new(
                    "title",
                    || {
                        use ::frontdesk::__private::{
                            ViaDeserialize as _, ViaFromForm as _,
                        };
                        (&::frontdesk::__private::Decode::<String>::new()).control()
                    },
                )
                .postcard(|| {
                    use ::frontdesk::__private::{ViaDeserialize as _, ViaFromForm as _};
                    (&::frontdesk::__private::Decode::<String>::new()).takes_postcard()
                }),
            ::frontdesk::__private::FieldInfo::new(
                    "is-urgent",
                    || {
                        use ::frontdesk::__private::{
                            ViaDeserialize as _, ViaFromForm as _,
                        };
                        (&::frontdesk::__private::Decode::<bool>::new()).control()
                    },
                )
                .postcard(|| {
                    use ::frontdesk::__private::{ViaDeserialize as _, ViaFromForm as _};
                    (&::frontdesk::__private::Decode::<bool>::new()).takes_postcard()
                }),
            ::frontdesk::__private::FieldInfo::new(
                    "password",
                    || {
                        use ::frontdesk::__private::{
                            ViaDeserialize as _, ViaFromForm as _,
                        };
                        (&::frontdesk::__private::Decode::<String>::new()).control()
                    },
                )
                .postcard(|| {
                    use ::frontdesk::__private::{ViaDeserialize as _, ViaFromForm as _};
                    (&::frontdesk::__private::Decode::<String>::new()).takes_postcard()
                })
                .secret(),
            ::frontdesk::__private::FieldInfo::new(
                    "page",
                    || {
                        use ::frontdesk::__private::{
                            ViaDeserialize as _, ViaFromForm as _,
                        };
                        (&::frontdesk::__private::Decode::<u32>::new()).control()
                    },
                )
                .postcard(|| {
                    use ::frontdesk::__private::{ViaDeserialize as _, ViaFromForm as _};
                    (&::frontdesk::__private::Decode::<u32>::new()).takes_postcard()
                })
                .has_default(),
            ::frontdesk::__private::FieldInfo::new(
                    "size",
                    || {
                        use ::frontdesk::__private::{
                            ViaDeserialize as _, ViaFromForm as _,
                        };
                        (&::frontdesk::__private::Decode::<u32>::new()).control()
                    },
                )
                .postcard(|| {
                    use ::frontdesk::__private::{ViaDeserialize as _, ViaFromForm as _};
                    (&::frontdesk::__private::Decode::<u32>::new()).takes_postcard()
                })
                .has_default(),
            ::frontdesk::__private::FieldInfo::new(
                    "sort",
                    || {
                        use ::frontdesk::__private::{
                            ViaDeserialize as _, ViaFromForm as _,
                        };
                        (&::frontdesk::__private::Decode::<String>::new()).control()
                    },
                )
                .postcard(|| {
                    use ::frontdesk::__private::{ViaDeserialize as _, ViaFromForm as _};
                    (&::frontdesk::__private::Decode::<String>::new()).takes_postcard()
                }),
            ::frontdesk::__private::FieldInfo::new(
                    "signature",
                    || {
                        use ::frontdesk::__private::{
                            ViaDeserialize as _, ViaFromForm as _,
                        };
                        (&::frontdesk::__private::Decode::<String>::new()).control()
                    },
                )
                .postcard(|| {
                    use ::frontdesk::__private::{ViaDeserialize as _, ViaFromForm as _};
                    (&::frontdesk::__private::Decode::<String>::new()).takes_postcard()
                }),
        ];
    }
    const __REGISTRATION: ::frontdesk::__private::Registration = ::frontdesk::__private::Registration::new::<
        CreateTodo,
    >(::core::file!(), ::core::line!());
    #[automatically_derived]
    impl ::frontdesk::__private::Action for CreateTodo {
        type Input = Self;
        type State = App;
        const NAME: &'static ::core::primitive::str = "create_todo";
        fn fields() -> &'static [::frontdesk::__private::FieldInfo] {
            <Self as ::frontdesk::__private::FormFields>::FIELDS
        }
        fn registration() -> ::frontdesk::__private::Registration {
            __REGISTRATION
        }
    }
    #[automatically_derived]
    impl ::frontdesk::__private::ActionFor<App> for CreateTodo {
        type Extracted = (State<App>, CurrentUser);
        async fn extract(
            __parts: &mut ::frontdesk::__private::http::request::Parts,
            __state: &App,
        ) -> ::core::result::Result<Self::Extracted, ::frontdesk::__private::Response> {
            ::core::result::Result::Ok((
                ::frontdesk::__private::extract::<State<App>, App>(__parts, __state)
                    .await?,
                ::frontdesk::__private::extract::<CurrentUser, App>(__parts, __state)
                    .await?,
            ))
        }
        async fn run(
            __extracted: Self::Extracted,
            __input: Self::Input,
        ) -> ::frontdesk::__private::Outcome {
            use ::frontdesk::__private::{ViaPlain as _, ViaValue as _};
            let (__extract_0, __extract_1) = __extracted;
            match ::frontdesk::__private::Returned(
                    create_todo(
                            __extract_0,
                            __extract_1,
                            __input.title,
                            __input.urgent,
                            __input.password,
                            __input.page,
                            __input.size,
                            __input.sort,
                            __input.signature,
                        )
                        .await,
                )
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

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
const _: () = {
    use ::frontdesk::__private::{self as __fd, traits::*};
    #[allow(dead_code)]
    #[automatically_derived]
    impl CreateTodo {
        /// What is to be done.
        pub const TITLE: __fd::Field<Self, String> = __fd::Field::new("title");
        /// The form field `is-urgent`.
        pub const URGENT: __fd::Field<Self, bool> = __fd::Field::new("is-urgent");
        /// The form field `password`.
        pub const PASSWORD: __fd::Field<Self, String> = __fd::Field::new("password");
        /// The form field `page`.
        pub const PAGE: __fd::Field<Self, u32> = __fd::Field::new("page");
        /// The form field `size`.
        pub const SIZE: __fd::Field<Self, u32> = __fd::Field::new("size");
        /// The form field `sort`.
        pub const SORT: __fd::Field<Self, String> = __fd::Field::new("sort");
        /// The form field `signature`.
        pub const SIGNATURE: __fd::Field<Self, String> = __fd::Field::new("signature");
    }
    #[allow(dead_code)]
    #[automatically_derived]
    impl CreateTodo {
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
    impl ::core::fmt::Debug for CreateTodo {
        fn fmt(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            __f.debug_struct("CreateTodo").finish_non_exhaustive()
        }
    }
    #[automatically_derived]
    impl __fd::FromForm for CreateTodo {
        const KIND: __fd::FieldKind = __fd::FieldKind::Group;
        fn from_form(
            __node: __fd::Node<'_>,
        ) -> ::core::result::Result<Self, __fd::FieldErrors> {
            let mut __form = __fd::FormReader::new(__node);
            let __f0 = __fd::Type::<String>::FORM.read(__form.field("title"));
            let __f1 = __fd::Type::<bool>::FORM.read(__form.field("is-urgent"));
            let __f2 = __fd::Type::<String>::FORM.read(__form.field("password"));
            let __f3 = __fd::Type::<u32>::FORM
                .read_or(
                    __form.field("page"),
                    <u32 as ::core::default::Default>::default,
                );
            let __f4 = __fd::Type::<u32>::FORM
                .read_or(__form.field("size"), || -> u32 { 2 * TEN });
            let __f5 = __fd::Type::<String>::FORM.read(__form.field("sort").last());
            let __f6 = __fd::Type::<String>::FORM.read(__form.field("signature").raw());
            let (
                ::core::option::Option::Some(__f0),
                ::core::option::Option::Some(__f1),
                ::core::option::Option::Some(__f2),
                ::core::option::Option::Some(__f3),
                ::core::option::Option::Some(__f4),
                ::core::option::Option::Some(__f5),
                ::core::option::Option::Some(__f6),
            ) = (__f0, __f1, __f2, __f3, __f4, __f5, __f6) else {
                return ::core::result::Result::Err(__form.errors);
            };
            ::core::result::Result::Ok(Self {
                title: __f0,
                urgent: __f1,
                password: __f2,
                page: __f3,
                size: __f4,
                sort: __f5,
                signature: __f6,
            })
        }
        fn control() -> __fd::Control {
            __fd::Control::of(__fd::FieldKind::Group)
                .with_parts(<Self as __fd::FormFields>::FIELDS)
        }
        fn check(&self, __errors: &mut __fd::FieldErrors) {
            __fd::Type::<String>::FORM.check("title", &self.title, __errors);
            __fd::Type::<bool>::FORM.check("is-urgent", &self.urgent, __errors);
            __fd::Type::<String>::FORM.check("password", &self.password, __errors);
            __fd::Type::<u32>::FORM.check("page", &self.page, __errors);
            __fd::Type::<u32>::FORM.check("size", &self.size, __errors);
            __fd::Type::<String>::FORM.check("sort", &self.sort, __errors);
            __fd::Type::<String>::FORM.check("signature", &self.signature, __errors);
        }
        fn takes_postcard() -> ::core::primitive::bool {
            __fd::Type::<String>::POSTCARD.is_some()
                && __fd::Type::<bool>::POSTCARD.is_some()
                && __fd::Type::<String>::POSTCARD.is_some()
                && __fd::Type::<u32>::POSTCARD.is_some()
                && __fd::Type::<u32>::POSTCARD.is_some()
                && __fd::Type::<String>::POSTCARD.is_some()
                && __fd::Type::<String>::POSTCARD.is_some()
        }
        fn from_postcard(
            __body: &[::core::primitive::u8],
            __limits: &__fd::FormLimits,
        ) -> ::core::result::Result<Self, __fd::FormError> {
            let mut __body = __fd::PostcardReader::new(__body, __limits);
            let __whole = Self {
                title: __body.field(__fd::Type::<String>::POSTCARD)?,
                urgent: __body.field(__fd::Type::<bool>::POSTCARD)?,
                password: __body.field(__fd::Type::<String>::POSTCARD)?,
                page: __body.field(__fd::Type::<u32>::POSTCARD)?,
                size: __body.field(__fd::Type::<u32>::POSTCARD)?,
                sort: __body.field(__fd::Type::<String>::POSTCARD)?,
                signature: __body.field(__fd::Type::<String>::POSTCARD)?,
            };
            __body.finish()?;
            ::core::result::Result::Ok(__whole)
        }
    }
    #[automatically_derived]
    impl __fd::FormFields for CreateTodo {
        const FIELDS: &'static [__fd::FieldInfo] = &[
            __fd::Type::<String>::FORM.info("title"),
            __fd::Type::<bool>::FORM.info("is-urgent"),
            __fd::Type::<String>::FORM.info("password").secret(),
            __fd::Type::<u32>::FORM.info("page").has_default(),
            __fd::Type::<u32>::FORM.info("size").has_default(),
            __fd::Type::<String>::FORM.info("sort"),
            __fd::Type::<String>::FORM.info("signature"),
        ];
    }
    #[automatically_derived]
    impl<__Field> __fd::Fill<__Field> for CreateTodo
    where
        __Field: ?::core::marker::Sized + __fd::Takes<CreateTodo>,
    {
        fn fill(&self, __form: &mut __fd::FormWriter<'_>) {
            (&&&__fd::Filled(&self.title)).fill_part(&mut __form.field("title"));
            (&&&__fd::Filled(&self.urgent)).fill_part(&mut __form.field("is-urgent"));
            (&&&__fd::Filled(&self.page)).fill_part(&mut __form.field("page"));
            (&&&__fd::Filled(&self.size)).fill_part(&mut __form.field("size"));
            (&&&__fd::Filled(&self.sort)).fill_part(&mut __form.field("sort"));
            (&&&__fd::Filled(&self.signature)).fill_part(&mut __form.field("signature"));
        }
    }
    const __REGISTRATION: __fd::Registration = __fd::Registration::new::<
        CreateTodo,
    >(::core::file!(), ::core::line!());
    #[automatically_derived]
    impl __fd::Action for CreateTodo {
        type Input = Self;
        type State = App;
        const NAME: &'static ::core::primitive::str = "create_todo";
        fn fields() -> &'static [__fd::FieldInfo] {
            <Self as __fd::FormFields>::FIELDS
        }
        fn registration() -> __fd::Registration {
            __REGISTRATION
        }
    }
    #[automatically_derived]
    impl __fd::ActionFor<App> for CreateTodo {
        type Extracted = (State<App>, CurrentUser);
        async fn extract(
            __parts: &mut __fd::http::request::Parts,
            __state: &App,
        ) -> ::core::result::Result<Self::Extracted, __fd::Response> {
            ::core::result::Result::Ok((
                __fd::extract::<State<App>, App>(__parts, __state).await?,
                __fd::extract::<CurrentUser, App>(__parts, __state).await?,
            ))
        }
        async fn run(
            (__extract_0, __extract_1): Self::Extracted,
            __input: Self::Input,
        ) -> __fd::Outcome {
            match __fd::Returned(
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
                ::core::result::Result::Ok(__value) => __fd::Value(__value).outcome(),
                ::core::result::Result::Err(__error) => __fd::Outcome::problem(__error),
            }
        }
    }
    __fd::inventory::submit! {
        __REGISTRATION
    }
};

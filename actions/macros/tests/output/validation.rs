const _: () = {
    #[allow(unused_imports)]
    use ::frontdesk::__private::{self as __fd, traits::*};
    #[automatically_derived]
    impl __fd::FromForm for SignUp {
        const KIND: __fd::FieldKind = __fd::FieldKind::Group;
        fn from_form(
            __node: __fd::Node<'_>,
        ) -> ::core::result::Result<Self, __fd::FieldErrors> {
            let mut __form = __fd::FormReader::new(__node);
            let __f0 = __fd::Type::<String>::FORM.read(__form.field("name"));
            let __f1 = __fd::Type::<Option<String>>::FORM
                .read(
                    __form.field("email").rewrite(const { &__fd::Rewrite::NONE.trim() }),
                );
            let __f2 = __fd::Type::<u8>::FORM.read(__form.field("age"));
            let __f3 = __fd::Type::<Vec<String>>::FORM.read(__form.field("tags"));
            let __f4 = __fd::Type::<String>::FORM.read(__form.field("again"));
            let __f5 = __fd::Type::<String>::FORM
                .read(
                    __form
                        .field("address")
                        .rewrite(const { &__fd::Rewrite::NONE.trim() }),
                );
            let __f6 = __fd::Type::<bool>::FORM.read(__form.field("free"));
            <Self as __fd::Validated>::each(
                (
                    __f0.as_ref(),
                    __f1.as_ref(),
                    __f2.as_ref(),
                    __f3.as_ref(),
                    __f4.as_ref(),
                    __f5.as_ref(),
                    __f6.as_ref(),
                ),
                &mut __form.errors,
            );
            if __f3.is_some() {
                __fd::Type::<Vec<String>>::FORM.restore_indices(__form.field("tags"));
            }
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
            let __whole = Self {
                name: __f0,
                email: __f1,
                age: __f2,
                tags: __f3,
                again: __f4,
                address: __f5,
                free: __f6,
            };
            __fd::Validated::whole(&__whole, &mut __form.errors);
            __form.finish()?;
            ::core::result::Result::Ok(__whole)
        }
        fn control() -> __fd::Control {
            __fd::Control::of(__fd::FieldKind::Group)
                .with_parts(<Self as __fd::FormFields>::FIELDS)
        }
        fn check(&self, __errors: &mut __fd::FieldErrors) {
            __fd::Type::<String>::FORM.check("name", &self.name, __errors);
            __fd::Type::<Option<String>>::FORM.check("email", &self.email, __errors);
            __fd::Type::<u8>::FORM.check("age", &self.age, __errors);
            __fd::Type::<Vec<String>>::FORM.check("tags", &self.tags, __errors);
            __fd::Type::<String>::FORM.check("again", &self.again, __errors);
            __fd::Type::<String>::FORM.check("address", &self.address, __errors);
            __fd::Type::<bool>::FORM.check("free", &self.free, __errors);
            <Self as __fd::Validated>::each(
                (
                    ::core::option::Option::Some(&self.name),
                    ::core::option::Option::Some(&self.email),
                    ::core::option::Option::Some(&self.age),
                    ::core::option::Option::Some(&self.tags),
                    ::core::option::Option::Some(&self.again),
                    ::core::option::Option::Some(&self.address),
                    ::core::option::Option::Some(&self.free),
                ),
                __errors,
            );
            __fd::Validated::whole(self, __errors);
        }
        fn takes_postcard() -> ::core::primitive::bool {
            __fd::Type::<String>::POSTCARD.is_some()
                && __fd::Type::<Option<String>>::POSTCARD.is_some()
                && __fd::Type::<u8>::POSTCARD.is_some()
                && __fd::Type::<Vec<String>>::POSTCARD.is_some()
                && __fd::Type::<String>::POSTCARD.is_some()
                && __fd::Type::<String>::POSTCARD.is_some()
                && __fd::Type::<bool>::POSTCARD.is_some()
        }
        fn from_postcard(
            __body: &[::core::primitive::u8],
            __limits: &__fd::FormLimits,
        ) -> ::core::result::Result<Self, __fd::FormError> {
            let mut __body = __fd::PostcardReader::new(__body, __limits);
            let __whole = Self {
                name: __body.field(__fd::Type::<String>::POSTCARD)?,
                email: __body.field(__fd::Type::<Option<String>>::POSTCARD)?,
                age: __body.field(__fd::Type::<u8>::POSTCARD)?,
                tags: __body.field(__fd::Type::<Vec<String>>::POSTCARD)?,
                again: __body.field(__fd::Type::<String>::POSTCARD)?,
                address: __body.field(__fd::Type::<String>::POSTCARD)?,
                free: __body.field(__fd::Type::<bool>::POSTCARD)?,
            };
            __body.finish()?;
            ::core::result::Result::Ok(__whole)
        }
    }
    #[automatically_derived]
    impl __fd::FormFields for SignUp {
        const FIELDS: &'static [__fd::FieldInfo] = &[
            __fd::Type::<String>::FORM
                .info("name")
                .constraints(
                    __fd::Constraints::NONE
                        .min_length(3)
                        .max_length(::core::primitive::usize::saturating_mul(20, 2))
                        .pattern("[a-z]+"),
                ),
            __fd::Type::<Option<String>>::FORM
                .info("email")
                .input(__fd::InputType::Email)
                .constraints(__fd::Constraints::NONE.not_blank()),
            __fd::Type::<u8>::FORM
                .info("age")
                .constraints(__fd::Constraints::NONE.min("18")),
            __fd::Type::<Vec<String>>::FORM
                .info("tags")
                .constraints(__fd::Constraints::NONE.max_length(3))
                .item_constraints(__fd::Constraints::NONE.max_length(10)),
            __fd::Type::<String>::FORM.info("again"),
            __fd::Type::<String>::FORM
                .info("address")
                .constraints(__fd::Constraints::NONE.not_blank()),
            __fd::Type::<bool>::FORM.info("free"),
        ];
    }
    #[automatically_derived]
    impl<__Field> __fd::Fill<__Field> for SignUp
    where
        __Field: ?::core::marker::Sized + __fd::Takes<SignUp>,
    {
        fn fill(&self, __form: &mut __fd::FormWriter<'_>) {
            (&&&__fd::Filled(&self.name)).fill_part(&mut __form.field("name"));
            (&&&__fd::Filled(&self.email)).fill_part(&mut __form.field("email"));
            (&&&__fd::Filled(&self.age)).fill_part(&mut __form.field("age"));
            (&&&__fd::Filled(&self.tags)).fill_part(&mut __form.field("tags"));
            (&&&__fd::Filled(&self.again)).fill_part(&mut __form.field("again"));
            (&&&__fd::Filled(&self.address)).fill_part(&mut __form.field("address"));
            (&&&__fd::Filled(&self.free)).fill_part(&mut __form.field("free"));
        }
    }
    #[automatically_derived]
    impl __fd::Validated for SignUp {
        type Parts<'__part> = (
            ::core::option::Option<&'__part String>,
            ::core::option::Option<&'__part Option<String>>,
            ::core::option::Option<&'__part u8>,
            ::core::option::Option<&'__part Vec<String>>,
            ::core::option::Option<&'__part String>,
            ::core::option::Option<&'__part String>,
            ::core::option::Option<&'__part bool>,
        )
        where
            Self: '__part;
        #[allow(unused_variables)]
        fn each(
            (__f0, __f1, __f2, __f3, __f4, __f5, __f6): Self::Parts<'_>,
            __errors: &mut __fd::FieldErrors,
        ) {
            let mut __report = __fd::garde::Report::new();
            if let ::core::option::Option::Some(__value) = __f0 {
                let __path = &mut || __fd::garde::Path::new("name");
                __fd::apply_rule(
                    &mut __report,
                    __path,
                    "characters",
                    || __fd::garde::rules::length::chars::apply(__value, (3, 20)),
                );
                {
                    static __PATTERN: __fd::garde::rules::pattern::regex::StaticPattern = __fd::garde::rules::pattern::regex::init_pattern!(
                        "^[a-z]+$"
                    );
                    __fd::apply_rule(
                        &mut __report,
                        __path,
                        "",
                        || __fd::garde::rules::pattern::apply(__value, (&__PATTERN,)),
                    );
                }
            }
            if let ::core::option::Option::Some(__value) = __f1 {
                let __path = &mut || __fd::garde::Path::new("email");
                __fd::apply_rule(
                    &mut __report,
                    __path,
                    "",
                    || __fd::garde::rules::email::apply(__value, ()),
                );
            }
            if let ::core::option::Option::Some(__value) = __f2 {
                let __path = &mut || __fd::garde::Path::new("age");
                __fd::apply_rule(
                    &mut __report,
                    __path,
                    "",
                    || __fd::garde::rules::range::apply(
                        __value,
                        (
                            ::core::option::Option::Some(18),
                            ::core::option::Option::Some(MAX),
                        ),
                    ),
                );
            }
            if let ::core::option::Option::Some(__value) = __f3 {
                let __path = &mut || __fd::garde::Path::new("tags");
                __fd::garde::rules::inner::apply(
                    __value,
                    |__value, __key| {
                        let __path = &mut || __path().join(__key);
                        __fd::apply_rule(
                            &mut __report,
                            __path,
                            "characters",
                            || __fd::garde::rules::length::utf16::apply(
                                __value,
                                (0usize, 10),
                            ),
                        );
                        __fd::apply_rule(
                            &mut __report,
                            __path,
                            "",
                            || __fd::garde::rules::ascii::apply(__value, ()),
                        );
                    },
                );
                __fd::apply_rule(
                    &mut __report,
                    __path,
                    "",
                    || __fd::garde::rules::length::simple::apply(__value, (0usize, 3)),
                );
                __fd::dive(&mut __report, __path, __value);
            }
            if let ::core::option::Option::Some(__value) = __f5 {
                let __path = &mut || __fd::garde::Path::new("address");
                __fd::apply_rule(
                    &mut __report,
                    __path,
                    "",
                    || __fd::garde::rules::ip::apply(
                        __value,
                        (__fd::garde::rules::ip::IpKind::V4,),
                    ),
                );
                __fd::apply_rule(
                    &mut __report,
                    __path,
                    "",
                    || __fd::garde::rules::prefix::apply(__value, (&"1",)),
                );
            }
            __fd::merge_report(__report, __errors);
        }
        #[allow(unused_variables)]
        fn whole(&self, __errors: &mut __fd::FieldErrors) {
            let mut __report = __fd::garde::Report::new();
            {
                let __value = &self.age;
                let __path = &mut || __fd::garde::Path::new("age");
                if self.email.is_some() {
                    if let ::core::result::Result::Err(__error) = (even)(__value, &()) {
                        __report.append(__path(), __error);
                    }
                }
            }
            {
                let __value = &self.again;
                let __path = &mut || __fd::garde::Path::new("again");
                __fd::apply_rule(
                    &mut __report,
                    __path,
                    "",
                    || __fd::garde::rules::matches::apply(
                        __value,
                        (::core::stringify!(name), &self.name),
                    ),
                );
            }
            if let ::core::result::Result::Err(__error) = (check)(self, &()) {
                __report.append(__fd::garde::Path::empty(), __error);
            }
            __fd::merge_report(__report, __errors);
        }
    }
};

#[automatically_derived]
impl ::frontdesk::__private::FromForm for SignUp {
    const KIND: ::frontdesk::__private::FieldKind = ::frontdesk::__private::FieldKind::Group;
    fn from_form(
        __node: ::frontdesk::__private::Node<'_>,
    ) -> ::core::result::Result<Self, ::frontdesk::__private::FieldErrors> {
        let mut __errors = ::frontdesk::__private::FieldErrors::none();
        let __field_0 = match {
            use ::frontdesk::__private::{ViaDeserialize as _, ViaFromForm as _};
            (&::frontdesk::__private::Decode::<String>::new())
                .decode(__node.field("name"))
        } {
            ::core::result::Result::Ok(__value) => ::core::option::Option::Some(__value),
            ::core::result::Result::Err(__error) => {
                __errors.merge(__error.at("name"));
                ::core::option::Option::None
            }
        };
        let __field_1 = match {
            use ::frontdesk::__private::{ViaDeserialize as _, ViaFromForm as _};
            (&::frontdesk::__private::Decode::<Option<String>>::new())
                .decode(__node.field("email"))
        } {
            ::core::result::Result::Ok(__value) => ::core::option::Option::Some(__value),
            ::core::result::Result::Err(__error) => {
                __errors.merge(__error.at("email"));
                ::core::option::Option::None
            }
        };
        let __field_2 = match {
            use ::frontdesk::__private::{ViaDeserialize as _, ViaFromForm as _};
            (&::frontdesk::__private::Decode::<u8>::new()).decode(__node.field("age"))
        } {
            ::core::result::Result::Ok(__value) => ::core::option::Option::Some(__value),
            ::core::result::Result::Err(__error) => {
                __errors.merge(__error.at("age"));
                ::core::option::Option::None
            }
        };
        let __field_3 = match {
            use ::frontdesk::__private::{ViaDeserialize as _, ViaFromForm as _};
            (&::frontdesk::__private::Decode::<Vec<String>>::new())
                .decode(__node.field("tags"))
        } {
            ::core::result::Result::Ok(__value) => ::core::option::Option::Some(__value),
            ::core::result::Result::Err(__error) => {
                __errors.merge(__error.at("tags"));
                ::core::option::Option::None
            }
        };
        let __field_4 = match {
            use ::frontdesk::__private::{ViaDeserialize as _, ViaFromForm as _};
            (&::frontdesk::__private::Decode::<String>::new())
                .decode(__node.field("again"))
        } {
            ::core::result::Result::Ok(__value) => ::core::option::Option::Some(__value),
            ::core::result::Result::Err(__error) => {
                __errors.merge(__error.at("again"));
                ::core::option::Option::None
            }
        };
        let __field_5 = match {
            use ::frontdesk::__private::{ViaDeserialize as _, ViaFromForm as _};
            (&::frontdesk::__private::Decode::<String>::new())
                .decode(__node.field("address"))
        } {
            ::core::result::Result::Ok(__value) => ::core::option::Option::Some(__value),
            ::core::result::Result::Err(__error) => {
                __errors.merge(__error.at("address"));
                ::core::option::Option::None
            }
        };
        let __field_6 = match {
            use ::frontdesk::__private::{ViaDeserialize as _, ViaFromForm as _};
            (&::frontdesk::__private::Decode::<bool>::new()).decode(__node.field("free"))
        } {
            ::core::result::Result::Ok(__value) => ::core::option::Option::Some(__value),
            ::core::result::Result::Err(__error) => {
                __errors.merge(__error.at("free"));
                ::core::option::Option::None
            }
        };
        <Self as ::frontdesk::__private::Validated>::each(
            (
                __field_0.as_ref(),
                __field_1.as_ref(),
                __field_2.as_ref(),
                __field_3.as_ref(),
                __field_4.as_ref(),
                __field_5.as_ref(),
                __field_6.as_ref(),
            ),
            &mut __errors,
        );
        if __field_3.is_some() {
            ::frontdesk::__private::as_sent(
                &mut __errors,
                "tags",
                __node.field("tags"),
                || {
                    use ::frontdesk::__private::{ViaDeserialize as _, ViaFromForm as _};
                    (&::frontdesk::__private::Decode::<Vec<String>>::new()).control()
                },
            );
        }
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
                    name: __field_0,
                    email: __field_1,
                    age: __field_2,
                    tags: __field_3,
                    again: __field_4,
                    address: __field_5,
                    free: __field_6,
                };
                {
                    ::frontdesk::__private::Validated::whole(&__whole, &mut __errors);
                    if __errors.is_empty() {
                        ::core::result::Result::Ok(__whole)
                    } else {
                        ::core::result::Result::Err(__errors)
                    }
                }
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
                .check(&self.name, "name", __errors);
            (&::frontdesk::__private::Decode::<Option<String>>::new())
                .check(&self.email, "email", __errors);
            (&::frontdesk::__private::Decode::<u8>::new())
                .check(&self.age, "age", __errors);
            (&::frontdesk::__private::Decode::<Vec<String>>::new())
                .check(&self.tags, "tags", __errors);
            (&::frontdesk::__private::Decode::<String>::new())
                .check(&self.again, "again", __errors);
            (&::frontdesk::__private::Decode::<String>::new())
                .check(&self.address, "address", __errors);
            (&::frontdesk::__private::Decode::<bool>::new())
                .check(&self.free, "free", __errors);
        }
        <Self as ::frontdesk::__private::Validated>::each(
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
        ::frontdesk::__private::Validated::whole(self, __errors);
    }
    fn takes_postcard() -> ::core::primitive::bool {
        use ::frontdesk::__private::{ViaOther as _, ViaPostcard as _};
        (&::frontdesk::__private::PostcardFields::<
            (String, Option<String>, u8, Vec<String>, String, String, bool),
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
            (String, Option<String>, u8, Vec<String>, String, String, bool),
        >::new())
            .read(__body, __limits)?;
        ::core::result::Result::Ok(Self {
            name: __field_0,
            email: __field_1,
            age: __field_2,
            tags: __field_3,
            again: __field_4,
            address: __field_5,
            free: __field_6,
        })
    }
}
#[automatically_derived]
impl ::frontdesk::__private::FormFields for SignUp {
    const FIELDS: &'static [::frontdesk::__private::FieldInfo] = &[
        ::frontdesk::__private::FieldInfo::new(
                "name",
                || {
                    use ::frontdesk::__private::{ViaDeserialize as _, ViaFromForm as _};
                    (&::frontdesk::__private::Decode::<String>::new()).control()
                },
            )
            .postcard(|| {
                use ::frontdesk::__private::{ViaDeserialize as _, ViaFromForm as _};
                (&::frontdesk::__private::Decode::<String>::new()).takes_postcard()
            })
            .constraints(
                ::frontdesk::__private::Constraints::NONE
                    .min_length(3)
                    .max_length(::core::primitive::usize::saturating_mul(20, 2))
                    .pattern("[a-z]+"),
            ),
        ::frontdesk::__private::FieldInfo::new(
                "email",
                || {
                    use ::frontdesk::__private::{ViaDeserialize as _, ViaFromForm as _};
                    (&::frontdesk::__private::Decode::<Option<String>>::new()).control()
                },
            )
            .postcard(|| {
                use ::frontdesk::__private::{ViaDeserialize as _, ViaFromForm as _};
                (&::frontdesk::__private::Decode::<Option<String>>::new())
                    .takes_postcard()
            })
            .input(::frontdesk::__private::InputType::Email)
            .constraints(::frontdesk::__private::Constraints::NONE.not_blank()),
        ::frontdesk::__private::FieldInfo::new(
                "age",
                || {
                    use ::frontdesk::__private::{ViaDeserialize as _, ViaFromForm as _};
                    (&::frontdesk::__private::Decode::<u8>::new()).control()
                },
            )
            .postcard(|| {
                use ::frontdesk::__private::{ViaDeserialize as _, ViaFromForm as _};
                (&::frontdesk::__private::Decode::<u8>::new()).takes_postcard()
            })
            .constraints(::frontdesk::__private::Constraints::NONE.min("18")),
        ::frontdesk::__private::FieldInfo::new(
                "tags",
                || {
                    use ::frontdesk::__private::{ViaDeserialize as _, ViaFromForm as _};
                    (&::frontdesk::__private::Decode::<Vec<String>>::new()).control()
                },
            )
            .postcard(|| {
                use ::frontdesk::__private::{ViaDeserialize as _, ViaFromForm as _};
                (&::frontdesk::__private::Decode::<Vec<String>>::new()).takes_postcard()
            })
            .constraints(::frontdesk::__private::Constraints::NONE.max_length(3))
            .item_constraints(::frontdesk::__private::Constraints::NONE.max_length(10)),
        ::frontdesk::__private::FieldInfo::new(
                "again",
                || {
                    use ::frontdesk::__private::{ViaDeserialize as _, ViaFromForm as _};
                    (&::frontdesk::__private::Decode::<String>::new()).control()
                },
            )
            .postcard(|| {
                use ::frontdesk::__private::{ViaDeserialize as _, ViaFromForm as _};
                (&::frontdesk::__private::Decode::<String>::new()).takes_postcard()
            }),
        ::frontdesk::__private::FieldInfo::new(
                "address",
                || {
                    use ::frontdesk::__private::{ViaDeserialize as _, ViaFromForm as _};
                    (&::frontdesk::__private::Decode::<String>::new()).control()
                },
            )
            .postcard(|| {
                use ::frontdesk::__private::{ViaDeserialize as _, ViaFromForm as _};
                (&::frontdesk::__private::Decode::<String>::new()).takes_postcard()
            })
            .constraints(::frontdesk::__private::Constraints::NONE.not_blank()),
        ::frontdesk::__private::FieldInfo::new(
                "free",
                || {
                    use ::frontdesk::__private::{ViaDeserialize as _, ViaFromForm as _};
                    (&::frontdesk::__private::Decode::<bool>::new()).control()
                },
            )
            .postcard(|| {
                use ::frontdesk::__private::{ViaDeserialize as _, ViaFromForm as _};
                (&::frontdesk::__private::Decode::<bool>::new()).takes_postcard()
            }),
    ];
}
#[automatically_derived]
impl ::frontdesk::__private::Validated for SignUp {
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
        (
            __field_0,
            __field_1,
            __field_2,
            __field_3,
            __field_4,
            __field_5,
            __field_6,
        ): Self::Parts<'_>,
        __errors: &mut ::frontdesk::__private::FieldErrors,
    ) {
        let mut __report = ::frontdesk::__private::garde::Report::new();
        if let ::core::option::Option::Some(__value) = __field_0 {
            let __path = &mut || ::frontdesk::__private::garde::Path::new("name");
            if let ::core::result::Result::Err(__error) = ::frontdesk::__private::in_words(
                "characters",
                || ::frontdesk::__private::garde::rules::length::chars::apply(
                    __value,
                    (3, 20),
                ),
            ) {
                __report.append(__path(), __error);
            }
            {
                static __PATTERN: ::frontdesk::__private::garde::rules::pattern::regex::StaticPattern = ::frontdesk::__private::garde::rules::pattern::regex::init_pattern!(
                    "^[a-z]+$"
                );
                if let ::core::result::Result::Err(__error) = ::frontdesk::__private::in_words(
                    "",
                    || ::frontdesk::__private::garde::rules::pattern::apply(
                        __value,
                        (&__PATTERN,),
                    ),
                ) {
                    __report.append(__path(), __error);
                }
            }
        }
        if let ::core::option::Option::Some(__value) = __field_1 {
            let __path = &mut || ::frontdesk::__private::garde::Path::new("email");
            if let ::core::result::Result::Err(__error) = ::frontdesk::__private::in_words(
                "",
                || ::frontdesk::__private::garde::rules::email::apply(__value, ()),
            ) {
                __report.append(__path(), __error);
            }
        }
        if let ::core::option::Option::Some(__value) = __field_2 {
            let __path = &mut || ::frontdesk::__private::garde::Path::new("age");
            if let ::core::result::Result::Err(__error) = ::frontdesk::__private::in_words(
                "",
                || ::frontdesk::__private::garde::rules::range::apply(
                    __value,
                    (::core::option::Option::Some(18), ::core::option::Option::Some(MAX)),
                ),
            ) {
                __report.append(__path(), __error);
            }
        }
        if let ::core::option::Option::Some(__value) = __field_3 {
            let __path = &mut || ::frontdesk::__private::garde::Path::new("tags");
            ::frontdesk::__private::garde::rules::inner::apply(
                __value,
                |__value, __key| {
                    let __path = &mut || __path().join(__key);
                    if let ::core::result::Result::Err(__error) = ::frontdesk::__private::in_words(
                        "characters",
                        || ::frontdesk::__private::garde::rules::length::utf16::apply(
                            __value,
                            (0usize, 10),
                        ),
                    ) {
                        __report.append(__path(), __error);
                    }
                    if let ::core::result::Result::Err(__error) = ::frontdesk::__private::in_words(
                        "",
                        || ::frontdesk::__private::garde::rules::ascii::apply(
                            __value,
                            (),
                        ),
                    ) {
                        __report.append(__path(), __error);
                    }
                },
            );
            if let ::core::result::Result::Err(__error) = ::frontdesk::__private::in_words(
                "",
                || ::frontdesk::__private::garde::rules::length::simple::apply(
                    __value,
                    (0usize, 3),
                ),
            ) {
                __report.append(__path(), __error);
            }
            ::frontdesk::__private::in_words(
                "",
                || {
                    ::frontdesk::__private::garde::Validate::validate_into(
                        __value,
                        &::core::default::Default::default(),
                        __path,
                        &mut __report,
                    )
                },
            );
        }
        if let ::core::option::Option::Some(__value) = __field_5 {
            let __path = &mut || ::frontdesk::__private::garde::Path::new("address");
            if let ::core::result::Result::Err(__error) = ::frontdesk::__private::in_words(
                "",
                || ::frontdesk::__private::garde::rules::ip::apply(
                    __value,
                    (::frontdesk::__private::garde::rules::ip::IpKind::V4,),
                ),
            ) {
                __report.append(__path(), __error);
            }
            if let ::core::result::Result::Err(__error) = ::frontdesk::__private::in_words(
                "",
                || ::frontdesk::__private::garde::rules::prefix::apply(__value, (&"1",)),
            ) {
                __report.append(__path(), __error);
            }
        }
        ::frontdesk::__private::tell(__report, __errors);
    }
    #[allow(unused_variables)]
    fn whole(&self, __errors: &mut ::frontdesk::__private::FieldErrors) {
        let mut __report = ::frontdesk::__private::garde::Report::new();
        {
            let __value = &self.age;
            let __path = &mut || ::frontdesk::__private::garde::Path::new("age");
            if self.email.is_some() {
                if let ::core::result::Result::Err(__error) = (even)(__value, &()) {
                    __report.append(__path(), __error);
                }
            }
        }
        {
            let __value = &self.again;
            let __path = &mut || ::frontdesk::__private::garde::Path::new("again");
            if let ::core::result::Result::Err(__error) = ::frontdesk::__private::in_words(
                "",
                || ::frontdesk::__private::garde::rules::matches::apply(
                    __value,
                    (::core::stringify!(name), &self.name),
                ),
            ) {
                __report.append(__path(), __error);
            }
        }
        if let ::core::result::Result::Err(__error) = (check)(self, &()) {
            __report.append(::frontdesk::__private::garde::Path::empty(), __error);
        }
        ::frontdesk::__private::tell(__report, __errors);
    }
}

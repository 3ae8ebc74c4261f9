const _: () = {
    #[allow(unused_imports)]
    use ::frontdesk::__private::{self as __fd, traits::*};
    #[automatically_derived]
    impl __fd::FromForm for Foreign {
        const KIND: __fd::FieldKind = __fd::FieldKind::Group;
        fn from_form(
            __node: __fd::Node<'_>,
        ) -> ::core::result::Result<Self, __fd::FieldErrors> {
            __fd::OptionalList::<BTreeMap<String, String>>::CHECK.pass();
            let mut __form = __fd::FormReader::new(__node);
            let __f0 = __fd::Type::<String>::FORM.read(__form.field("firstName"));
            let __f1 = __fd::Type::<bool>::FORM
                .read(
                    __form
                        .field("remember")
                        .rewrite(const {
                            __fd::takes_on::<bool>();
                            &__fd::Rewrite::NONE.on("forever")
                        }),
                );
            let __f2 = __fd::Type::<Vec<String>>::FORM
                .read(
                    __form
                        .field("words")
                        .rewrite(const {
                            __fd::takes_items::<Vec<String>>();
                            &__fd::Rewrite::NONE.trim().split(",")
                        }),
                );
            let __f3 = __form
                .rest::<BTreeMap<String, String>>(&["firstName", "remember", "words"]);
            let (
                ::core::option::Option::Some(__f0),
                ::core::option::Option::Some(__f1),
                ::core::option::Option::Some(__f2),
                ::core::option::Option::Some(__f3),
            ) = (__f0, __f1, __f2, __f3) else {
                return ::core::result::Result::Err(__form.errors);
            };
            ::core::result::Result::Ok(Self {
                first_name: __f0,
                remember: __f1,
                words: __f2,
                extras: __f3,
            })
        }
        fn control() -> __fd::Control {
            __fd::Control::of(__fd::FieldKind::Group)
                .with_parts(<Self as __fd::FormFields>::FIELDS)
        }
        fn check(&self, __errors: &mut __fd::FieldErrors) {
            __fd::Type::<String>::FORM.check("firstName", &self.first_name, __errors);
            __fd::Type::<bool>::FORM.check("remember", &self.remember, __errors);
            __fd::Type::<Vec<String>>::FORM.check("words", &self.words, __errors);
            __fd::Type::<BTreeMap<String, String>>::FORM
                .check("extras", &self.extras, __errors);
        }
        fn is_left_blank(__node: __fd::Node<'_>) -> ::core::primitive::bool {
            __node.is_blank_except(&["remember"])
        }
        fn takes_postcard() -> ::core::primitive::bool {
            __fd::Type::<String>::POSTCARD.is_some()
                && __fd::Type::<bool>::POSTCARD.is_some()
                && __fd::Type::<Vec<String>>::POSTCARD.is_some()
                && __fd::Type::<BTreeMap<String, String>>::POSTCARD.is_some()
        }
        fn from_postcard(
            __body: &[::core::primitive::u8],
            __limits: &__fd::FormLimits,
        ) -> ::core::result::Result<Self, __fd::FormError> {
            let mut __body = __fd::PostcardReader::new(__body, __limits);
            let __whole = Self {
                first_name: __body.field(__fd::Type::<String>::POSTCARD)?,
                remember: __body.field(__fd::Type::<bool>::POSTCARD)?,
                words: __body.field(__fd::Type::<Vec<String>>::POSTCARD)?,
                extras: __body.field(__fd::Type::<BTreeMap<String, String>>::POSTCARD)?,
            };
            __body.finish()?;
            ::core::result::Result::Ok(__whole)
        }
    }
    #[automatically_derived]
    impl __fd::FormFields for Foreign {
        const FIELDS: &'static [__fd::FieldInfo] = &[
            __fd::Type::<String>::FORM.info("firstName"),
            __fd::Type::<bool>::FORM.info("remember").on("forever"),
            __fd::Type::<Vec<String>>::FORM.info("words").split(","),
            __fd::Type::<BTreeMap<String, String>>::FORM.info("extras").rest(),
        ];
    }
    #[automatically_derived]
    impl<__Field> __fd::Fill<__Field> for Foreign
    where
        __Field: ?::core::marker::Sized + __fd::Takes<Foreign>,
    {
        fn fill(&self, __form: &mut __fd::FormWriter<'_>) {
            (&&&__fd::Filled(&self.first_name))
                .fill_part(&mut __form.field("firstName"));
            (&&&__fd::Filled(&self.remember)).fill_part(&mut __form.field("remember"));
            (&&&__fd::Filled(&self.words))
                .fill_part(&mut __form.field("words").split(","));
            (&&&__fd::Filled(&self.extras)).fill_part(__form);
        }
    }
    #[allow(dead_code)]
    #[automatically_derived]
    impl Foreign {
        /// The form field `firstName`.
        const FIRST_NAME: __fd::Field<Self, String> = __fd::Field::new("firstName");
        /// The form field `remember`.
        const REMEMBER: __fd::Field<Self, bool> = __fd::Field::new("remember");
        /// The form field `words`.
        const WORDS: __fd::Field<Self, Vec<String>> = __fd::Field::new("words");
        /// The form field `extras`.
        const EXTRAS: __fd::Field<Self, BTreeMap<String, String>> = __fd::Field::new(
            "extras",
        );
    }
};

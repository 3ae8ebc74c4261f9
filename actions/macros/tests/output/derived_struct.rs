const _: () = {
    #[allow(unused_imports)]
    use ::frontdesk::__private::{self as __fd, traits::*};
    #[automatically_derived]
    impl<T> __fd::FromForm for Address<T>
    where
        T: Clone,
        T: __fd::FromForm,
    {
        const KIND: __fd::FieldKind = __fd::FieldKind::Group;
        fn from_form(
            __node: __fd::Node<'_>,
        ) -> ::core::result::Result<Self, __fd::FieldErrors> {
            __fd::OptionalList::<Option<T>>::CHECK.pass();
            __fd::OptionalList::<Kind>::CHECK.pass();
            let mut __form = __fd::FormReader::new(__node);
            let __f0 = __fd::Type::<String>::FORM.read(__form.field("street"));
            let __f1 = __fd::Type::<Option<T>>::FORM
                .read(__form.field("post-code").last());
            let __f2 = __fd::Type::<Kind>::FORM
                .read_or(
                    __form.field("type"),
                    <Kind as ::core::default::Default>::default,
                );
            let (
                ::core::option::Option::Some(__f0),
                ::core::option::Option::Some(__f1),
                ::core::option::Option::Some(__f2),
            ) = (__f0, __f1, __f2) else {
                return ::core::result::Result::Err(__form.errors);
            };
            ::core::result::Result::Ok(Self {
                street: __f0,
                zip: __f1,
                r#type: __f2,
            })
        }
        fn control() -> __fd::Control {
            __fd::Control::of(__fd::FieldKind::Group)
                .with_parts(<Self as __fd::FormFields>::FIELDS)
        }
        fn check(&self, __errors: &mut __fd::FieldErrors) {
            __fd::Type::<String>::FORM.check("street", &self.street, __errors);
            __fd::Type::<Option<T>>::FORM.check("post-code", &self.zip, __errors);
            __fd::Type::<Kind>::FORM.check("type", &self.r#type, __errors);
        }
        fn takes_postcard() -> ::core::primitive::bool {
            __fd::Type::<String>::POSTCARD.is_some()
                && __fd::Type::<Option<T>>::POSTCARD.is_some()
                && __fd::Type::<Kind>::POSTCARD.is_some()
        }
        fn from_postcard(
            __body: &[::core::primitive::u8],
            __limits: &__fd::FormLimits,
        ) -> ::core::result::Result<Self, __fd::FormError> {
            let mut __body = __fd::PostcardReader::new(__body, __limits);
            let __whole = Self {
                street: __body.field(__fd::Type::<String>::POSTCARD)?,
                zip: __body.field(__fd::Type::<Option<T>>::POSTCARD)?,
                r#type: __body.field(__fd::Type::<Kind>::POSTCARD)?,
            };
            __body.finish()?;
            ::core::result::Result::Ok(__whole)
        }
    }
    #[automatically_derived]
    impl<T> __fd::FormFields for Address<T>
    where
        T: Clone,
        T: __fd::FromForm,
    {
        const FIELDS: &'static [__fd::FieldInfo] = &[
            __fd::Type::<String>::FORM.info("street"),
            __fd::Type::<Option<T>>::FORM.info("post-code"),
            __fd::Type::<Kind>::FORM.info("type").has_default(),
        ];
    }
    #[automatically_derived]
    impl<T, __Field> __fd::Fill<__Field> for Address<T>
    where
        T: Clone,
        T: __fd::FromForm,
        T: __fd::Fill<T>,
        __Field: ?::core::marker::Sized + __fd::Takes<Address<T>>,
    {
        fn fill(&self, __form: &mut __fd::FormWriter<'_>) {
            (&&&__fd::Filled(&self.street)).fill_part(&mut __form.field("street"));
            (&&&__fd::Filled(&self.zip)).fill_part(&mut __form.field("post-code"));
            (&&&__fd::Filled(&self.r#type)).fill_part(&mut __form.field("type"));
        }
    }
    #[allow(dead_code)]
    #[automatically_derived]
    impl<T> Address<T>
    where
        T: Clone,
        T: __fd::FromForm,
    {
        /// The form field `street`.
        pub const STREET: __fd::Field<Self, String> = __fd::Field::new("street");
        /// The form field `post-code`.
        const ZIP: __fd::Field<Self, Option<T>> = __fd::Field::new("post-code");
        /// The form field `type`.
        const TYPE: __fd::Field<Self, Kind> = __fd::Field::new("type");
    }
};

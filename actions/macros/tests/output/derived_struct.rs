#[automatically_derived]
impl<T> ::frontdesk::__private::FromForm for Address<T>
where
    T: Clone,
    T: ::frontdesk::__private::FromForm,
{
    const KIND: ::frontdesk::__private::FieldKind = ::frontdesk::__private::FieldKind::Group;
    fn from_form(
        __node: ::frontdesk::__private::Node<'_>,
    ) -> ::core::result::Result<Self, ::frontdesk::__private::FieldErrors> {
        let mut __errors = ::frontdesk::__private::FieldErrors::none();
        let __field_0 = match {
            use ::frontdesk::__private::{ViaDeserialize as _, ViaFromForm as _};
            (&::frontdesk::__private::Decode::<String>::new())
                .decode(__node.field("street"))
        } {
            ::core::result::Result::Ok(__value) => ::core::option::Option::Some(__value),
            ::core::result::Result::Err(__error) => {
                __errors.merge(__error.at("street"));
                ::core::option::Option::None
            }
        };
        let __field_1 = match {
            use ::frontdesk::__private::{ViaDeserialize as _, ViaFromForm as _};
            (&::frontdesk::__private::Decode::<Option<T>>::new())
                .decode(__node.field("post-code").last())
        } {
            ::core::result::Result::Ok(__value) => ::core::option::Option::Some(__value),
            ::core::result::Result::Err(__error) => {
                __errors.merge(__error.at("post-code"));
                ::core::option::Option::None
            }
        };
        let __field_2 = match if __node.field("type").is_blank() {
            ::core::result::Result::Ok(<Kind as ::core::default::Default>::default())
        } else {
            use ::frontdesk::__private::{ViaDeserialize as _, ViaFromForm as _};
            (&::frontdesk::__private::Decode::<Kind>::new()).decode(__node.field("type"))
        } {
            ::core::result::Result::Ok(__value) => ::core::option::Option::Some(__value),
            ::core::result::Result::Err(__error) => {
                __errors.merge(__error.at("type"));
                ::core::option::Option::None
            }
        };
        match (__field_0, __field_1, __field_2) {
            (
                ::core::option::Option::Some(__field_0),
                ::core::option::Option::Some(__field_1),
                ::core::option::Option::Some(__field_2),
            ) => {
                let __whole = Self {
                    street: __field_0,
                    zip: __field_1,
                    r#type: __field_2,
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
                .check(&self.street, "street", __errors);
            (&::frontdesk::__private::Decode::<Option<T>>::new())
                .check(&self.zip, "post-code", __errors);
            (&::frontdesk::__private::Decode::<Kind>::new())
                .check(&self.r#type, "type", __errors);
        }
    }
    fn takes_postcard() -> ::core::primitive::bool {
        use ::frontdesk::__private::{ViaOther as _, ViaPostcard as _};
        (&::frontdesk::__private::PostcardFields::<(String, Option<T>, Kind)>::new())
            .are_taken()
    }
    fn from_postcard(
        __body: &[::core::primitive::u8],
        __limits: &::frontdesk::__private::FormLimits,
    ) -> ::core::result::Result<Self, ::frontdesk::__private::FormError> {
        use ::frontdesk::__private::{ViaOther as _, ViaPostcard as _};
        let (__field_0, __field_1, __field_2) = (&::frontdesk::__private::PostcardFields::<
            (String, Option<T>, Kind),
        >::new())
            .read(__body, __limits)?;
        ::core::result::Result::Ok(Self {
            street: __field_0,
            zip: __field_1,
            r#type: __field_2,
        })
    }
}
#[automatically_derived]
impl<T> ::frontdesk::__private::FormFields for Address<T>
where
    T: Clone,
    T: ::frontdesk::__private::FromForm,
{
    const FIELDS: &'static [::frontdesk::__private::FieldInfo] = &[
        ::frontdesk::__private::FieldInfo::new(
                "street",
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
                "post-code",
                || {
                    use ::frontdesk::__private::{ViaDeserialize as _, ViaFromForm as _};
                    (&::frontdesk::__private::Decode::<Option<T>>::new()).control()
                },
            )
            .postcard(|| {
                use ::frontdesk::__private::{ViaDeserialize as _, ViaFromForm as _};
                (&::frontdesk::__private::Decode::<Option<T>>::new()).takes_postcard()
            }),
        ::frontdesk::__private::FieldInfo::new(
                "type",
                || {
                    use ::frontdesk::__private::{ViaDeserialize as _, ViaFromForm as _};
                    (&::frontdesk::__private::Decode::<Kind>::new()).control()
                },
            )
            .postcard(|| {
                use ::frontdesk::__private::{ViaDeserialize as _, ViaFromForm as _};
                (&::frontdesk::__private::Decode::<Kind>::new()).takes_postcard()
            })
            .has_default(),
    ];
}
#[allow(dead_code)]
#[automatically_derived]
impl<T> Address<T>
where
    T: Clone,
    T: ::frontdesk::__private::FromForm,
{
    /// The form field `street`.
    pub const STREET: ::frontdesk::__private::Field<Self, String> = ::frontdesk::__private::Field::new(
        "street",
    );
    /// The form field `post-code`.
    const ZIP: ::frontdesk::__private::Field<Self, Option<T>> = ::frontdesk::__private::Field::new(
        "post-code",
    );
    /// The form field `type`.
    const TYPE: ::frontdesk::__private::Field<Self, Kind> = ::frontdesk::__private::Field::new(
        "type",
    );
}

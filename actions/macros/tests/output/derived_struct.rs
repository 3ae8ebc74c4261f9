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
                ::core::result::Result::Ok(Self {
                    street: __field_0,
                    zip: __field_1,
                    r#type: __field_2,
                })
            }
            _ => ::core::result::Result::Err(__errors),
        }
    }
}

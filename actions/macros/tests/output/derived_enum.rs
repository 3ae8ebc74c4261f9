#[automatically_derived]
impl ::frontdesk::__private::FromForm for Color {
    const KIND: ::frontdesk::__private::FieldKind = ::frontdesk::__private::FieldKind::Choice;
    fn from_form(
        __node: ::frontdesk::__private::Node<'_>,
    ) -> ::core::result::Result<Self, ::frontdesk::__private::FieldErrors> {
        ::core::result::Result::Ok(
            match ::frontdesk::__private::choice(
                __node,
                &["red", "dark-red", "lime!"],
            )? {
                0usize => Self::Red,
                1usize => Self::DarkRed,
                _ => Self::Green,
            },
        )
    }
    fn takes_postcard() -> ::core::primitive::bool {
        true
    }
}
#[automatically_derived]
impl ::frontdesk::__private::Fill for Color {
    fn fill(&self, __values: &mut ::std::vec::Vec<::std::string::String>) {
        let __choice = match self {
            Self::Red => "red",
            Self::DarkRed => "dark-red",
            Self::Green => "lime!",
        };
        ::frontdesk::__private::Fill::fill(__choice, __values);
    }
}

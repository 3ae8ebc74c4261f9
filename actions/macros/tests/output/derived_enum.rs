const _: () = {
    #[allow(unused_imports)]
    use ::frontdesk::__private::{self as __fd, traits::*};
    #[automatically_derived]
    impl __fd::FromForm for Color {
        const KIND: __fd::FieldKind = __fd::FieldKind::Choice;
        fn from_form(
            __node: __fd::Node<'_>,
        ) -> ::core::result::Result<Self, __fd::FieldErrors> {
            ::core::result::Result::Ok(
                match __fd::choice(__node, &["red", "dark-red", "lime!"])? {
                    0usize => Self::Red,
                    1usize => Self::DarkRed,
                    _ => Self::Green,
                },
            )
        }
        fn control() -> __fd::Control {
            __fd::Control::of(__fd::FieldKind::Choice)
                .with_choices(const {
                    &[
                        __fd::Choice::new("red", "Red"),
                        __fd::Choice::new("dark-red", "DarkRed"),
                        __fd::Choice::new("lime!", "Green").label("Lime"),
                    ]
                })
        }
        fn takes_postcard() -> ::core::primitive::bool {
            true
        }
    }
    #[automatically_derived]
    impl<__Field> __fd::Fill<__Field> for Color
    where
        __Field: ?::core::marker::Sized + __fd::Takes<Color>,
    {
        fn fill(&self, __form: &mut __fd::FormWriter<'_>) {
            __form
                .text(
                    match self {
                        Self::Red => "red",
                        Self::DarkRed => "dark-red",
                        Self::Green => "lime!",
                    },
                );
        }
    }
};

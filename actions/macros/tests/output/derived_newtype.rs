const _: () = {
    #[allow(unused_imports)]
    use fd::__private::{self as __fd, traits::*};
    #[automatically_derived]
    impl __fd::FromForm for Email {
        const KIND: __fd::FieldKind = <String as __fd::FromForm>::KIND;
        fn from_form(
            __node: __fd::Node<'_>,
        ) -> ::core::result::Result<Self, __fd::FieldErrors> {
            <String as __fd::FromForm>::from_form(__node.raw()).map(Self)
        }
        fn control() -> __fd::Control {
            <String as __fd::FromForm>::control()
        }
        fn check(&self, __errors: &mut __fd::FieldErrors) {
            <String as __fd::FromForm>::check(&self.0, __errors);
        }
        fn is_left_blank(__node: __fd::Node<'_>) -> ::core::primitive::bool {
            <String as __fd::FromForm>::is_left_blank(__node)
        }
        fn takes_postcard() -> ::core::primitive::bool {
            <String as __fd::FromForm>::takes_postcard()
        }
    }
    #[automatically_derived]
    impl<__Field> __fd::Fill<__Field> for Email
    where
        __Field: ?::core::marker::Sized + __fd::Takes<Email>,
    {
        fn fill(&self, __form: &mut __fd::FormWriter<'_>) {
            (&&&__fd::Filled(&self.0)).fill_part(__form);
        }
    }
};

#[automatically_derived]
impl fd::__private::FromForm for Email {
    const KIND: fd::__private::FieldKind = <String as fd::__private::FromForm>::KIND;
    fn from_form(
        __node: fd::__private::Node<'_>,
    ) -> ::core::result::Result<Self, fd::__private::FieldErrors> {
        <String as fd::__private::FromForm>::from_form(__node.raw()).map(Self)
    }
    fn control() -> fd::__private::Control {
        <String as fd::__private::FromForm>::control()
    }
    fn check(&self, __errors: &mut fd::__private::FieldErrors) {
        <String as fd::__private::FromForm>::check(&self.0, __errors);
    }
    fn is_left_blank(__node: fd::__private::Node<'_>) -> ::core::primitive::bool {
        <String as fd::__private::FromForm>::is_left_blank(__node)
    }
    fn takes_postcard() -> ::core::primitive::bool {
        <String as fd::__private::FromForm>::takes_postcard()
    }
}

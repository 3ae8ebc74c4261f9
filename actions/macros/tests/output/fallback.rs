pub fn broken(
    State(app): State<App>,
    title: &str,
    done: bool,
    done_: bool,
    Done: bool,
) -> u32 {
    1
}
/// The input of [`broken`](fn@broken), a server action.
pub struct Broken {
    /// The form field `title`.
    pub title: (),
    /// The form field `a.b`.
    pub done: bool,
    /// The form field `done_`.
    pub done_: bool,
}
#[automatically_derived]
impl Broken {
    /// The form field `title`.
    pub const TITLE: ::frontdesk::__private::Field<Broken, ()> = ::frontdesk::__private::Field::new(
        "title",
    );
    /// The form field `a.b`.
    pub const DONE: ::frontdesk::__private::Field<Broken, bool> = ::frontdesk::__private::Field::new(
        "a.b",
    );
    /// The form field `done_`.
    pub const DONE_: ::frontdesk::__private::Field<Broken, bool> = ::frontdesk::__private::Field::new(
        "done_",
    );
}
const _: () = {
    #[automatically_derived]
    impl ::core::fmt::Debug for Broken {
        fn fmt(
            &self,
            __formatter: &mut ::core::fmt::Formatter<'_>,
        ) -> ::core::fmt::Result {
            __formatter.debug_struct("Broken").finish_non_exhaustive()
        }
    }
    impl ::frontdesk::__private::FromForm for Broken {
        const KIND: ::frontdesk::__private::FieldKind = ::frontdesk::__private::FieldKind::Group;
        fn from_form(
            _: ::frontdesk::__private::Node<'_>,
        ) -> ::core::result::Result<Self, ::frontdesk::__private::FieldErrors> {
            ::core::unreachable!()
        }
    }
    impl ::frontdesk::__private::FormFields for Broken {
        const FIELDS: &'static [::frontdesk::__private::FieldInfo] = &[];
    }
    impl ::frontdesk::__private::Action for Broken {
        type Input = Self;
        type State = App;
        const NAME: &'static ::core::primitive::str = "broken";
        fn fields() -> &'static [::frontdesk::__private::FieldInfo] {
            ::core::unreachable!()
        }
        fn registration() -> ::frontdesk::__private::Registration {
            ::core::unreachable!()
        }
    }
    impl<
        __S: ::core::marker::Send + ::core::marker::Sync + 'static,
    > ::frontdesk::__private::ActionFor<__S> for Broken {
        type Extracted = ();
        async fn extract(
            _: &mut ::frontdesk::__private::http::request::Parts,
            _: &__S,
        ) -> ::core::result::Result<Self::Extracted, ::frontdesk::__private::Response> {
            ::core::unreachable!()
        }
        async fn run(
            _: Self::Extracted,
            _: Self::Input,
        ) -> ::frontdesk::__private::Outcome {
            ::core::unreachable!()
        }
    }
};

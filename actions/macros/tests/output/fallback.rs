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
const _: () = {
    #[allow(unused_imports)]
    use ::frontdesk::__private::{self as __fd, traits::*};
    #[allow(dead_code)]
    #[automatically_derived]
    impl Broken {
        /// The form field `title`.
        pub const TITLE: __fd::Field<Self, ()> = __fd::Field::new("title");
        /// The form field `a.b`.
        pub const DONE: __fd::Field<Self, bool> = __fd::Field::new("a.b");
        /// The form field `done_`.
        pub const DONE_: __fd::Field<Self, bool> = __fd::Field::new("done_");
    }
    #[automatically_derived]
    impl ::core::fmt::Debug for Broken {
        fn fmt(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            __f.debug_struct("Broken").finish_non_exhaustive()
        }
    }
    #[automatically_derived]
    impl<__Field> __fd::Fill<__Field> for Broken
    where
        __Field: ?::core::marker::Sized + __fd::Takes<Broken>,
    {
        fn fill(&self, __form: &mut __fd::FormWriter<'_>) {
            ::core::unreachable!()
        }
    }
    impl __fd::FromForm for Broken {
        const KIND: __fd::FieldKind = __fd::FieldKind::Group;
        fn from_form(
            _: __fd::Node<'_>,
        ) -> ::core::result::Result<Self, __fd::FieldErrors> {
            ::core::unreachable!()
        }
    }
    impl __fd::FormFields for Broken {
        const FIELDS: &'static [__fd::FieldInfo] = &[];
    }
    impl __fd::Action for Broken {
        type Input = Self;
        type State = App;
        const NAME: &'static ::core::primitive::str = "broken";
        fn fields() -> &'static [__fd::FieldInfo] {
            ::core::unreachable!()
        }
        fn registration() -> __fd::Registration {
            ::core::unreachable!()
        }
    }
    impl<__S: ::core::marker::Send + ::core::marker::Sync + 'static> __fd::ActionFor<__S>
    for Broken {
        type Extracted = ();
        async fn extract(
            _: &mut __fd::http::request::Parts,
            _: &__S,
        ) -> ::core::result::Result<Self::Extracted, __fd::Response> {
            ::core::unreachable!()
        }
        async fn run(_: Self::Extracted, _: Self::Input) -> __fd::Outcome {
            ::core::unreachable!()
        }
    }
};

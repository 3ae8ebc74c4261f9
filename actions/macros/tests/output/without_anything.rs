#[allow(
    clippy::fn_params_excessive_bools,
    clippy::too_many_arguments,
    clippy::unused_async
)]
async fn refuses() {}
/// The input of [`refuses`](fn@refuses), a server action.
struct Refuses {}
const _: () = {
    #[automatically_derived]
    impl ::core::fmt::Debug for Refuses {
        fn fmt(
            &self,
            __formatter: &mut ::core::fmt::Formatter<'_>,
        ) -> ::core::fmt::Result {
            __formatter.debug_struct("Refuses").finish_non_exhaustive()
        }
    }
    #[automatically_derived]
    impl ::frontdesk::__private::FromForm for Refuses {
        const KIND: ::frontdesk::__private::FieldKind = ::frontdesk::__private::FieldKind::Group;
        fn from_form(
            __node: ::frontdesk::__private::Node<'_>,
        ) -> ::core::result::Result<Self, ::frontdesk::__private::FieldErrors> {
            let __whole = Self {};
            ::core::result::Result::Ok(__whole)
        }
        fn control() -> ::frontdesk::__private::Control {
            ::frontdesk::__private::Control::of(::frontdesk::__private::FieldKind::Group)
                .with_parts(<Self as ::frontdesk::__private::FormFields>::FIELDS)
        }
        fn takes_postcard() -> ::core::primitive::bool {
            use ::frontdesk::__private::{ViaOther as _, ViaPostcard as _};
            (&::frontdesk::__private::PostcardFields::<()>::new()).are_taken()
        }
        fn from_postcard(
            __body: &[::core::primitive::u8],
            __limits: &::frontdesk::__private::FormLimits,
        ) -> ::core::result::Result<Self, ::frontdesk::__private::FormError> {
            use ::frontdesk::__private::{ViaOther as _, ViaPostcard as _};
            let () = (&::frontdesk::__private::PostcardFields::<()>::new())
                .read(__body, __limits)?;
            ::core::result::Result::Ok(Self {})
        }
    }
    #[automatically_derived]
    impl ::frontdesk::__private::FormFields for Refuses {
        const FIELDS: &'static [::frontdesk::__private::FieldInfo] = &[];
    }
    const __REGISTRATION: ::frontdesk::__private::Registration = ::frontdesk::__private::Registration::new::<
        Refuses,
    >(::core::file!(), ::core::line!());
    #[automatically_derived]
    impl ::frontdesk::__private::Action for Refuses {
        type Input = Self;
        type State = ();
        const NAME: &'static ::core::primitive::str = "refuses";
        fn fields() -> &'static [::frontdesk::__private::FieldInfo] {
            <Self as ::frontdesk::__private::FormFields>::FIELDS
        }
        fn registration() -> ::frontdesk::__private::Registration {
            __REGISTRATION
        }
    }
    #[automatically_derived]
    impl ::frontdesk::__private::ActionFor<()> for Refuses {
        type Extracted = ();
        async fn extract(
            __parts: &mut ::frontdesk::__private::http::request::Parts,
            __state: &(),
        ) -> ::core::result::Result<Self::Extracted, ::frontdesk::__private::Response> {
            ::core::result::Result::Ok(())
        }
        async fn run(
            __extracted: Self::Extracted,
            __input: Self::Input,
        ) -> ::frontdesk::__private::Outcome {
            use ::frontdesk::__private::{ViaPlain as _, ViaValue as _};
            let () = __extracted;
            match ::frontdesk::__private::Returned(refuses().await).into_result() {
                ::core::result::Result::Ok(__value) => {
                    ::frontdesk::__private::Value(__value).outcome()
                }
                ::core::result::Result::Err(__problem) => {
                    ::frontdesk::__private::Outcome::problem(__problem)
                }
            }
        }
    }
    ::frontdesk::__private::inventory::submit! {
        __REGISTRATION
    }
};

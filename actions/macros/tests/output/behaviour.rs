#[allow(
    clippy::fn_params_excessive_bools,
    clippy::too_many_arguments,
    clippy::unused_async
)]
async fn order(item: u32, price: Price, note: String) {}
/// The input of [`order`](fn@order), a server action.
struct Order {
    /// The form field `item`.
    item: u32,
    /// The form field `p`.
    price: Price,
    /// The form field `note`.
    note: String,
}
#[automatically_derived]
impl Order {
    /// The form field `item`.
    const ITEM: ::frontdesk::__private::SealedField<Order, u32> = ::frontdesk::__private::SealedField::new(
        "item",
    );
    /// The form field `p`.
    const PRICE: ::frontdesk::__private::SealedField<Order, Price> = ::frontdesk::__private::SealedField::new(
        "p",
    );
    /// The form field `note`.
    const NOTE: ::frontdesk::__private::Field<Order, String> = ::frontdesk::__private::Field::new(
        "note",
    );
}
const _: () = {
    #[automatically_derived]
    impl ::core::fmt::Debug for Order {
        fn fmt(
            &self,
            __formatter: &mut ::core::fmt::Formatter<'_>,
        ) -> ::core::fmt::Result {
            __formatter.debug_struct("Order").finish_non_exhaustive()
        }
    }
    #[automatically_derived]
    impl ::frontdesk::__private::FromForm for Order {
        const KIND: ::frontdesk::__private::FieldKind = ::frontdesk::__private::FieldKind::Group;
        fn from_form(
            __node: ::frontdesk::__private::Node<'_>,
        ) -> ::core::result::Result<Self, ::frontdesk::__private::FieldErrors> {
            let mut __errors = ::frontdesk::__private::FieldErrors::none();
            let __field_0 = match ::frontdesk::__private::unseal::<u32>(__node, "item") {
                ::core::result::Result::Ok(__value) => {
                    ::core::option::Option::Some(__value)
                }
                ::core::result::Result::Err(__error) => {
                    __errors.merge(__error.at("item"));
                    ::core::option::Option::None
                }
            };
            let __field_1 = match ::frontdesk::__private::unseal::<Price>(__node, "p") {
                ::core::result::Result::Ok(__value) => {
                    ::core::option::Option::Some(__value)
                }
                ::core::result::Result::Err(__error) => {
                    __errors.merge(__error.at("p"));
                    ::core::option::Option::None
                }
            };
            let __field_2 = match {
                use ::frontdesk::__private::{ViaDeserialize as _, ViaFromForm as _};
                (&::frontdesk::__private::Decode::<String>::new())
                    .decode(__node.field("note"))
            } {
                ::core::result::Result::Ok(__value) => {
                    ::core::option::Option::Some(__value)
                }
                ::core::result::Result::Err(__error) => {
                    __errors.merge(__error.at("note"));
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
                        item: __field_0,
                        price: __field_1,
                        note: __field_2,
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
                    .check(&self.note, "note", __errors);
            }
        }
    }
    #[automatically_derived]
    impl ::frontdesk::__private::FormFields for Order {
        const FIELDS: &'static [::frontdesk::__private::FieldInfo] = &[
            ::frontdesk::__private::FieldInfo::sealed("item"),
            ::frontdesk::__private::FieldInfo::sealed("p").for_identity(),
            ::frontdesk::__private::FieldInfo::new(
                    "note",
                    || {
                        use ::frontdesk::__private::{
                            ViaDeserialize as _, ViaFromForm as _,
                        };
                        (&::frontdesk::__private::Decode::<String>::new()).control()
                    },
                )
                .postcard(|| {
                    use ::frontdesk::__private::{ViaDeserialize as _, ViaFromForm as _};
                    (&::frontdesk::__private::Decode::<String>::new()).takes_postcard()
                }),
        ];
    }
    const __REGISTRATION: ::frontdesk::__private::Registration = ::frontdesk::__private::Registration::new::<
        Order,
    >(::core::file!(), ::core::line!())
        .aliases(&["pay", "buy"])
        .timeout(::core::time::Duration::from_millis(5000u64))
        .once_for_identity()
        .any_origin();
    #[automatically_derived]
    impl ::frontdesk::__private::Action for Order {
        type Input = Self;
        type State = ();
        const NAME: &'static ::core::primitive::str = "order";
        fn fields() -> &'static [::frontdesk::__private::FieldInfo] {
            <Self as ::frontdesk::__private::FormFields>::FIELDS
        }
        fn registration() -> ::frontdesk::__private::Registration {
            __REGISTRATION
        }
    }
    #[automatically_derived]
    impl ::frontdesk::__private::ActionFor<()> for Order {
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
            match ::frontdesk::__private::Returned(
                    order(__input.item, __input.price, __input.note).await,
                )
                .into_result()
            {
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

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
const _: () = {
    use ::frontdesk::__private::{self as __fd, traits::*};
    #[allow(dead_code)]
    #[automatically_derived]
    impl Order {
        /// The form field `item`.
        const ITEM: __fd::SealedField<Self, u32> = __fd::SealedField::new("item");
        /// The form field `p`.
        const PRICE: __fd::SealedField<Self, Price> = __fd::SealedField::new("p");
        /// The form field `note`.
        const NOTE: __fd::Field<Self, String> = __fd::Field::new("note");
    }
    #[allow(dead_code)]
    #[automatically_derived]
    impl Order {
        /// Runs the rules of the fields, with the messages that a form gets.
        ///
        /// # Errors
        ///
        /// Returns the messages, by field.
        fn validate(&self) -> ::core::result::Result<(), __fd::FieldErrors> {
            __fd::FromForm::validate(self)
        }
    }
    #[automatically_derived]
    impl ::core::fmt::Debug for Order {
        fn fmt(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            __f.debug_struct("Order").finish_non_exhaustive()
        }
    }
    #[automatically_derived]
    impl __fd::FromForm for Order {
        const KIND: __fd::FieldKind = __fd::FieldKind::Group;
        fn from_form(
            __node: __fd::Node<'_>,
        ) -> ::core::result::Result<Self, __fd::FieldErrors> {
            let mut __form = __fd::FormReader::new(__node);
            let __f0 = __form.unseal::<u32>("item");
            let __f1 = __form.unseal::<Price>("p");
            let __f2 = __fd::Type::<String>::FORM.read(__form.field("note"));
            let (
                ::core::option::Option::Some(__f0),
                ::core::option::Option::Some(__f1),
                ::core::option::Option::Some(__f2),
            ) = (__f0, __f1, __f2) else {
                return ::core::result::Result::Err(__form.errors);
            };
            ::core::result::Result::Ok(Self {
                item: __f0,
                price: __f1,
                note: __f2,
            })
        }
        fn control() -> __fd::Control {
            __fd::Control::of(__fd::FieldKind::Group)
                .with_parts(<Self as __fd::FormFields>::FIELDS)
        }
        fn check(&self, __errors: &mut __fd::FieldErrors) {
            __fd::Type::<String>::FORM.check("note", &self.note, __errors);
        }
    }
    #[automatically_derived]
    impl __fd::FormFields for Order {
        const FIELDS: &'static [__fd::FieldInfo] = &[
            __fd::FieldInfo::sealed("item"),
            __fd::FieldInfo::sealed("p").for_identity(),
            __fd::Type::<String>::FORM.info("note"),
        ];
    }
    #[automatically_derived]
    impl<__Field> __fd::Fill<__Field> for Order
    where
        __Field: ?::core::marker::Sized + __fd::Takes<Order>,
    {
        fn fill(&self, __form: &mut __fd::FormWriter<'_>) {
            (&&&__fd::Filled(&self.note)).fill_part(&mut __form.field("note"));
        }
    }
    const __REGISTRATION: __fd::Registration = __fd::Registration::new::<
        Order,
    >(::core::file!(), ::core::line!())
        .aliases(&["pay", "buy"])
        .timeout(::core::time::Duration::from_millis(5000u64))
        .once_for_identity()
        .any_origin();
    #[automatically_derived]
    impl __fd::Action for Order {
        type Input = Self;
        type State = ();
        const NAME: &'static ::core::primitive::str = "order";
        fn fields() -> &'static [__fd::FieldInfo] {
            <Self as __fd::FormFields>::FIELDS
        }
        fn registration() -> __fd::Registration {
            __REGISTRATION
        }
    }
    #[automatically_derived]
    impl __fd::ActionFor<()> for Order {
        type Extracted = ();
        async fn extract(
            __parts: &mut __fd::http::request::Parts,
            __state: &(),
        ) -> ::core::result::Result<Self::Extracted, __fd::Response> {
            ::core::result::Result::Ok(())
        }
        async fn run((): Self::Extracted, __input: Self::Input) -> __fd::Outcome {
            match __fd::Returned(order(__input.item, __input.price, __input.note).await)
                .into_result()
            {
                ::core::result::Result::Ok(__value) => __fd::Value(__value).outcome(),
                ::core::result::Result::Err(__error) => __fd::Outcome::problem(__error),
            }
        }
    }
    __fd::inventory::submit! {
        __REGISTRATION
    }
};

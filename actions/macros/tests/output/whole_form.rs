#[allow(
    clippy::fn_params_excessive_bools,
    clippy::too_many_arguments,
    clippy::unused_async
)]
pub async fn save(user: User, Profile { name, .. }: Profile) {}
/// The input of [`save`](fn@save), a server action.
pub struct Save {}
const _: () = {
    use ::frontdesk::__private::{self as __fd, traits::*};
    #[automatically_derived]
    impl ::core::fmt::Debug for Save {
        fn fmt(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            __f.debug_struct("Save").finish_non_exhaustive()
        }
    }
    const __REGISTRATION: __fd::Registration = __fd::Registration::new::<
        Save,
    >(::core::file!(), ::core::line!());
    #[automatically_derived]
    impl __fd::Action for Save {
        type Input = Profile;
        type State = ();
        const NAME: &'static ::core::primitive::str = "save";
        fn fields() -> &'static [__fd::FieldInfo] {
            <Profile as __fd::FormFields>::FIELDS
        }
        fn registration() -> __fd::Registration {
            __REGISTRATION
        }
    }
    #[automatically_derived]
    impl __fd::ActionFor<()> for Save {
        type Extracted = (User,);
        async fn extract(
            __parts: &mut __fd::http::request::Parts,
            __state: &(),
        ) -> ::core::result::Result<Self::Extracted, __fd::Response> {
            ::core::result::Result::Ok((
                __fd::extract::<User, ()>(__parts, __state).await?,
            ))
        }
        async fn run(
            (__extract_0,): Self::Extracted,
            __input: Self::Input,
        ) -> __fd::Outcome {
            match __fd::Returned(save(__extract_0, __input).await).into_result() {
                ::core::result::Result::Ok(__value) => __fd::Value(__value).outcome(),
                ::core::result::Result::Err(__error) => __fd::Outcome::problem(__error),
            }
        }
    }
    __fd::inventory::submit! {
        __REGISTRATION
    }
};

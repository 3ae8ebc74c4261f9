const _: () = {
    #[allow(unused_imports)]
    use ::frontdesk::__private::{self as __fd, traits::*};
    #[automatically_derived]
    impl __fd::Fill<EditTodo> for Todo {
        fn fill(&self, __form: &mut __fd::FormWriter<'_>) {
            let _ = &__form;
            __fd::fill_field::<EditTodo, _>(EditTodo::TITLE, &self.title, __form);
            __fd::fill_field::<EditTodo, _>(EditTodo::NOTES, &self.text, __form);
        }
    }
    #[automatically_derived]
    impl __fd::Fill<::core::option::Option<EditTodo>> for Todo {
        fn fill(&self, __form: &mut __fd::FormWriter<'_>) {
            __fd::Fill::<EditTodo>::fill(self, __form);
        }
    }
};

//! Lists of messages.

/// Defines a constant for each message of a crate, and `all()`, which has them all.
#[doc(hidden)]
#[macro_export]
macro_rules! __words {
    ($($name:ident = $word:expr;)*) => {
        $(
            #[allow(missing_docs, unreachable_pub, dead_code, reason = "the text explains it")]
            pub const $name: $crate::Message = {
                static WORD: $crate::Word = $word;
                $crate::Message::of(&WORD)
            };
        )*

        /// Returns every message of this crate.
        pub fn all() -> impl Iterator<Item = &'static $crate::Word> {
            static ALL: &[$crate::Word] = &[$($word),*];
            ALL.iter()
        }
    };
}

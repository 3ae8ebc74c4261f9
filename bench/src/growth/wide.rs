//! Structs of 1 to 900 fields.

use frontdesk::FromForm;
use serde::Deserialize;

macro_rules! wide {
    ($($name:ident { $($field:ident)* })*) => {
        $(
            #[derive(Deserialize, FromForm)]
            pub(super) struct $name {
                $($field: String,)*
            }
        )*

        /// The names of the fields of each struct.
        const FIELDS: [&[&str]; 3] = [$(&[$(stringify!($field)),*]),*];
    };
}

wide! {
    One {
        a00
    }
    Ten {
        a00 a01 a02 a03 a04 a05 a06 a07 a08 a09
    }
    Hundred {
        a00 a01 a02 a03 a04 a05 a06 a07 a08 a09 a10 a11 a12 a13 a14 a15 a16 a17 a18 a19 a20 a21 a22 a23 a24 a25 a26
        a27 a28 a29 a30 a31 a32 a33 a34 a35 a36 a37 a38 a39 a40 a41 a42 a43 a44 a45 a46 a47 a48 a49 a50 a51 a52 a53
        a54 a55 a56 a57 a58 a59 a60 a61 a62 a63 a64 a65 a66 a67 a68 a69 a70 a71 a72 a73 a74 a75 a76 a77 a78 a79 a80
        a81 a82 a83 a84 a85 a86 a87 a88 a89 a90 a91 a92 a93 a94 a95 a96 a97 a98 a99
    }
}

macro_rules! nine {
    ($($name:ident of $group:ident)*) => {
        $(
            /// Nine groups: the compiler needs minutes for 900 fields in one struct, and of more than a
            /// thousand parts a desk doesn't know all.
            #[derive(Deserialize, FromForm)]
            pub(super) struct $name {
                a: $group,
                b: $group,
                c: $group,
                d: $group,
                e: $group,
                f: $group,
                g: $group,
                h: $group,
                i: $group,
            }
        )*
    };
}

nine! {
    Nine of One
    Ninety of Ten
    NineHundred of Hundred
}

/// Returns the names of the fields of the struct with this many.
pub(super) fn names(count: u64) -> Vec<String> {
    let flat = |count: u64| {
        FIELDS
            .iter()
            .filter(move |names| names.len() as u64 == count)
            .copied()
            .flatten()
    };
    if count == 1 {
        return flat(1).map(|name| (*name).to_owned()).collect();
    }
    let groups = ["a", "b", "c", "d", "e", "f", "g", "h", "i"].into_iter();
    groups
        .flat_map(|group| flat(count / 9).map(move |name| format!("{group}.{name}")))
        .collect()
}

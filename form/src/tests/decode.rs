//! The choice between `FromForm` and serde.

use serde::Deserialize;

use super::{Row, form, lines, row};
use crate::__private::{Decode, ViaDeserialize as _, ViaFromForm as _};
use crate::{FieldErrors, FieldKind, FromForm, Node};

// As generated code writes it.
macro_rules! decode {
    ($field:ty, $node:expr) => {
        (&Decode::<$field>::new()).decode($node)
    };
}

macro_rules! kind {
    ($field:ty) => {
        (&Decode::<$field>::new()).kind()
    };
}

/// Implements both traits, and records which one decoded it.
#[derive(Debug, Deserialize, PartialEq)]
#[serde(from = "String")]
struct Both(&'static str);

impl From<String> for Both {
    fn from(_: String) -> Self {
        Self("serde")
    }
}

impl FromForm for Both {
    const KIND: FieldKind = FieldKind::Required;

    fn from_form(_: Node<'_>) -> Result<Self, FieldErrors> {
        Ok(Self("form"))
    }
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(rename_all = "kebab-case")]
enum Colour {
    DarkRed,
    Green,
}

#[test]
fn from_form_is_preferred_to_serde() {
    let data = form("v=1&c=dark-red&row.n=x");
    let v = data.root().field("v");
    assert_eq!(decode!(Both, v), Ok(Both("form")));
    assert_eq!(decode!(Option<Both>, v), Ok(Some(Both("form"))));
    assert_eq!(decode!(u8, v), Ok(1));
    assert_eq!(decode!(Row, data.root().field("row")), Ok(row("x", None)));
}

#[test]
fn serde_decodes_types_without_from_form() {
    let data = form("c=dark-red&d=green&d=blue");
    assert_eq!(decode!(Colour, data.root().field("c")), Ok(Colour::DarkRed));
    let errors = (&Decode::<Vec<Colour>>::new())
        .decode(data.root().field("d"))
        .unwrap_err();
    assert_eq!(lines(&errors), ["[1]: must be one of: dark-red, green"]);
}

#[test]
fn kinds_follow_from_the_type() {
    use FieldKind::{Checkbox, Group, List, Number, Optional, Required, Text};

    assert_eq!(kind!(bool), Checkbox);
    assert_eq!(kind!(u8), Number);
    assert_eq!(kind!(String), Text);
    assert_eq!(kind!(Option<u8>), Optional);
    assert_eq!(kind!(Vec<u8>), List);
    assert_eq!(kind!(Row), Group);
    assert_eq!(kind!(char), Required);
    // By serde: found by decoding a missing field.
    assert_eq!(kind!(Colour), Required);
    assert_eq!(kind!(Option<Colour>), Optional);
    assert_eq!(kind!(Vec<Colour>), Optional);
    assert_eq!(kind!(jiff::civil::Date), Required);
}

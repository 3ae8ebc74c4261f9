//! The choice between `FromForm` and serde, as generated code makes it.

use serde::Deserialize;

use super::{FormReader, Type, TypeOther as _};
use crate::form::{FieldErrors, FieldKind, FormData, FormLimits, FromForm, Node};

fn form(body: &str) -> FormData {
    FormData::from_urlencoded(body.as_bytes(), &FormLimits::default()).unwrap()
}

macro_rules! read {
    ($type:ty, $form:expr, $name:literal) => {{
        let mut reader = FormReader::new($form.root());
        let value = <Type<$type>>::FORM.read(reader.field($name));
        value.ok_or(reader.errors)
    }};
}

macro_rules! kind {
    ($type:ty) => {
        (<Type<$type>>::FORM.info("x").control)().kind
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
    let form = form("v=1");
    assert_eq!(read!(Both, form, "v"), Ok(Both("form")));
    assert_eq!(read!(Option<Both>, form, "v"), Ok(Some(Both("form"))));
    assert_eq!(read!(u8, form, "v"), Ok(1));
}

#[test]
fn serde_decodes_types_without_from_form() {
    let form = form("c=dark-red&d=green&d=blue");
    assert_eq!(read!(Colour, form, "c"), Ok(Colour::DarkRed));
    let errors = read!(Vec<Colour>, form, "d").unwrap_err();
    let errors: Vec<_> = errors.iter().map(|(path, message)| (path, message.text())).collect();
    assert_eq!(errors, [("d[1]", "must be one of: dark-red, green")]);
}

#[test]
fn kinds_follow_from_the_type() {
    use FieldKind::{Checkbox, List, Number, Optional, Required, Text};

    assert_eq!(kind!(bool), Checkbox);
    assert_eq!(kind!(u8), Number);
    assert_eq!(kind!(String), Text);
    assert_eq!(kind!(Option<u8>), Optional);
    assert_eq!(kind!(Vec<u8>), List);
    assert_eq!(kind!(char), Required);
    // By serde: found by decoding a missing field.
    assert_eq!(kind!(Colour), Required);
    assert_eq!(kind!(Option<Colour>), Optional);
    assert_eq!(kind!(Vec<Colour>), Optional);
}

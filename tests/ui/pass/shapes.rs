//! Functions with every kind of signature that an action may have.

use frontdesk::{FromForm, State, server_action};
use serde::Deserialize;

#[derive(Debug, Clone)]
pub(crate) struct App {
    pub(crate) greeting: &'static str,
}

#[derive(Debug, FromForm)]
pub(crate) struct Wrapped<T>(T);

#[derive(Debug, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Even(String);

impl TryFrom<String> for Even {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, &'static str> {
        if text.len().is_multiple_of(2) {
            Ok(Self(text))
        } else {
            Err("must be even")
        }
    }
}

/// The documentation of the function stays.
#[server_action(name = "say-hello", struct = Hello, state = App, body_limit = "2KiB")]
pub(crate) async fn greet(
    #[extract] State(app): State<App>,
    #[field(rename = "your-name", default = "you".to_owned())] mut name: String,
    r#type: Wrapped<u8>,
    even: Option<Even>,
) -> String {
    name.push('!');
    let even = even.map(|even| even.0).unwrap_or_default();
    format!("{} {name} {} {even}", app.greeting, r#type.0)
}

#[server_action]
#[allow(non_snake_case)]
pub(crate) async fn oddlyNamed(aB: bool, name: Option<String>) -> (bool, Option<String>) {
    (aB, name)
}

#[cfg(any())]
#[server_action]
pub(crate) async fn not_there(missing: NoSuchType) {}

macro_rules! action {
    ($name:ident, $type:ty) => {
        #[server_action]
        pub(crate) async fn $name(value: $type) -> $type {
            value
        }
    };
}

action!(by_macro, Vec<Option<u16>>);

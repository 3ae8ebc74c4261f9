//! A catalogue over [Fluent](https://projectfluent.org) files: everything that an app needs to speak
//! other languages than English. Copy it, and put your own messages into the files too.

use std::borrow::Cow;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use frontdesk::{Param, Params, Words};

/// German, complete.
pub const GERMAN: &str = include_str!("../words/de.ftl");

/// Messages in the languages of some Fluent files.
#[expect(missing_debug_implementations, reason = "a bundle has none")]
pub struct Fluent(Vec<(String, FluentBundle<FluentResource>)>);

impl Fluent {
    /// Reads files, each with the tag of its language.
    ///
    /// # Errors
    ///
    /// Returns what is wrong with a tag or with a file.
    pub fn new(files: &[(&str, &str)]) -> Result<Self, String> {
        let bundles = files.iter().map(|(tag, file)| {
            let mut bundle =
                FluentBundle::new_concurrent(vec![tag.parse().map_err(|error| format!("{tag}: {error}"))?]);
            let resource =
                FluentResource::try_new((*file).to_owned()).map_err(|(_, errors)| format!("{tag}: {errors:?}"))?;
            bundle
                .add_resource(resource)
                .map_err(|errors| format!("{tag}: {errors:?}"))?;
            // Plain text has no marks around the parameters.
            bundle.set_use_isolating(false);
            Ok(((*tag).to_owned(), bundle))
        });
        bundles.collect::<Result<_, String>>().map(Self)
    }
}

impl Words for Fluent {
    fn languages(&self) -> Vec<String> {
        self.0.iter().map(|(tag, _)| tag.clone()).collect()
    }

    fn text(&self, key: &str, params: &Params, language: &str) -> Option<Cow<'_, str>> {
        let (_, bundle) = self.0.iter().find(|(tag, _)| tag == language)?;
        let (id, attribute) = key.split_once('.').map_or((key, None), |(id, name)| (id, Some(name)));
        let message = bundle.get_message(id)?;
        let pattern = match attribute {
            Some(name) => message.get_attribute(name)?.value(),
            None => message.value()?,
        };
        let args: FluentArgs<'_> = params.iter().map(|(name, value)| (name, argument(value))).collect();
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned();
        errors.is_empty().then_some(text.into())
    }
}

fn argument(value: &Param) -> FluentValue<'_> {
    match value {
        Param::Integer(number) => FluentValue::from(*number),
        Param::Float(number) => FluentValue::from(*number),
        Param::Text(text) => FluentValue::from(&**text),
    }
}

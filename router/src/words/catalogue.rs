//! The app's catalogue of messages in other languages.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use frontdesk_form::Params;
use http::request::Parts;

#[cfg(feature = "words")]
use super::guarded::guarded;
#[cfg(feature = "words")]
use super::lookup;

/// The tag of the language that this library's own texts are in.
pub(super) const ENGLISH: &str = "en";

/// A catalogue: messages in other languages than English.
///
/// A desk that has one (`DeskBuilder::words`) has every message in the language that the client
/// prefers: what is wrong with a field, problems, error pages. English is shown where the catalogue
/// has no text.
///
/// ```
/// use std::borrow::Cow;
///
/// use frontdesk_router::{Params, Words};
///
/// struct German;
///
/// impl Words for German {
///     fn languages(&self) -> Vec<String> {
///         vec!["de".to_owned()]
///     }
///
///     fn text(&self, key: &str, params: &Params, _language: &str) -> Option<Cow<'_, str>> {
///         Some(match key {
///             "required" => "erforderlich".into(),
///             "too-long" => format!("höchstens {} Zeichen", params.get("max")?).into(),
///             _ => return None,
///         })
///     }
/// }
///
/// assert_eq!(German.text("required", Params::NONE, "de").as_deref(), Some("erforderlich"));
/// ```
pub trait Words: Send + Sync + 'static {
    /// Returns the languages that the catalogue has, as tags of BCP 47: `de`, `pt-BR`. Asked once,
    /// when the desk is built. English need not be among them: it is only asked for if it is.
    fn languages(&self) -> Vec<String>;

    /// Returns a message in one of the catalogue's languages, spelled as in
    /// [`languages`](Self::languages); `None` for a message that it doesn't have.
    ///
    /// The key is the message's code, and where a code has several texts also a dot and a name, such as
    /// `too-long.bytes`: in Fluent, a message and its attribute. The list of all keys, with their English
    /// texts, is the file `words/en.ftl` of the crate `frontdesk`; the app's own codes are asked for as
    /// well. The text is plain: it is escaped where it is written into a page. Of a text of more than
    /// 1 KiB, the rest is dropped. A panic is logged, and the text is English then.
    fn text(&self, key: &str, params: &Params, language: &str) -> Option<Cow<'_, str>>;
}

/// Chooses a request's language by the app's own means: a session, a path.
pub type LanguageFn = Arc<dyn Fn(&Parts) -> Option<String> + Send + Sync>;

/// The catalogue of a desk, and how the language of a request is chosen. A part of
/// [`Shared`](crate::shared::Shared).
#[derive(Clone)]
pub struct Catalogue(pub(super) Arc<Inner>);

pub(super) struct Inner {
    pub(super) words: Box<dyn Words>,
    /// The tags that the catalogue has.
    pub(super) own: Vec<Arc<str>>,
    /// Those, and English.
    pub(super) tags: Vec<Arc<str>>,
    #[cfg_attr(
        not(feature = "words"),
        expect(dead_code, reason = "nothing negotiates without the feature")
    )]
    pub(super) choose: Option<LanguageFn>,
}

impl Catalogue {
    /// Creates the catalogue of a desk. `choose` chooses the language of a request before its headers do. Each of its tags is at most 35 bytes of ASCII letters, digits
    /// and hyphens, or the catalogue does not have it: [`bad_tags`](Self::bad_tags) lists the others.
    #[must_use]
    pub fn new(words: Box<dyn Words>, choose: Option<LanguageFn>) -> Self {
        let own: Vec<Arc<str>> = words
            .languages()
            .into_iter()
            .filter(|tag| is_tag(tag))
            .map(Arc::from)
            .collect();
        let mut tags = own.clone();
        let is_english = |tag: &Arc<str>| {
            tag.split('-')
                .next()
                .is_some_and(|first| first.eq_ignore_ascii_case(ENGLISH))
        };
        if !tags.iter().any(is_english) {
            tags.push(Arc::from(ENGLISH));
        }
        Self(Arc::new(Inner {
            words,
            own,
            tags,
            choose,
        }))
    }

    /// Returns the tags of a catalogue that can't be the tag of a language.
    #[must_use]
    pub fn bad_tags(words: &dyn Words) -> Vec<String> {
        words.languages().into_iter().filter(|tag| !is_tag(tag)).collect()
    }

    /// Returns the tag of a request's language, and whether it was negotiated by `Accept-Language`.
    #[cfg(feature = "words")]
    pub(super) fn tag_of(&self, parts: &Parts) -> (Arc<str>, bool) {
        let choose = self.0.choose.as_ref();
        let chosen = choose.and_then(|choose| guarded("language", || choose(parts)));
        if let Some(found) = chosen.and_then(|tag| lookup::of_tag(&tag, &self.0.tags)) {
            return (found, false);
        }
        let found = lookup::of_headers(&parts.headers, &self.0.tags);
        (found.unwrap_or_else(|| self.default_tag()), true)
    }

    /// Returns English, in the spelling of the catalogue.
    #[cfg(feature = "words")]
    fn default_tag(&self) -> Arc<str> {
        lookup::of_tag(ENGLISH, &self.0.tags)
            .or_else(|| self.0.tags.iter().find(|tag| tag.starts_with("en")).cloned())
            .unwrap_or_else(|| Arc::from(ENGLISH))
    }
}

/// The longest tag: RFC 5646, section 4.4.1, has 35 characters for one that is not rare.
const LONGEST: usize = 35;

fn is_tag(tag: &str) -> bool {
    let is_subtag =
        |subtag: &str| (1..=8).contains(&subtag.len()) && subtag.bytes().all(|byte| byte.is_ascii_alphanumeric());
    tag.len() <= LONGEST && tag.split('-').all(is_subtag)
}

impl fmt::Debug for Catalogue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Catalogue")
            .field("tags", &self.0.tags)
            .finish_non_exhaustive()
    }
}

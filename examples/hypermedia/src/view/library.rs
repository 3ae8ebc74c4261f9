//! The places of the templates that are different from library to library.

use maud::{Markup, html};

use crate::scripts::Scripts;

/// What a library needs in the templates. Without it, they are those of a page without scripts.
pub(crate) trait Library: Sync {
    /// Returns the title of its page.
    fn title(&self) -> &'static str;

    /// Returns what the page loads.
    fn head(&self, _: &Scripts) -> Markup {
        html! {}
    }

    /// Returns the attributes of a form. The response to it is for the element `target`.
    fn form<'a>(&self, _url: &'a str, _target: &'a str) -> Vec<(&'static str, &'a str)> {
        Vec::new()
    }

    /// Returns a link to a page, of which only the element `target` is new.
    fn link(&self, href: &str, _target: &str, label: &str) -> Markup {
        html! { a href=(href) { (label) } }
    }

    /// Returns the content of an element that links update, or the element `id` itself.
    fn frame(&self, _id: &str, content: Markup) -> Markup {
        content
    }
}

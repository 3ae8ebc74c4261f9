//! Turbo: a link loads a frame around the element; a form needs nothing.

use maud::{Markup, html};

use super::library::Library;
use crate::scripts::Scripts;

#[derive(Debug)]
pub(crate) struct Turbo;

impl Library for Turbo {
    fn title(&self) -> &'static str {
        "Turbo"
    }

    fn head(&self, scripts: &Scripts) -> Markup {
        scripts.tag(
            "@hotwired/turbo@8.0.23/dist/turbo.es2017-umd.js",
            "sha384-2ePXINFSJiSCWUJkjFJGYdr2kyM132s7uBi9k+JISp4P+AjN9DXn4H/1enWEHu36",
        )
    }

    /// A problem shows the whole page: its message may stand outside of the frame.
    fn form<'a>(&self, _: &'a str, _: &'a str) -> Vec<(&'static str, &'a str)> {
        vec![("data-turbo-frame", "_top")]
    }

    fn link(&self, href: &str, target: &str, label: &str) -> Markup {
        let id = target.trim_start_matches('#');
        html! { a href=(href) data-turbo-frame={ "frame-" (id) } { (label) } }
    }

    fn frame(&self, id: &str, content: Markup) -> Markup {
        html! { turbo-frame id={ "frame-" (id) } { (content) } }
    }
}

//! Turbo: a link loads a frame around the element, and a form leaves it.

use maud::{Markup, PreEscaped, html};

use super::library::Library;
use crate::scripts::Scripts;

/// The hash of the script: the browser runs no other file.
const INTEGRITY: &str = "sha384-2ePXINFSJiSCWUJkjFJGYdr2kyM132s7uBi9k+JISp4P+AjN9DXn4H/1enWEHu36";

/// Shows the page that a link leads to if it lacks the frame: the item has been deleted.
const FRAME_MISSING: &str = "addEventListener('turbo:frame-missing', (event) => {
  event.preventDefault()
  event.detail.visit(event.detail.response)
})";

#[derive(Debug)]
pub(crate) struct Turbo;

impl Library for Turbo {
    fn title(&self) -> &'static str {
        "Turbo"
    }

    fn head(&self, scripts: &Scripts) -> Markup {
        let url = scripts.url("@hotwired/turbo@8.0.23/dist/turbo.es2017-umd.js");
        html! {
            // A page without this script is loaded anew.
            script src=(url) integrity=(INTEGRITY) crossorigin="anonymous" data-turbo-track="reload" defer {}
            script { (PreEscaped(FRAME_MISSING)) }
        }
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

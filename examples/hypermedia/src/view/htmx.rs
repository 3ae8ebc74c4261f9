//! htmx 4: a form and a link name the element that the response takes the place of.

use maud::{Markup, html};

use super::library::Library;
use crate::scripts::Scripts;

/// The hash of the script: the browser runs no other file.
const INTEGRITY: &str = "sha384-Qp9rdC8H7EqOoX+nR0P3RPG2Noji+qdwJlGpfzwQJsfOpp3sGwIdSP9xO3+UlEhn";

#[derive(Debug)]
pub(crate) struct Htmx;

impl Library for Htmx {
    fn title(&self) -> &'static str {
        "htmx 4"
    }

    fn head(&self, scripts: &Scripts) -> Markup {
        let url = scripts.url("htmx.org@4.0.1/dist/htmx.min.js");
        html! { script src=(url) integrity=(INTEGRITY) crossorigin="anonymous" defer {} }
    }

    fn form<'a>(&self, url: &'a str, target: &'a str) -> Vec<(&'static str, &'a str)> {
        vec![("hx-post", url), ("hx-target", target), ("hx-swap", "outerHTML")]
    }

    fn link(&self, href: &str, target: &str, label: &str) -> Markup {
        html! { a href=(href) hx-get=(href) hx-target=(target) hx-select=(target) hx-swap="outerHTML" { (label) } }
    }
}

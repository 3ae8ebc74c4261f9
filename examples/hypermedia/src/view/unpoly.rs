//! Unpoly: a link names the element that it updates, a form those that it updates after a redirect.

use maud::{Markup, html};

use super::library::Library;
use crate::scripts::Scripts;

/// The hash of the script: the browser runs no other file.
const INTEGRITY: &str = "sha384-QVFb/ui46etlWAKDfCpK1bbkhf//PILE4C+PcnS9pD2TQfAB4paAejFpHV1VEd6g";

#[derive(Debug)]
pub(crate) struct Unpoly;

/// What changes by a reply that Unpoly can't place: it can't remove a row. All others name their
/// elements themselves. A failed form replaces itself.
const AFTER_REDIRECT: &str = "#list, #count, #dialog";

impl Library for Unpoly {
    fn title(&self) -> &'static str {
        "Unpoly"
    }

    fn head(&self, scripts: &Scripts) -> Markup {
        let url = scripts.url("unpoly@3.14.3/unpoly.min.js");
        html! { script src=(url) integrity=(INTEGRITY) crossorigin="anonymous" defer {} }
    }

    fn form<'a>(&self, _: &'a str, _: &'a str) -> Vec<(&'static str, &'a str)> {
        vec![("up-submit", ""), ("up-target", AFTER_REDIRECT)]
    }

    fn link(&self, href: &str, target: &str, label: &str) -> Markup {
        html! { a href=(href) up-target=(target) { (label) } }
    }
}

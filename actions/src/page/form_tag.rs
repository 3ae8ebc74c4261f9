//! The tag of a form.

use super::form_view::FormView;
use super::has_form::HasForm;
use super::pairs::{Pair as _, Pairs};
use crate::markup::Markup;

/// The attributes that decide where and how a form is sent.
const OWN: [&str; 4] = ["action", "method", "accept-charset", "enctype"];

/// Where Unpoly validates the fields of a form that have `up-validate`, in place of the form's own URL.
const UP_VALIDATE_URL: &str = "up-validate-url";

impl<A: HasForm> FormView<A> {
    /// Returns the start tag and the hidden fields. [`FormView::close`] or the page's own `</form>`
    /// ends the form.
    ///
    /// The tag has `up-validate-url`, the [`check_url`](Self::check_url): where Unpoly, or a script of the
    /// page, has the form checked while it is filled in.
    pub fn open(&self) -> Markup {
        self.open_with([("", ""); 0])
    }

    /// Returns [`open`](Self::open) with attributes of the page's own.
    ///
    /// ```
    /// # extern crate frontdesk_actions as frontdesk;
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/kit/forms.rs"));
    /// use frontdesk_actions::server_action;
    ///
    /// #[server_action]
    /// async fn create_todo(title: String) {}
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// # let form = forms::<CreateTodo>().await.of::<CreateTodo>();
    /// // In askama: {{ form.open_with([("class", "wide"), ("novalidate", "")]) }}
    /// let tag = form.open_with([("class", "wide"), ("novalidate", ""), ("hx-post", form.url())]).to_string();
    /// assert!(tag.contains(r#" class="wide" novalidate="" hx-post="/_actions/create_todo">"#), "{tag}");
    /// # }
    /// ```
    ///
    /// The values are escaped. An attribute without a value, such as `novalidate`, has an empty one.
    /// `action`, `method`, `accept-charset` and `enctype` are those of the action: others are ignored,
    /// with a line in the log, and so is what is not the name of an attribute. An `up-validate-url` of the
    /// page's own replaces that of the form.
    pub fn open_with<How>(&self, attributes: impl Pairs<How>) -> Markup {
        let mut markup = Markup::new();
        markup.raw("<form").attribute("action", self.url());
        let method = if self.target.is_search() { "get" } else { "post" };
        markup.attribute("method", method);
        let attributes: Vec<_> = attributes.into_pairs().collect();
        let mut names = attributes.iter().map(|pair| pair.texts().0);
        let is_own = names.any(|name| name.eq_ignore_ascii_case(UP_VALIDATE_URL));
        if let Some(url) = self.check_url().filter(|_| !is_own) {
            markup.attribute(UP_VALIDATE_URL, &url);
        }
        markup.raw(" accept-charset=\"utf-8\"");
        if self.fields().has_files() && !self.target.is_search() {
            markup.attribute("enctype", "multipart/form-data");
        }
        for pair in &attributes {
            let (name, value) = pair.texts();
            self.write_attribute(name, value, &mut markup);
        }
        markup.raw(">").append(&self.hidden_fields());
        markup
    }

    fn write_attribute(&self, name: &str, value: &str, markup: &mut Markup) {
        if OWN.iter().any(|own| own.eq_ignore_ascii_case(name)) {
            tracing::warn!(form = self.name(), name, "the form writes this attribute itself");
        } else if is_name(name) {
            markup.raw(" ").text(name).raw("=\"").text(value).raw("\"");
        } else {
            tracing::warn!(
                form = self.name(),
                name,
                "the form can't have an attribute of this name"
            );
        }
    }

    /// Returns the end tag, for templates that can't contain one alone (maud).
    pub fn close(&self) -> Markup {
        let mut markup = Markup::new();
        markup.raw("</form>");
        markup
    }
}

/// Returns `true` for the name of an attribute ([HTML, attributes](https://html.spec.whatwg.org/multipage/syntax.html#attributes-2)).
pub(super) fn is_name(name: &str) -> bool {
    let is_forbidden = |char: char| char.is_control() || char.is_whitespace() || "\"'<>/=".contains(char);
    !name.is_empty() && !name.contains(is_forbidden)
}

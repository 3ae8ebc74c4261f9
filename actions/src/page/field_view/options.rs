//! The values that a field's type can be chosen from.

use std::borrow::Cow;

use frontdesk_form::__private::Choice;
use frontdesk_form::FieldKind;

use super::FieldView;
use crate::markup::Markup;
use crate::page::readable::readable;

/// One of the values to choose from: an option of a menu, a radio button or a checkbox.
/// [`FieldView::options`] returns them.
///
/// ```
/// # extern crate frontdesk_actions as frontdesk;
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/kit/forms.rs"));
/// use frontdesk_actions::{FromForm, server_action};
///
/// #[derive(FromForm)]
/// #[form(rename_all = "kebab-case")]
/// enum Size {
///     Small,
///     #[field(label = "XL")]
///     ExtraLarge,
/// }
///
/// #[server_action]
/// async fn buy(size: Size) {}
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// # let form = forms::<Buy>().await.of::<Buy>();
/// let mut html = String::new();
/// for option in form.field(Buy::SIZE).options() {
///     let (attrs, label) = (option.choice_attrs(), option.label());
///     html += &format!("<label><input type=radio {attrs}> {label}</label>");
/// }
/// assert!(html.contains(r#"name="size" required value="small"> Small</label>"#), "{html}");
/// assert!(html.contains(r#"required value="extra-large"> XL</label>"#), "{html}");
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct FieldOption {
    choice: Choice,
    id: String,
    is_selected: bool,
    attrs: Markup,
    choice_attrs: Markup,
}

impl FieldOption {
    /// Returns the text that the form sends.
    #[must_use]
    pub fn value(&self) -> &'static str {
        self.choice.value()
    }

    /// Returns the text that people choose: that of `#[field(label = "…")]` on the variant, or else
    /// the variant's name in readable form, `Extra large` for `ExtraLarge`.
    #[must_use]
    pub fn label(&self) -> Cow<'static, str> {
        match self.choice.own_label() {
            Some(label) => Cow::Borrowed(label),
            None => Cow::Owned(readable(self.choice.name())),
        }
    }

    /// Whether this is the value to show.
    #[must_use]
    pub fn is_selected(&self) -> bool {
        self.is_selected
    }

    /// Returns the id of the radio button or checkbox, for its label.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Returns the attributes of an `<option>`.
    pub fn attrs(&self) -> Markup {
        self.attrs.clone()
    }

    /// Returns the attributes of a radio button or checkbox.
    pub fn choice_attrs(&self) -> Markup {
        self.choice_attrs.clone()
    }
}

impl FieldView {
    /// Returns the values that the field's type can be chosen from, if it is an enum without data, or
    /// an `Option` or a list of one; else nothing. They are in the order of the variants.
    #[must_use]
    pub fn options(&self) -> Vec<FieldOption> {
        let options = self.field.choices.iter().map(|choice| FieldOption {
            choice,
            id: self.choice_id(choice.value()),
            is_selected: self.has(choice.value()),
            attrs: self.option_attrs(choice.value()),
            choice_attrs: self.choice_attrs(choice.value()),
        });
        options.collect()
    }

    /// Returns a `<select>` with the [options](Self::options) of the field's type, after one with
    /// this text that stands for none. A list has no such option.
    ///
    /// ```
    /// # extern crate frontdesk_actions as frontdesk;
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/kit/forms.rs"));
    /// use frontdesk_actions::{FromForm, server_action};
    ///
    /// #[derive(FromForm)]
    /// enum Size {
    ///     Small,
    ///     Large,
    /// }
    ///
    /// #[server_action]
    /// async fn buy(size: Size) {}
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// # let form = forms::<Buy>().await.of::<Buy>();
    /// let menu = form.field(Buy::SIZE).menu("choose…").to_string();
    /// assert!(menu.contains(r#"<option value="" selected>choose…</option><option value="Small">Small</option>"#));
    /// # }
    /// ```
    pub fn menu(&self, none: &str) -> Markup {
        let is_list = self.field.kind == FieldKind::List;
        let none = (!is_list).then_some(("", Cow::Borrowed(none)));
        let options = self.options();
        let options = options.iter().map(|option| (option.value(), option.label()));
        self.select(none.into_iter().chain(options))
    }

    /// Returns a `<fieldset>` with a radio button for each of the [options](Self::options) of the
    /// field's type, or with checkboxes if the field is a list. Each is in
    /// a `<div>` with its label. The `<fieldset>` has the label of the field as its `<legend>`, the hint
    /// and the messages.
    ///
    /// ```
    /// # extern crate frontdesk_actions as frontdesk;
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/kit/forms.rs"));
    /// use frontdesk_actions::{FromForm, server_action};
    ///
    /// #[derive(FromForm)]
    /// enum Size {
    ///     Small,
    ///     Large,
    /// }
    ///
    /// #[server_action]
    /// async fn buy(size: Size) {}
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// # let form = forms::<Buy>().await.of::<Buy>();
    /// let html = form.field(Buy::SIZE).choices().to_string();
    /// assert!(html.starts_with(r#"<fieldset role="radiogroup"><legend>Size</legend><div><label for="buy-size">"#), "{html}");
    /// # }
    /// ```
    pub fn choices(&self) -> Markup {
        let is_list = self.field.kind == FieldKind::List;
        let mut markup = Markup::new();
        markup.raw("<fieldset");
        // A checkbox can be invalid by itself, and a radio button only as one of its group
        // (https://www.w3.org/TR/wai-aria-1.2/#aria-invalid).
        if !is_list {
            markup.raw(" role=\"radiogroup\"");
            markup.append(&self.invalid());
        }
        markup.append(&self.described());
        markup.raw("><legend>").text(&self.label()).raw("</legend>");
        markup.append(&self.hint_tag()).append(&self.messages());
        for option in self.options() {
            let (kind, id) = (if is_list { "checkbox" } else { "radio" }, option.id());
            markup
                .raw("<div><label")
                .attribute("for", id)
                .raw("><input")
                .attribute("type", kind);
            markup.raw(" ").append(&self.identity(id, self.field.required));
            if is_list {
                markup.append(&self.invalid());
            }
            markup.append(&self.own_attributes(false));
            self.write_choice(option.value(), &mut markup);
            markup.raw("> ").text(&option.label()).raw("</label></div>");
        }
        markup.raw("</fieldset>");
        markup
    }
}

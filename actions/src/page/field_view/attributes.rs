//! The attributes that every control of a field has.

use super::FieldView;
use crate::markup::Markup;

const DESCRIBED_BY: &str = "aria-describedby";

impl FieldView {
    /// Whether an attribute is a bound that the field could have, and hasn't.
    pub(super) fn is_open_bound(&self, name: &str) -> bool {
        let is_moment = self.field.input.has_range() && !self.field.input.is_number();
        match name {
            "min" => is_moment && self.field.constraints.min.is_none(),
            "max" => is_moment && self.field.constraints.max.is_none(),
            _ => false,
        }
    }

    /// Returns what makes an element the control of this field.
    pub(super) fn identity(&self, id: &str, is_required: bool) -> Markup {
        let mut markup = Markup::new();
        markup
            .raw("id=\"")
            .text(id)
            .raw("\"")
            .attribute("name", &self.name)
            .flag("required", is_required);
        markup
    }

    pub(super) fn invalid(&self) -> Markup {
        let mut markup = Markup::new();
        if !self.errors.is_empty() {
            markup.attribute("aria-invalid", "true");
        }
        markup
    }

    /// Returns the references to what describes the field: elements of the page's own, the hint and
    /// the messages.
    pub(super) fn described(&self) -> Markup {
        let own = self.attributes.iter().filter(|(name, _)| *name == DESCRIBED_BY);
        let mut ids: Vec<_> = own.map(|(_, ids)| ids.clone()).collect();
        ids.extend(self.hint().map(|_| self.hint_id()));
        if !self.errors.is_empty() {
            ids.push(self.errors_id.clone());
        }
        let mut markup = Markup::new();
        if !ids.is_empty() {
            markup.attribute(DESCRIBED_BY, &ids.join(" "));
        }
        markup
    }

    /// Returns the other attributes of the page's own, without bounds if the control has no `range`.
    pub(super) fn own_attributes(&self, has_range: bool) -> Markup {
        let mut markup = Markup::new();
        for (name, value) in &self.attributes {
            if *name != DESCRIBED_BY && (has_range || !["min", "max"].contains(name)) {
                markup.attribute(name, value);
            }
        }
        markup
    }
}

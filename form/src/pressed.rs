//! Buttons.

use serde::{Deserialize, Serialize};

use crate::field_errors::FieldErrors;
use crate::from_form::FromForm;
use crate::kind::FieldKind;
use crate::node::Node;
use crate::scalar;

/// Whether a button was pressed: `<button name="delete">`, which needs no value.
///
/// A browser sends the name of the button that it submits a form by, with an empty value if the
/// button has none (`delete=`), and of no other button. So any value is `true`, and nothing is
/// `false`. An image button, which sends `delete.x` and `delete.y`, is pressed as well. In JSON it
/// is `true` or `false`.
///
/// ```
/// use frontdesk_form::{FormData, FormLimits, FromForm, Pressed};
///
/// let form = FormData::from_urlencoded(b"title=x&delete=", &FormLimits::default())?;
/// assert_eq!(Pressed::from_form(form.root().field("delete")), Ok(Pressed(true)));
/// assert_eq!(Pressed::from_form(form.root().field("save")), Ok(Pressed(false)));
/// # Ok::<(), frontdesk_form::FormError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
#[expect(clippy::exhaustive_structs, reason = "actions destructure it in their arguments")]
pub struct Pressed(pub bool);

impl From<Pressed> for bool {
    fn from(Pressed(is_pressed): Pressed) -> Self {
        is_pressed
    }
}

impl FromForm for Pressed {
    const KIND: FieldKind = FieldKind::Checkbox;

    fn from_form(node: Node<'_>) -> Result<Self, FieldErrors> {
        if node.is_json() {
            return scalar::boolean(node).map(Self).map_err(FieldErrors::new);
        }
        Ok(Self(!node.is_missing()))
    }

    fn takes_postcard() -> bool {
        true
    }

    /// An option of it is `None` only if the button was not pressed.
    fn is_left_blank(node: Node<'_>) -> bool {
        node.is_missing()
    }
}

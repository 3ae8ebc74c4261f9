//! Uploads as form fields.

use super::{Upload, rules};
use frontdesk_form::{FieldErrors, FieldKind, Fill, FormWriter, FromForm, Node, Takes};

impl FromForm for Upload {
    const KIND: FieldKind = FieldKind::File;

    /// Takes the file out of the form: decoding the same form again finds none.
    fn from_form(node: Node<'_>) -> Result<Self, FieldErrors> {
        let file = node.file()?;
        rules::check(node.file_rules(), &file).map_err(FieldErrors::new)?;
        Ok(file)
    }
}

/// Fills in nothing: a page can't choose a file.
impl<T: Takes<Self> + ?Sized> Fill<T> for Upload {
    fn fill(&self, _: &mut FormWriter<'_>) {}
}

/// A type whose field takes files.
#[diagnostic::on_unimplemented(
    message = "`max` and `accept` are for files, and `{Self}` is none",
    label = "not `Upload`, `Option<Upload>` or `Vec<Upload>`"
)]
pub trait FileField {}

impl FileField for Upload {}
impl FileField for Option<Upload> {}
impl FileField for Vec<Upload> {}

/// Refuses options for files on other fields when they are compiled.
pub const fn takes_files<T: FileField>() {}

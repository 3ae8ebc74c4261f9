//! Files in a form.

use std::borrow::Cow;
use std::sync::{Arc, Mutex, PoisonError};

use super::data::Value;
use super::scalar::{self, Message, NOT_SINGLE, REQUIRED};
use super::{FieldErrors, FieldKind, FromForm, Node};
use crate::upload::Upload;

const NOT_A_FILE: Message = Cow::Borrowed("must be a file");

/// A file in a form, until somebody takes it: whoever decodes the field owns the file from then on.
#[derive(Clone)]
pub(super) struct FileSlot(Arc<Mutex<Option<Upload>>>);

impl FileSlot {
    pub(super) fn new(file: Upload) -> Self {
        Self(Arc::new(Mutex::new(Some(file))))
    }

    pub(super) fn take(&self) -> Option<Upload> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl FromForm for Upload {
    const KIND: FieldKind = FieldKind::File;

    /// Takes the file out of the form: decoding the same form again finds none.
    fn from_form(node: Node<'_>) -> Result<Self, FieldErrors> {
        file(node).map_err(FieldErrors::new)
    }
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

fn file(node: Node<'_>) -> Result<Upload, Message> {
    let Some(entry) = scalar::single(node)? else {
        return Err(if node.has_children() { NOT_SINGLE } else { REQUIRED });
    };
    let file = match entry.kind {
        Value::File(at) => node.take_file(at).ok_or(REQUIRED)?,
        Value::Text if node.value(entry).is_empty() => return Err(REQUIRED),
        _ => return Err(NOT_A_FILE),
    };
    node.file_rules().check(&file)?;
    Ok(file)
}

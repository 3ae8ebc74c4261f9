//! File fields: the form hands on the files that it was given, and opens none.

use std::any::Any;

use crate::data::Value;
use crate::field_errors::FieldErrors;
use crate::messages::{NOT_A_FILE, NOT_SINGLE, REQUIRED};
use crate::node::Node;
use crate::scalar;
use crate::words::Message;

impl Node<'_> {
    /// Takes the single file submitted under this name out of the form. Decoding the same field
    /// again finds none.
    ///
    /// `T` is the type that [`FormBuilder::push_file`](crate::FormBuilder::push_file) was called
    /// with.
    ///
    /// ```
    /// use frontdesk_form::{FormBuilder, FormLimits};
    ///
    /// struct Photo(Vec<u8>);
    ///
    /// let mut form = FormBuilder::new(&FormLimits::default());
    /// form.push_file(b"photo", Photo(vec![1, 2, 3]), "")?;
    /// let form = form.finish();
    ///
    /// let photo: Photo = form.root().field("photo").file().unwrap();
    /// assert_eq!(photo.0, [1, 2, 3]);
    /// # Ok::<(), frontdesk_form::FormError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Returns an error if no file was submitted, more than one was, or something that is not a
    /// file of type `T`.
    pub fn file<T: Any>(self) -> Result<T, FieldErrors> {
        single(self).map_err(FieldErrors::new)
    }
}

fn single<T: Any>(node: Node<'_>) -> Result<T, Message> {
    let Some(entry) = scalar::single_file(node)? else {
        return Err(if node.has_children() { NOT_SINGLE } else { REQUIRED });
    };
    match entry.kind {
        Value::File(at) => {
            let file = node.take_file(at).ok_or(REQUIRED)?;
            file.downcast().map(|file| *file).map_err(|_| NOT_A_FILE)
        }
        Value::Text if node.value(entry).is_empty() => Err(REQUIRED),
        _ => Err(NOT_A_FILE),
    }
}

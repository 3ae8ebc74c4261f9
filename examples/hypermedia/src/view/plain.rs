//! Without a library: the templates as they are.

use super::library::Library;

#[derive(Debug)]
pub(crate) struct Plain;

impl Library for Plain {
    fn title(&self) -> &'static str {
        "No script"
    }
}

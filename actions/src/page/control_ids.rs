//! The ids of controls that a page chose.

/// Ids that a page chose.
#[derive(Default)]
pub(super) struct ControlIds {
    pub(super) prefix: Option<String>,
    /// By path.
    pub(super) chosen: Vec<(String, String)>,
}

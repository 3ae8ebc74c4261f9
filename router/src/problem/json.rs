//! A problem as JSON.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::details::Problem;
use super::field_codes::FieldCodes;

impl Serialize for Problem {
    /// Writes the members of RFC 9457, section 3.1, and the extension members `code`, `errors`,
    /// `codes`, `omitted`, `log_id` and [those that were added](Problem::with_member).
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        // Absent means `about:blank` (section 4.2.1).
        if let Some(uri) = self.type_uri() {
            map.serialize_entry("type", uri)?;
        }
        map.serialize_entry("title", self.title())?;
        map.serialize_entry("status", &self.status().as_u16())?;
        if let Some(detail) = self.detail() {
            map.serialize_entry("detail", detail)?;
        }
        map.serialize_entry("code", self.code())?;
        if !self.errors().is_empty() {
            map.serialize_entry("errors", self.errors())?;
            map.serialize_entry("codes", &FieldCodes(self))?;
        }
        if self.omitted() > 0 {
            map.serialize_entry("omitted", &self.omitted())?;
        }
        if let Some(log_id) = self.log_id() {
            map.serialize_entry("log_id", log_id)?;
        }
        for (name, value) in self.members() {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

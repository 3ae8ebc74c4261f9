//! An action whose field has many choices.

use frontdesk::{FromForm, server_action};
use serde::Deserialize;

macro_rules! shades {
    ($($variant:ident $name:literal)*) => {
        /// One of a hundred shades: `shade-000` to `shade-099`.
        #[derive(Debug, Clone, Copy, Deserialize, FromForm)]
        #[allow(missing_docs, reason = "their names are numbers")]
        pub enum Shade {
            $(#[field(rename = $name)] #[serde(rename = $name)] $variant,)*
        }
    };
}

shades! {
    S000 "shade-000" S001 "shade-001" S002 "shade-002" S003 "shade-003" S004 "shade-004"
    S005 "shade-005" S006 "shade-006" S007 "shade-007" S008 "shade-008" S009 "shade-009"
    S010 "shade-010" S011 "shade-011" S012 "shade-012" S013 "shade-013" S014 "shade-014"
    S015 "shade-015" S016 "shade-016" S017 "shade-017" S018 "shade-018" S019 "shade-019"
    S020 "shade-020" S021 "shade-021" S022 "shade-022" S023 "shade-023" S024 "shade-024"
    S025 "shade-025" S026 "shade-026" S027 "shade-027" S028 "shade-028" S029 "shade-029"
    S030 "shade-030" S031 "shade-031" S032 "shade-032" S033 "shade-033" S034 "shade-034"
    S035 "shade-035" S036 "shade-036" S037 "shade-037" S038 "shade-038" S039 "shade-039"
    S040 "shade-040" S041 "shade-041" S042 "shade-042" S043 "shade-043" S044 "shade-044"
    S045 "shade-045" S046 "shade-046" S047 "shade-047" S048 "shade-048" S049 "shade-049"
    S050 "shade-050" S051 "shade-051" S052 "shade-052" S053 "shade-053" S054 "shade-054"
    S055 "shade-055" S056 "shade-056" S057 "shade-057" S058 "shade-058" S059 "shade-059"
    S060 "shade-060" S061 "shade-061" S062 "shade-062" S063 "shade-063" S064 "shade-064"
    S065 "shade-065" S066 "shade-066" S067 "shade-067" S068 "shade-068" S069 "shade-069"
    S070 "shade-070" S071 "shade-071" S072 "shade-072" S073 "shade-073" S074 "shade-074"
    S075 "shade-075" S076 "shade-076" S077 "shade-077" S078 "shade-078" S079 "shade-079"
    S080 "shade-080" S081 "shade-081" S082 "shade-082" S083 "shade-083" S084 "shade-084"
    S085 "shade-085" S086 "shade-086" S087 "shade-087" S088 "shade-088" S089 "shade-089"
    S090 "shade-090" S091 "shade-091" S092 "shade-092" S093 "shade-093" S094 "shade-094"
    S095 "shade-095" S096 "shade-096" S097 "shade-097" S098 "shade-098" S099 "shade-099"
}

/// Returns how many shades it received.
#[server_action]
pub async fn shades(list: Vec<Shade>) -> usize {
    list.len()
}

//! The page as assistive technology has it.

use serde::Deserialize;
use serde_json::{Value, json};

use super::browsers::Kind;
use super::tab::Tab;

/// An element of the accessibility tree.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Accessible {
    /// The role, as ARIA names it.
    pub(crate) role: String,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) is_focused: bool,
    pub(crate) is_invalid: bool,
    pub(crate) is_busy: bool,
    pub(crate) is_disabled: bool,
    /// How its changes are read out: `polite` or `assertive`, else nothing.
    pub(crate) live: String,
}

/// Walks Firefox's tree, which exists as long as something holds the service. In descriptions, lists have bullets.
const FIREFOX_TREE: &str = "const service = browser.accessibility ??=
        Cc['@mozilla.org/accessibilityService;1'].getService(Ci.nsIAccessibilityService)
    const { STATE_FOCUSED, STATE_INVALID, STATE_BUSY, STATE_UNAVAILABLE } = Ci.nsIAccessibleStates
    const found = []
    const visit = node => {
        const [state, attributes] = [{}, {}]
        node.getState(state, {})
        for (const { key, value } of node.attributes?.enumerate() ?? []) attributes[key] = value
        found.push({
            role: node.computedARIARole,
            name: node.name ?? '',
            description: (node.description ?? '').replace(/(^|\\s)• /g, '$1'),
            is_focused: !!(state.value & STATE_FOCUSED),
            is_invalid: !!(state.value & STATE_INVALID),
            is_busy: !!(state.value & STATE_BUSY),
            is_disabled: !!(state.value & STATE_UNAVAILABLE),
            live: attributes.live ?? '',
        })
        for (let at = 0; at < node.childCount; at++) visit(node.getChildAt(at))
    }
    const root = service.getAccessibleFor(browser)
    if (root) visit(root)
    return found";

impl Tab {
    /// Returns what has this role in the accessibility tree. Browsers make the tree some time after the page.
    pub(crate) async fn accessible(&self, role: &str) -> Vec<Accessible> {
        let all: Vec<Accessible> = match self.kind {
            Kind::Chromium => {
                let tree = self.command("Accessibility.getFullAXTree", json!({})).await;
                let nodes = tree["nodes"].as_array().cloned().unwrap_or_default();
                let nodes = nodes.into_iter().filter(|node| node["ignored"] != true);
                nodes.map(|node| of_chromium(&node)).collect()
            }
            Kind::Firefox => serde_json::from_value(self.privileged(FIREFOX_TREE).await).unwrap(),
        };
        all.into_iter().filter(|element| element.role == role).collect()
    }
}

fn of_chromium(node: &Value) -> Accessible {
    let text = |name: &str| node[name]["value"].as_str().unwrap_or_default().to_owned();
    let properties = node["properties"].as_array();
    let property = |name: &str| {
        let found = properties.and_then(|all| all.iter().find(|property| property["name"] == name));
        found.map_or(&Value::Null, |property| &property["value"]["value"])
    };
    Accessible {
        role: text("role"),
        name: text("name"),
        description: text("description"),
        is_focused: property("focused") == true,
        is_invalid: property("invalid") == "true",
        // Chromium has a number here, where its protocol has a boolean value.
        is_busy: property("busy") == true || property("busy") == 1,
        is_disabled: property("disabled") == true,
        live: property("live").as_str().unwrap_or_default().to_owned(),
    }
}

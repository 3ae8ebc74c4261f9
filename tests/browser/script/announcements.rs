//! Focus and announcements, as the accessibility tree has them.

use serde_json::{Value, json};

use crate::suite::{ADD, Suite, TITLE, Visit};

pub(crate) fn trials(suite: &mut Suite) {
    suite.both("first_error_has_the_focus_and_its_message", first_error);
    suite.on("success_is_announced", announced);
    suite.on("new_page_is_announced_and_focuses_what_it_wants", new_page);
    suite.on("problem_without_field_is_announced", problem);
}

/// The region of the script.
const ANNOUNCED: &str = "document.querySelector('div[role=status][data-frontdesk=keep]').textContent";

/// Returns the nodes of the accessibility tree with this role.
async fn nodes(visit: &Visit, role: &str) -> Vec<Value> {
    let tree = visit.tab.command("Accessibility.getFullAXTree", json!({})).await;
    let nodes = tree["nodes"].as_array().cloned().unwrap_or_default();
    nodes
        .into_iter()
        .filter(|node| node["role"]["value"] == role && node["ignored"] != true)
        .collect()
}

fn property<'n>(node: &'n Value, name: &str) -> &'n Value {
    let properties = node["properties"].as_array();
    let found = properties.and_then(|all| all.iter().find(|property| property["name"] == name));
    found.map_or(&Value::Null, |property| &property["value"]["value"])
}

async fn first_error(visit: Visit) {
    let Visit { tab, .. } = &visit;
    visit.open().await;
    tab.type_into(TITLE, "taken").await;
    tab.click(ADD).await;
    visit.until_shown("There is one already.").await;
    visit.until("document.activeElement.matches('#add [name=title]')").await;
    let boxes = nodes(&visit, "textbox").await;
    let title = boxes.iter().find(|node| node["name"]["value"] == "Title").unwrap();
    assert_eq!(property(title, "focused"), true, "{title:#}");
    assert_eq!(property(title, "invalid"), "true", "{title:#}");
    assert_eq!(title["description"]["value"], "There is one already.", "{title:#}");
}

async fn announced(visit: Visit) {
    let Visit { tab, .. } = &visit;
    visit.open().await;
    for title in ["one", "two"] {
        tab.type_into(TITLE, title).await;
        tab.click(ADD).await;
        visit.until_shown(&format!("Added {title}")).await;
        // A region that was there is announced by its change, a new one by the script's.
        if title == "one" {
            visit.until(&format!("{ANNOUNCED} === 'Added one'")).await;
            let regions = nodes(&visit, "status").await;
            assert!(
                regions.iter().any(|node| property(node, "live") == "polite"),
                "{regions:#?}"
            );
        }
    }
}

async fn new_page(visit: Visit) {
    let Visit { tab, .. } = &visit;
    visit.open().await;
    tab.type_into(TITLE, "away").await;
    tab.click(ADD).await;
    visit.until("document.title === 'Elsewhere'").await;
    visit.until(&format!("{ANNOUNCED} === 'Elsewhere'")).await;
    visit.until("document.activeElement.id === 'there'").await;
}

async fn problem(visit: Visit) {
    let Visit { tab, .. } = &visit;
    visit.open().await;
    tab.type_into(TITLE, "busy").await;
    tab.click(ADD).await;
    visit.until_shown("Try again later.").await;
    visit.until(&format!("{ANNOUNCED} === 'Try again later.'")).await;
    visit.until("document.activeElement.closest('#add')").await;
}

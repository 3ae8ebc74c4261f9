//! axe-core, which `npm ci` installs.

use std::path::Path;
use std::{env, fs};

use serde_json::Value;

use crate::webdriver::Tab;

/// What to do if it is missing.
pub(crate) const INSTALL: &str = "npm ci --prefix tests/accessibility --ignore-scripts";

/// As in `package.json`.
const VERSION: &str = "4.14.1";

/// Runs the rules of WCAG 2.2 at the levels A and AA, and those of good practice. The page has the script
/// already, or gets it.
const RUN: &str = "
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
    return axe.run(document, { runOnly: tags, resultTypes: ['violations'], preload: false, elementRef: false })
        .then(({ violations }) => violations.flatMap(({ id, help, nodes }) =>
            nodes.map(({ html, failureSummary }) => `${id} (${help}): ${html} ${failureSummary}`)))";

/// Where the page has JavaScript off, no timer fires, and axe-core needs some to go on: all of 0 milliseconds.
const TIMERS: &str = "
    window.setTimeout = (run, _, ...values) => {
        Promise.resolve().then(() => run(...values))
        return 0
    }";

/// The script.
#[derive(Debug)]
pub(crate) struct Axe(String);

impl Axe {
    /// Reads it. The error tells if it is missing, or has another version.
    pub(crate) fn read() -> Result<Self, String> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("accessibility/node_modules/axe-core");
        let read =
            |file| fs::read_to_string(folder.join(file)).map_err(|error| format!("axe-core is not installed: {error}"));
        let manifest: Value = serde_json::from_str(&read("package.json")?).map_err(|error| error.to_string())?;
        if manifest["version"] != VERSION {
            return Err(format!("axe-core is not installed in version {VERSION}"));
        }
        read("axe.min.js").map(Self)
    }

    /// Returns what breaks a rule in the page, which runs scripts or not.
    pub(crate) async fn violations(&self, tab: &Tab, scripts: bool) -> Vec<String> {
        if tab.evaluate("return 'axe' in window").await != true {
            if !scripts {
                tab.evaluate(TIMERS).await;
            }
            tab.evaluate(&self.0).await;
        }
        crate::visit::texts(tab.evaluate(RUN).await)
    }
}

//! How Chromium is started.

use std::path::Path;

use serde_json::{Value, json};

use super::browsers::{Look, PHONE};

/// The names of Chromium's program.
pub(super) const PROGRAMS: &[&str] = &["chromium", "chromium-browser", "google-chrome"];

pub(super) const DRIVER: &str = "chromedriver";

/// The arguments of its driver.
pub(super) const ARGUMENTS: &[&str] = &["--port=0"];

pub(super) fn capabilities(browser: &Path, look: Look) -> Value {
    let mut options = json!({
        "binary": browser,
        "args": [
            "--headless=new",
            "--no-sandbox", // Containers have no user namespaces, and the pages are our own.
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            // A pipe, not a port: so a browser ends with its driver even if that is killed.
            "--remote-debugging-pipe",
            "--window-size=1000,800",
            // No requests to other machines. Below `test`, sites can have subdomains.
            "--host-resolver-rules=MAP *.test 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
        ],
    });
    options["prefs"] = json!({});
    if !look.runs_scripts() {
        options["prefs"]["profile.managed_default_content_settings.javascript"] = json!(2);
    }
    if look.blocks_cookies() {
        options["prefs"]["profile.managed_default_content_settings.cookies"] = json!(2);
        options["prefs"]["profile.default_content_setting_values.cookies"] = json!(2);
    }
    if look == Look::Phone {
        let [width, height] = PHONE;
        // No touch: a tap needs a timer in the page, which never fires with JavaScript off.
        let metrics = json!({ "width": width, "height": height, "pixelRatio": 2, "touch": false });
        options["mobileEmulation"] = json!({ "deviceMetrics": metrics });
    }
    let mut capabilities = json!({ "browserName": "chrome", "goog:chromeOptions": options });
    if look == Look::Logged {
        capabilities["goog:loggingPrefs"] = json!({ "performance": "ALL" });
    }
    capabilities
}

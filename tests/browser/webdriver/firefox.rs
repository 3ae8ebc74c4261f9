//! How Firefox is started, and its scripts that may do what pages may not.

use std::path::Path;

use fantoccini::Client;
use rustix::process::Pid;
use serde_json::{Value, json};

use super::browsers::{Kind, Look, PHONE};
use super::commands::{Context, InContext};
use super::tab::Tab;

/// The names of Firefox's program.
pub(super) const PROGRAMS: &[&str] = &["firefox-esr", "firefox"];

pub(super) const DRIVER: &str = "geckodriver";

/// The arguments of its driver: free ports, and scripts of the browser itself, for `privileged`.
pub(super) const ARGUMENTS: &[&str] = &["--port=0", "--websocket-port=0", "--allow-system-access"];

pub(super) fn capabilities(browser: &Path, look: Look) -> Value {
    let mut prefs = json!({
        // No requests to other machines. Below `test`, sites can have subdomains.
        "network.dns.forceResolve": "127.0.0.1",
        "network.captive-portal-service.enabled": false,
        "network.connectivity-service.enabled": false,
        // The reload button sends a form again without a question.
        "dom.confirm_repost.testing.always_accept": true,
        // geckodriver listens to `unload` itself. That keeps no page out of the memory.
        "docshell.shistory.bfcache.allow_unload_listeners": true,
        // No processes for tabs that nobody opens.
        "dom.ipc.processPrelaunch.enabled": false,
    });
    if !look.runs_scripts() {
        prefs["javascript.enabled"] = json!(false);
    }
    if look.blocks_cookies() {
        prefs["network.cookie.cookieBehavior"] = json!(2);
    }
    // The window is around the page of a phone.
    let arguments = [
        "-headless",
        "-width",
        "1000",
        "-height",
        if look == Look::Phone { "1100" } else { "800" },
    ];
    let options = json!({ "binary": browser, "args": arguments, "prefs": prefs });
    json!({ "browserName": "firefox", "moz:firefoxOptions": options })
}

/// Returns the browser's process, if it is Firefox.
pub(super) fn process(client: &Client) -> Option<Pid> {
    let id = client.capabilities()?.get("moz:processID")?.as_i64()?;
    Pid::from_raw(id.try_into().ok()?)
}

impl Tab {
    /// Evaluates a script of Firefox itself, with `browser`, the tab's element in its window.
    pub(super) async fn privileged(&self, script: &str) -> Value {
        assert_eq!(self.kind, Kind::Firefox, "only Firefox has such scripts: {script}");
        let script = format!("const browser = gBrowser.selectedBrowser; {script}");
        let client = self.client.clone();
        client.issue_cmd(InContext(Context::Browser)).await.unwrap();
        let returned = client.execute(&script, Vec::new()).await;
        client.issue_cmd(InContext(Context::Page)).await.unwrap();
        returned.unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    /// Gives its page the size of a phone's.
    pub(super) async fn become_phone(&self) {
        let [width, height] = PHONE;
        let script = format!(
            "Object.assign(browser.style, {{ flex: 'none', width: '{width}px', height: '{height}px' }});
            browser.browsingContext.overrideDPPX = 2;"
        );
        self.privileged(&script).await;
        let size = format!("{width} {height}");
        self.wait_for("return innerWidth + ' ' + innerHeight", &size).await;
    }
}

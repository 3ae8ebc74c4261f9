//! What WebDriver has no commands for: the network, downloads, preferences of users, and memory.

use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};

use super::browsers::Kind;
use super::commands::{DevTools, NetworkConditions};
use super::tab::Tab;

/// Returns the bytes of the page's objects, after a garbage collection in its process.
const FIREFOX_HEAP: &str = "const script = function() {
        Components.utils.forceGC()
        Components.utils.forceCC()
        Components.utils.forceGC()
        const manager = Components.classes['@mozilla.org/memory-reporter-manager;1']
            .getService(Components.interfaces.nsIMemoryReporterManager)
        const [objects, strings, other, dom] = [{}, {}, {}, {}, {}, {}, {}, {}, {}]
        manager.sizeOfTab(content, objects, strings, other, dom, {}, {}, {}, {}, {})
        sendAsyncMessage('heap', objects.value + strings.value + other.value + dom.value)
    }
    return new Promise(resolve => {
        const receive = ({ data }) => {
            browser.messageManager.removeMessageListener('heap', receive)
            resolve(data)
        }
        browser.messageManager.addMessageListener('heap', receive)
        browser.messageManager.loadFrameScript('data:,(' + encodeURIComponent(script) + ')()', false)
    })";

impl Tab {
    /// Evaluates a command of Chromium's own protocol.
    pub(crate) async fn command(&self, name: &str, params: Value) -> Value {
        assert_eq!(self.kind, Kind::Chromium, "only Chromium has {name}");
        let command = DevTools(json!({ "cmd": name, "params": params }));
        self.client.clone().issue_cmd(command).await.unwrap()
    }

    /// Takes the browser off the network, or brings it back.
    pub(crate) async fn set_offline(&self, offline: bool) {
        match self.kind {
            Kind::Chromium => {
                let command = NetworkConditions { offline };
                self.client.clone().issue_cmd(command).await.unwrap();
            }
            Kind::Firefox => {
                self.privileged(&format!("browser.browsingContext.forceOffline = {offline}"))
                    .await;
            }
        }
    }

    /// Makes the network slow: each request waits this long, and bytes come at this rate in both directions. Only
    /// Chromium can do it.
    pub(crate) async fn slow_down(&self, latency: Duration, bytes_per_second: u32) {
        self.command("Network.enable", json!({})).await;
        let (latency, rate) = (latency.as_millis(), bytes_per_second);
        let conditions = json!({
            "offline": false, "latency": latency, "downloadThroughput": rate, "uploadThroughput": rate,
        });
        self.command("Network.emulateNetworkConditions", conditions).await;
    }

    /// Saves files in this folder, without a question.
    pub(crate) async fn save_files_in(&self, folder: &Path) {
        match self.kind {
            Kind::Chromium => {
                let params = json!({ "behavior": "allow", "downloadPath": folder });
                self.command("Browser.setDownloadBehavior", params).await;
            }
            Kind::Firefox => {
                let folder = json!(folder);
                self.privileged(&format!(
                    "Services.prefs.setIntPref('browser.download.folderList', 2)
                    Services.prefs.setStringPref('browser.download.dir', {folder})"
                ))
                .await;
            }
        }
    }

    /// Lets the user want less motion.
    pub(crate) async fn reduce_motion(&self) {
        match self.kind {
            Kind::Chromium => {
                let features = json!([{ "name": "prefers-reduced-motion", "value": "reduce" }]);
                let params = json!({ "features": features });
                self.command("Emulation.setEmulatedMedia", params).await;
            }
            Kind::Firefox => {
                self.privileged("Services.prefs.setIntPref('ui.prefersReducedMotion', 1)")
                    .await;
            }
        }
    }

    /// Collects the garbage, and returns the size of the remaining objects of the page, in bytes.
    pub(crate) async fn used_heap(&self) -> f64 {
        let used = match self.kind {
            Kind::Chromium => {
                self.command("HeapProfiler.collectGarbage", json!({})).await;
                self.command("Runtime.getHeapUsage", json!({})).await["usedSize"].take()
            }
            Kind::Firefox => self.privileged(FIREFOX_HEAP).await,
        };
        used.as_f64().unwrap()
    }
}

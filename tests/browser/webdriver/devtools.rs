//! Conditions that only the protocol of Chromium's developer tools sets.

use std::time::Duration;

use serde_json::json;

use super::tab::Tab;

impl Tab {
    /// Makes the network slow: each request waits this long, and bytes come at this rate in both directions.
    pub(crate) async fn slow_down(&self, latency: Duration, bytes_per_second: u32) {
        self.command("Network.enable", json!({})).await;
        let (latency, rate) = (latency.as_millis(), bytes_per_second);
        let conditions = json!({
            "offline": false, "latency": latency, "downloadThroughput": rate, "uploadThroughput": rate,
        });
        self.command("Network.emulateNetworkConditions", conditions).await;
    }
}

//! Starts Chromium, each time with a profile of its own.

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use super::driver::Driver;

/// The names of Chromium's program.
const BROWSERS: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];
const DRIVERS: [&str; 1] = ["chromedriver"];

/// The size of a phone's page, in CSS pixels.
const PHONE: [u32; 2] = [390, 844];

/// How a browser presents itself to a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Look {
    /// A window, with JavaScript off.
    Window,
    /// A phone, with JavaScript off.
    Phone,
    /// A window, with JavaScript off, that stores no cookies.
    WithoutCookies,
    /// A window with JavaScript on, to show that the others have it off.
    Scripts,
    /// A window with JavaScript on, that stores no cookies.
    ScriptsWithoutCookies,
}

/// The programs, and the driver once it has been started.
#[derive(Debug)]
pub(crate) struct Browsers {
    browser: PathBuf,
    driver: PathBuf,
    running: Mutex<Option<Driver>>,
}

impl Browsers {
    /// Finds both programs on the `PATH`. The error names the one that is missing.
    pub(crate) fn find() -> Result<Self, String> {
        let find = |names: &[&str]| {
            let path = env::var_os("PATH").unwrap_or_default();
            let found = names.iter().find_map(|name| on_path(&path, name));
            found.ok_or_else(|| format!("there is no {} on the PATH", names.join(", no ")))
        };
        Ok(Self {
            browser: find(&BROWSERS)?,
            driver: find(&DRIVERS)?,
            running: Mutex::default(),
        })
    }

    /// Opens a new browser with an empty profile.
    pub(crate) async fn open(&self, look: Look) -> Result<Client, String> {
        let driver = self.driver()?;
        let connected = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities(&self.browser, look))
            .connect(&driver)
            .await;
        connected.map_err(|error| format!("Chromium doesn't start: {error}"))
    }

    /// Returns the URL of the driver, and starts it if necessary.
    fn driver(&self) -> Result<String, String> {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        let driver = match running.take() {
            Some(driver) => driver,
            None => Driver::start(&self.driver).map_err(|error| format!("chromedriver doesn't start: {error}"))?,
        };
        Ok(running.insert(driver).url())
    }

    /// Stops the driver, and with it every browser that is still open.
    pub(crate) fn stop(&self) {
        drop(self.running.lock().unwrap_or_else(PoisonError::into_inner).take());
    }
}

fn on_path(path: &OsStr, name: &str) -> Option<PathBuf> {
    let file = format!("{name}{}", env::consts::EXE_SUFFIX);
    env::split_paths(path)
        .map(|folder| folder.join(&file))
        .find(|file| file.is_file())
}

fn capabilities(browser: &Path, look: Look) -> Capabilities {
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
    if !matches!(look, Look::Scripts | Look::ScriptsWithoutCookies) {
        options["prefs"]["profile.managed_default_content_settings.javascript"] = json!(2);
    }
    if matches!(look, Look::WithoutCookies | Look::ScriptsWithoutCookies) {
        options["prefs"]["profile.managed_default_content_settings.cookies"] = json!(2);
        options["prefs"]["profile.default_content_setting_values.cookies"] = json!(2);
    }
    if look == Look::Phone {
        let [width, height] = PHONE;
        // No touch: a tap needs a timer in the page, which never fires with JavaScript off.
        let metrics = json!({ "width": width, "height": height, "pixelRatio": 2, "touch": false });
        options["mobileEmulation"] = json!({ "deviceMetrics": metrics });
    }
    let capabilities = json!({
        "browserName": "chrome",
        "goog:chromeOptions": options,
        "timeouts": { "pageLoad": 15_000, "script": 5_000 },
    });
    match capabilities {
        Value::Object(capabilities) => capabilities,
        _ => Capabilities::new(),
    }
}

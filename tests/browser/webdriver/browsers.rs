//! Starts browsers, each with a driver and a profile of its own.

use std::env;
use std::ffi::OsStr;
use std::path::PathBuf;
use std::time::Duration;

use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use super::driver::Driver;
use super::tab::Tab;
use super::{chromium, firefox};

/// The variable that chooses the browser.
const CHOICE: &str = "FRONTDESK_BROWSER";

/// How long a browser may take to close on a busy machine. One that hangs is killed.
const CLOSE: Duration = Duration::from_secs(60);

/// The size of a phone's page, in CSS pixels.
pub(super) const PHONE: [u32; 2] = [390, 844];

/// A browser that trials can run in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Chromium,
    Firefox,
}

impl Kind {
    /// Returns the one that the variable chooses, without it Chromium.
    pub(super) fn chosen() -> Self {
        match env::var(CHOICE).as_deref() {
            Err(_) | Ok("" | "chromium") => Self::Chromium,
            Ok("firefox") => Self::Firefox,
            Ok(other) => panic!("{CHOICE} is {other:?}, and neither chromium nor firefox"),
        }
    }

    /// Returns the command that installs it.
    pub(super) fn remedy(self) -> &'static str {
        match self {
            Self::Chromium => "apt-get install chromium chromium-driver (Debian)",
            Self::Firefox => "apt-get install firefox-esr (Debian), cargo install geckodriver --locked",
        }
    }
}

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
    /// The same, and its events of the network are logged.
    Logged,
    /// A window with JavaScript on, that stores no cookies.
    ScriptsWithoutCookies,
}

impl Look {
    pub(super) fn runs_scripts(self) -> bool {
        matches!(self, Self::Scripts | Self::Logged | Self::ScriptsWithoutCookies)
    }

    pub(super) fn blocks_cookies(self) -> bool {
        matches!(self, Self::WithoutCookies | Self::ScriptsWithoutCookies)
    }
}

/// The programs of a browser.
#[derive(Debug)]
pub(crate) struct Browsers {
    kind: Kind,
    browser: PathBuf,
    driver: PathBuf,
}

impl Browsers {
    /// Finds both programs on the `PATH`. The error names the one that is missing.
    pub(super) fn find(kind: Kind) -> Result<Self, String> {
        let find = |names: &[&str]| {
            let path = env::var_os("PATH").unwrap_or_default();
            let found = names.iter().find_map(|name| on_path(&path, name));
            found.ok_or_else(|| format!("there is no {} on the PATH", names.join(", no ")))
        };
        let (browsers, driver) = match kind {
            Kind::Chromium => (chromium::PROGRAMS, chromium::DRIVER),
            Kind::Firefox => (firefox::PROGRAMS, firefox::DRIVER),
        };
        Ok(Self {
            kind,
            browser: find(browsers)?,
            driver: find(&[driver])?,
        })
    }

    /// Finds Chromium and its driver.
    pub(crate) fn chromium() -> Result<Self, String> {
        Self::find(Kind::Chromium)
    }

    /// Opens a new browser with an empty profile.
    pub(crate) async fn open(&self, look: Look) -> Result<Open, String> {
        let Self { kind, browser, driver } = self;
        let (arguments, options) = match kind {
            Kind::Chromium => (chromium::ARGUMENTS, chromium::capabilities(browser, look)),
            Kind::Firefox => (firefox::ARGUMENTS, firefox::capabilities(browser, look)),
        };
        let name = driver.display();
        let driver = Driver::start(driver, arguments).map_err(|error| format!("{name} doesn't start: {error}"))?;
        let connected = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities(options))
            .connect(&driver.url())
            .await;
        let client = connected.map_err(|error| format!("{} doesn't start: {error}", browser.display()))?;
        let open = Open {
            kind: *kind,
            client,
            driver,
        };
        if (*kind, look) == (Kind::Firefox, Look::Phone) {
            open.tab().become_phone().await;
        }
        Ok(open)
    }
}

/// A browser that is open, and its driver.
#[derive(Debug)]
pub(crate) struct Open {
    kind: Kind,
    client: Client,
    driver: Driver,
}

impl Open {
    pub(crate) fn tab(&self) -> Tab {
        Tab::new(self.kind, self.client.clone())
    }

    /// Closes the browser, and kills it if it doesn't close.
    pub(crate) async fn close(mut self) -> Result<(), String> {
        let process = firefox::process(&self.client);
        let closed = tokio::time::timeout(CLOSE, self.client.close()).await;
        let closed = closed.map_err(|late| format!("the browser doesn't close: {late}"));
        let closed = closed.and_then(|closed| closed.map_err(|error| error.to_string()));
        if closed.is_err() {
            self.driver.kill(process);
        }
        closed
    }
}

fn on_path(path: &OsStr, name: &str) -> Option<PathBuf> {
    let file = format!("{name}{}", env::consts::EXE_SUFFIX);
    env::split_paths(path)
        .map(|folder| folder.join(&file))
        .find(|file| file.is_file())
}

/// Adds what both browsers have.
fn capabilities(options: Value) -> Capabilities {
    let mut capabilities = Capabilities::new();
    capabilities.insert("timeouts".into(), json!({ "pageLoad": 60_000, "script": 30_000 }));
    if let Value::Object(options) = options {
        capabilities.extend(options);
    }
    capabilities
}

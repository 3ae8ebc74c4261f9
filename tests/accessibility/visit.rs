//! A tab that is looked at in every way, and the table of what was found.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use crate::axe::Axe;
use crate::host::Host;
use crate::keys::{Key, press};
use crate::webdriver::Tab;

/// How long a state may take to be there.
pub(crate) const DEADLINE: Duration = Duration::from_secs(15);

/// What a page is looked at for, in the order of the columns.
const CHECKS: [&str; 10] = [
    "axe", "dark", "focus", "24 px", "320 px", "200 %", "text", "spacing", "forced", "motion",
];

/// How often Tab may be pressed until it is back at the first control. A date has a stop for each of its parts.
const STOPS: usize = 60;

/// The functions of `checks.js`, for a script of the driver.
const FUNCTIONS: &str = include_str!("checks.js");

/// A tab in a running app.
#[derive(Debug)]
pub(crate) struct Visit {
    pub(crate) tab: Tab,
    pub(crate) host: Host,
    pub(crate) axe: Arc<Axe>,
    /// Whether the browser runs scripts.
    pub(crate) scripts: bool,
    /// The language of the pages.
    pub(crate) language: &'static str,
    rows: Vec<Row>,
}

/// A state of a page.
#[derive(Debug)]
struct Row {
    page: &'static str,
    state: String,
    title: String,
    found: [Vec<String>; CHECKS.len()],
}

impl Visit {
    pub(crate) fn new(tab: Tab, host: Host, axe: Arc<Axe>, scripts: bool) -> Self {
        Self {
            tab,
            host,
            axe,
            scripts,
            language: "en",
            rows: Vec::new(),
        }
    }

    /// Opens a page, and waits for its script.
    pub(crate) async fn open(&self, path: &str) {
        self.tab.open(&self.host.url(path)).await;
        if self.scripts {
            self.until("Symbol.for('frontdesk') in window || !document.querySelector('script[src*=frontdesk]')")
                .await;
        }
    }

    /// Waits until an expression of the page is true.
    pub(crate) async fn until(&self, expression: &str) {
        let script = format!("return !!({expression})");
        if !self.tab.comes_true(&script, DEADLINE).await {
            let page = "return location.href + '\\n' + document.documentElement.outerHTML";
            panic!("never true: {expression}\n{}", self.tab.evaluate(page).await);
        }
    }

    /// Looks at the page that is open, in a state that an expression recognises.
    pub(crate) async fn look(&mut self, page: &'static str, state: &str, expression: &str) {
        self.until(&format!("document.readyState === 'complete' && ({expression})"))
            .await;
        let title = self.tab.title().await;
        let mut found: [Vec<String>; CHECKS.len()] = Default::default();
        let [axe, dark, focus, targets, narrow, zoomed, text, spaced, forced, motion] = &mut found;
        // The focus goes on from the keyboard, so that it is shown.
        self.tab.press(Tab::TAB).await;

        self.emulate(&[]).await;
        *axe = self.axe.violations(&self.tab, self.scripts).await;
        axe.extend(self.check(&format!("unnamed({:?})", self.language)).await);
        *focus = self.check("withoutFocus()").await;
        *targets = self.check("tooSmall()").await;
        self.emulate(&[("prefers-color-scheme", "dark")]).await;
        *dark = self.axe.violations(&self.tab, self.scripts).await;
        focus.extend(self.check("withoutFocus()").await);
        self.emulate(&[("forced-colors", "active")]).await;
        *forced = self.check("[...lostColors(), ...withoutFocus()]").await;
        self.emulate(&[("prefers-reduced-motion", "reduce")]).await;
        *motion = self.check("moving()").await;
        self.emulate(&[]).await;

        self.resize(320, 800, 1).await;
        *narrow = self.check("[...cutOff(), ...tooSmall()]").await;
        // A window of 1280 × 1024 at 200 %.
        self.resize(640, 512, 2).await;
        *zoomed = self.check("cutOff()").await;
        let larger = "document.documentElement.style.fontSize = '200%'";
        *text = self.check(&format!("({larger}, cutOff())")).await;
        self.tab
            .evaluate("document.documentElement.removeAttribute('style')")
            .await;
        *spaced = self.check("(space(), cutOff())").await;
        self.tab.evaluate("document.adoptedStyleSheets = []").await;
        self.unsize().await;

        let state = state.to_owned();
        self.rows.push(Row {
            page,
            state,
            title,
            found,
        });
    }

    /// Asserts that Tab stops at every control once, in the order of the page, and goes on from the last one.
    pub(crate) async fn assert_order(&self) {
        let expected = self.check("controls().map(named)").await;
        let mut stops: Vec<String> = Vec::new();
        for _ in 0..STOPS {
            press(&self.tab, Key::Tab).await;
            let focused = self
                .check("[document.activeElement].filter(one => one !== document.body).map(named)")
                .await;
            let Some(stop) = focused.into_iter().next() else { break };
            if stops.last() != Some(&stop) {
                if stops.len() >= expected.len() {
                    break;
                }
                stops.push(stop);
            }
        }
        assert_eq!(stops, expected, "{}", self.tab.address().await);
    }

    /// Presses Tab until a control has the focus.
    pub(crate) async fn go_to(&self, selector: &str) {
        for _ in 0..STOPS {
            let script = format!("return document.activeElement.matches({selector:?})");
            if self.tab.evaluate(&script).await == true {
                return;
            }
            press(&self.tab, Key::Tab).await;
        }
        panic!("Tab doesn't stop at {selector}");
    }

    /// Sets features of media; all others are as usual.
    pub(crate) async fn emulate(&self, features: &[(&str, &str)]) {
        let of = |name: &str| {
            let set = features.iter().find(|(own, _)| *own == name);
            json!({ "name": name, "value": set.map_or("", |(_, value)| value) })
        };
        let features: Vec<_> = ["prefers-color-scheme", "forced-colors", "prefers-reduced-motion"]
            .map(of)
            .into();
        self.tab
            .command("Emulation.setEmulatedMedia", json!({ "features": features }))
            .await;
    }

    /// Gives the page another size, in CSS pixels.
    pub(crate) async fn resize(&self, width: u32, height: u32, scale: u32) {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": scale, "mobile": false });
        self.tab.command("Emulation.setDeviceMetricsOverride", metrics).await;
        self.until(&format!("innerWidth === {width}")).await;
    }

    pub(crate) async fn unsize(&self) {
        self.tab
            .command("Emulation.clearDeviceMetricsOverride", json!({}))
            .await;
        self.until("innerWidth > 640").await;
    }

    /// Returns what one of the functions in `checks.js` finds.
    pub(crate) async fn check(&self, call: &str) -> Vec<String> {
        texts(self.tab.evaluate(&format!("{FUNCTIONS}\nreturn {call}")).await)
    }

    /// Prints the table, and fails if there is anything in it.
    pub(crate) fn finish(mut self) {
        self.compare_titles();
        let scripts = if self.scripts { "on" } else { "off" };
        println!("\n{:16} {:28} {:6} {}", "page", "state", "script", CHECKS.join("  "));
        for row in &self.rows {
            let cell = |(found, check): (&Vec<String>, &&str)| match found.len() {
                0 => format!("{:1$}", "ok", check.len()),
                count => format!("{count:<0$}", check.len()),
            };
            let cells: Vec<_> = row.found.iter().zip(&CHECKS).map(cell).collect();
            println!("{:16} {:28} {scripts:6} {}", row.page, row.state, cells.join("  "));
        }
        let mut found = Vec::new();
        for Row {
            page,
            state,
            found: all,
            ..
        } in &self.rows
        {
            for (check, texts) in CHECKS.iter().zip(all) {
                found.extend(texts.iter().map(|text| format!("{page}, {state}, {check}: {text}")));
            }
        }
        assert!(found.is_empty(), "\n{}", found.join("\n"));
    }

    /// A form that has failed is known from the title, which a screen reader reads first.
    fn compare_titles(&mut self) {
        let mut usual = BTreeMap::new();
        for row in &mut self.rows {
            let first = usual.entry(row.page).or_insert_with(|| row.title.clone());
            if row.state.starts_with("failed") && *first == row.title {
                let [axe, ..] = &mut row.found;
                axe.push(format!("the title is {:?}", row.title));
            }
        }
    }
}

/// Returns the texts of a list.
pub(crate) fn texts(list: Value) -> Vec<String> {
    serde_json::from_value(list).unwrap()
}

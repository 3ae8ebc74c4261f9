//! Turns functions into trials: on which server, with which script, and what it is about.

use std::env;
use std::process::ExitCode;
use std::time::Duration;

use conformance::servers::Adapter;
use frontdesk_script::INTEGRITY;

use crate::site::{Faults, Site};
use crate::webdriver::{Accessible, Look, Tab, Trials};

/// How long anything may take: long enough for a busy machine.
const DEADLINE: Duration = Duration::from_secs(60);

/// The trials that can't run in Firefox, and why.
const NOT_IN_FIREFOX: &[(&str, &str)] = &[
    (
        "view_transition_runs_if_the_page_wants_one",
        "no View Transitions before Firefox 144",
    ),
    ("reduced_motion_is_respected", "no View Transitions before Firefox 144"),
    (
        "page_in_memory_that_waited_works_again",
        "a page with a request under way does not stay in memory",
    ),
    ("slow_network_adds_one", "no way to slow the network down"),
    (
        "newer_page_is_placed_after_an_older_one",
        "Firefox sends no other request while a style sheet of the head is loading",
    ),
];

/// If this variable is set, every trial runs on both hosts, and in every mode that it is for.
const WHOLE_TABLE: &str = "FRONTDESK_WHOLE_TABLE";

/// Controls of the form for a new note.
pub(crate) const TITLE: &str = "#add [name=title]";
pub(crate) const BODY: &str = "#add [name=body]";
pub(crate) const ADD: &str = "#plain";

/// What becomes of the script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// The browser runs no scripts.
    Off,
    /// It works.
    On,
    /// It works, and the browser stores no cookies.
    NoCookies,
    /// The page's policy keeps it from running.
    Blocked,
    /// The page's policy lets scripts with its nonce run.
    Nonce,
    /// The page's policy lets only the script run, by its hash, and not the file that it loads when it needs it.
    Hash,
    /// Another script of the page, of this name, breaks something that it needs.
    Broken(&'static str),
}

impl Mode {
    /// The browser without what is new, and a script that throws half way.
    pub(crate) const FAILING: [Self; 7] = [
        Self::Blocked,
        Self::Broken("clone"),
        Self::Broken("transitions"),
        Self::Broken("move"),
        Self::Broken("parser"),
        Self::Broken("data"),
        Self::Broken("attributes"),
    ];

    /// Returns whether forms are sent in place.
    pub(crate) fn sends_in_place(self) -> bool {
        match self {
            Self::Off | Self::Blocked => false,
            Self::On | Self::NoCookies | Self::Nonce | Self::Hash => true,
            Self::Broken(what) => matches!(what, "clone" | "transitions" | "move"),
        }
    }

    /// Returns whether the script throws when a page that it has loaded is put in place, so that the browser loads
    /// it again: without the messages that are shown once.
    fn throws_half_way(self) -> bool {
        matches!(self, Self::Broken("parser" | "attributes"))
    }

    /// Returns whether the script sends forms, and not the browser.
    pub(crate) fn script_sends(self) -> bool {
        self.sends_in_place() || self.throws_half_way()
    }

    fn name(self) -> String {
        match self {
            Self::Off => "off".into(),
            Self::On => "on".into(),
            Self::NoCookies => "no_cookies".into(),
            Self::Blocked => "blocked".into(),
            Self::Nonce => "nonce".into(),
            Self::Hash => "hash".into(),
            Self::Broken(what) => format!("without_{what}"),
        }
    }

    fn look(self) -> Look {
        match self {
            Self::Off => Look::Window,
            Self::NoCookies => Look::ScriptsWithoutCookies,
            _ => Look::Scripts,
        }
    }

    fn faults(self) -> Faults {
        Faults {
            breaks: match self {
                Self::Broken(what) => what,
                _ => "",
            },
            policy: match self {
                Self::Blocked => Some("default-src 'self'; script-src 'none'".to_owned()),
                Self::Nonce => Some("default-src 'self'; script-src 'nonce-kQ2T' 'strict-dynamic'".to_owned()),
                Self::Hash => Some(format!("default-src 'self'; script-src '{INTEGRITY}'")),
                _ => None,
            },
            nonce: (self == Self::Nonce).then_some("kQ2T"),
        }
    }
}

/// A tab and an app with the page of notes in it.
#[derive(Debug)]
pub(crate) struct Visit {
    pub(crate) tab: Tab,
    pub(crate) site: Site,
    pub(crate) mode: Mode,
}

impl Visit {
    /// Opens the page of notes, and waits for the script, if it runs.
    pub(crate) async fn open(&self) {
        self.open_at("/").await;
    }

    pub(crate) async fn open_at(&self, path: &str) {
        self.tab.open(&self.site.url(path)).await;
        if matches!(self.mode, Mode::On | Mode::NoCookies | Mode::Nonce | Mode::Hash) {
            self.until("Symbol.for('frontdesk') in window").await;
        }
        self.mark().await;
    }

    /// Marks the document, to notice when another one takes its place.
    pub(crate) async fn mark(&self) {
        self.tab.evaluate("document.documentElement.mark = 'here'").await;
    }

    /// Returns whether the document is still the one that was marked.
    pub(crate) async fn is_in_place(&self) -> bool {
        self.tab
            .evaluate("return document.documentElement.mark === 'here'")
            .await
            == true
    }

    /// Waits until an expression of the page is true.
    pub(crate) async fn until(&self, expression: &str) {
        let script = format!("return !!({expression})");
        if !self.tab.comes_true(&script, DEADLINE).await {
            panic!(
                "never true: {expression}\n{}\n{:#?}",
                self.tab
                    .evaluate("return location.href + '\\n' + document.documentElement.outerHTML")
                    .await,
                self.site.requests()
            );
        }
    }

    /// Waits until a check shows that the title is refused, if the script checks. The message moves what is below it.
    pub(crate) async fn until_checked(&self) {
        if self.mode.script_sends() {
            self.until_shown("There is one already.").await;
        }
    }

    /// Changes the title of the new note. If it was refused, waits until a check has removed the message: that moves
    /// the button that is clicked next.
    pub(crate) async fn retitle(&self, title: &str) {
        self.tab.type_into(TITLE, title).await;
        if self.mode.script_sends() && !title.starts_with("taken") {
            self.until("!document.querySelector('#add [aria-invalid]')").await;
        }
    }

    /// Waits until the page shows a text.
    pub(crate) async fn until_shown(&self, text: &str) {
        self.until(&format!("document.body.innerText.includes({text:?})")).await;
    }

    /// Waits until the page shows that a note was added.
    pub(crate) async fn until_added(&self, title: &str) {
        if self.mode.throws_half_way() {
            self.until_listed(title).await;
        } else {
            self.until_shown(&format!("Added {title}")).await;
            self.until_responded().await;
        }
    }

    /// Waits until a note is in the list. (Of two submits at once, the browser may drop the page that has the message.)
    pub(crate) async fn until_listed(&self, title: &str) {
        self.until_shown(&format!("{title} \"")).await;
        self.until_responded().await;
    }

    /// Waits until the response of a form is there as a whole: where the browser loads a page, that one. The last
    /// page may show a part of it already.
    pub(crate) async fn until_responded(&self) {
        if !self.mode.sends_in_place() {
            self.until("(({ mark, seen }) => mark !== 'here' && !seen)(document.documentElement)")
                .await;
        }
        self.until_settled().await;
        self.tab.evaluate("document.documentElement.seen = true").await;
    }

    /// Waits until no form waits, and no other page is loading.
    pub(crate) async fn until_settled(&self) {
        self.until("document.readyState === 'complete' && !document.querySelector('[aria-busy]')")
            .await;
    }

    /// Waits until the accessibility tree has such an element of this role.
    pub(crate) async fn until_accessible(&self, role: &str, is_it: impl Fn(&Accessible) -> bool) {
        let end = std::time::Instant::now() + DEADLINE;
        loop {
            let all = self.tab.accessible(role).await;
            if all.iter().any(&is_it) {
                return;
            }
            assert!(std::time::Instant::now() < end, "none of {all:#?}");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// Returns what an expression of the page is.
    pub(crate) async fn value(&self, expression: &str) -> serde_json::Value {
        self.tab.evaluate(&format!("return {expression}")).await
    }

    /// Sends the form for a new note. Its action waits until it is let go: `site.app.let_go("add")`.
    pub(crate) async fn add_and_hold(&self, title: &str) {
        self.site.app.hold("add");
        let runs = self.site.app.runs("add");
        self.tab.type_into(TITLE, title).await;
        self.tab.click(ADD).await;
        self.until_server("add runs", |site| site.app.runs("add") == runs + 1)
            .await;
    }

    /// Waits until something that the server does has happened.
    pub(crate) async fn until_server(&self, what: &str, is_done: impl Fn(&Site) -> bool) {
        let end = std::time::Instant::now() + DEADLINE;
        while !is_done(&self.site) {
            assert!(std::time::Instant::now() < end, "{what}: {:#?}", self.site.requests());
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

/// All trials.
pub(crate) struct Suite {
    trials: Trials,
    is_whole: bool,
    /// How many trials fail in one way only, each in the next.
    turn: usize,
}

impl Suite {
    pub(crate) fn new() -> Self {
        let mut trials = Trials::new();
        trials.not_in_firefox(NOT_IN_FIREFOX);
        Self {
            trials,
            is_whole: env::var_os(WHOLE_TABLE).is_some(),
            turn: 0,
        }
    }

    /// Adds a trial on axum, with the script. Like the others, it runs on actix-web too if the whole table runs.
    pub(crate) fn on<T, F>(&mut self, name: &str, test: T)
    where
        T: Fn(Visit) -> F + Clone + Send + 'static,
        F: Future<Output = ()>,
    {
        self.in_mode(name, Mode::On, test);
    }

    /// Adds a trial on axum and on actix-web, with the script.
    pub(crate) fn both<T, F>(&mut self, name: &str, test: T)
    where
        T: Fn(Visit) -> F + Clone + Send + 'static,
        F: Future<Output = ()>,
    {
        for adapter in [Adapter::Axum, Adapter::Actix] {
            self.add(name, adapter, Mode::On, test.clone());
        }
    }

    /// Adds a trial with the script, without it, and with it failing in every way, on axum; with it on actix-web
    /// too.
    pub(crate) fn in_every_mode<T, F>(&mut self, name: &str, test: T)
    where
        T: Fn(Visit) -> F + Clone + Send + 'static,
        F: Future<Output = ()>,
    {
        self.both(name, test.clone());
        for mode in std::iter::once(Mode::Off).chain(Mode::FAILING) {
            self.in_mode(name, mode, test.clone());
        }
    }

    /// Adds a trial with the script, without it, and with it failing in one way, on axum. The ways take turns; the
    /// whole table has them all.
    pub(crate) fn always<T, F>(&mut self, name: &str, test: T)
    where
        T: Fn(Visit) -> F + Clone + Send + 'static,
        F: Future<Output = ()>,
    {
        self.on(name, test.clone());
        self.in_mode(name, Mode::Off, test.clone());
        for (at, mode) in Mode::FAILING.into_iter().enumerate() {
            if self.is_whole || at == self.turn % Mode::FAILING.len() {
                self.in_mode(name, mode, test.clone());
            }
        }
        self.turn += 1;
    }

    /// Adds a trial in one mode, on axum; in the whole table on actix-web too.
    pub(crate) fn in_mode<T, F>(&mut self, name: &str, mode: Mode, test: T)
    where
        T: Fn(Visit) -> F + Clone + Send + 'static,
        F: Future<Output = ()>,
    {
        self.add(name, Adapter::Axum, mode, test.clone());
        if self.is_whole {
            self.add(name, Adapter::Actix, mode, test);
        }
    }

    fn add<T, F>(&mut self, name: &str, adapter: Adapter, mode: Mode, test: T)
    where
        T: Fn(Visit) -> F + Clone + Send + 'static,
        F: Future<Output = ()>,
    {
        let name = format!("{adapter}::{}::{name}", mode.name());
        self.trials.add(name, mode.look(), async move |tab| {
            let site = Site::start(adapter, mode.faults());
            test(Visit { tab, site, mode }).await;
        });
    }

    /// Returns whether the trials run in Firefox.
    pub(crate) fn is_in_firefox(&self) -> bool {
        self.trials.is_in_firefox()
    }

    /// Returns whether the whole table runs.
    pub(crate) fn is_whole(&self) -> bool {
        self.is_whole
    }

    pub(crate) fn run(self) -> ExitCode {
        self.trials.run()
    }
}

//! Turns functions into trials: on which server, with which script, and what it is about.

use std::collections::HashSet;
use std::env;
use std::process::ExitCode;
use std::time::Duration;

use conformance::servers::Adapter;

use crate::site::{Faults, Site};
use crate::webdriver::{Accessible, Look, Tab, Trials};

/// How long anything may take: long enough for a busy machine.
const DEADLINE: Duration = Duration::from_secs(60);

/// If this variable is set, every trial runs on both adapters.
const WHOLE_TABLE: &str = "FRONTDESK_WHOLE_TABLE";

/// The trials that can't run in Firefox, and why.
const NOT_IN_FIREFOX: &[(&str, &str)] = &[
    (
        "view_transition_runs_if_the_page_wants_one",
        "no View Transitions before Firefox 144",
    ),
    ("reduced_motion_is_respected", "no View Transitions before Firefox 144"),
];

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
    /// The page's policy keeps it from running.
    Blocked,
    /// The page's policy lets scripts with its nonce run.
    Nonce,
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
            Self::On | Self::Nonce => true,
            Self::Broken(what) => matches!(what, "clone" | "transitions" | "move"),
        }
    }

    /// Returns whether the script throws when a page that it has loaded is put in place, so that the browser loads
    /// it again: without the messages that are shown once.
    fn throws_half_way(self) -> bool {
        matches!(self, Self::Broken("parser" | "attributes"))
    }

    fn name(self) -> String {
        match self {
            Self::Off => "off".into(),
            Self::On => "on".into(),
            Self::Blocked => "blocked".into(),
            Self::Nonce => "nonce".into(),
            Self::Broken(what) => format!("without_{what}"),
        }
    }

    fn look(self) -> Look {
        if self == Self::Off { Look::Window } else { Look::Scripts }
    }

    fn faults(self) -> Faults {
        Faults {
            breaks: match self {
                Self::Broken(what) => what,
                _ => "",
            },
            policy: match self {
                Self::Blocked => Some("default-src 'self'; script-src 'none'"),
                Self::Nonce => Some("default-src 'self'; script-src 'nonce-kQ2T' 'strict-dynamic'"),
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
        if matches!(self.mode, Mode::On | Mode::Nonce) {
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

    /// Waits until the page shows a text.
    pub(crate) async fn until_shown(&self, text: &str) {
        self.until(&format!("document.body.innerText.includes({text:?})")).await;
    }

    /// Waits until the page shows that a note was added.
    pub(crate) async fn until_added(&self, title: &str) {
        if self.mode.throws_half_way() {
            self.until_shown(&format!("{title} \"")).await;
        } else {
            self.until_shown(&format!("Added {title}")).await;
        }
        // Another page may still be loading.
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
    titles: HashSet<String>,
    /// Whether every trial runs on both adapters.
    is_whole: bool,
}

impl Suite {
    pub(crate) fn new() -> Self {
        let mut trials = Trials::new();
        trials.not_in_firefox(NOT_IN_FIREFOX);
        Self {
            trials,
            titles: HashSet::new(),
            is_whole: env::var_os(WHOLE_TABLE).is_some(),
        }
    }

    /// Adds a trial on axum, with the script. Like the others, it runs on actix-web too if the whole table runs.
    pub(crate) fn on<T, F>(&mut self, name: &str, test: T)
    where
        T: Fn(Visit) -> F + Clone + Send + 'static,
        F: Future<Output = ()>,
    {
        self.add(name, Adapter::Axum, Mode::On, test);
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

    /// Adds a trial on axum with the script, without it, and with it failing; with it on actix-web too.
    pub(crate) fn always<T, F>(&mut self, name: &str, test: T)
    where
        T: Fn(Visit) -> F + Clone + Send + 'static,
        F: Future<Output = ()>,
    {
        self.both(name, test.clone());
        for mode in std::iter::once(Mode::Off).chain(Mode::FAILING) {
            self.add(name, Adapter::Axum, mode, test.clone());
        }
    }

    /// Adds a trial in one mode, on axum.
    pub(crate) fn in_mode<T, F>(&mut self, name: &str, mode: Mode, test: T)
    where
        T: Fn(Visit) -> F + Clone + Send + 'static,
        F: Future<Output = ()>,
    {
        self.add(name, Adapter::Axum, mode, test);
    }

    fn add<T, F>(&mut self, name: &str, adapter: Adapter, mode: Mode, test: T)
    where
        T: Fn(Visit) -> F + Clone + Send + 'static,
        F: Future<Output = ()>,
    {
        let title = format!("{adapter}::{}::{name}", mode.name());
        if self.titles.insert(title.clone()) {
            let test = test.clone();
            self.trials.add(title, mode.look(), async move |tab| {
                let site = Site::start(adapter, mode.faults());
                test(Visit { tab, site, mode }).await;
            });
        }
        if self.is_whole && adapter == Adapter::Axum {
            self.add(name, Adapter::Actix, mode, test);
        }
    }

    pub(crate) fn run(self) -> ExitCode {
        self.trials.run()
    }
}

//! Turns functions into trials on the adapters that have host pages.

use std::process::ExitCode;

use conformance::servers::Adapter;

use crate::site::Site;
use crate::webdriver::{Look, Tab, Trials};

const ADAPTERS: [Adapter; 2] = [Adapter::Axum, Adapter::Actix];

/// The page of notes of the desk, and that of the host app.
const PAGES: [&str; 2] = ["/notes", "/host/notes"];

/// Controls of the form for a new note.
pub(crate) const TITLE: &str = "[name=title]";
pub(crate) const BODY: &str = "[name=body]";
pub(crate) const PASSWORD: &str = "[name=password]";
pub(crate) const PINNED: &str = "[name=pinned]";
pub(crate) const ADD: &str = "form[action='/_actions/create_note'] button";

/// The messages beside the title.
pub(crate) const TITLE_ERRORS: &str = "[data-errors-for=title] li";
pub(crate) const TAKEN: &str = "there is a note of that title already";
pub(crate) const TOO_LONG: &str = "must have at most 40 characters";

/// A tab and a site with the page of notes.
#[derive(Debug)]
pub(crate) struct Visit {
    pub(crate) tab: Tab,
    pub(crate) site: Site,
    /// The path of the page.
    pub(crate) path: &'static str,
}

impl Visit {
    pub(crate) async fn open(&self) {
        self.tab.open(&self.site.url(self.path)).await;
    }
}

/// All trials.
pub(crate) struct Suite {
    trials: Trials,
}

impl Suite {
    pub(crate) fn new() -> Self {
        Self { trials: Trials::new() }
    }

    /// Adds a trial on both adapters.
    pub(crate) fn each<T, F>(&mut self, name: &str, test: T)
    where
        T: Fn(Tab, Adapter) -> F + Clone + Send + 'static,
        F: Future<Output = ()>,
    {
        self.each_look(name, Look::Window, test);
    }

    /// Adds a trial on both adapters, in a browser that stores no cookies.
    pub(crate) fn without_cookies<T, F>(&mut self, name: &str, test: T)
    where
        T: Fn(Tab, Adapter) -> F + Clone + Send + 'static,
        F: Future<Output = ()>,
    {
        self.each_look(name, Look::WithoutCookies, test);
    }

    fn each_look<T, F>(&mut self, name: &str, look: Look, test: T)
    where
        T: Fn(Tab, Adapter) -> F + Clone + Send + 'static,
        F: Future<Output = ()>,
    {
        for adapter in ADAPTERS {
            let test = test.clone();
            let name = format!("{adapter}::{name}");
            self.trials.add(name, look, move |tab| test(tab, adapter));
        }
    }

    /// Adds a trial of the desk's page of notes, on both adapters.
    pub(crate) fn notes<T, F>(&mut self, name: &str, test: T)
    where
        T: Fn(Visit) -> F + Clone + Send + 'static,
        F: Future<Output = ()>,
    {
        self.pages(name, &PAGES[..1], test);
    }

    /// Adds a trial of the desk's page of notes and then of the host's, on both adapters.
    pub(crate) fn both_notes<T, F>(&mut self, name: &str, test: T)
    where
        T: Fn(Visit) -> F + Clone + Send + 'static,
        F: Future<Output = ()>,
    {
        self.pages(name, &PAGES, test);
    }

    fn pages<T, F>(&mut self, name: &str, paths: &'static [&str], test: T)
    where
        T: Fn(Visit) -> F + Clone + Send + 'static,
        F: Future<Output = ()>,
    {
        self.each(name, move |tab, adapter| {
            let test = test.clone();
            async move {
                for path in paths {
                    let (tab, site) = (tab.clone(), Site::start(adapter));
                    test(Visit { tab, site, path }).await;
                }
            }
        });
    }

    /// Adds a trial of the browser itself.
    pub(crate) fn browser<T, F>(&mut self, name: &str, look: Look, test: T)
    where
        T: FnOnce(Tab) -> F + Send + 'static,
        F: Future<Output = ()>,
    {
        self.trials.add(name.to_owned(), look, test);
    }

    pub(crate) fn run(self) -> ExitCode {
        self.trials.run()
    }
}

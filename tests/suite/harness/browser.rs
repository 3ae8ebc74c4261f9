//! A browser without JavaScript: it stores cookies, opens pages and submits forms.

use crate::harness::client::{Call, Response};
use crate::harness::html::{Form, Page};
use crate::harness::jar::Jar;
use crate::harness::site::Site;

pub(crate) const CREATE: &str = "/_actions/create_note";
pub(crate) const DELETE: &str = "/_actions/delete_note";

/// A browser at one site.
pub(crate) struct Browser {
    pub(crate) site: Site,
    pub(crate) jar: Jar,
    language: Option<&'static str>,
}

impl Browser {
    pub(crate) fn new(site: &Site) -> Self {
        Self {
            site: site.clone(),
            jar: Jar::default(),
            language: None,
        }
    }

    /// Sets the language that the user prefers.
    pub(crate) fn prefer(&mut self, language: &'static str) {
        self.language = Some(language);
    }

    fn call(&self, call: Call) -> Call {
        let call = call.browser().cookies(&self.jar);
        match self.language {
            Some(language) => call.header("accept-language", language),
            None => call,
        }
    }

    pub(crate) async fn open(&mut self, url: &str) -> (Page, Response) {
        let response = self.call(self.site.get(url)).send().await.expect(200);
        assert_eq!(response.header("content-type"), "text/html; charset=utf-8");
        self.jar.take(&response);
        (Page::parse(&response.text()), response)
    }

    pub(crate) async fn submit(&mut self, form: &Form) -> Response {
        assert_eq!(form.method, "post");
        let call = self.call(self.site.post(&form.action));
        let call = call
            .header("sec-fetch-site", "same-origin")
            .header("origin", self.site.origin());
        let call = form.clone().into_body_of(call);
        let response = call.send().await.expect(303);
        self.jar.take(&response);
        response
    }

    /// Submits a form that must fail, and returns the URL that the browser is redirected to.
    pub(crate) async fn fail(&mut self, form: &Form) -> String {
        let response = self.submit(form).await;
        assert!(response.location().contains("_fd="), "{response}");
        response.location().to_owned()
    }
}

//! A browser without JavaScript: it stores cookies, opens pages and submits forms.

use crate::harness::client::Response;
use crate::harness::html::{Form, Page};
use crate::harness::jar::Jar;
use crate::harness::site::Site;

pub(crate) const CREATE: &str = "/_actions/create_note";
pub(crate) const DELETE: &str = "/_actions/delete_note";

/// A browser at one site.
pub(crate) struct Browser {
    pub(crate) site: Site,
    pub(crate) jar: Jar,
}

impl Browser {
    pub(crate) fn new(site: &Site) -> Self {
        Self {
            site: site.clone(),
            jar: Jar::default(),
        }
    }

    pub(crate) async fn open(&mut self, url: &str) -> (Page, Response) {
        let response = self.site.get(url).browser().cookies(&self.jar).send().await.expect(200);
        assert_eq!(response.header("content-type"), "text/html; charset=utf-8");
        self.jar.take(&response);
        (Page::parse(&response.text()), response)
    }

    pub(crate) async fn submit(&mut self, form: &Form) -> Response {
        assert_eq!(form.method, "post");
        let call = self.site.post(&form.action).browser();
        let call = call
            .header("sec-fetch-site", "same-origin")
            .header("origin", self.site.origin());
        let call = form.clone().into_body_of(call.cookies(&self.jar));
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

//! A client with a session.

use bff::demo::{PASSWORD, TOKEN};
use frontdesk::{Bytes, HeaderMap, Method, Response, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper::Request;
use hyper::body::Incoming;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::Value;

use crate::sites::Site;

/// A client of a site, with the cookie of its session.
pub(crate) struct Person {
    connections: Client<HttpConnector, Full<Bytes>>,
    url: String,
    cookie: String,
}

/// A response that was read to its end.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Reply {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap()
    }
}

impl Person {
    /// A client without a session.
    pub(crate) fn stranger(site: &Site) -> Self {
        Self {
            connections: Client::builder(TokioExecutor::new()).build_http(),
            url: site.url(),
            cookie: String::new(),
        }
    }

    /// Logs in, while the orders service is well.
    pub(crate) async fn log_in(site: &Site, name: &str) -> Self {
        let mut person = Self::stranger(site);
        let reply = person.post("/login", &format!("name={name}&password={PASSWORD}")).await;
        assert_eq!(reply.status, 200, "{reply:?}");
        let cookie = reply.headers["set-cookie"].to_str().unwrap();
        person.cookie = cookie.split(';').next().unwrap().to_owned();
        person
    }

    /// Sends a request, and returns the response as it begins.
    pub(crate) async fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(&'static str, &str)],
        body: &str,
    ) -> Response<Incoming> {
        let mut request = Request::builder().method(method).uri(format!("{}{path}", self.url));
        request = request.header("cookie", &self.cookie).header("origin", &self.url);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Full::new(Bytes::copy_from_slice(body.as_bytes())));
        self.connections.request(request.unwrap()).await.unwrap()
    }

    pub(crate) async fn get(&self, path: &str) -> Reply {
        read(self.send(Method::GET, path, &[], "").await).await
    }

    pub(crate) async fn page(&self, path: &str) -> Reply {
        read(self.send(Method::GET, path, &[("accept", "text/html")], "").await).await
    }

    pub(crate) async fn overview(&self) -> Reply {
        self.get("/api/overview").await
    }

    /// Returns the fields of the form that orders the first product, as the page has them.
    pub(crate) async fn order_form(&self) -> String {
        let page = self.page("/").await.text;
        let (_, form) = page.split_once("action=\"/_actions/order\"").unwrap();
        let (form, _) = form.split_once("</form>").unwrap();
        let fields = form.split("<input type=\"hidden\" name=\"").skip(1).map(|field| {
            let (name, rest) = field.split_once("\" value=\"").unwrap();
            format!("{name}={}", rest.split('"').next().unwrap())
        });
        fields.collect::<Vec<_>>().join("&")
    }

    /// Posts a form as a program does.
    pub(crate) async fn post(&self, path: &str, form: &str) -> Reply {
        let form_type = [("content-type", "application/x-www-form-urlencoded")];
        read(self.send(Method::POST, path, &form_type, form).await).await
    }
}

/// Reads a response to its end. None has ever a token in it.
pub(crate) async fn read(response: Response<Incoming>) -> Reply {
    let (parts, body) = response.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    let reply = Reply {
        status: parts.status,
        headers: parts.headers,
        text: String::from_utf8(body.into()).unwrap(),
    };
    assert!(!format!("{reply:?}").contains(TOKEN), "{reply:?}");
    reply
}

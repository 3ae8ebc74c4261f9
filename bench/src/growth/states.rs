//! Growth with the number of open form states.

use std::time::{Duration, SystemTime};

use frontdesk::http::header::{COOKIE, LOCATION, SET_COOKIE};
use frontdesk::store::{MemoryStore, StateStore};
use frontdesk::{Body, Desk, Forms, Problem, Request, Router, server_action};
use frontdesk_bench::finish;

use super::request::{FORM, expect_status, get as request, post, send};
use super::series::{Line, Series, Unit, median};

/// How much one form state takes.
const VALUE: usize = 1_000;

const HOUR: Duration = Duration::from_secs(60 * 60);

pub(super) fn in_store() -> Series {
    let (store, now) = (MemoryStore::new(1 << 32), SystemTime::now());
    let mut put = Line::new("storing another one", Unit::Time);
    let mut load = Line::new("loading one", Unit::Time);
    let mut count = 0_u64;
    for size in [10, 100, 1_000, 10_000, 100_000] {
        let mut put_next = |(key, value): (String, Vec<u8>)| {
            count += 1;
            std::hint::black_box(finish(store.put(key, value, now, HOUR)).is_ok());
        };
        (0..size).for_each(|number| put_next((number.to_string(), vec![0; VALUE])));
        let mut number = 0;
        let next = || {
            number += 1;
            // Stored over and over, so that the size stays.
            ((number % size).to_string(), vec![0; VALUE])
        };
        put.push(size, median(next, put_next));
        let mut number = 0;
        let next = || {
            number = (number + 7_919) % size;
            number.to_string()
        };
        load.push(size, median(next, |key| drop(finish(store.get(&key, now)))));
    }
    Series {
        name: "states".into(),
        grows: "form states in the store".into(),
        lines: vec![put, load],
    }
}

#[server_action]
async fn save(title: String, amount: u32) {
    drop(std::hint::black_box((title, amount)));
}

async fn page(forms: Forms) -> Result<String, Problem> {
    let form = forms.of::<Save>();
    Ok(format!(
        "{} {}",
        form.was_submitted(),
        form.field(Save::TITLE).input("text")
    ))
}

#[expect(clippy::expect_used, reason = "the desk is made of constants")]
pub(super) fn in_cookies() -> Series {
    let routes = Router::new().page("/page", page);
    let desk = Desk::builder(()).routes(routes).action::<Save>();
    let desk = desk.build().expect("the desk has no mistakes");
    let mut show = Line::new("showing the last one", Unit::Time);
    let mut fail = Line::new("another form that fails", Unit::Time);
    let mut cookies: Vec<String> = Vec::new();
    for size in [1, 3, 10, 30, 100] {
        let mut url = "/page".to_owned();
        while (cookies.len() as u64) < size + 1 {
            let response = send(&desk, failing(&cookies));
            expect_status(&response, 303);
            let headers = response.0.headers();
            let pairs = headers
                .get_all(SET_COOKIE)
                .iter()
                .filter_map(|value| value.to_str().ok());
            let set: Vec<_> = pairs
                .filter_map(|value| Some(value.split_once(';')?.0.to_owned()))
                .collect();
            cookies.extend(set);
            headers
                .get(LOCATION)
                .expect("it redirects")
                .to_str()
                .expect("it is text")
                .clone_into(&mut url);
        }
        let make = || with_cookies(request(&url), &cookies);
        expect_status(&send(&desk, make()), 200);
        show.push(size, median(make, |request| drop(send(&desk, request))));
        fail.push(size, median(|| failing(&cookies), |request| drop(send(&desk, request))));
    }
    Series {
        name: "state-cookies".into(),
        grows: "form states in cookies".into(),
        lines: vec![show, fail],
    }
}

fn failing(cookies: &[String]) -> Request {
    let body = "__fd_return=%2Fpage&title=Buy+milk&amount=many";
    with_cookies(post("/_actions/save", FORM, true, Body::from(body)), cookies)
}

#[expect(clippy::expect_used, reason = "the cookies are those of the desk")]
fn with_cookies(mut request: Request, cookies: &[String]) -> Request {
    let cookies = cookies.join("; ").parse().expect("the cookies are well-formed");
    request.headers_mut().insert(COOKIE, cookies);
    request
}

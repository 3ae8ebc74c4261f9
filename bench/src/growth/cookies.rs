//! Growth with the number of cookies and of revalidated names.

use frontdesk::{Cookies, Desk, Path, Request, Revalidate, Router, get};

use super::request::{expect_status, get as request, send};
use super::series::{Line, Series, Unit, median};

const SIZES: [u64; 4] = [1, 10, 100, 1_000];

async fn read_one(cookies: Cookies) -> String {
    cookies.get("c0").unwrap_or_default()
}

async fn read_all(cookies: Cookies) -> String {
    let values = cookies.names().filter_map(|name| cookies.get(name));
    values.map(|value| value.len()).sum::<usize>().to_string()
}

async fn set(Path(count): Path<u64>, cookies: Cookies) -> &'static str {
    (0..count).for_each(|number| cookies.set(format!("c{number}"), "value"));
    "ok"
}

async fn revalidate(Path(count): Path<u64>, revalidate: Revalidate) -> &'static str {
    for number in 0..count {
        std::hint::black_box(revalidate.tag(&number.to_string()).await.is_ok());
    }
    "ok"
}

#[expect(clippy::expect_used, reason = "the desk and its requests are made of constants")]
pub(super) fn measure() -> Series {
    let routes = Router::new()
        .route("/one", get(read_one))
        .route("/all", get(read_all))
        .route("/set/{count}", get(set))
        .route("/revalidate/{count}", get(revalidate));
    let desk = Desk::builder(())
        .routes(routes)
        .build()
        .expect("the desk has no mistakes");
    let time = |make: &dyn Fn() -> Request| {
        expect_status(&send(&desk, make()), 200);
        median(make, |request| drop(send(&desk, request)))
    };
    let mut one = Line::new("sent, one of them read", Unit::Time);
    let mut all = Line::new("sent, all of them read", Unit::Time);
    let mut set = Line::new("set", Unit::Time);
    let mut names = Line::new("names revalidated in place of cookies", Unit::Time);
    for size in SIZES {
        let cookies: Vec<_> = (0..size).map(|number| format!("c{number}=value")).collect();
        let header: frontdesk::http::HeaderValue = cookies.join("; ").parse().expect("the cookies are well-formed");
        let sending = |path: &str| {
            let mut request = request(path);
            request.headers_mut().insert("cookie", header.clone());
            request
        };
        one.push(size, time(&|| sending("/one")));
        all.push(size, time(&|| sending("/all")));
        set.push(size, time(&|| request(&format!("/set/{size}"))));
        names.push(size, time(&|| request(&format!("/revalidate/{size}"))));
    }
    Series {
        name: "cookies".into(),
        grows: "cookies".into(),
        lines: vec![one, all, set, names],
    }
}

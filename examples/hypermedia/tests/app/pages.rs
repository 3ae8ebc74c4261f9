//! The pages: what is different between them, and what is wrong with a URL.

use frontdesk::testing::Browser;
use hypermedia::{App, Scripts, Way};

fn browser(scripts: Scripts) -> Browser {
    let app = App {
        scripts,
        ..App::default()
    };
    Browser::new(hypermedia::desk(app).unwrap())
}

#[tokio::test]
async fn home_leads_to_each_page() {
    let mut browser = browser(Scripts::default());
    for (way, title) in Way::ALL.into_iter().zip(["htmx 4", "Unpoly", "Turbo", "No script"]) {
        browser.get("/").await;
        let page = browser.click(title).await;
        assert_eq!((page.path(), page.status().as_u16()), (&*way.path(), 200));
        assert!(page.text().contains(&format!("<h1>{title}</h1>")), "{}", page.text());
    }
}

#[tokio::test]
async fn page_loads_its_own_library_by_hash() {
    let names = [
        ("htmx", "htmx.org@"),
        ("unpoly", "unpoly@"),
        ("turbo", "@hotwired/turbo@"),
    ];
    for (scripts, base) in [
        (Scripts::default(), "https://cdn.jsdelivr.net/npm/"),
        (Scripts::below("/scripts/"), "/scripts/"),
    ] {
        let mut browser = browser(scripts);
        for (way, name) in names {
            let page = browser.get(&format!("/{way}")).await;
            let tags: Vec<_> = page.text().split("<script ").skip(1).collect();
            assert!(tags[0].starts_with(&format!("src=\"{base}{name}")), "{}", tags[0]);
            assert!(tags[0].contains(" integrity=\"sha384-"), "{}", tags[0]);
        }
        assert!(!browser.get("/plain").await.text().contains("<script"));
    }
}

#[tokio::test]
async fn markup_of_one_library_is_on_its_page_only() {
    let mut browser = browser(Scripts::default());
    for way in Way::ALL {
        let page = browser.get(&format!("{}?edit=1&delete=2", way.path())).await;
        for (owner, attribute) in [
            (Way::Htmx, " hx-post="),
            (Way::Htmx, " hx-get="),
            (Way::Unpoly, " up-submit="),
            (Way::Unpoly, " up-target="),
            (Way::Turbo, " data-turbo-frame="),
            (Way::Turbo, "<turbo-frame "),
        ] {
            assert_eq!(page.text().contains(attribute), way == owner, "{way:?} {attribute}");
        }
    }
}

#[tokio::test]
async fn url_that_is_wrong_is_a_problem() {
    let mut browser = browser(Scripts::default());
    for (path, status) in [("/alpine", 404), ("/plain/nothing", 404), ("/plain?edit=x", 400)] {
        assert_eq!(browser.get(path).await.status(), status, "{path}");
    }
    for path in ["/style.css", "/dialog.js"] {
        assert_eq!(browser.get(path).await.status(), 200, "{path}");
    }
}

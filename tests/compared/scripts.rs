//! The bytes of script that a page loads.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;

use crate::site::Site;
use crate::visit;
use crate::webdriver::Tab;

/// Returns the text of each script of the page: what it has loaded, and what stands in it.
const TEXTS: &str = "
    const urls = performance.getEntriesByType('resource').map(entry => entry.name);
    const texts = [...document.scripts].filter(script => !script.src).map(script => script.text);
    return Promise.all(urls.map(async url => {
        const response = await fetch(url);
        return /javascript/.test(response.headers.get('content-type')) ? response.text() : '';
    })).then(loaded => [...loaded, ...texts].filter(text => text));";

/// The scripts of a page.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Scripts {
    pub(crate) count: usize,
    pub(crate) bytes: usize,
    /// The bytes of all, each compressed by gzip's best level.
    pub(crate) compressed: usize,
}

/// Measures the page of a client.
pub(crate) async fn of(site: &Site, tab: &Tab) -> Scripts {
    visit::open(site, tab, "/").await;
    let texts = tab.evaluate(TEXTS).await;
    let texts = texts.as_array().into_iter().flatten().filter_map(Value::as_str);
    texts.fold(Scripts::default(), |all, text| Scripts {
        count: all.count + 1,
        bytes: all.bytes + text.len(),
        compressed: all.compressed + compressed(text),
    })
}

fn compressed(text: &str) -> usize {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(text.as_bytes()).unwrap();
    gzip.finish().unwrap().len()
}

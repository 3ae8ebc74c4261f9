//! Files from the disk, through the browser's own file input.

use std::io::Write as _;

use sha2::{Digest as _, Sha256};
use tempfile::NamedTempFile;

use conformance::servers::Adapter;

use crate::site::Site;
use crate::suite::Suite;
use crate::webdriver::Tab;

const FILE: &str = "[name=file]";
const NOTE: &str = "[name=note]";
const SEND: &str = "form[action='/_actions/upload'] button";

pub(crate) fn trials(suite: &mut Suite) {
    suite.each("uploads::file_arrives_complete", whole);
    suite.each("uploads::file_over_the_limit_loses_no_other_value", too_large);
}

/// Makes a file of this size, with letters and a space in its name.
fn file(size: usize) -> NamedTempFile {
    let mut file = tempfile::Builder::new()
        .prefix("häß ")
        .suffix(".txt")
        .tempfile()
        .unwrap();
    let bytes: Vec<u8> = (0..size).map(|at| b"0123456789\r\n"[at % 12]).collect();
    file.write_all(&bytes).unwrap();
    file
}

async fn whole(tab: Tab, adapter: Adapter) {
    let site = Site::start(adapter);
    tab.open(&site.url("/upload")).await;
    // The browser doesn't submit the form without a file.
    tab.click(SEND).await;
    assert_eq!(tab.texts("[name=file]:invalid").await.len(), 1);
    let file = file(300_000);
    tab.choose_file(FILE, file.path()).await;
    tab.type_into(NOTE, "Größe").await;
    tab.follow(SEND).await;

    let name = file.path().file_name().unwrap().to_str().unwrap();
    assert_eq!(tab.text("[data-name]").await, name);
    assert_eq!(tab.text("[data-size]").await, "300000");
    assert_eq!(tab.text("[data-type]").await, "text/plain");
    let hash = Sha256::digest(std::fs::read(file.path()).unwrap());
    let hex: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(tab.text("[data-sha256]").await, hex);
    assert_eq!(tab.text("[data-note-text]").await, "Größe");
    assert_eq!(tab.value(NOTE).await, "");
    tab.reload().await;
    assert_eq!(tab.texts("[data-name]").await.len(), 0);
    assert_eq!(site.submissions().len(), 1);
}

async fn too_large(tab: Tab, adapter: Adapter) {
    let site = Site::start(adapter);
    for size in [5_100_000, 20_000_000] {
        tab.open(&site.url("/upload")).await;
        let file = file(size);
        tab.choose_file(FILE, file.path()).await;
        tab.type_into(NOTE, "took an hour to write").await;
        tab.follow(SEND).await;
        assert!(tab.address().await.starts_with("/upload?_fd="));
        assert!(tab.text("[data-problem]").await.contains("no more than 5 MB"));
        assert_eq!(tab.value(NOTE).await, "took an hour to write");
        assert_eq!(tab.value(FILE).await, "");
    }
}

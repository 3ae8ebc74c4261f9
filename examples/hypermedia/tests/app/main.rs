//! The list without JavaScript, by the browser of the test kit, and what else needs no real browser, and how
//! the program stops.
//! `tests/clients` of the workspace drives all four pages in Chromium.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a panic is how a test fails")]

mod pages;
mod plain;
mod replies;
mod stop;

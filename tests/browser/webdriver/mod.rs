//! A real Chromium, driven through `chromedriver`.

mod browsers;
mod commands;
mod devtools;
mod driver;
mod tab;
mod trials;

pub(crate) use browsers::Look;
pub(crate) use tab::Tab;
pub(crate) use trials::Trials;

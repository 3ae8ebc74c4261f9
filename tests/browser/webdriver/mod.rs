//! A real Chromium, driven through `chromedriver`.

mod browsers;
mod commands;
mod driver;
mod tab;
mod trials;

#[allow(unused_imports, reason = "only the program without trials opens browsers itself")]
pub(crate) use browsers::Browsers;
pub(crate) use browsers::Look;
pub(crate) use tab::Tab;
#[allow(unused_imports, reason = "one program has no trials")]
pub(crate) use trials::Trials;

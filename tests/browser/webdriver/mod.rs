//! A real browser, driven through WebDriver: Chromium by `chromedriver`, or Firefox by `geckodriver` if the variable
//! `FRONTDESK_BROWSER` is `firefox`.

mod accessible;
mod browsers;
mod chromium;
mod commands;
mod conditions;
mod driver;
mod firefox;
mod tab;
mod trials;

#[allow(unused_imports, reason = "each of the programs uses only a part")]
pub(crate) use accessible::Accessible;
#[allow(unused_imports, reason = "only the program without trials opens browsers itself")]
pub(crate) use browsers::Browsers;
pub(crate) use browsers::Look;
pub(crate) use tab::Tab;
#[allow(unused_imports, reason = "one program has no trials")]
pub(crate) use trials::Trials;

//! The mark in the URL of a page that a form redirects back to: which form was sent from the page,
//! and whether its action ran. It travels where cookies don't.

use std::time::{Duration, SystemTime};

use http::StatusCode;
use percent_encoding::percent_decode_str;

use super::form_ref::FormRef;
use super::progress::Progress;
use crate::keys::{Purpose, Sealer};
use crate::random_id::RandomId;

/// What a page knows of a submission without any cookie. It contains no text of the app or of the
/// client, since people share links.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) form: FormRef,
    /// The form was not read, so its key is not known.
    pub(crate) unread: bool,
    pub(crate) progress: Progress,
    /// The status that a program would have received.
    pub(crate) status: StatusCode,
}

/// The bit of the first byte that is set if the form was read.
const UNREAD: u8 = 0x80;

impl Mark {
    /// Seals the mark, for one page and one id. Returns `None` if the app has no key.
    pub(super) fn seal(
        &self,
        sealer: &Sealer,
        (id, page): (RandomId, &str),
        now: SystemTime,
        lifetime: Duration,
        nonce: [u8; 24],
    ) -> Option<String> {
        let path = path_of(page);
        let context = [id.as_str().as_bytes(), &path];
        sealer
            .seal(Purpose::Mark, &context, &self.to_bytes(), now, lifetime, nonce)
            .ok()
    }

    /// Opens a mark. Returns `None` if it was made for another page or id, has expired, or is not
    /// one of ours.
    pub(super) fn open(sealer: &Sealer, (id, page): (RandomId, &str), mark: &str, now: SystemTime) -> Option<Self> {
        let path = path_of(page);
        let context = [id.as_str().as_bytes(), &path];
        let opened = sealer.open(Purpose::Mark, &context, mark, now).ok()?;
        Self::from_bytes(opened.plaintext.as_slice().try_into().ok()?)
    }

    fn to_bytes(self) -> [u8; 3 + FormRef::LENGTH] {
        let progress = match self.progress {
            Progress::NotRun => 0,
            Progress::Done => 1,
            Progress::Failed => 2,
        };
        let [high, low] = self.status.as_u16().to_be_bytes();
        let [a, b, c, d, e, f, g, h] = *self.form.as_bytes();
        let flags = if self.unread { progress | UNREAD } else { progress };
        [flags, high, low, a, b, c, d, e, f, g, h]
    }

    fn from_bytes([flags, high, low, form @ ..]: [u8; 3 + FormRef::LENGTH]) -> Option<Self> {
        Some(Self {
            form: FormRef::from_bytes(form),
            unread: flags & UNREAD != 0,
            progress: match flags & !UNREAD {
                0 => Progress::NotRun,
                1 => Progress::Done,
                2 => Progress::Failed,
                _ => return None,
            },
            status: StatusCode::from_u16(u16::from_be_bytes([high, low])).ok()?,
        })
    }
}

/// Returns the path of a page, decoded: one that the app wrote by hand may be encoded in another
/// way than browsers do.
fn path_of(page: &str) -> Vec<u8> {
    let path = page.split(['?', '#']).next().unwrap_or_default();
    percent_decode_str(path).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::Keys;

    const LIFETIME: Duration = Duration::from_secs(120);

    fn id(last: char) -> RandomId {
        RandomId::parse(format!("abcdefghijklmnopqrstu{last}").as_bytes()).unwrap()
    }

    fn sealer(app: &str) -> Sealer {
        Sealer::new(&Keys::from_bytes(&[7; 32]).unwrap(), app)
    }

    #[test]
    fn mark_opens_for_its_page_and_id_until_it_expires() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000);
        let at = |seconds| now + Duration::from_secs(seconds);
        let (a, b) = (id('a'), id('b'));
        for (progress, unread, status) in [
            (Progress::NotRun, false, 422),
            (Progress::NotRun, true, 413),
            (Progress::Done, false, 200),
            (Progress::Failed, false, 503),
        ] {
            let mark = Mark {
                form: FormRef::new("note", Some("1")),
                unread,
                progress,
                status: StatusCode::from_u16(status).unwrap(),
            };
            let page = "/s%C3%BC%C3%9F/notes?page=2";
            let text = mark.seal(&sealer("app"), (a, page), now, LIFETIME, [9; 24]).unwrap();
            assert!(text.len() <= 103, "{} characters in the URL", text.len());
            for (app, id, page, when, opens) in [
                ("app", a, page, at(0), true),
                ("app", a, page, at(119), true),
                ("app", a, page, at(120), false),
                ("app", a, "/süß/notes", at(0), true),
                ("app", a, "/s%c3%bc%c3%9f/notes?_fd=x#here", at(0), true),
                ("app", a, "/s%C3%BC%C3%9F/notes/", at(0), false),
                ("app", a, "/notes", at(0), false),
                ("app", a, "/", at(0), false),
                ("app", b, page, at(0), false),
                ("other", a, page, at(0), false),
            ] {
                let opened = Mark::open(&sealer(app), (id, page), &text, when);
                assert_eq!(opened, opens.then_some(mark), "{app} {page} {when:?}");
            }
            for broken in [
                "",
                "x",
                text.get(1..).unwrap(),
                &format!("{text}A"),
                &text.to_lowercase(),
            ] {
                assert_eq!(Mark::open(&sealer("app"), (a, page), broken, now), None, "{broken}");
            }
        }
    }
}

//! What tells one submit from another.

use sha2::{Digest as _, Sha256};

use super::FormData;
use super::data::{Entry, Value};

impl FormData {
    /// SHA-256 of what the fields that `is_field` knows were sent. The order of different names plays no part, nor does anything
    /// else of the form: which button was pressed, and where on an image.
    pub(crate) fn digest(&self, is_field: impl Fn(&str) -> bool) -> [u8; 32] {
        let mut digest = Sha256::new();
        let is_own = |entry: &&Entry| self.segment(entry, 0).is_some_and(&is_field);
        for entry in self.entries.iter().filter(is_own) {
            let depth = self.depth_of(entry);
            digest.update((depth as u64).to_be_bytes());
            (0..depth).for_each(|at| feed(&mut digest, self.segment(entry, at).unwrap_or_default().as_bytes()));
            feed(&mut digest, &[kind(entry.kind)]);
            feed(&mut digest, self.text(entry.value).as_bytes());
        }
        digest.finalize().into()
    }
}

/// Each part after its length, so that no two forms look the same.
fn feed(digest: &mut Sha256, part: &[u8]) {
    digest.update((part.len() as u64).to_be_bytes());
    digest.update(part);
}

fn kind(value: Value) -> u8 {
    match value {
        Value::Text => 0,
        Value::Invalid => 1,
        Value::Number => 2,
        Value::Bool(false) => 3,
        Value::Bool(true) => 4,
        Value::Null => 5,
        Value::Empty { list: false } => 6,
        Value::Empty { list: true } => 7,
        // Its value is what tells its content.
        Value::File(_) => 8,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use frontdesk_router::TokioRuntime;

    use super::*;
    use crate::form::{FormBuilder, FormLimits};
    use crate::upload::Receiver;

    fn digest(body: &str) -> [u8; 32] {
        let form = FormData::from_urlencoded(body.as_bytes(), &FormLimits::default());
        form.unwrap().digest(|name| ["a", "b", "c"].contains(&name))
    }

    #[test]
    fn only_what_the_action_sees_counts() {
        let one = digest("a=1&b=2");
        for same in [
            "b=2&a=1",
            "a=1&b=2&__fd_once=x&__fd_return=/",
            "a=1&b=%32",
            "a=1&b=2&go.x=3&go.y=4",
        ] {
            assert_eq!(digest(same), one, "{same}");
        }
        for other in [
            "a=1",
            "a=1&b=2&c=",
            "a=12&b=",
            "a=1&b=3",
            "a.b=12",
            "a=1&b=2&b=2",
            "a[b]=1&b=2",
            "",
        ] {
            assert_ne!(digest(other), one, "{other}");
        }
        let json = FormData::from_json(b"{\"a\":1,\"b\":2}", &FormLimits::default()).unwrap();
        assert_ne!(json.digest(|_| true), one);
    }

    #[tokio::test]
    async fn files_are_told_apart_by_their_content() {
        let digest = async |name: &[u8], content: &[u8]| {
            let mut receiver = Receiver::new(u64::MAX, Arc::new(TokioRuntime::new())).digested(true);
            receiver.write(content).await.unwrap();
            let mut form = FormBuilder::new(&FormLimits::default());
            form.push_file(b"a", receiver.finish(name, None).await.unwrap())
                .unwrap();
            form.finish().digest(|_| true)
        };
        let one = digest(b"x", b"content").await;
        assert_eq!(digest(b"x", b"content").await, one);
        assert_ne!(digest(b"x", b"Content").await, one);
        assert_ne!(digest(b"y", b"content").await, one);
        assert_ne!(digest(b"xcontent", b"").await, one);
    }
}

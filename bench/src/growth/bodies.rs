//! Growth with the size of a body.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use frontdesk::{Body, Bytes, Desk, server_action};
use http_body::Frame;
use tokio::runtime::Runtime;

use super::request::{FORM, expect_status, post, receive};
use super::series::{Line, Series, Unit, median};

const SIZES: [u64; 6] = [1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000];

/// What a server reads from a connection at once.
const CHUNK: usize = 64 * 1024;

#[server_action(body_limit = "200MB")]
async fn keep_text(text: String) {
    drop(std::hint::black_box(text));
}

#[server_action]
async fn keep_file(#[field(max = "200MB")] file: frontdesk::Upload) {
    drop(std::hint::black_box(file));
}

/// A body that arrives in chunks, as from a connection.
struct Chunks(Bytes);

impl http_body::Body for Chunks {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let length = self.0.len().min(CHUNK);
        let chunk = self.0.split_to(length);
        Poll::Ready((length > 0).then(|| Ok(Frame::data(chunk))))
    }
}

#[expect(clippy::expect_used, reason = "the desk is made of constants")]
pub(super) fn measure(runtime: &Runtime) -> Series {
    let desk = Desk::builder(()).action::<KeepText>().action::<KeepFile>();
    let desk = desk.build().expect("the desk has no mistakes");
    let time = |path: &str, content_type: &str, body: Vec<u8>| {
        let body = Bytes::from(body);
        let request = || post(path, content_type, false, Body::new(Chunks(body.clone())));
        expect_status(&runtime.block_on(receive(&desk, request())), 204);
        median(request, |request| drop(runtime.block_on(receive(&desk, request))))
    };
    let mut form = Line::new("urlencoded, one text field", Unit::Time);
    let mut upload = Line::new("multipart, a file", Unit::Time);
    let mut copy = Line::new("the same bytes copied into new memory", Unit::Time);
    for size in SIZES {
        let content = vec![b'x'; usize::try_from(size).unwrap_or(usize::MAX)];
        form.push(
            size,
            time("/_actions/keep_text", FORM, [b"text=".as_slice(), &content].concat()),
        );
        copy.push(size, median(|| (), |()| drop(std::hint::black_box(content.clone()))));
        let head = b"--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.bin\"\r\n\r\n";
        let body = [head.as_slice(), &content, b"\r\n--b--\r\n"].concat();
        upload.push(
            size,
            time("/_actions/keep_file", "multipart/form-data; boundary=b", body),
        );
    }
    Series {
        name: "bodies".into(),
        grows: "bytes of a body".into(),
        lines: vec![form, upload, copy],
    }
}

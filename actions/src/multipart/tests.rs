//! The scanner alone: bytes in, events out, for all ways to split a body.

use super::head::Head;
use super::scanner::{Broken, Event, Scanner};

const LONGEST: usize = 1000;

/// A part that was read: name, file name, content.
type Part = (String, Option<String>, Vec<u8>);

/// Reads a body that arrives in chunks. `cuts` are the lengths of the chunks, repeated as needed.
fn read(body: &[u8], cuts: &[usize]) -> Result<Vec<Part>, Broken> {
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    let mut scanner = Scanner::new(b"xx", LONGEST);
    let mut parts: Vec<Part> = Vec::new();
    let mut rest = body;
    let mut cuts = cuts.iter().cycle();
    loop {
        match scanner.next()? {
            Event::Part(Err(_)) => return Err(Broken::Malformed),
            Event::Part(Ok(Head { name, file_name, .. })) => {
                parts.push((text(name), file_name.map(text), Vec::new()));
            }
            Event::Data(data) => parts.last_mut().unwrap().2.extend_from_slice(&data),
            Event::End => return Ok(parts),
            Event::NeedsMore if rest.is_empty() => return Err(Broken::Malformed),
            Event::NeedsMore => {
                let (piece, after) = rest.split_at(rest.len().min(*cuts.next().unwrap()));
                scanner.push(piece);
                rest = after;
            }
        }
    }
}

fn part(name: &str, content: &[u8]) -> Part {
    (name.to_owned(), None, content.to_vec())
}

/// Pseudorandom numbers that are the same in every run (`SplitMix64`).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % below as u64).unwrap()
    }

    /// Returns content that often resembles a boundary.
    fn content(&mut self) -> Vec<u8> {
        let pieces: [&[u8]; 8] = [b"\r\n", b"--", b"xx", b"\r", b"\n", b"-", b"a", b"\r\n--x"];
        let mut content = Vec::new();
        for _ in 0..self.next(30) {
            content.extend_from_slice(pieces[self.next(pieces.len())]);
        }
        content
    }
}

#[test]
fn body_reads_the_same_in_chunks_of_any_length() {
    let body = b"preamble\r\n--xx \t\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\none\r\n--xxnot\r\n--xx\r\n\
                 Content-Disposition: form-data; name=\"b\"\r\n\r\n\r\n--xx--epilogue";
    // A line of the first part begins with the boundary, which RFC 2046 forbids.
    assert_eq!(read(body, &[1]), Err(Broken::Malformed));
    let body = b"preamble\r\n--xx \t\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\none\r\n--x\r\n-\r\n--xx\r\n\
                 Content-Disposition: form-data; name=\"b\"\r\n\r\n\r\n--xx--epilogue";
    let expected = Ok(vec![part("a", b"one\r\n--x\r\n-"), part("b", b"")]);
    for cut in 1..=body.len() {
        assert_eq!(read(body, &[cut]), expected, "{cut}");
    }
    assert_eq!(read(b"--xx--", &[1]), Ok(vec![]));
}

#[test]
fn written_parts_are_read_back() {
    let mut numbers = Numbers(4);
    for round in 0..2000 {
        let count = numbers.next(5);
        let parts: Vec<_> = (0..count)
            .map(|index| part(&format!("f{index}"), &numbers.content()))
            .filter(|(_, _, content)| {
                !content.windows(6).any(|bytes| bytes == b"\r\n--xx") && !content.starts_with(b"--xx")
            })
            .collect();
        let mut body = Vec::new();
        for (name, _, content) in &parts {
            body.extend_from_slice(
                format!("--xx\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n").as_bytes(),
            );
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--xx--\r\n");
        let cuts = [1 + numbers.next(9), 1 + numbers.next(90)];
        assert_eq!(read(&body, &cuts), Ok(parts), "{round}");
    }
}

#[test]
fn corrupted_bodies_read_the_same_in_chunks_and_never_panic() {
    let mut numbers = Numbers(5);
    for _ in 0..3000 {
        let mut body = b"--xx\r\nContent-Disposition: form-data; name=a\r\n\r\n".to_vec();
        body.extend(numbers.content());
        for _ in 0..numbers.next(4) {
            let at = numbers.next(body.len());
            body[at] = u8::try_from(numbers.next(256)).unwrap();
        }
        body.truncate(body.len() - numbers.next(body.len()));
        let cuts = [1 + numbers.next(20)];
        // The result is the same in one chunk and in many.
        assert_eq!(read(&body, &cuts), read(&body, &[usize::MAX]));
    }
}

#[test]
fn invalid_bodies_are_refused() {
    let head = "Content-Disposition: form-data; name=a";
    for (body, broken) in [
        (String::new(), Broken::Malformed),
        ("no boundary".to_owned(), Broken::Malformed),
        ("--xx".to_owned(), Broken::Malformed),
        ("--xx\r\n".to_owned(), Broken::Malformed),
        ("--xx\r\n\r\n--xx--".to_owned(), Broken::Malformed),
        (format!("--xx\r\n{head}\r\n\r\ntruncated"), Broken::Malformed),
        (format!("--xx\r\n{head}\r\n\r\nx\r\n--xx-"), Broken::Malformed),
        (format!("--xx {}", " ".repeat(LONGEST)), Broken::LongHead),
        (
            format!("--xx\r\n{head}; filename={}\r\n\r\n", "x".repeat(LONGEST)),
            Broken::LongHead,
        ),
        (format!("--xx\r\n{}", "a: b\r\n".repeat(50_000)), Broken::LongHead),
    ] {
        for cut in [1, 7, usize::MAX] {
            assert_eq!(read(body.as_bytes(), &[cut]).unwrap_err(), broken, "{}", body.len());
        }
    }
}

#[test]
fn long_body_in_small_chunks_is_scanned_in_linear_time() {
    // In quadratic time, this test would take minutes.
    let body = [
        b"--xx\r\nContent-Disposition: form-data; name=a\r\n\r\n".as_slice(),
        &b"\r\n--x".repeat(50_000),
        b"\r\n--xx--",
    ];
    assert_eq!(read(&body.concat(), &[1]).unwrap()[0].2.len(), 250_000);
    let preamble = [b"\r\n--x".repeat(50_000).as_slice(), b"\r\n--xx--"].concat();
    assert_eq!(read(&preamble, &[1]), Ok(vec![]));
}

#[test]
fn part_without_a_body_is_empty() {
    let head = |name: &str| format!("--xx\r\nContent-Disposition: form-data; name={name}\r\n");
    for (body, parts) in [
        (
            format!("{}\r\n--xx\r\n{}\r\nv\r\n--xx--", head("a"), &head("b")[6..]),
            vec![part("a", b""), part("b", b"v")],
        ),
        (format!("{}\r\n--xx--", head("a")), vec![part("a", b"")]),
        (format!("{}\r\n\r\n--xx--", head("a")), vec![part("a", b"")]),
        (format!("{}\r\n--x\r\n--xx--", head("a")), vec![part("a", b"--x")]),
    ] {
        for cut in 1..=body.len() {
            assert_eq!(read(body.as_bytes(), &[cut]), Ok(parts.clone()), "{cut} {body}");
        }
    }
}

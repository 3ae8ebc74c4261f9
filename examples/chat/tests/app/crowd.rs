//! Many readers of one room.

use std::fs;
use std::time::Instant;

use futures_util::future::join_all;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use crate::client::{Reader, sites};

const READERS: usize = 500;
const MESSAGES: usize = 20;

/// Returns the memory of this process, in bytes, where the system tells it.
fn memory() -> Option<usize> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: usize = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}

/// Lets this process open as many files as the system allows: each reader needs two sockets here, and a
/// shell often has a limit of 1,024.
fn raise_limit_of_files() {
    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit {
        current: limit.maximum,
        maximum: limit.maximum,
    };
    setrlimit(Resource::Nofile, raised).unwrap();
}

/// Prints how many events a second arrive, and how much memory a reader needs, its client included.
#[tokio::test(flavor = "multi_thread")]
async fn five_hundred_readers_get_every_message() {
    raise_limit_of_files();
    for (host, site) in sites() {
        // One that never reads.
        let _slow = Reader::connect(site.address(), None, "").await;
        let before = memory();
        let mut readers = Vec::new();
        for _ in 0..READERS {
            readers.push(Reader::connect(site.address(), None, "").await);
        }
        let reading: Vec<_> = readers
            .into_iter()
            .map(async |mut reader| {
                for number in 0..MESSAGES {
                    assert_eq!(reader.message().await.0, number.to_string());
                }
                reader
            })
            .collect();
        let started = Instant::now();
        (0..MESSAGES).for_each(|number| site.post(&number.to_string()));
        let readers = join_all(reading).await;
        let seconds = started.elapsed().as_secs_f64();
        let each = before
            .zip(memory())
            .map(|(before, after)| after.saturating_sub(before) / READERS / 1024);
        println!(
            "{host}: {:.0} events per second, {} KB per reader and client",
            (READERS * MESSAGES) as f64 / seconds,
            each.map_or_else(|| "?".to_owned(), |each| each.to_string())
        );
        drop(readers);
    }
}

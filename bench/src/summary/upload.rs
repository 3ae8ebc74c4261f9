//! Uploads of large files.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use frontdesk_bench::upload::PATH;

use super::options::Options;
use super::row::{Figures, Row, Target};
use super::statistics::median;
use crate::command_line::Result;
use crate::process::Process;

const MIB: usize = 1 << 20;

pub(super) fn rows() -> Vec<Row> {
    vec![
        Row {
            name: "upload_1g_rss",
            target: Target::Ratio(1.5),
            unit: "MiB",
            measure: Box::new(memory),
        },
        Row {
            name: "multipart_cpu_vs_actix_multipart",
            target: Target::Ratio(1.0),
            unit: "s/GiB",
            measure: Box::new(cpu),
        },
    ]
}

/// Returns the peak memory of a server that receives 1 GiB, and of one that receives 16 MiB.
fn memory(options: &Options) -> Result<Figures> {
    let [large, small] = if options.quick {
        [2 * MIB, MIB]
    } else {
        [1024 * MIB, 16 * MIB]
    };
    let peak = |size| {
        let mut server = Process::start("axum-desk")?;
        send(&server, size)?;
        Ok(server.peak()? / MIB as f64)
    };
    let peaks: Result<_> = [large, small].map(peak).into_iter().collect();
    let peaks: Vec<f64> = peaks?;
    Ok(Figures {
        sides: peaks.first_chunk().copied(),
        ..Figures::default()
    })
}

/// Returns the CPU time for 1 GiB, of the desk in actix and of actix-multipart.
fn cpu(options: &Options) -> Result<Figures> {
    let (rounds, size) = if options.quick { (1, MIB) } else { (7, 128 * MIB) };
    let mut servers = [Process::start("actix-desk")?, Process::start("actix-bare")?];
    for server in &servers {
        send(server, MIB)?;
    }
    let mut times = [const { Vec::new() }; 2];
    for round in 0..rounds {
        for turn in 0..2 {
            let side = (round + turn) % 2;
            let server = &mut servers[side];
            let before = server.cpu()?;
            send(server, size)?;
            times[side].push((server.cpu()? - before) * 1024.0 * MIB as f64 / size as f64);
        }
    }
    let [ours, peer] = &mut times;
    let mut ratios: Vec<_> = ours.iter().zip(&*peer).map(|(ours, peer)| ours / peer).collect();
    Ok(Figures {
        ratio: Some(median(&mut ratios)),
        interval: super::statistics::interval(&mut ratios),
        sides: Some([median(ours), median(peer)]),
    })
}

/// Sends a file of a size as a page's form does.
fn send(server: &Process, size: usize) -> Result<()> {
    const CHUNK: usize = 64 * 1024;
    const START: &str = "--boundary-of-the-form\r\ncontent-disposition: form-data; name=\"file\"; \
        filename=\"film.mp4\"\r\ncontent-type: video/mp4\r\n\r\n";
    const END: &str = "\r\n--boundary-of-the-form--\r\n";
    let mut connection = TcpStream::connect(server.address)?;
    let length = START.len() + size + END.len();
    write!(
        connection,
        "POST {PATH} HTTP/1.1\r\nhost: app.example\r\norigin: https://app.example\r\nsec-fetch-site: same-origin\r\n\
         sec-fetch-mode: cors\r\naccept: */*\r\nconnection: close\r\n\
         content-type: multipart/form-data; boundary=boundary-of-the-form\r\ncontent-length: {length}\r\n\r\n{START}"
    )?;
    // Bytes of which none is rare, as in a compressed film.
    let chunk: Vec<u8> = (0..CHUNK)
        .map(|at| (at.wrapping_mul(2_654_435_761) >> 7) as u8)
        .collect();
    for _ in 0..size / CHUNK {
        connection.write_all(&chunk)?;
    }
    connection.write_all(END.as_bytes())?;
    let mut response = String::new();
    connection.read_to_string(&mut response)?;
    let received = format!("\"{size}\"");
    if response.starts_with("HTTP/1.1 200 ") && response.contains(&received) {
        return Ok(());
    }
    Err(response.into())
}

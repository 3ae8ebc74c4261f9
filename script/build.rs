//! Joins the files of `js/` to one function, takes comments and whitespace out, and compresses it.

use std::error::Error;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::{env, fs};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest as _, Sha256, Sha384};

#[path = "src/strip.rs"]
mod strip;

/// The files, in their order.
const FILES: [&str; 8] = ["settings", "call", "pending", "morph", "page", "say", "checks", "main"];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=js");
    println!("cargo::rerun-if-changed=src/strip.rs");
    let mut text = String::from("(()=>{\"use strict\";");
    for file in FILES {
        let source = fs::read_to_string(format!("js/{file}.js"))?;
        text.push_str(&strip::strip(&source).map_err(|error| format!("js/{file}.js: {error}"))?);
    }
    text.push_str("})();");

    let mut name = String::new();
    for byte in &Sha256::digest(&text)[..8] {
        write!(name, "{byte:02x}")?;
    }
    let mut hash = Sha384::new();
    hash.update(&text);
    let integrity = STANDARD.encode(hash.finalize());
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(text.as_bytes())?;

    let folder = env::var("OUT_DIR")?;
    let folder = Path::new(&folder);
    fs::write(folder.join("frontdesk.js"), &text)?;
    fs::write(folder.join("frontdesk.js.gz"), gzip.finish()?)?;
    let constants = format!(
        "/// The name of the file: the start of its hash.\npub const NAME: &str = \"{name}.js\";\n\
         /// The hash for the attribute `integrity`.\npub const INTEGRITY: &str = \"sha384-{integrity}\";\n"
    );
    fs::write(folder.join("constants.rs"), constants)?;
    Ok(())
}

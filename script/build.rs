//! Joins the files of `js/` to two functions, takes comments and whitespace out, and compresses them.

use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256, Sha384};
use zopfli::{Format, Options};

#[path = "src/strip.rs"]
mod strip;

/// The files of the script, in their order.
const MAIN: &[&str] = &["settings", "call", "pending", "morph", "page", "say", "main"];

/// The files of what the script loads when a page needs it.
const EXTRAS: &[&str] = &["checks", "download", "upload", "reason"];

/// What the extras use of the script.
const SHARED: &str =
    "announce,attribute,controls,decoded,emit,encoded,header,headers,parse,pending,request,run,unexpected";

/// What the script uses of the extras.
const EXPORTED: &str = "checkSoon,fileNameOf,reasonOf,upload";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=js");
    println!("cargo::rerun-if-changed=src/strip.rs");
    let extras = format!(
        "export default({{{SHARED}}})=>{{{}return{{{EXPORTED}}}}};",
        join(EXTRAS)?
    );
    let extras_name = name(&extras)?;
    let main = format!(
        "(()=>{{\"use strict\";const EXTRAS='{extras_name}';{}const shared={{{SHARED}}};}})();",
        join(MAIN)?
    );

    let folder = env::var("OUT_DIR")?;
    let folder = Path::new(&folder);
    write(folder, "main", &main)?;
    write(folder, "extras", &extras)?;
    let mut integrity = Sha384::new();
    integrity.update(&main);
    let constants = format!(
        "const MAIN_NAME: &str = \"{}\";\nconst EXTRAS_NAME: &str = \"{extras_name}\";\n\
         /// The hash of [`MAIN`] for the attribute `integrity`.\npub const INTEGRITY: &str = \"sha384-{}\";\n",
        name(&main)?,
        STANDARD.encode(integrity.finalize()),
    );
    fs::write(folder.join("constants.rs"), constants)?;
    Ok(())
}

/// Returns the statements of these files.
fn join(files: &[&str]) -> Result<String, Box<dyn Error>> {
    let mut text = String::new();
    for file in files {
        let source = fs::read_to_string(format!("js/{file}.js"))?;
        text.push_str(&strip::strip(&source).map_err(|error| format!("js/{file}.js: {error}"))?);
    }
    Ok(text)
}

/// Returns the name under which a text is served: the start of its hash.
fn name(text: &str) -> Result<String, Box<dyn Error>> {
    let mut name = String::new();
    for byte in &Sha256::digest(text)[..8] {
        write!(name, "{byte:02x}")?;
    }
    name.push_str(".js");
    Ok(name)
}

/// Writes a text, and its compressed form.
fn write(folder: &Path, name: &str, text: &str) -> Result<(), Box<dyn Error>> {
    fs::write(folder.join(name).with_extension("js"), text)?;
    let mut gzip = Vec::new();
    zopfli::compress(Options::default(), Format::Gzip, text.as_bytes(), &mut gzip)?;
    fs::write(folder.join(name).with_extension("js.gz"), gzip)?;
    Ok(())
}

//! The numbers of allocations, by the program `allocations`.

use std::collections::BTreeMap;
use std::env;
use std::process::Command;

use super::options::Options;
use crate::command_line::Result;

/// Returns the allocations per run of both sides, by the name of the row.
pub(super) fn read(options: &Options) -> Result<BTreeMap<String, [f64; 2]>> {
    let program = env::current_exe()?.with_file_name(format!("allocations{}", env::consts::EXE_SUFFIX));
    if !options.quick {
        super::lto::build("--bin=allocations")?;
    }
    let output = Command::new(program).output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

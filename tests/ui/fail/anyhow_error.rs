//! `?` on an error that is not a `std::error::Error`.

use frontdesk::{Problem, server_action};

fn load(id: u32) -> anyhow::Result<u32> {
    Ok(id)
}

#[server_action]
async fn show(id: u32) -> Result<(), Problem> {
    let _ = load(id)?;
    Ok(())
}

fn main() {}

//! `?` on an error that is not a `std::error::Error`.

use frontdesk::{Problem, server_action};

fn load() -> Result<u32, Box<dyn std::error::Error + Send + Sync>> {
    Ok(1)
}

#[server_action]
async fn show(id: u32) -> Result<(), Problem> {
    let _ = anyhow::Context::context(Some(id), "none")?;
    let _ = load()?;
    let text: Result<u32, &str> = Err("x");
    let _ = text?;
    Ok(())
}

fn main() {}

//! Prints how a route handler and a server action differ, as observed on two running servers.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    match compare::compare().await {
        Ok(comparison) => {
            println!("{comparison}");
            ExitCode::from(u8::from(!comparison.differences().is_empty()))
        }
        Err(error) => {
            eprintln!("no comparison: {error}");
            ExitCode::from(2)
        }
    }
}

//! The commands in README, run by a shell as they stand there.

use std::process::Command;

use crate::site::{Site, sites};

const README: &str = include_str!("../../README.md");

/// Returns the commands with `curl`, each with the lines that README shows of its output.
fn commands() -> Vec<(&'static str, Vec<&'static str>)> {
    let blocks = README.split("```console\n").skip(1);
    let blocks = blocks.filter_map(|rest| rest.split("```").next());
    let commands = blocks.flat_map(|block| block.split("$ curl ").skip(1));
    commands
        .map(|command| {
            let mut lines = command.lines();
            let arguments = lines.next().unwrap_or_default();
            (arguments, lines.filter(|line| !line.is_empty()).collect())
        })
        .collect()
}

/// Runs a command against a site, and returns its output.
async fn run(site: &Site, arguments: &str) -> String {
    let arguments = arguments.replace("localhost:3000", &site.address.to_string());
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("curl --silent --show-error --noproxy '*' {arguments}")]);
    let output = tokio::task::spawn_blocking(move || shell.output())
        .await
        .unwrap()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "this test needs curl 7.82 or later: {errors}");
    String::from_utf8(output.stdout).unwrap()
}

#[tokio::test]
async fn readme_shows_what_happens() {
    let commands = commands();
    assert_eq!(commands.len(), 11);
    for site in sites().await {
        for (arguments, shown) in &commands {
            let output = run(&site, arguments).await;
            let lines: Vec<_> = output.lines().map(str::to_ascii_lowercase).collect();
            for line in shown {
                let expected = line.to_ascii_lowercase();
                // An indented line is a part of the JSON.
                let found = match expected.strip_prefix("  ") {
                    Some(part) => lines.iter().any(|line| line.contains(part)),
                    None => lines.contains(&expected),
                };
                assert!(found, "{}: curl {arguments}\nhas no {line} in\n{output}", site.host);
            }
        }
    }
}

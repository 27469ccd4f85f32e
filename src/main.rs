use std::process::ExitCode;

use clap::Parser;
use permanence::cli::Cli;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    match Cli::parse().run().await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("permanence: {error}");
            ExitCode::FAILURE
        }
    }
}

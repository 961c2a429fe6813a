//! The binary: one file per command, configuration, wiring, and the only reading of the clock.

mod commands;
mod config;
mod lock;
mod output;
mod system;

use clap::Parser;
use commands::Cli;
use std::process::ExitCode;

/// Of the whole process, SQLite too: a request asks for memory some thousand times, and the allocator of the system took a quarter of its time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return output::fail(&output::Failure::fault(format!("the runtime could not be started: {error}"))),
    };
    match runtime.block_on(commands::run(cli)) {
        Ok(code) => code,
        Err(failure) => output::fail(&failure),
    }
}

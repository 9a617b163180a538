//! Arguments → command → exit code.

use std::process::ExitCode;

use clap::Parser;
use fatiao::app::{self, Outcome, args::Cli};

fn main() -> ExitCode {
    match app::run(&Cli::parse()) {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Faulty) => ExitCode::from(1),
        Err(error) => {
            eprintln!("错误：{error:#}");
            ExitCode::from(2)
        }
    }
}

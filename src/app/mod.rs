//! The only room with files, the environment, the clock and the terminal. One file a command.

pub mod args;
pub mod build;
pub mod check;
pub mod cite;
pub mod disk;
pub mod docx;
pub mod law;
pub mod publish;
pub mod report;

/// How a command ended; the exit code follows from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing to complain of: 0.
    Clean,
    /// The content has errors: 1.
    Faulty,
}

/// Runs what the arguments ask for.
pub fn run(cli: &args::Cli) -> anyhow::Result<Outcome> {
    let root = cli.root.as_deref();
    match &cli.command {
        None => build::run(root, &args::BuildArgs::default()),
        Some(args::Command::Build(options)) => build::run(root, options),
        Some(args::Command::Check(options)) => check::run(root, options),
        Some(args::Command::Cite(options)) => cite::command(options),
    }
}

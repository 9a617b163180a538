//! The only room with files, the environment, the clock and the terminal. One file a command.

pub mod args;
pub mod build;
pub mod check;
pub mod cite;
pub mod disk;
pub mod docx;
pub mod explain;
pub mod law;
pub mod locale;
pub mod new;
pub mod publish;
pub mod report;
pub mod schema;
pub mod search;
#[cfg(feature = "serve")]
pub mod serve;
pub mod shell;

use std::io::Write;
use std::path::Path;

use args::{Cli, Command};

use crate::engine::Engine;

/// How a command ended; the exit code follows from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing to complain of: 0.
    Clean,
    /// The content has errors: 1.
    Faulty,
}

/// Runs what the arguments ask for.
pub fn run(cli: &Cli) -> anyhow::Result<Outcome> {
    let root = cli.root.as_deref();
    match &cli.command {
        None => build::run(root, &args::BuildArgs::default()),
        Some(Command::Build(options)) => build::run(root, options),
        Some(Command::Check(options)) => check::run(root, options),
        Some(Command::Cite(options)) => cite::command(options),
        Some(Command::Law(options)) => law(root, options),
        Some(Command::Explain(options)) => explain::run(options),
        #[cfg(feature = "serve")]
        Some(Command::Serve(options)) => serve::run(root, options),
        Some(Command::New(options)) => new::run(root, options),
        Some(Command::Search(options)) => search::run(root, options),
        Some(Command::Schema(options)) => schema::run(options),
        Some(Command::Completions(options)) => shell::completions(options),
        Some(Command::Man(options)) => shell::man(options),
    }
}

fn law(root: Option<&Path>, options: &args::LawCli) -> anyhow::Result<Outcome> {
    let root = disk::find_root(root)?;
    let today = options.today.unwrap_or_else(disk::today);
    let read = disk::read(&root, today, &options.law_texts)?;
    let sources = read.value;
    let checked = Engine::once().analyse(&sources);
    let book = checked.value;
    let citing = law::Citing::of(&book);
    let setting = law::Setting { root: &root, today, citing: &citing };
    std::io::stdout().lock().write_all(law::run(&options.law, &book.laws, &setting)?.as_bytes())?;
    Ok(Outcome::Clean)
}

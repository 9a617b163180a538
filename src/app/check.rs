//! `fatiao check`: everything that build checks and more, without building.

use std::io::IsTerminal;
use std::path::Path;

use super::args::{CheckArgs, Format};
use super::report::{self, Look};
use super::{Outcome, disk};
use crate::engine::{Engine, has_errors};

/// Checks a site and writes the findings to standard output.
pub fn run(root: Option<&Path>, args: &CheckArgs) -> anyhow::Result<Outcome> {
    let root = disk::find_root(root)?;
    let read = disk::read(&root, args.today.unwrap_or_else(disk::today), &args.law_texts)?;
    let sources = read.value;
    let mut diags = read.diags;
    diags.extend(Engine::once().check(&sources));
    let mut stdout = std::io::stdout().lock();
    match args.format {
        Format::Json => report::json(&diags, &sources, &mut stdout)?,
        Format::Text => {
            let look = if stdout.is_terminal() { Look::Coloured } else { Look::Plain };
            report::text(&diags, &sources, look, &mut stdout)?;
        }
    }
    Ok(if has_errors(&diags) { Outcome::Faulty } else { Outcome::Clean })
}

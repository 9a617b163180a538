//! `fatiao check`: everything that build checks and more, without building. With `--fix`, the only command that changes
//! what somebody wrote.

use std::io::{IsTerminal, Write};
use std::path::Path;

use super::args::{CheckArgs, Format};
use super::report::{self, Look, github, json, sarif};
use super::{Outcome, disk};
use crate::base::diag::{Checked, Diagnostic};
use crate::base::source::Sources;
use crate::engine::{Engine, has_errors};

mod fix;
mod since;

/// Checks a site and writes the findings to standard output.
pub fn run(root: Option<&Path>, args: &CheckArgs) -> anyhow::Result<Outcome> {
    let root = disk::find_root(root)?;
    let (mut sources, mut diags) = findings(&root, args)?;
    if args.dry_run {
        return fix::show(&diags, &sources);
    }
    if args.fix && fix::apply(&root, &diags, &sources)? {
        (sources, diags) = findings(&root, args)?;
    }
    print(&root, &diags, &sources, args.format)?;
    let failed = has_errors(&diags) || (args.deny_warnings && report::counts(&diags).1 > 0);
    Ok(if failed { Outcome::Faulty } else { Outcome::Clean })
}

/// Reads and checks the site, and keeps the findings that were asked for.
fn findings(root: &Path, args: &CheckArgs) -> anyhow::Result<(Sources, Vec<Diagnostic>)> {
    let read = disk::read(root, args.today.unwrap_or_else(disk::today), &args.law_texts)?;
    let Checked { value: sources, mut diags } = read;
    diags.extend(Engine::once().check(&sources));
    if !args.only.is_empty() {
        let wanted = |finding: &Diagnostic| {
            args.only.iter().any(|code| finding.code.0.starts_with(code.to_uppercase().as_str()))
        };
        diags.retain(wanted);
    }
    if let Some(revision) = &args.since {
        diags = since::changes(root, revision)?.first(diags, &sources);
    }
    Ok((sources, diags))
}

fn print(root: &Path, diags: &[Diagnostic], sources: &Sources, format: Format) -> anyhow::Result<()> {
    let mut stdout = std::io::stdout().lock();
    match format {
        Format::Json => json::json(diags, sources, &mut stdout)?,
        Format::Sarif => sarif::sarif(diags, sources, &since::prefix(root), &mut stdout)?,
        Format::Github => {
            github::annotations(diags, sources, &since::prefix(root), &mut stdout)?;
            if let Some(summary) = std::env::var_os("GITHUB_STEP_SUMMARY") {
                let mut file = std::fs::OpenOptions::new().append(true).create(true).open(summary)?;
                file.write_all(github::summary(diags, sources).as_bytes())?;
            }
        }
        Format::Text => {
            let look = if stdout.is_terminal() { Look::Coloured } else { Look::Plain };
            report::text(diags, sources, look, &mut stdout)?;
            let certain = diags.iter().filter(|finding| finding.fix.is_some()).count();
            match (diags.len(), certain) {
                (0, _) => writeln!(stdout, "没有发现问题")?,
                (_, 0) => {}
                _ => writeln!(stdout, "{certain} 处可以自动改：fatiao check --fix（加 --dry-run 先看看）")?,
            }
        }
    }
    Ok(())
}

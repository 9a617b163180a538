//! `fatiao completions` and `fatiao man`: what a shell and `man` want to know of the command line.

use std::io::Write;

use anyhow::Context;

use super::Outcome;
use super::args::{CompletionsArgs, ManArgs};
use super::locale::{command, language};

/// Prints a completion script.
pub fn completions(args: &CompletionsArgs) -> anyhow::Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command(language()), "fatiao", &mut script);
    std::io::stdout().lock().write_all(&script)?;
    Ok(Outcome::Clean)
}

/// Prints the manual page, or writes those of all commands.
pub fn man(args: &ManArgs) -> anyhow::Result<Outcome> {
    match &args.dir {
        Some(folder) => {
            std::fs::create_dir_all(folder).with_context(|| format!("建不了文件夹 {}", folder.display()))?;
            clap_mangen::generate_to(command(language()), folder)
                .with_context(|| format!("写不了 {}", folder.display()))?;
        }
        None => {
            let mut page = Vec::new();
            clap_mangen::Man::new(command(language())).render(&mut page)?;
            std::io::stdout().lock().write_all(&page)?;
        }
    }
    Ok(Outcome::Clean)
}

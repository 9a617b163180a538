//! How long a reader waits after an edit: `cargo run --release --example serve_time -- SITE [COPIES [EDITS]]` copies a site
//! with its entries multiplied, starts `fatiao serve` on it, opens an entry, and writes that entry's file again and again.
//! Prints the milliseconds from each write to the event by which the open page learns that it has changed, and their
//! median. The program is the one beside this example: `cargo build --release` first.

#![allow(clippy::disallowed_methods, reason = "a measurement touches files, clocks and processes")]

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::Context;
use fatiao::app::disk;

#[path = "support/multiply.rs"]
mod multiply;
#[path = "../tests/support/server.rs"]
mod server;

use multiply::multiply;
use server::Server;

/// An author's pace: the server is at rest again before the next edit.
const PAUSE: Duration = Duration::from_millis(300);

fn main() -> anyhow::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let number = |nth: usize, or: usize| args.get(nth).and_then(|n| n.parse().ok()).unwrap_or(or);
    let folder = tempfile::tempdir()?;
    let site: &Path = args.first().context("which site?")?.as_ref();
    let (entries, edited) = copy(site, folder.path(), number(1, 1))?;
    let beside = std::env::current_exe()?;
    let program = beside.parent().and_then(Path::parent).context("not built by cargo")?.join("fatiao");
    let server = Server::start(&program, folder.path(), &[]);
    let page = edited.strip_prefix(folder.path().join("content"))?.with_extension("");
    let mut events = server.events(&format!("/{}", page.display()));
    let mut waits = Vec::new();
    for edit in 1..=number(2, 9) {
        std::thread::sleep(PAUSE);
        let text = format!("{}\n第{edit}次修改。\n", fs::read_to_string(&edited)?);
        let started = Instant::now();
        fs::write(&edited, text)?;
        let (event, _) = events.next();
        anyhow::ensure!(event == "reload", "{event}");
        waits.push(started.elapsed().as_secs_f64() * 1000.0);
    }
    let shown: Vec<String> = waits.iter().map(|wait| format!("{wait:.0}")).collect();
    println!("{entries} entries, milliseconds from write to reload: {}", shown.join(" "));
    waits.sort_by(f64::total_cmp);
    println!("median {:.1}, worst {:.1}", waits[waits.len() / 2], waits[waits.len() - 1]);
    Ok(())
}

/// Writes a site with its entries multiplied; yields how many there are, and one of them.
fn copy(from: &Path, to: &Path, copies: usize) -> anyhow::Result<(usize, PathBuf)> {
    let mut sources = disk::read(from, jiff::civil::date(2026, 10, 4), &[])?.value;
    let (first, entries) = multiply(&mut sources, copies);
    for (path, source) in &sources.files {
        let place = to.join(path.as_str());
        fs::create_dir_all(place.parent().context("a file in a folder")?)?;
        fs::write(place, &source.bytes)?;
    }
    Ok((entries, to.join(first.as_str())))
}

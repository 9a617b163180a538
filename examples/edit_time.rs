//! How long one edit takes the engine: `cargo run --release --example edit_time -- SITE [COPIES [EDITS]]` multiplies the entries
//! of a site and edits one of them. Prints the seconds of the first look and of each look after an edit.

#![allow(clippy::disallowed_methods, reason = "a measurement touches files and clocks")]

use std::time::Instant;

use fatiao::app::disk;
use fatiao::base::source::{RelPath, Source, Sources};
use fatiao::engine::Engine;

#[path = "support/multiply.rs"]
mod multiply;

use multiply::multiply;

fn main() -> anyhow::Result<()> {
    let mut args = std::env::args().skip(1);
    let root = args.next().unwrap_or_default();
    let mut number = |or: usize| args.next().and_then(|n| n.parse().ok()).unwrap_or(or);
    let (copies, edits) = (number(1), number(5));
    let today = jiff::civil::date(2026, 10, 4);
    let mut sources = disk::read(root.as_ref(), today, &[])?.value;
    let (edited, _) = multiply(&mut sources, copies);
    println!("{} files", sources.files.len());
    let mut engine = Engine::remembering();
    for round in 0..=edits {
        if round > 0 {
            edit(&mut sources, &edited, round);
        }
        let started = Instant::now();
        let preview = engine.preview(&sources);
        let seen = started.elapsed();
        let page = RelPath::new(&edited.as_str().replace("content/", "").replace(".md", ".html"));
        let bytes = preview.site.as_ref().zip(page).and_then(|(site, page)| site.file(&page));
        println!(
            "look {round}: {:.1} ms, page after {:.1} ms ({} bytes, {} findings, {} entries)",
            seen.as_secs_f64() * 1000.0,
            started.elapsed().as_secs_f64() * 1000.0,
            bytes.and_then(Result::ok).map_or(0, |bytes| bytes.len()),
            preview.diags.len(),
            preview.counts.entries,
        );
    }
    Ok(())
}

fn edit(sources: &mut Sources, path: &RelPath, round: usize) {
    if let Some(source) = sources.files.get(path) {
        let text = format!("{}\n\n第{round}次修改。\n", source.text().unwrap_or_default());
        sources.files.insert(path.clone(), Source::new(text.into_bytes()));
    }
}

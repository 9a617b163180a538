//! `synthetic_site COUNT FOLDER` writes a site of that many invented entries, for measuring.
#![allow(clippy::disallowed_methods, reason = "a program of its own")]

use std::path::Path;

#[path = "../benches/synthetic/mod.rs"]
mod synthetic;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().collect();
    let [_, count, folder] = args.as_slice() else { return Err("synthetic_site COUNT FOLDER".into()) };
    for (path, text) in synthetic::site(count.parse()?) {
        let place = Path::new(folder).join(path);
        std::fs::create_dir_all(place.parent().ok_or("a folder")?)?;
        std::fs::write(place, text)?;
    }
    Ok(())
}

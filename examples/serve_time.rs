//! How long a reader waits after an edit: `cargo run --release --example serve_time -- SITE [COPIES [EDITS]]` copies a site
//! with its entries multiplied, starts `fatiao serve` on it, opens an entry, and writes that entry's file again and again.
//! Prints the milliseconds from each write to the event by which the open page learns that it has changed, and their
//! median. The program is the one beside this example: `cargo build --release` first.

#![allow(clippy::disallowed_methods, reason = "a measurement touches files, clocks and processes")]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::Context;

/// An author's pace: the server is at rest again before the next edit.
const PAUSE: Duration = Duration::from_millis(300);

fn main() -> anyhow::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let number = |nth: usize, or: usize| args.get(nth).and_then(|n| n.parse().ok()).unwrap_or(or);
    let folder = tempfile::tempdir()?;
    let site: &Path = args.first().context("which site?")?.as_ref();
    let (entries, edited) = copy(site, folder.path(), number(1, 1))?;
    let server = serve(folder.path())?;
    let page = edited.strip_prefix(folder.path().join("content"))?.with_extension("");
    let mut events = events(&server.address, &format!("/{}", page.display()))?;
    let mut waits = Vec::new();
    for edit in 1..=number(2, 9) {
        std::thread::sleep(PAUSE);
        let text = format!("{}\n第{edit}次修改。\n", fs::read_to_string(&edited)?);
        let started = Instant::now();
        fs::write(&edited, text)?;
        wait_for_reload(&mut events)?;
        waits.push(started.elapsed().as_secs_f64() * 1000.0);
    }
    let shown: Vec<String> = waits.iter().map(|wait| format!("{wait:.0}")).collect();
    println!("{entries} entries, milliseconds from write to reload: {}", shown.join(" "));
    waits.sort_by(f64::total_cmp);
    println!("median {:.1}, worst {:.1}", waits[waits.len() / 2], waits[waits.len() - 1]);
    Ok(())
}

/// Copies what a site is made of; yields how many entries there are now, and one of them.
fn copy(from: &Path, to: &Path, copies: usize) -> anyhow::Result<(usize, PathBuf)> {
    let (mut entries, mut first) = (0, None);
    let parts = ["site.toml", "content", "theme"].map(|part| from.join(part));
    for file in parts.iter().filter(|part| part.exists()).flat_map(walkdir::WalkDir::new) {
        let file = file?;
        let below = file.path().strip_prefix(from)?;
        let place = to.join(below);
        if file.file_type().is_dir() {
            fs::create_dir_all(place)?;
            continue;
        }
        fs::copy(file.path(), &place)?;
        let path = below.to_string_lossy().replace('\\', "/");
        let is_entry = path.split('/').count() == 3 && path.ends_with(".md") && !path.contains("/_");
        if !is_entry {
            continue;
        }
        let text = fs::read_to_string(&place)?;
        for copy in 1..copies {
            let title = format!("title = \"第{copy}种：");
            let name = place
                .with_file_name(format!("{}-{copy}.md", place.file_stem().unwrap_or_default().display()));
            fs::write(name, text.replacen("title = \"", &title, 1))?;
        }
        entries += copies;
        first.get_or_insert(place);
    }
    Ok((entries, first.context("no entries")?))
}

struct Server {
    child: Child,
    address: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

fn serve(root: &Path) -> anyhow::Result<Server> {
    let beside = std::env::current_exe()?;
    let program = beside.parent().and_then(Path::parent).context("not built by cargo")?.join("fatiao");
    let mut command = Command::new(program);
    command.args(["serve", "--port", "0", "--root"]).arg(root);
    let mut child = command.stdout(Stdio::piped()).spawn()?;
    let mut lines = BufReader::new(child.stdout.take().context("no output")?).lines();
    let address =
        lines.by_ref().map_while(Result::ok).find_map(|line| Some(line.split_once("http://")?.1.to_owned()));
    // Somebody must read what the server says, or it would block.
    std::thread::spawn(move || lines.for_each(drop));
    let address = address.context("the server did not start")?.trim_end_matches('/').to_owned();
    Ok(Server { child, address })
}

fn request(address: &str, path: &str) -> anyhow::Result<TcpStream> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(60)))?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
    Ok(stream)
}

/// Opens a page and listens as its script does.
fn events(address: &str, path: &str) -> anyhow::Result<BufReader<TcpStream>> {
    let mut page = String::new();
    request(address, path)?.read_to_string(&mut page)?;
    let seen = page.split_once("data-seen=\"").and_then(|(_, rest)| rest.split('"').next());
    let seen = seen.context("a page without the script")?;
    Ok(BufReader::new(request(address, &format!("/__fatiao/events?path={path}&seen={seen}"))?))
}

fn wait_for_reload(events: &mut BufReader<TcpStream>) -> anyhow::Result<()> {
    let mut line = String::new();
    while !line.starts_with("event: reload") {
        line.clear();
        anyhow::ensure!(events.read_line(&mut line)? > 0, "the server hung up");
        anyhow::ensure!(!line.starts_with("event: errors"), "the site has errors");
    }
    Ok(())
}

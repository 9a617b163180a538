//! Changes on disk → the next [`State`]. Hashes decide what changed, so a notice need only say where to look.

use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use jiff::civil::Date;
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use tokio::sync::watch;

use super::State;
use super::tree::Tree;
use crate::app::disk;
use crate::app::report::{self, Look};
use crate::base::diag::Diagnostic;
use crate::base::source::Sources;
use crate::engine::{Engine, has_errors};

/// How long nothing must have happened before a rebuild begins: an editor's save is several events within a millisecond.
const QUIET: Duration = Duration::from_millis(4);
/// A rebuild is put off no longer than this, however many files are changing.
const PATIENCE: Duration = Duration::from_millis(40);
/// A file that could not be read, as while it is being replaced, is looked at again after this.
const AGAIN: Duration = Duration::from_millis(100);

/// What is served, and as of when.
pub struct Options {
    /// The site's folder.
    pub root: PathBuf,
    /// The day of verdicts; the clock's where it is not given.
    pub today: Option<Date>,
    /// More folders with authentic texts.
    pub law_texts: Vec<PathBuf>,
}

/// Looks once, then keeps looking on a thread of its own.
pub fn start(options: Options, states: watch::Sender<State>) -> anyhow::Result<()> {
    let (notices, changes) = channel();
    let watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
        // Reading a file is an event too, and would make us look for ever.
        let paths = match event {
            Ok(event) if matches!(event.kind, EventKind::Access(_)) => return,
            Ok(event) if event.need_rescan() => Vec::new(),
            Ok(event) => event.paths,
            Err(_) => Vec::new(),
        };
        _ = notices.send(paths);
    })?;
    let mut rebuilder = Rebuilder::new(options, watcher, states)?;
    rebuilder.rebuild("网站");
    let thread = std::thread::Builder::new().name("rebuild".to_owned());
    thread.spawn(move || rebuilder.follow(&changes))?;
    Ok(())
}

struct Rebuilder {
    options: Options,
    watcher: RecommendedWatcher,
    states: watch::Sender<State>,
    engine: Engine,
    tree: Tree,
    said: String,
}

impl Rebuilder {
    fn new(
        options: Options,
        mut watcher: RecommendedWatcher,
        states: watch::Sender<State>,
    ) -> anyhow::Result<Rebuilder> {
        // Only the folders that matter are watched whole: the output and .git would wake us for nothing.
        watcher.watch(&options.root, RecursiveMode::NonRecursive)?;
        let tree = Tree::new(&options);
        let mut rebuilder =
            Rebuilder { options, watcher, states, engine: Engine::remembering(), tree, said: String::new() };
        rebuilder.watch_folders();
        rebuilder.tree.read_all();
        Ok(rebuilder)
    }

    /// Watches the folders of the site; those that are not there are watched once they appear.
    fn watch_folders(&mut self) {
        for folder in self.tree.folders() {
            _ = self.watcher.watch(&folder, RecursiveMode::Recursive);
        }
    }

    fn follow(mut self, changes: &Receiver<Vec<PathBuf>>) {
        let mut again = false;
        loop {
            let first = if again { changes.recv_timeout(AGAIN) } else { changes.recv().map_err(Into::into) };
            let mut paths = match first {
                Ok(paths) => vec![paths],
                Err(RecvTimeoutError::Timeout) => vec![Vec::new()],
                Err(RecvTimeoutError::Disconnected) => return,
            };
            let started = Instant::now();
            while started.elapsed() < PATIENCE {
                match changes.recv_timeout(QUIET) {
                    Ok(more) => paths.push(more),
                    Err(_) => break,
                }
            }
            // A notice without paths means that some were lost.
            let lost = paths.iter().any(Vec::is_empty);
            let paths: Vec<PathBuf> = paths.into_iter().flatten().collect();
            if self.tree.concerns_folders(&paths) {
                self.watch_folders();
            }
            let seen = if lost { self.tree.read_all() } else { self.tree.update(&paths) };
            again = seen.again;
            if let Some(what) = seen.changed {
                self.rebuild(&what);
            }
        }
    }

    fn rebuild(&mut self, what: &str) {
        let started = Instant::now();
        let today = self.options.today.unwrap_or_else(disk::today);
        self.tree.sources.today = today;
        let preview = self.engine.preview(&self.tree.sources);
        let mut diags = self.tree.diags.clone();
        diags.extend(preview.diags);
        let failed = preview.site.is_none() || has_errors(&diags);
        let text = said(&diags, &self.tree.sources, Look::Plain);
        let errors = failed.then(|| Arc::from(text.as_str()));
        let site = preview.site.filter(|_| !failed).map(Arc::new);
        let kept = self.states.borrow().site.clone();
        // The last state is let go at the end, for it is large and readers are waiting for this one.
        let _last = self.states.send_replace(State { site: site.or_else(|| kept.clone()), errors });
        let milliseconds = started.elapsed().as_secs_f64() * 1000.0;
        let held = if failed { "，有错误，仍显示上一个好的版本" } else { "" };
        self.say(
            &diags,
            text,
            &format!("{what}：{} 篇问答，{milliseconds:.0} 毫秒{held}", preview.counts.entries),
        );
    }

    /// What the terminal shows: findings when they are others than before, and one line for each look.
    fn say(&mut self, diags: &[Diagnostic], text: String, line: &str) {
        let mut out = std::io::stdout().lock();
        if text != self.said {
            let coloured = out.is_terminal().then(|| said(diags, &self.tree.sources, Look::Coloured));
            _ = out.write_all(coloured.as_deref().unwrap_or(&text).as_bytes());
            self.said = text;
        }
        _ = writeln!(out, "{line}");
        _ = out.flush();
    }
}

fn said(diags: &[Diagnostic], sources: &Sources, look: Look) -> String {
    let mut out = Vec::new();
    // Writing to memory does not fail.
    _ = report::text(diags, sources, look, &mut out);
    String::from_utf8_lossy(&out).into_owned()
}

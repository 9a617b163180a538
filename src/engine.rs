//! The order of the phases, and the memo that makes a second build cheap. Pure: bytes in, bytes out.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use crate::base::diag::{Checked, Diagnostic, Severity, site as diag};
use crate::base::hash::Hash;
use crate::base::source::{FileId, RelPath, Source, Sources, Span};
use crate::book::laws::{Laws, official_texts};
use crate::book::lint::{self, Guard, guard};
use crate::book::{self, Book, Docs};
use crate::site::plan::{self, Plan};
use crate::site::render::{self, Made, Outputs};
use crate::site::theme::{self, Theme};
use crate::site::view::asset_place;
use crate::site::{feed, index, search};
use crate::syntax::chapter::{self, ChapterDoc};
use crate::syntax::cite::Lexicon;
use crate::syntax::config::{self, Config};
use crate::syntax::entry::{self, EntryDoc};
use crate::syntax::glossary::Term;
use crate::syntax::law::{self, LawMeta, LawText};
use crate::syntax::markdown::Names;
use crate::syntax::terms::Terms;

mod preview;
mod registers;
mod settle;

pub use preview::{Preview, Site};
use registers::{Registers, TABLES, registers};
use settle::{Idle, settle};

/// A text of more bytes than this is not one that somebody wrote for reading.
const LARGEST: usize = 4 << 20;

/// A thread reads at most so many files before another may take over.
const TOGETHER: usize = 16;

/// What one build yields.
pub struct Build {
    /// Every file of the site. Empty where an error keeps it from being published.
    pub outputs: Outputs,
    /// Every finding, in the order of files and places.
    pub diags: Vec<Diagnostic>,
    /// How much there is.
    pub counts: Counts,
}

/// What a build says when its files have been handed on.
pub struct Built {
    /// Every finding, in the order of files and places.
    pub diags: Vec<Diagnostic>,
    /// How much there is.
    pub counts: Counts,
}

/// How much a site holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Entries.
    pub entries: usize,
    /// Chapters.
    pub chapters: usize,
    /// Laws cited.
    pub laws: usize,
    /// Articles cited.
    pub articles: usize,
    /// Sentences that lead back to an entry.
    pub backlinks: usize,
    /// Pages.
    pub pages: usize,
}

/// What an engine keeps between builds.
#[derive(Default)]
pub struct Engine {
    parsed: HashMap<FileId, Parsed>,
    registers: Option<Kept<Registers>>,
    resolved: Option<book::Memo>,
    planned: Option<plan::Memo>,
    laws: Option<Kept<Laws>>,
    around: Arc<Surroundings>,
    theme: Option<Kept<Theme>>,
}

/// Something made before, what it was made from, and what was found on the way.
struct Kept<T> {
    key: Hash,
    value: Arc<T>,
    diags: Vec<Diagnostic>,
}

/// Files with their places.
type Placed = Vec<(RelPath, Arc<[u8]>)>;

/// What a file was read from, and as what.
#[derive(Clone)]
struct Parsed {
    /// The file's bytes and its surroundings.
    key: [Hash; 2],
    doc: Doc,
    diags: Vec<Diagnostic>,
}

#[derive(Clone)]
enum Doc {
    Entry(Option<Arc<EntryDoc>>),
    Chapter(Option<Arc<ChapterDoc>>),
    Meta(Option<Arc<LawMeta>>),
    Text(Option<Arc<LawText>>),
}

impl Engine {
    /// An engine for one build: it keeps nothing.
    pub fn once() -> Engine {
        Engine::default()
    }

    /// An engine that remembers, for `serve`.
    pub fn remembering() -> Engine {
        Engine {
            resolved: Some(book::Memo::default()),
            planned: Some(plan::Memo::default()),
            ..Engine::default()
        }
    }

    /// Reads and resolves everything, and renders nothing. Works on any text, saved or not.
    pub fn analyse(&mut self, sources: &Sources) -> Checked<Book> {
        let Checked { value: book, diags } = self.resolve(sources, config(sources));
        let diags = settle(diags, &book, sources, Idle::Ignored);
        Checked { value: book, diags }
    }

    /// Every finding of the content and of the pages it would make, those of style and sense included.
    pub fn check(&mut self, sources: &Sources) -> Vec<Diagnostic> {
        let Checked { value: Prepared { book, plan, theme }, mut diags } = self.prepare(sources);
        // The embedded theme renders every page, as the suite shows; only a site's own templates can fail at a page.
        if book.config.theme.is_some() && !has_errors(&diags) {
            diags.extend(render::render(&book, &plan, &theme, &|_: &RelPath, _: &[u8]| ()).diags);
        }
        diags.extend(lint::style(&book, sources));
        settle(diags, &book, sources, Idle::Reported)
    }

    /// Builds the site and keeps every file of it. With an error among the findings there are no outputs.
    pub fn build(&mut self, sources: &Sources) -> Build {
        let (files, Built { diags, counts }) = self.build_into(sources, &kept);
        Build {
            outputs: if has_errors(&diags) { Outputs::new() } else { files.into_iter().collect() },
            diags,
            counts,
        }
    }

    /// Builds the site, each file handed on as soon as it is made, so that no more than a few are in memory at once. With
    /// an error among the findings the files handed on so far are worth nothing, and must not be published.
    pub fn build_into<T: Send>(&mut self, sources: &Sources, made: &impl Made<T>) -> (Vec<T>, Built) {
        let Checked { value: Prepared { book, plan, theme }, diags } = self.prepare(sources);
        let counts = counts(&book, &plan);
        let mut diags = settle(diags, &book, sources, Idle::Ignored);
        let mut files = Vec::new();
        if !has_errors(&diags) {
            let (pages, index) = rayon::join(
                || render::render(&book, &plan, &theme, made).take(&mut diags),
                || index_files(&index_input(&book, &plan, &theme), made),
            );
            files.extend(pages);
            files.extend(theme.assets.iter().map(|(path, bytes)| made(path, bytes)));
            files.extend(feed::files(&book, &plan).iter().map(|(path, bytes)| made(path, bytes)));
            files.extend(assets(&book, sources).iter().map(|(path, bytes)| made(path, bytes)));
            files.extend(index);
        }
        // Nobody waits until a book is taken apart.
        rayon::spawn(move || drop((book, plan, theme)));
        (files, Built { diags, counts })
    }

    fn resolve(&mut self, sources: &Sources, config: Checked<Config>) -> Checked<Book> {
        let mut diags = Vec::new();
        let config = config.take(&mut diags);
        let shelf = Shelf::sort(sources);
        diags.extend(shelf.misplaced.iter().map(|file| diag::misplaced_file(Span::start_of(file))));
        if shelf.entries.is_empty() && sources.files.contains_key(&config::path()) {
            diags.push(diag::empty_site(Span::start_of(&config::path())));
        }
        let docs = self.read(sources, config, &shelf, &mut diags);
        let book = book::resolve(docs, self.resolved.as_mut()).take(&mut diags);
        Checked { value: book, diags }
    }

    /// Everything that rendering needs, with all that can be found before it.
    fn prepare(&mut self, sources: &Sources) -> Checked<Prepared> {
        let config = config(sources);
        let last = self.theme.take();
        // The theme knows nothing of the content.
        let (book, theme) =
            rayon::join(|| self.resolve(sources, config.clone()), || themed(last, sources, &config.value));
        let Checked { value: book, mut diags } = book;
        diags.extend(theme.diags.iter().cloned());
        let plan = plan::plan(&book, self.planned.as_mut()).take(&mut diags);
        let theme = self.theme.insert(theme).value.clone();
        Checked { value: Prepared { book, plan, theme }, diags }
    }

    fn read(
        &mut self,
        sources: &Sources,
        config: Config,
        shelf: &Shelf<'_>,
        diags: &mut Vec<Diagnostic>,
    ) -> Docs {
        let laws = self.registry(sources, shelf, diags);
        let registers = self.registers(sources, diags);
        let mut docs = registers.docs(sources.today);
        let key = Hash::join([registers.names, names_key(&laws)]);
        if key != self.around.key {
            let guard = Guard::new(&docs.hotlines, &docs.facts);
            self.around = Arc::new(Surroundings { names: names(&laws, &docs.terms), guard, key });
        }
        let around = self.around.clone();
        for doc in self.parse(&shelf.chapters, &around, diags) {
            if let Doc::Chapter(chapter) = doc {
                docs.chapters.extend(chapter);
            }
        }
        for doc in self.parse(&shelf.about, &around, diags) {
            if let Doc::Chapter(about) = doc {
                docs.about = about;
            }
        }
        for doc in self.parse(&shelf.entries, &around, diags) {
            if let Doc::Entry(entry) = doc {
                docs.entries.extend(entry);
            }
        }
        docs.config = config;
        docs.laws = laws;
        docs.lexicon = Some(around.names.laws.clone());
        docs.assets = shelf.assets.iter().map(|(file, _)| (*file).clone()).collect();
        docs
    }

    /// The laws, built anew where a byte of a law file has changed: comparing all their versions is the dearest single step.
    fn registry(&mut self, sources: &Sources, shelf: &Shelf<'_>, diags: &mut Vec<Diagnostic>) -> Arc<Laws> {
        let files = shelf.metas.iter().chain(&shelf.texts).copied().chain(&sources.law_texts);
        let key =
            Hash::join(files.flat_map(|(path, source)| [Hash::of(path.as_str().as_bytes()), source.hash]));
        if self.laws.as_ref().is_none_or(|kept| kept.key != key) {
            let mut diags = Vec::new();
            let plain = Surroundings::default();
            let metas = self.parse(&shelf.metas, &plain, &mut diags).into_iter();
            let metas = metas.filter_map(|doc| if let Doc::Meta(meta) = doc { meta } else { None });
            let texts = self.parse(&shelf.texts, &plain, &mut diags).into_iter();
            let texts = texts.filter_map(|doc| if let Doc::Text(text) = doc { text } else { None });
            let mut laws = Laws::build(metas.collect(), texts.collect()).take(&mut diags);
            if !sources.law_texts.is_empty() {
                let official = official_texts(&sources.law_texts).take(&mut diags);
                laws = laws.overlay(&official).take(&mut diags);
            }
            self.laws = Some(Kept { key, value: Arc::new(laws), diags });
        }
        self.laws.as_ref().map_or_else(Arc::default, |kept| {
            diags.extend(kept.diags.iter().cloned());
            kept.value.clone()
        })
    }

    /// The tables, read anew where a byte of any of them has changed.
    fn registers(&mut self, sources: &Sources, diags: &mut Vec<Diagnostic>) -> Arc<Registers> {
        let hashes = TABLES.map(|path| {
            RelPath::new(path).and_then(|path| sources.files.get(&path)).map_or(Hash::default(), |s| s.hash)
        });
        let key = Hash::join(hashes);
        let kept = self.registers.take().filter(|kept| kept.key == key).unwrap_or_else(|| {
            let Checked { value, diags } = registers(sources);
            Kept { key, value: Arc::new(value), diags }
        });
        diags.extend(kept.diags.iter().cloned());
        let registers = kept.value.clone();
        self.registers = Some(kept);
        registers
    }

    /// Parses files in parallel; those whose bytes and surroundings are unchanged are taken from the memo.
    fn parse(&mut self, files: &[File<'_>], around: &Surroundings, diags: &mut Vec<Diagnostic>) -> Vec<Doc> {
        let known = &self.parsed;
        let parsed: Vec<Option<Parsed>> = files
            .par_iter()
            .with_max_len(TOGETHER)
            .map(|(file, source)| {
                let key = [source.hash, around.key];
                let is_known = known.get(*file).is_some_and(|parsed| parsed.key == key);
                (!is_known).then(|| parse_file(file, source, around, key))
            })
            .collect();
        for ((file, _), parsed) in files.iter().zip(parsed) {
            if let Some(parsed) = parsed {
                self.parsed.insert((*file).clone(), parsed);
            }
        }
        let mut docs = Vec::with_capacity(files.len());
        for parsed in files.iter().filter_map(|(file, _)| self.parsed.get(*file)) {
            diags.extend(parsed.diags.iter().cloned());
            docs.push(parsed.doc.clone());
        }
        docs
    }
}

/// The theme of a site, or the last one where nothing has changed that it was made from.
fn themed(last: Option<Kept<Theme>>, sources: &Sources, config: &Config) -> Kept<Theme> {
    let own = own_theme(sources, config);
    let files = own.iter().flat_map(|(path, bytes)| [Hash::of(path.as_str().as_bytes()), Hash::of(bytes)]);
    let key = Hash::join(files.chain([Hash::of(format!("{config:?}").as_bytes())]));
    last.filter(|last| last.key == key).unwrap_or_else(|| {
        let Checked { value, diags } = theme::build(config, &own);
        Kept { key, value: Arc::new(value), diags }
    })
}

/// A book, where its pages stand, and what renders them.
struct Prepared {
    book: Book,
    plan: Arc<Plan>,
    theme: Arc<Theme>,
}

fn index_input(book: &Book, plan: &Plan, theme: &Theme) -> search::SearchInput {
    let words = theme
        .strings
        .iter()
        .filter_map(|(key, word)| Some((key.strip_prefix("results.")?.to_owned(), word.clone())));
    index::input(book, plan, words.collect())
}

fn index_files<T: Send>(input: &search::SearchInput, made: &impl Made<T>) -> Vec<T> {
    search::write_with(input, &|name, bytes| {
        let path = RelPath::new(&format!("search/{name}")).expect("the names of the index are our own");
        made(&path, bytes)
    })
}

/// A file that is kept.
fn kept(path: &RelPath, bytes: &[u8]) -> (RelPath, Arc<[u8]>) {
    (path.clone(), bytes.into())
}

/// Whether anything among the findings keeps the site from being published.
pub fn has_errors(diags: &[Diagnostic]) -> bool {
    diags.iter().any(|finding| finding.severity == Severity::Error)
}

type File<'s> = (&'s FileId, &'s Source);

/// The files of a site by what they are.
#[derive(Default)]
struct Shelf<'s> {
    metas: Vec<File<'s>>,
    texts: Vec<File<'s>>,
    chapters: Vec<File<'s>>,
    entries: Vec<File<'s>>,
    about: Vec<File<'s>>,
    assets: Vec<File<'s>>,
    misplaced: Vec<FileId>,
}

impl<'s> Shelf<'s> {
    fn sort(sources: &'s Sources) -> Shelf<'s> {
        let mut shelf = Shelf::default();
        for file @ (path, _) in &sources.files {
            let Some(below) = path.as_str().strip_prefix("content/") else { continue };
            let parts: Vec<&str> = below.split('/').collect();
            match parts.as_slice() {
                ["laws", _, "law.toml"] => shelf.metas.push(file),
                ["laws", _, name] if name.ends_with(".md") => shelf.texts.push(file),
                ["about.md"] => shelf.about.push(file),
                [_, "_chapter.md"] => shelf.chapters.push(file),
                [_, name] if name.ends_with(".md") => shelf.entries.push(file),
                [.., name] if name.ends_with(".md") => shelf.misplaced.push(path.clone()),
                [_] | ["laws", ..] => {}
                _ => shelf.assets.push(file),
            }
        }
        shelf
    }
}

/// What a file is read against: the names of laws and terms, and the registers of numbers and figures.
#[derive(Default)]
struct Surroundings {
    names: Names,
    guard: Guard,
    key: Hash,
}

fn parse_file(file: &FileId, source: &Source, around: &Surroundings, key: [Hash; 2]) -> Parsed {
    let Checked { value: doc, mut diags } = match readable(file, source) {
        Ok(text) => parse_text(file, text, &around.names),
        Err(finding) => Checked { value: absent(file), diags: vec![*finding] },
    };
    diags.extend(guarded(file, &doc, &around.guard));
    Parsed { key, doc, diags }
}

fn guarded(file: &FileId, doc: &Doc, watch: &Guard) -> Vec<Diagnostic> {
    let (first, second, body) = match doc {
        Doc::Entry(Some(entry)) => (&entry.meta.title, &entry.meta.answer, &entry.body),
        Doc::Chapter(Some(chapter)) => (&chapter.title, &chapter.summary, &chapter.body),
        _ => return Vec::new(),
    };
    let head = [first, second].map(|text| (text.value.as_str(), &text.at));
    guard(file, &head, body, watch)
}

fn parse_text(file: &FileId, text: &str, names: &Names) -> Checked<Doc> {
    fn doc<T>(checked: Checked<Option<T>>, wrap: impl Fn(Option<Arc<T>>) -> Doc) -> Checked<Doc> {
        Checked { value: wrap(checked.value.map(Arc::new)), diags: checked.diags }
    }
    match absent(file) {
        Doc::Entry(_) => doc(entry::parse(file, text, names), Doc::Entry),
        Doc::Chapter(_) => doc(chapter::parse(file, text, names), Doc::Chapter),
        Doc::Meta(_) => doc(law::parse_meta(file, text), Doc::Meta),
        Doc::Text(_) => doc(law::parse_version(file, text), Doc::Text),
    }
}

/// The kind of document a file holds, with nothing in it.
fn absent(file: &FileId) -> Doc {
    match file.name() {
        "law.toml" => Doc::Meta(None),
        "_chapter.md" | "about.md" => Doc::Chapter(None),
        _ if file.as_str().starts_with("content/laws/") => Doc::Text(None),
        _ => Doc::Entry(None),
    }
}

/// The text of a file, where it is one that can be read.
fn readable<'s>(file: &FileId, source: &'s Source) -> Result<&'s str, Box<Diagnostic>> {
    if source.bytes.len() > LARGEST {
        return Err(Box::new(diag::too_large(Span::start_of(file), LARGEST >> 20)));
    }
    std::str::from_utf8(&source.bytes).map_err(|error| {
        let at = error.valid_up_to();
        Box::new(diag::not_utf8(Span::new(file, at..at)))
    })
}

fn config(sources: &Sources) -> Checked<Config> {
    let file = config::path();
    match sources.files.get(&file) {
        None => config::missing(),
        Some(source) => match readable(&file, source) {
            Ok(text) => config::parse(&file, text),
            Err(finding) => Checked { value: Config::default(), diags: vec![*finding] },
        },
    }
}

fn names(laws: &Laws, terms: &[Term]) -> Names {
    let terms = terms.iter().map(|term| (term.term.value.as_str(), term.id.value.as_str()));
    Names { laws: Lexicon::new(laws.names().map(|(name, _)| name)), terms: Terms::new(terms) }
}

fn names_key(laws: &Laws) -> Hash {
    Hash::join(laws.names().map(|(name, _)| Hash::of(name.as_bytes())))
}

/// The site's own files of the theme.
fn own_theme<'s>(sources: &'s Sources, config: &Config) -> BTreeMap<RelPath, &'s [u8]> {
    let Some(folder) = &config.theme else { return BTreeMap::new() };
    let prefix = format!("{folder}/");
    let of_theme = sources.files.iter().filter(|(path, _)| path.as_str().starts_with(&prefix));
    of_theme.map(|(path, source)| (path.clone(), &*source.bytes)).collect()
}

fn assets(book: &Book, sources: &Sources) -> Placed {
    let shown = book
        .assets
        .iter()
        .filter_map(|path| Some((asset_place(path), sources.files.get(path)?.bytes.clone())));
    shown.collect()
}

fn counts(book: &Book, plan: &Plan) -> Counts {
    Counts {
        entries: book.entries.len(),
        chapters: book.chapters.len(),
        laws: book.graph.law_cited_by.len(),
        articles: book.graph.cited_by.len(),
        backlinks: book.graph.linked_from.iter().map(Vec::len).sum::<usize>()
            + book.graph.cited_by.values().map(Vec::len).sum::<usize>(),
        pages: plan.pages.len(),
    }
}

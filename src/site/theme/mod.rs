//! Templates, assets and words → a [`Theme`] that can render. The embedded theme is laid under the site's own `theme/`
//! file by file. Touches no file system: the embedded files are part of the program, the site's are in `Sources`.

mod blocks;
mod parts;
pub mod slim;
mod words;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use include_dir::{Dir, include_dir};
use minijinja::value::Value;
use minijinja::{AutoEscape, Environment, UndefinedBehavior};
use rayon::prelude::*;

use self::parts::Parts;
use self::words::Words;
use super::view::View;
use crate::base::diag::{Checked, Diagnostic, site as diag};
use crate::base::hash::Hash;
use crate::base::source::{RelPath, Span};
use crate::syntax::config::Config;
use crate::syntax::markdown::escape_into;

static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/theme");

/// A theme, ready to render.
pub struct Theme {
    environment: Environment<'static>,
    /// The same for pages at each depth, with `page.root` written in.
    rooted: Vec<Environment<'static>>,
    /// Assets by their place in the output.
    pub assets: Vec<(RelPath, Vec<u8>)>,
    /// The fingerprint of everything in it.
    pub hash: Hash,
    /// The words of the theme in the site's language, by dotted key.
    pub strings: BTreeMap<String, String>,
}

/// Articles stand deepest: laws/civil-code/577.html.
const DEEPEST: usize = 2;

/// The files of a theme by path below `theme/`.
type Files<'a> = BTreeMap<String, (&'a [u8], Span)>;

/// The embedded theme's files, for `fatiao new site` and for laying a site's own over them.
pub fn embedded() -> BTreeMap<String, &'static [u8]> {
    let mut files = BTreeMap::new();
    let mut folders = vec![&EMBEDDED];
    while let Some(folder) = folders.pop() {
        folders.extend(folder.dirs());
        let named = folder
            .files()
            .filter_map(|file| Some((file.path().to_str()?.replace('\\', "/"), file.contents())));
        files.extend(named);
    }
    files
}

/// Builds the theme of a site. `own` holds the site's files by path below its theme folder.
pub fn build(config: &Config, own: &BTreeMap<RelPath, &[u8]>) -> Checked<Theme> {
    let mut diags = Vec::new();
    let none = Span::start_of(&crate::syntax::config::path());
    let mut files: Files<'_> =
        embedded().into_iter().map(|(path, bytes)| (path, (bytes, none.clone()))).collect();
    let folder = config.theme.as_ref().map_or(String::new(), |folder| format!("{folder}/"));
    for (path, bytes) in own {
        let below = path.as_str().strip_prefix(&folder).unwrap_or(path.as_str());
        files.insert(below.to_owned(), (bytes, Span::start_of(path)));
    }
    let strings = strings(config, &files, &mut diags);
    let (folder, mut assets) = assets(&files);
    let site = SiteView::from(config);
    let globals = globals(&site, &folder, &strings);
    let sources = Arc::new(sources(&files, &constant(&site, &folder, &strings)));
    let environment = whole(&sources, &files, &globals).take(&mut diags);
    let rooted = (0..=DEEPEST).map(|depth| at_depth(depth, &sources, &globals)).collect();
    assets.extend(manifest(&environment, &mut diags));
    let fingerprints =
        files.iter().flat_map(|(path, (bytes, _))| [Hash::of(path.as_bytes()), Hash::of(bytes)]);
    let hash = Hash::join(fingerprints.chain([Hash::of(format!("{config:?}").as_bytes())]));
    Checked { value: Theme { environment, rooted, assets, hash, strings }, diags }
}

impl Theme {
    /// Renders a page.
    pub fn render(&self, view: &View) -> Result<String, Box<Diagnostic>> {
        let name = format!("{}.html", view.page.kind);
        let root = &view.page.root;
        let depth = root.len() / "../".len();
        // The page for addresses that do not exist has a root of its own.
        let rooted = self.rooted.get(depth).filter(|_| *root == "../".repeat(depth));
        let template = rooted.unwrap_or(&self.environment).get_template(&name);
        let html = template.and_then(|template| template.render(minijinja::value::Serde(view)));
        html.map_err(|error| Box::new(template_error(&error, &name, None)))
    }
}

/// What templates find the same on every page.
fn constant(site: &SiteView<'_>, assets: &str, strings: &BTreeMap<String, String>) -> Words {
    let words = strings.iter().map(|(key, word)| (format!("t.{key}"), word.clone()));
    let site = [
        ("assets", assets),
        ("site.title", site.title),
        ("site.lang", site.lang),
        ("site.jurisdiction", site.jurisdiction),
        ("site.license", site.license),
    ];
    words.chain(site.map(|(name, word)| (name.to_owned(), word.to_owned()))).collect()
}

/// The templates by name, as they are compiled: what is the same on every page is written into them.
type Sources = BTreeMap<String, String>;

fn sources(files: &Files<'_>, words: &Words) -> Sources {
    let embedded = embedded();
    let is_own = |path: &str| files.get(path).is_some_and(|(shown, _)| embedded.get(path) != Some(shown));
    let parts = parts(&embedded, is_own);
    // Blocks are for a site that extends a page; where none does, pages are whole.
    let is_extended = files.iter().any(|(path, (bytes, _))| is_own(path) && text(bytes).contains("extends"));
    let base = embedded.get(BASE).filter(|_| !is_extended && !is_own(BASE)).map(|bytes| text(bytes));
    let mut sources = Sources::new();
    for (path, (bytes, _)) in files {
        let Some(name) = path.strip_prefix("templates/") else { continue };
        let page = text(bytes);
        // In a site's own template an error is told by its line, so nothing may be written into it that has lines.
        let source = match base.as_deref() {
            _ if is_own(path) => page.into_owned(),
            Some(base) => parts::write_in(&whole_page(name, &page, base), &parts),
            None => parts::write_in(&page, &parts),
        };
        sources.insert(name.to_owned(), source);
    }
    // A site's entry.html may extend the one it replaces, as embedded/entry.html, and override single blocks of it.
    for (path, bytes) in embedded.iter().filter(|(path, _)| is_own(path)) {
        let name = path.strip_prefix("templates/").map(|name| format!("embedded/{name}"));
        sources.extend(name.map(|name| (name, text(bytes).into_owned())));
    }
    for (name, source) in &mut sources {
        *source = words::write_in(source, words, name.ends_with(".html"));
    }
    sources
}

const BASE: &str = "templates/base.html";

fn text(bytes: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

/// A page with the template that it extends around it, which then knows what kind of page it is.
fn whole_page(name: &str, page: &str, base: &str) -> String {
    let kind = name.strip_suffix(".html").map(|kind| ("page.kind".to_owned(), kind.to_owned()));
    let whole = blocks::write_in(page, base).zip(kind);
    whole.map_or_else(|| page.to_owned(), |(whole, kind)| words::write_in(&whole, &[kind].into(), true))
}

/// An environment that has compiled every template, and so found what is wrong with any.
fn whole(sources: &Sources, files: &Files<'_>, globals: &Globals) -> Checked<Environment<'static>> {
    let mut diags = Vec::new();
    let mut environment = bare(globals);
    for (name, source) in sources {
        if let Err(error) = environment.add_template_owned(name.clone(), source.clone()) {
            let at = files.get(&format!("templates/{name}")).map(|(_, at)| at);
            diags.push(template_error(&error, name, at));
        }
    }
    Checked { value: environment, diags }
}

/// An environment for the pages at one depth. It compiles a template when somebody asks for it: few kinds stand at all depths.
fn at_depth(depth: usize, sources: &Arc<Sources>, globals: &Globals) -> Environment<'static> {
    let root = Words::from([("page.root".to_owned(), "../".repeat(depth))]);
    let sources = sources.clone();
    let mut environment = bare(globals);
    environment.set_loader(move |name| {
        let source = sources.get(name);
        Ok(source.map(|source| words::write_in(source, &root, name.ends_with(".html"))))
    });
    environment
}

/// Names that templates find everywhere.
type Globals = [(&'static str, Value); 3];

fn bare(globals: &Globals) -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|name| {
        if name.ends_with(".html") { AutoEscape::Html } else { AutoEscape::None }
    });
    environment.set_formatter(|out, state, value| match value.as_str() {
        Some(text) if matches!(state.auto_escape(), AutoEscape::Html) && !value.is_safe() => {
            escape_into(text, out).map_err(minijinja::Error::from)
        }
        _ => minijinja::escape_formatter(out, state, value),
    });
    globals.iter().for_each(|(name, value)| environment.add_global(*name, value.clone()));
    environment
}

/// The embedded parts that the site has not replaced, by name.
fn parts<'a>(embedded: &'a BTreeMap<String, &'static [u8]>, is_own: impl Fn(&str) -> bool) -> Parts<'a> {
    let part = |(path, bytes): (&'a String, &'a &'static [u8])| {
        let name = path.strip_prefix("templates/").filter(|name| name.starts_with('_'))?;
        Some((name, std::str::from_utf8(bytes).ok()?))
    };
    embedded.iter().filter(|(path, _)| !is_own(path)).filter_map(part).collect()
}

fn template_error(error: &minijinja::Error, name: &str, at: Option<&Span>) -> Diagnostic {
    let name = error.name().unwrap_or(name);
    let line = error.line().map_or(String::new(), |line| format!(":{line}"));
    let at = at.cloned().unwrap_or_else(|| Span::start_of(&crate::syntax::config::path()));
    diag::bad_template(at, &format!("templates/{name}{line} {error}"))
}

/// Assets keep their names inside one folder that carries the fingerprint of all of them, so that modules can import one
/// another by relative path and hosts may cache everything for ever. What stands in `root/` goes to the site's root.
fn assets(files: &Files<'_>) -> (String, Vec<(RelPath, Vec<u8>)>) {
    let of_theme = files.par_iter().filter_map(|(path, (bytes, _))| {
        let path = path.strip_prefix("assets/")?;
        Some((path, sent(path, bytes)))
    });
    let sent: Vec<(&str, Vec<u8>)> = of_theme.collect();
    let hash = Hash::join(sent.iter().flat_map(|(path, bytes)| [Hash::of(path.as_bytes()), Hash::of(bytes)]));
    let folder = format!("assets/{}", hash.short());
    let place = |(path, bytes)| Some((RelPath::new(&format!("{folder}/{path}"))?, bytes));
    let mut placed: Vec<(RelPath, Vec<u8>)> = sent.into_iter().filter_map(place).collect();
    let root = files
        .iter()
        .filter_map(|(path, (bytes, _))| Some((RelPath::new(path.strip_prefix("root/")?)?, bytes.to_vec())));
    placed.extend(root);
    (folder, placed)
}

/// An asset as it is sent. A site's own scripts are nobody's to change.
fn sent(path: &str, bytes: &[u8]) -> Vec<u8> {
    let embedded = EMBEDDED.get_file(format!("assets/{path}")).map(include_dir::File::contents);
    match std::str::from_utf8(bytes) {
        Ok(text) if path.ends_with(".js") && embedded == Some(bytes) => slim::script(text).into_bytes(),
        _ => bytes.to_vec(),
    }
}

/// What phones show for a page on their home screen: it carries the site's name, so it is a template.
fn manifest(environment: &Environment<'static>, diags: &mut Vec<Diagnostic>) -> Option<(RelPath, Vec<u8>)> {
    let name = "manifest.webmanifest";
    let template = environment.get_template(name).ok()?;
    match template.render(()) {
        Ok(text) => Some((RelPath::new(name)?, text.into_bytes())),
        Err(error) => {
            diags.push(template_error(&error, name, None));
            None
        }
    }
}

fn strings(config: &Config, files: &Files<'_>, diags: &mut Vec<Diagnostic>) -> BTreeMap<String, String> {
    let path = format!("strings/{}.toml", config.language.name());
    let Some((bytes, at)) = files.get(&path) else { return BTreeMap::new() };
    match toml::from_str::<BTreeMap<String, BTreeMap<String, String>>>(&String::from_utf8_lossy(bytes)) {
        Ok(tables) => {
            let dotted = |(table, words): (String, BTreeMap<String, String>)| {
                words.into_iter().map(move |(key, word)| (format!("{table}.{key}"), word)).collect::<Vec<_>>()
            };
            tables.into_iter().flat_map(dotted).collect()
        }
        Err(error) => {
            diags.push(diag::bad_template(at.clone(), &format!("{path}：{}", error.message())));
            BTreeMap::new()
        }
    }
}

fn globals(site: &SiteView<'_>, assets: &str, strings: &BTreeMap<String, String>) -> Globals {
    let mut tables: BTreeMap<&str, BTreeMap<&str, &str>> = BTreeMap::new();
    for (key, word) in strings {
        if let Some((table, key)) = key.split_once('.') {
            tables.entry(table).or_default().insert(key, word);
        }
    }
    let words = Value::from(minijinja::value::Serde(&tables));
    [("t", words), ("assets", assets.into()), ("site", Value::from(minijinja::value::Serde(site)))]
}

/// What templates see of `site.toml`.
#[derive(serde::Serialize)]
struct SiteView<'a> {
    title: &'a str,
    description: &'a str,
    lang: &'a str,
    jurisdiction: &'a str,
    author: &'a str,
    license: &'a str,
    report_url: Option<&'a str>,
    base_url: Option<&'a str>,
    offline: bool,
}

impl<'a> From<&'a Config> for SiteView<'a> {
    fn from(config: &'a Config) -> SiteView<'a> {
        SiteView {
            title: &config.title,
            description: &config.description,
            lang: config.language.tag(),
            jurisdiction: &config.jurisdiction,
            author: &config.author,
            license: &config.license,
            report_url: config.report_url.as_deref(),
            base_url: config.base_url.as_deref(),
            offline: config.offline,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::config::Language;

    fn words(language: Language) -> BTreeMap<String, String> {
        let config = Config { language, ..Config::default() };
        let embedded = embedded();
        let at = Span::start_of(&crate::syntax::config::path());
        let files: Files<'_> =
            embedded.into_iter().map(|(path, bytes)| (path, (bytes, at.clone()))).collect();
        let mut diags = Vec::new();
        let words = strings(&config, &files, &mut diags);
        assert!(diags.is_empty(), "{diags:?}");
        words
    }

    /// The `{…}` of a text.
    fn slots(text: &str) -> Vec<&str> {
        let mut slots: Vec<&str> =
            text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).collect();
        slots.sort_unstable();
        slots
    }

    #[test]
    fn both_languages_have_the_same_words_with_the_same_slots() {
        let (chinese, english) = (words(Language::Chinese), words(Language::English));
        let keys = |words: &BTreeMap<String, String>| words.keys().cloned().collect::<Vec<_>>();
        assert_eq!(keys(&chinese), keys(&english));
        for (key, text) in &chinese {
            assert_eq!(slots(text), slots(&english[key]), "{key}");
        }
    }

    /// Every `t.table.key` that a template names, leaving out those that are looked up by a value.
    fn named(template: &str) -> Vec<String> {
        let is_part = |sign: char| sign.is_ascii_alphanumeric() || "._[".contains(sign);
        let mut rest = template;
        let mut named = Vec::new();
        while let Some(at) = rest.find("t.") {
            let starts = !rest[..at]
                .ends_with(|sign: char| sign.is_ascii_alphanumeric() || sign == '_' || sign == '.');
            rest = &rest[at + 2..];
            let end = rest.find(|sign| !is_part(sign)).unwrap_or(rest.len());
            let key = &rest[..end];
            if starts && key.contains('.') && !key.contains('[') {
                named.push(key.to_owned());
            }
        }
        named
    }

    #[test]
    fn a_site_overrides_one_block_of_an_embedded_page() {
        let config = Config { theme: RelPath::new("theme"), ..Config::default() };
        let own: &[u8] = b"{% extends \"embedded/404.html\" %}{% block footer %}ours{% endblock %}";
        let path = RelPath::new("theme/templates/404.html").unwrap();
        let theme = build(&config, &BTreeMap::from([(path, own)]));
        assert!(theme.diags.is_empty(), "{:?}", theme.diags);
        assert!(theme.value.environment.get_template("embedded/404.html").is_ok());
        assert!(theme.value.environment.get_template("embedded/entry.html").is_err());
    }

    #[test]
    fn every_word_is_used_and_every_used_word_exists() {
        let words = words(Language::Chinese);
        let templates: Vec<String> = embedded()
            .into_iter()
            .filter(|(path, _)| path.starts_with("templates/"))
            .map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned())
            .collect();
        let used: Vec<String> = templates.iter().flat_map(|template| named(template)).collect();
        for key in &used {
            assert!(words.contains_key(key), "a template uses t.{key}");
        }
        // These are looked up by a page's kind, a reason, a kind of change, or handed to the search script.
        let by_value = ["title", "description", "why", "moved", "change", "results"];
        for key in words.keys() {
            let table = key.split('.').next().unwrap_or(key);
            assert!(used.contains(key) || by_value.contains(&table), "nobody uses {key}");
        }
    }
}

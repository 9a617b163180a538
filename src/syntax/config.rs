//! `site.toml` → [`Config`]. Every default stands here. Knows no other file.

use std::collections::BTreeMap;

use super::table::{At, Table};
use crate::base::diag::{Checked, Severity, did_you_mean, entry as diag, site as site_diag};
use crate::base::source::{FileId, RelPath, Sources, Span};

/// What a site says about itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// The name of the site.
    pub title: String,
    /// One sentence about it, for search engines and the head of the home page.
    pub description: String,
    /// The address it is published at, without a final slash; only feeds, the sitemap and canonical links use it.
    pub base_url: Option<String>,
    /// The language of the reader's page: `zh-CN` or `en`.
    pub language: Language,
    /// Whose law the site explains.
    pub jurisdiction: String,
    /// Who publishes it.
    pub author: String,
    /// The licence of the content, in words.
    pub license: String,
    /// Where readers report an error.
    pub report_url: Option<String>,
    /// Chapters in reading order, by folder name.
    pub chapters: Vec<At<String>>,
    /// The folder with the site's own templates and assets, laid over the embedded theme.
    pub theme: Option<RelPath>,
    /// The folder the site is written to.
    pub output: String,
    /// Folders with authentic texts of laws, as written; they may lie outside the site.
    pub law_texts: Vec<String>,
    /// Also write a stock `searchindex.json` for themes that expect elasticlunr.js.
    pub search_compat: bool,
    /// Keep visited pages for reading offline.
    pub offline: bool,
    /// Days after which an answer or a telephone number is to be checked again.
    pub review_after: i64,
    /// Levels of single codes, as the site wants them; `None` turns a finding off.
    pub levels: BTreeMap<String, Option<Severity>>,
}

/// The language of the theme's own words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Language {
    /// Simplified Chinese.
    #[default]
    Chinese,
    /// English.
    English,
}

impl Language {
    /// The name used in `site.toml` and for the strings' file.
    pub fn name(self) -> &'static str {
        match self {
            Language::Chinese => "zh-CN",
            Language::English => "en",
        }
    }

    /// The value of the pages' `lang` attribute.
    pub fn tag(self) -> &'static str {
        match self {
            Language::Chinese => "zh-Hans-CN",
            Language::English => "en",
        }
    }
}

impl Default for Config {
    fn default() -> Config {
        Config {
            title: String::new(),
            description: String::new(),
            base_url: None,
            language: Language::Chinese,
            jurisdiction: "中国大陆".to_owned(),
            author: String::new(),
            license: "CC BY 4.0".to_owned(),
            report_url: None,
            chapters: Vec::new(),
            theme: None,
            output: "public".to_owned(),
            law_texts: Vec::new(),
            search_compat: false,
            offline: false,
            review_after: 365,
            levels: BTreeMap::new(),
        }
    }
}

/// Reads `site.toml`.
pub fn parse(file: &FileId, text: &str) -> Checked<Config> {
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut table = Table::parse(file, &text[start..], start);
    let default = Config::default();
    let config = Config {
        title: table.required_text("title").value,
        description: plain(&mut table, "description", default.description),
        base_url: base_url(&mut table),
        language: language(&mut table),
        jurisdiction: plain(&mut table, "jurisdiction", default.jurisdiction),
        author: plain(&mut table, "author", default.author),
        license: plain(&mut table, "license", default.license),
        report_url: web_address(&mut table, "report_url"),
        chapters: table.texts("chapters"),
        theme: theme(&mut table),
        output: plain(&mut table, "output", default.output),
        law_texts: laws(&mut table),
        search_compat: section_flag(&mut table, "search", "compat"),
        offline: table.flag("offline"),
        review_after: table.number("review_after").map_or(default.review_after, |days| days.value),
        levels: levels(&mut table),
    };
    table.finish(config)
}

fn plain(table: &mut Table<'_>, key: &'static str, default: String) -> String {
    table.text(key).map_or(default, |text| text.value)
}

fn base_url(table: &mut Table<'_>) -> Option<String> {
    web_address(table, "base_url").map(|url| url.trim_end_matches('/').to_owned())
}

fn web_address(table: &mut Table<'_>, key: &'static str) -> Option<String> {
    let text = table.text(key).filter(|text| !text.value.is_empty())?;
    if text.value.starts_with("https://") || text.value.starts_with("http://") {
        return Some(text.value);
    }
    table.report(site_diag::not_an_address(text.at, key));
    None
}

fn language(table: &mut Table<'_>) -> Language {
    let Some(name) = table.text("language") else { return Language::default() };
    let known = [Language::Chinese, Language::English];
    let found = known.into_iter().find(|language| language.name() == name.value);
    found.unwrap_or_else(|| {
        let names = known.map(Language::name);
        table.report(diag::unknown_choice(
            name.at,
            "language",
            &name.value,
            did_you_mean(&name.value, names),
            &names,
        ));
        Language::default()
    })
}

fn theme(table: &mut Table<'_>) -> Option<RelPath> {
    let text = table.text("theme").filter(|text| !text.value.is_empty())?;
    let path = RelPath::new(text.value.trim_end_matches('/'));
    if path.is_none() {
        table.report(site_diag::path_outside(text.at, "theme"));
    }
    path
}

fn laws(table: &mut Table<'_>) -> Vec<String> {
    let Some(mut laws) = table.table("laws") else { return Vec::new() };
    let texts = laws.texts("texts").into_iter().map(|text| text.value).collect();
    table.adopt(laws.finish(texts))
}

fn section_flag(table: &mut Table<'_>, section: &'static str, key: &'static str) -> bool {
    let Some(mut section) = table.table(section) else { return false };
    let flag = section.flag(key);
    table.adopt(section.finish(flag))
}

fn levels(table: &mut Table<'_>) -> BTreeMap<String, Option<Severity>> {
    let Some(mut checks) = table.table("checks") else { return BTreeMap::new() };
    let mut levels = BTreeMap::new();
    for (code, level) in checks.rest() {
        match severity(&level.value) {
            Some(severity) => _ = levels.insert(code.value, severity),
            None => {
                let known = ["off", "note", "warning", "error"];
                let near = did_you_mean(&level.value, known);
                checks.report(diag::unknown_choice(level.at, &code.value, &level.value, near, &known));
            }
        }
    }
    table.adopt(checks.finish(levels))
}

fn severity(name: &str) -> Option<Option<Severity>> {
    match name {
        "off" => Some(None),
        "note" => Some(Some(Severity::Note)),
        "warning" => Some(Some(Severity::Warning)),
        "error" => Some(Some(Severity::Error)),
        _ => None,
    }
}

/// What the site's own `site.toml` says, its findings left to whoever reports them; the defaults where it cannot be read.
pub fn of(sources: &Sources) -> Config {
    let text = sources.files.get(&path()).and_then(|source| source.text());
    text.map(|text| parse(&path(), text).value).unwrap_or_default()
}

/// The file every site has at its root.
pub fn path() -> FileId {
    RelPath::new("site.toml").expect("a plain name")
}

/// The finding for a root without `site.toml`.
pub fn missing() -> Checked<Config> {
    Checked { value: Config::default(), diags: vec![site_diag::no_config(Span::start_of(&path()))] }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(text: &str) -> Vec<&'static str> {
        parse(&path(), text).diags.into_iter().map(|d| d.code.0).collect()
    }

    #[test]
    fn a_full_file_reads_clean() {
        let text = "title = \"站\"\nbase_url = \"https://x.test/a/\"\nlanguage = \"en\"\nchapters = [\"a\"]\n\
                    [laws]\ntexts = [\"../laws\"]\n[search]\ncompat = true\n[checks]\nF0601 = \"off\"\n";
        let checked = parse(&path(), text);
        assert!(checked.diags.is_empty(), "{:?}", checked.diags);
        assert_eq!(checked.value.base_url.as_deref(), Some("https://x.test/a"));
        assert_eq!(checked.value.language, Language::English);
        assert_eq!(checked.value.levels.get("F0601"), Some(&None));
        assert!(checked.value.search_compat);
    }

    #[test]
    fn mistakes_are_findings() {
        assert_eq!(codes(""), ["F0105"]);
        assert_eq!(codes("title = \"a\"\nchapter = [\"a\"]"), ["F0103"]);
        assert_eq!(codes("title = \"a\"\nlanguage = \"fr\""), ["F0106"]);
        assert_eq!(codes("title = \"a\"\nbase_url = \"x\""), ["F0002"]);
        assert_eq!(codes("title = \"a\"\ntheme = \"../x\""), ["F0003"]);
        assert_eq!(codes("title = \"a\"\n[checks]\nF0601 = \"loud\""), ["F0106"]);
        assert_eq!(codes("title = \"a\"\n[laws]\ntext = [\"a\"]"), ["F0103"]);
    }
}

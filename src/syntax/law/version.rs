//! A version file → [`LawText`]: the date in its name, its front matter, its body.

use jiff::civil::Date;

use super::fields::{Piece, Table, with_root};
use super::{Body, LawText, Wording, Written, parse_body};
use crate::base::diag::{Checked, Diagnostic, law};
use crate::base::source::{FileId, Span};
use crate::syntax::spot::ArticleNo;

/// Reads `<effective>.md`, with every mistake in it; `None` where the name is no date or there is no front matter.
pub fn parse_version(file: &FileId, text: &str) -> Checked<Option<LawText>> {
    let mut diags = Vec::new();
    let effective: Option<Date> = file.stem().parse().ok().filter(|_| file.stem().len() == 10);
    if effective.is_none() {
        diags.push(law::name_is_no_date(Span::start_of(file), file.name()));
    }
    let Some(front) = front_matter(file, text, &mut diags) else { return Checked { value: None, diags } };
    let body = parse_body(file, text, front.body).take(&mut diags);
    let value = effective.map(|effective| front.with(effective, file, body, &mut diags));
    Checked { value, diags }
}

/// What the front matter says.
struct Front {
    promulgated: Option<Date>,
    by: Option<String>,
    articles: Option<Written<u16>>,
    inserted: Vec<ArticleNo>,
    text: Wording,
    checked: Option<Date>,
    /// Where it stands.
    at: Span,
    /// The byte at which the body begins.
    body: usize,
}

impl Front {
    fn with(self, effective: Date, file: &FileId, body: Body, diags: &mut Vec<Diagnostic>) -> LawText {
        match &self.articles {
            Some(total) => check_count(&body, total, self.text, diags),
            None if body.articles.is_empty() => {}
            None => {
                diags.push(law::missing_key(self.at.clone(), "articles", "articles = 63（最后一条的条号）"));
            }
        }
        if self.promulgated.is_some_and(|day| day > effective) {
            let words = format!("公布日期晚于施行日期 {effective}");
            diags.push(law::impossible_dates(self.at.clone(), &words));
        }
        LawText {
            file: file.clone(),
            effective,
            promulgated: self.promulgated,
            by: self.by,
            articles_total: self.articles.map(|total| total.value),
            inserted: self.inserted,
            text: self.text,
            excerpt: false,
            checked: self.checked,
            outline: body.outline,
            articles: body.articles,
        }
    }
}

fn check_count(body: &Body, total: &Written<u16>, text: Wording, diags: &mut Vec<Diagnostic>) {
    for article in body.articles.values().filter(|article| article.no.no > total.value) {
        diags.push(law::beyond_last(article.at.clone(), &article.no.to_string(), total.value));
    }
    let here = |no: &u16| body.articles.contains_key(&ArticleNo::plain(*no));
    let missing: Vec<u16> = (1..=total.value).filter(|no| !here(no)).collect();
    if text == Wording::Full && !missing.is_empty() {
        let named: Vec<String> = missing.iter().take(3).map(|no| ArticleNo::plain(*no).to_string()).collect();
        diags.push(law::incomplete(total.at.clone(), &named, missing.len()));
    }
}

fn front_matter(file: &FileId, text: &str, diags: &mut Vec<Diagnostic>) -> Option<Front> {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let Some(fenced) = fence(text, start) else {
        diags.push(law::no_front_matter(Span::new(file, start..start)));
        return None;
    };
    let piece = Piece { file, base: fenced.start, len: fenced.len };
    let toml = &text[fenced.start..fenced.start + fenced.len];
    let at = piece.span(0..fenced.len);
    let mut front = with_root(&piece, toml, diags, |table| front(table, at));
    front.body = fenced.body;
    Some(front)
}

/// Where the TOML between two lines of +++ stands, and what follows it.
pub(super) struct Fence {
    /// The byte at which the TOML begins.
    pub start: usize,
    /// Its length.
    pub len: usize,
    /// The byte at which the body begins.
    pub body: usize,
}

/// The front matter of a text that begins with it at byte `start`.
pub(super) fn fence(text: &str, start: usize) -> Option<Fence> {
    let mut lines = text[start..].split_inclusive('\n');
    let first = lines.next().filter(|line| line.trim_end() == "+++")?;
    let inner = start + first.len();
    let mut at = inner;
    for line in lines {
        if line.trim_end() == "+++" {
            return Some(Fence { start: inner, len: at - inner, body: at + line.len() });
        }
        at += line.len();
    }
    None
}

fn front(mut table: Table<'_, '_, '_>, at: Span) -> Front {
    let promulgated = table.date("promulgated").map(|date| date.value);
    let by = table.text("by").map(|by| by.value);
    let articles = table.number("articles");
    let inserted = inserted(&mut table);
    let text = table.parsed("text", "\"gist\" 或者 \"full\"", |word| match word {
        "gist" => Some(Wording::Gist),
        "full" => Some(Wording::Full),
        _ => None,
    });
    let text = table.required("text", "text = \"gist\"", text).map_or(Wording::Gist, |text| text.value);
    let checked = table.date("checked").map(|date| date.value);
    if text == Wording::Gist {
        table.required("checked", "checked = 2026-10-04（与正式文本核对的日期）", checked);
    }
    table.finish();
    Front { promulgated, by, articles, inserted, text, checked, at, body: 0 }
}

/// `inserted = ["120-1", "287-2"]`.
fn inserted(table: &mut Table<'_, '_, '_>) -> Vec<ArticleNo> {
    let mut out = Vec::new();
    for written in table.texts("inserted") {
        match ArticleNo::parse(&written.value).filter(|no| no.insert > 0) {
            Some(no) => out.push(no),
            None => table.push(law::wrong_value(written.at, "inserted", "增补条文的条号，例如 [\"120-1\"]")),
        }
    }
    out.sort_unstable();
    out.dedup();
    out
}

//! A version file → [`LawText`]: the date in its name, its front matter, its body.

use jiff::civil::Date;

use super::{Body, LawText, Wording, parse_body};
use crate::base::diag::{Checked, Diagnostic, entry, law};
use crate::base::source::{FileId, Span};
use crate::syntax::front;
use crate::syntax::spot::ArticleNo;
use crate::syntax::table::{At, Table};

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
    articles: Option<At<u16>>,
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
            None => diags.push(entry::missing_key(self.at.clone(), "articles")),
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

fn check_count(body: &Body, total: &At<u16>, text: Wording, diags: &mut Vec<Diagnostic>) {
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
    match front::split(file, text) {
        Ok(cut) => Some(read(Table::parse(file, cut.toml, cut.toml_at), cut.body_at).take(diags)),
        Err(finding) => {
            diags.push(*finding);
            None
        }
    }
}

fn read(mut table: Table<'_>, body: usize) -> Checked<Front> {
    let day = |date: Option<At<Date>>| date.map(|date| date.value);
    let at = table.at();
    let promulgated = day(table.date("promulgated"));
    let by = table.text("by").map(|by| by.value);
    let articles =
        table.parsed("articles", "最后一条的条号，一个整数", |digits| digits.parse().ok());
    let inserted = inserted(&mut table);
    let text = table.required("text", |table| table.parsed("text", "\"gist\" 或者 \"full\"", wording));
    let text = text.map_or(Wording::Gist, |text| text.value);
    let checked = match text {
        Wording::Gist => day(table.required_date("checked")),
        Wording::Full => day(table.date("checked")),
    };
    table.finish(Front { promulgated, by, articles, inserted, text, checked, at, body })
}

fn wording(word: &str) -> Option<Wording> {
    match word {
        "gist" => Some(Wording::Gist),
        "full" => Some(Wording::Full),
        _ => None,
    }
}

/// `inserted = ["120-1", "287-2"]`.
fn inserted(table: &mut Table<'_>) -> Vec<ArticleNo> {
    let mut out = Vec::new();
    for written in table.texts("inserted") {
        match ArticleNo::parse(&written.value).filter(|no| no.insert > 0) {
            Some(no) => out.push(no),
            None => {
                table.report(entry::wrong_value(written.at, "inserted", "增补条文的条号，如 [\"120-1\"]"))
            }
        }
    }
    out.sort_unstable();
    out.dedup();
    out
}

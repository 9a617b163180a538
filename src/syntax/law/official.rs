//! An official text as it is published → title, dates and articles. Dates that the text leaves open stay open.

use jiff::civil::Date;

use super::dates::{self, Event, EventKind, Start};
use super::{Body, LawText, Wording, parse_body};
use crate::base::diag::Checked;
use crate::base::source::FileId;
use crate::syntax::front;
use crate::syntax::table::Table;

/// A published text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Official {
    /// The file it was read from.
    pub file: FileId,
    /// Its title; empty where none was found.
    pub title: String,
    /// The day on which this wording was passed or published.
    pub promulgated: Option<Date>,
    /// The day on which this wording took effect.
    pub effective: Effective,
    /// How citations name it: 2013年修正. `None` for a text that was never amended.
    pub by: Option<String>,
    /// Its articles.
    pub body: Body,
}

/// The day on which a text took effect, as far as the text says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effective {
    /// It says so.
    On(Date),
    /// It says when the law first took effect, but has been amended since.
    BeforeAmendment {
        /// The day that it states.
        written: Date,
        /// The day of the last amendment.
        amended: Date,
    },
    /// It does not say.
    Unsaid,
}

/// What an `index.tsv` beside the texts says of one of them; it stands above what the text says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// The title.
    pub title: Option<String>,
    /// The day on which it was promulgated.
    pub promulgated: Option<Date>,
    /// The day on which it took effect.
    pub effective: Option<Date>,
}

/// Reads a published text: plain, Markdown, or with front matter (`title`, `effective`, `promulgated`, `by`).
pub fn parse_official(file: &FileId, text: &str, listed: &Listed) -> Checked<Official> {
    let mut diags = Vec::new();
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let (front, from) = match front::split(file, text) {
        Ok(cut) => (read(Table::parse(file, cut.toml, cut.toml_at)).take(&mut diags), cut.body_at),
        Err(_) => (Front::default(), start),
    };
    let body = parse_body(file, text, from).take(&mut diags);
    Checked { value: official(file, front, listed, body), diags }
}

#[derive(Default)]
struct Front {
    title: Option<String>,
    promulgated: Option<Date>,
    effective: Option<Date>,
    by: Option<String>,
}

// A published text may carry whatever else its publisher likes, so unknown keys are no findings here.
fn read(mut table: Table<'_>) -> Checked<Front> {
    let front = Front {
        title: table.text("title").map(|title| title.value),
        promulgated: table.date("promulgated").map(|date| date.value),
        effective: table.date("effective").map(|date| date.value),
        by: table.text("by").map(|by| by.value),
    };
    table.finish_loosely(front)
}

fn official(file: &FileId, front: Front, listed: &Listed, body: Body) -> Official {
    let history: Vec<Event> = body.lead.iter().flat_map(|line| dates::events(line)).collect();
    let title = listed.title.clone().or(front.title).or_else(|| body.title.clone());
    let last =
        history.iter().filter(|event| event.kind != EventKind::Effective).max_by_key(|event| event.day);
    let known = listed.effective.or(front.effective);
    let effective = known.map_or_else(|| effective(&history, last, &body), Effective::On);
    Official {
        file: file.clone(),
        title: title.unwrap_or_else(|| title_of(&body.lead)),
        promulgated: front.promulgated.or(last.map(|event| event.day)).or(listed.promulgated),
        effective,
        by: front.by.or_else(|| last.and_then(designation)),
        body,
    }
}

fn designation(event: &Event) -> Option<String> {
    let word = match event.kind {
        EventKind::Amended => "修正",
        EventKind::Revised => "修订",
        EventKind::Passed | EventKind::Effective => return None,
    };
    Some(format!("{}年{word}", event.day.year()))
}

/// A dated line 施行 in the preamble; else the closing article, unless the text was amended after that day. A revision
/// rewrites the closing article, an amendment leaves it as it was.
fn effective(history: &[Event], last: Option<&Event>, body: &Body) -> Effective {
    let stated =
        history.iter().filter(|event| event.kind == EventKind::Effective).map(|event| event.day).max();
    let closing = body.articles.values().rev().take(3).find_map(|article| dates::start(&article.plain()));
    let written = match (stated, closing, last) {
        (Some(day), ..) => day,
        (None, Some(Start::On(day)), _) => day,
        (None, Some(Start::OnPublication), Some(last)) if !last.partial => last.day,
        _ => return Effective::Unsaid,
    };
    match last {
        Some(last) if last.day > written => Effective::BeforeAmendment { written, amended: last.day },
        _ => Effective::On(written),
    }
}

/// The title of a plain text: its first lines, as far as the first that ends as titles do.
fn title_of(lead: &[String]) -> String {
    const ENDS: [&str; 17] = [
        "法",
        "法典",
        "条例",
        "规定",
        "办法",
        "解释",
        "规则",
        "细则",
        "决定",
        "批复",
        "意见",
        "通知",
        "解答",
        "答复",
        "指引",
        "规范",
        "法（草案）",
    ];
    let mut title = String::new();
    for line in lead.iter().take(4) {
        let line: String = line.chars().filter(|c| !c.is_whitespace()).collect();
        if line.starts_with(['（', '(']) && line.contains('年') {
            break;
        }
        title.push_str(&line);
        let bare = title.trim_end_matches(['）', ')']);
        let bare = if bare.len() < title.len() {
            &bare[..bare.rfind(['（', '(']).unwrap_or(bare.len())]
        } else {
            bare
        };
        if ENDS.iter().any(|end| bare.ends_with(end)) {
            return title;
        }
    }
    String::new()
}

impl Official {
    /// The text as a version, where it is known since when it is in force.
    pub fn version(&self) -> Option<LawText> {
        let Effective::On(effective) = self.effective else { return None };
        let body = &self.body;
        let last = body.articles.keys().next_back().map_or(0, |no| no.no);
        Some(LawText {
            file: self.file.clone(),
            effective,
            promulgated: self.promulgated,
            by: self.by.clone(),
            articles_total: (!body.excerpt).then_some(last),
            inserted: Vec::new(),
            text: Wording::Full,
            excerpt: body.excerpt,
            checked: None,
            outline: body.outline.clone(),
            articles: body.articles.clone(),
        })
    }
}

/// Reads an `index.tsv`: a header line that names the columns, then one text a line. Columns that it may have, in any
/// order: file, title (or "full title"), promulgated, effective. Others are passed over.
pub fn parse_index(text: &str) -> std::collections::BTreeMap<String, Listed> {
    let mut lines =
        text.trim_start_matches('\u{feff}').lines().map(|line| line.split('\t').collect::<Vec<_>>());
    let header = lines.next().unwrap_or_default();
    let column =
        |names: &[&str]| header.iter().position(|name| names.contains(&name.trim().to_lowercase().as_str()));
    let file = column(&["file", "文件"]).unwrap_or(0);
    let title = column(&["title", "full title", "标题", "名称"]);
    let promulgated = column(&["version date", "promulgated", "公布日期"]);
    let effective = column(&["effective", "施行日期"]);
    let cell = |row: &[&str], at: Option<usize>| {
        at.and_then(|at| row.get(at)).map(|cell| cell.trim().to_owned()).filter(|cell| !cell.is_empty())
    };
    let day = |row: &[&str], at| cell(row, at).and_then(|cell| cell.parse::<Date>().ok());
    lines
        .filter_map(|row| {
            let name = cell(&row, Some(file))?;
            let listed = Listed {
                title: cell(&row, title),
                promulgated: day(&row, promulgated),
                effective: day(&row, effective),
            };
            Some((name, listed))
        })
        .collect()
}

//! The body of a legal text → headings and articles. Has no opinion on whether the text is complete or authentic.
//!
//! A line is a paragraph, as in official texts: 第X条 opens an article, the lines after it are its further paragraphs
//! (款), lines that begin with （一） are items (项) of the paragraph above, and with 1. below an item its sub-items (目).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::lines::{self, Form, Line, Opening};
use super::{Article, Heading, Item, Paragraph};
use crate::base::diag::{Checked, Diagnostic, law};
use crate::base::source::{FileId, Span};
use crate::syntax::spot::ArticleNo;

/// What a body holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body {
    /// The title line, where there is one: `# 中华人民共和国…`.
    pub title: Option<String>,
    /// The lines before the first heading or article, without the title: the history of the law, its reasons.
    pub lead: Vec<String>,
    /// 编, 章, 节.
    pub outline: Vec<Heading>,
    /// The articles.
    pub articles: BTreeMap<ArticleNo, Article>,
    /// Whether the text says of itself that it is an excerpt.
    pub excerpt: bool,
}

/// Reads `text` from byte `from` on.
pub fn parse_body(file: &FileId, text: &str, from: usize) -> Checked<Body> {
    let lines = lines::lines(text, from);
    let mut reader =
        Reader { file, body: Body::default(), path: Vec::new(), place: Place::Lead, diags: Vec::new() };
    let start = reader.preamble(&lines);
    let openings = reader.openings(&lines, start);
    for (index, line) in lines.iter().enumerate().skip(start) {
        match openings.get(&index) {
            Some(opening) => reader.open(*line, *opening),
            None => reader.line(*line, lines.get(index + 1).is_some() && openings.contains_key(&(index + 1))),
        }
    }
    reader.finish()
}

/// Where the next line belongs.
enum Place {
    /// Before the first article.
    Lead,
    /// Inside a table of contents, with its first heading.
    Contents(Option<String>),
    /// In an article.
    Article(ArticleNo),
    /// In an annex, which is not read.
    Annex,
}

struct Reader<'f> {
    file: &'f FileId,
    body: Body,
    path: Vec<(u8, String)>,
    place: Place,
    diags: Vec<Diagnostic>,
}

impl Reader<'_> {
    /// Reads the dated lines above `<!-- INFO END -->`, where a text has it; the index of the line after.
    fn preamble(&mut self, lines: &[Line<'_>]) -> usize {
        let is_end = |line: &Line<'_>| line.text.starts_with("<!--") && line.text.contains("INFO END");
        let Some(end) = lines.iter().position(is_end) else { return 0 };
        lines[..end].iter().for_each(|line| self.lead(line.text));
        end + 1
    }

    /// The lines that open an article. Where their numbers do not all rise, the longest rising run of them is the law's
    /// and the rest are either citations that a line break put at the start of a line, or mistakes.
    fn openings<'a>(&mut self, lines: &[Line<'a>], start: usize) -> BTreeMap<usize, Opening<'a>> {
        let candidates: Vec<(usize, Opening<'a>)> = (start..lines.len())
            .filter_map(|index| lines::opening(lines[index].text).map(|opening| (index, opening)))
            .collect();
        let kept = longest_rise(&candidates);
        let mut before: Option<ArticleNo> = None;
        for (at, (index, opening)) in candidates.iter().enumerate() {
            if kept.contains(&at) {
                before = Some(opening.no);
            } else if opening.spaced {
                let at = Span::new(self.file, lines[*index].at..lines[*index].at + opening.width);
                let before = before.unwrap_or(opening.no).to_string();
                self.diags.push(law::out_of_order(at, &opening.no.to_string(), &before));
            }
        }
        kept.into_iter().map(|at| candidates[at]).collect()
    }

    fn open(&mut self, line: Line<'_>, opening: Opening<'_>) {
        let article = Article {
            no: opening.no,
            heading_path: self.path.iter().map(|(_, text)| text.clone()).collect::<Arc<[String]>>(),
            paragraphs: Vec::new(),
            at: Span::new(self.file, line.at..line.at + opening.width),
        };
        for heading in self.body.outline.iter_mut().rev().take_while(|heading| heading.before.is_none()) {
            heading.before = Some(opening.no);
        }
        self.body.articles.insert(opening.no, article);
        self.place = Place::Article(opening.no);
        if !opening.rest.is_empty() {
            let at = line.at + line.text.len() - opening.rest.len();
            self.text(Line { text: opening.rest, at }, opening.no);
        }
    }

    fn line(&mut self, line: Line<'_>, opens_next: bool) {
        if line.text.starts_with("<!--") {
            self.body.excerpt |= line.text.contains("EXCERPT");
        } else if let Some(title) = lines::title(line.text) {
            self.body.title.get_or_insert_with(|| title.to_owned());
        } else if lines::is_contents(line.text) {
            self.place = Place::Contents(None);
        } else if let Some((depth, text)) =
            lines::heading(line.text).or_else(|| listed_heading(line, opens_next))
        {
            self.heading(line, depth, text);
        } else if let Place::Article(no) = self.place {
            if lines::is_annex(line.text) { self.place = Place::Annex } else { self.text(line, no) }
        } else if !matches!(self.place, Place::Annex) {
            self.lead(line.text);
        }
    }

    fn lead(&mut self, text: &str) {
        match lines::title(text) {
            Some(title) => drop(self.body.title.get_or_insert_with(|| title.to_owned())),
            None => self.body.lead.push(text.to_owned()),
        }
    }

    fn heading(&mut self, line: Line<'_>, depth: u8, text: String) {
        if let Place::Contents(first) = &mut self.place {
            // Contents may give page numbers after dots.
            let text = text
                .trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ' ' | '.' | '…' | '·'))
                .to_owned();
            if first.as_ref() != Some(&text) {
                first.get_or_insert(text);
                return;
            }
            // The first heading of the contents stands again, so the law itself begins.
            self.place = Place::Lead;
        }
        self.path.retain(|(above, _)| *above < depth);
        self.path.push((depth, text.clone()));
        let at = Span::new(self.file, line.at..line.at + line.text.len());
        self.body.outline.push(Heading { depth, text, before: None, at });
    }

    fn text(&mut self, line: Line<'_>, no: ArticleNo) {
        let item = lines::item(line.text);
        let article = self.body.articles.get_mut(&no).expect("an open article is in the map");
        let paragraphs = &mut article.paragraphs;
        match (item, paragraphs.last_mut()) {
            (None, _) => paragraphs.push(Paragraph { text: line.text.to_owned(), items: Vec::new() }),
            (Some((Form::Arabic | Form::ArabicBracketed, _, text)), Some(paragraph))
                if !paragraph.items.is_empty() =>
            {
                let item = paragraph.items.last_mut().expect("checked not empty");
                item.subitems.push(text.to_owned());
            }
            (Some((_, no, text)), Some(paragraph)) => {
                paragraph.items.push(Item { no, text: text.to_owned(), subitems: Vec::new() });
            }
            (Some((_, no, text)), None) => {
                let item = Item { no, text: text.to_owned(), subitems: Vec::new() };
                paragraphs.push(Paragraph { text: String::new(), items: vec![item] });
            }
        }
        self.check_step(line, no);
    }

    /// Items count up by one; a second list in the same paragraph begins at one again.
    fn check_step(&mut self, line: Line<'_>, no: ArticleNo) {
        let article = &self.body.articles[&no];
        let Some([.., before, last]) = article.paragraphs.last().map(|paragraph| paragraph.items.as_slice())
        else {
            return;
        };
        let fresh = last.subitems.is_empty();
        if fresh && last.no != before.no + 1 && last.no != 1 {
            let at = Span::new(self.file, line.at..line.at + line.text.len());
            self.diags.push(law::items_out_of_step(at, &no.to_string(), last.no, before.no + 1));
        }
    }

    fn finish(mut self) -> Checked<Body> {
        for article in self.body.articles.values_mut().filter(|article| article.paragraphs.is_empty()) {
            article.paragraphs.push(Paragraph::default());
        }
        Checked { value: self.body, diags: self.diags }
    }
}

/// Judicial interpretations set topics as 一、… on a line of its own; the next line opens an article.
fn listed_heading(line: Line<'_>, opens_next: bool) -> Option<(u8, String)> {
    let (form, _, words) = lines::item(line.text)?;
    let short = words.chars().count() <= 25 && !words.ends_with(['。', '；', '：', '，', '、', ';', ':']);
    (opens_next && form == Form::Comma && short && !words.is_empty()).then(|| (1, line.text.to_owned()))
}

/// The indexes of the heaviest run of candidates whose numbers rise; a number with white space after it weighs more.
fn longest_rise(candidates: &[(usize, Opening<'_>)]) -> BTreeSet<usize> {
    if candidates.is_sorted_by(|(_, left), (_, right)| left.no < right.no) {
        return (0..candidates.len()).collect();
    }
    let mut best: Vec<(u32, Option<usize>)> = Vec::with_capacity(candidates.len());
    for (at, (_, opening)) in candidates.iter().enumerate() {
        let own = if opening.spaced { 3 } else { 2 };
        let before = (0..at)
            .filter(|before| candidates[*before].1.no < opening.no)
            .max_by_key(|before| best[*before].0);
        best.push((own + before.map_or(0, |before| best[before].0), before));
    }
    let mut kept = BTreeSet::new();
    let mut at = (0..best.len()).rev().max_by_key(|at| best[*at].0);
    while let Some(index) = at {
        kept.insert(index);
        at = best[index].1;
    }
    kept
}

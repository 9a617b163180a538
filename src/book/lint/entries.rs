//! One entry at a time: what a frightened reader needs, in the form in which it can be read.

use std::collections::BTreeSet;

use jiff::civil::Date;
use rayon::prelude::*;

use super::length;
use crate::base::diag::{Diagnostic, lint as diag};
use crate::base::source::Span;
use crate::book::graph::{Related, related};
use crate::book::{Book, Entry, EntryIx};
use crate::syntax::config;
use crate::syntax::entry::Review;
use crate::syntax::markdown::Section;

const TITLE: usize = 30;
const ANSWER: usize = 60;
const CITATIONS: usize = 2;

/// The sections that every entry has, in their order.
pub const REQUIRED: [&str; 5] = ["现在先做", "证据清单", "找谁", "为什么", "什么情况下不适用"];

/// Words that say yes, no, it depends, or do this.
const VERDICTS: [&str; 23] = [
    "可以",
    "可",
    "能",
    "不行",
    "不算",
    "不用",
    "不必",
    "不要",
    "别",
    "要",
    "应当",
    "应该",
    "必须",
    "有权",
    "无权",
    "先",
    "马上",
    "立即",
    "立刻",
    "看情况",
    "未必",
    "合法",
    "违法",
];

/// Everything about one entry alone.
pub fn entry(entry: &Entry, book: &Book, today: Date) -> Vec<Diagnostic> {
    let mut found = head(entry);
    found.extend(sections(entry));
    found.extend(citations(entry));
    found.extend(review_due(entry, book, today));
    found.extend(second_scam(entry));
    found
}

fn head(entry: &Entry) -> Vec<Diagnostic> {
    let (title, answer) = (&entry.doc.meta.title, &entry.doc.meta.answer);
    let mut found = Vec::new();
    if length(&title.value) > TITLE {
        found.push(diag::long_title(title.at.clone(), length(&title.value), TITLE));
    }
    if !title.value.is_empty() && !title.value.trim_end().ends_with(['？', '?']) {
        found.push(diag::title_no_question(title.at.clone()));
    }
    if length(&answer.value) > ANSWER {
        found.push(diag::long_answer(answer.at.clone(), length(&answer.value), ANSWER));
    }
    let first: String = answer.value.chars().take_while(|c| !"，。；：！".contains(*c)).collect();
    if !answer.value.is_empty() && !VERDICTS.iter().any(|verdict| first.contains(verdict)) {
        found.push(diag::answer_without_verdict(answer.at.clone()));
    }
    found
}

fn sections(entry: &Entry) -> Vec<Diagnostic> {
    let sections = &entry.doc.body.sections;
    let at =
        sections.last().map_or_else(|| entry.doc.meta.title.at.clone(), |section| section.heading.at.clone());
    let missing = REQUIRED.iter().filter(|wanted| !sections.iter().any(|s| s.heading.text == **wanted));
    let mut found: Vec<Diagnostic> =
        missing.map(|wanted| diag::missing_section(at.clone(), wanted)).collect();
    let is_empty = |section: &&Section| section.chunks.is_empty();
    let empty = |s: &Section| diag::empty_section(s.heading.at.clone(), &s.heading.text);
    found.extend(sections.iter().filter(is_empty).map(empty));
    found
}

fn citations(entry: &Entry) -> Option<Diagnostic> {
    let articles = |cite: &crate::book::cites::Cite| {
        let law = cite.law.clone();
        cite.articles().into_iter().map(move |article| (law.clone(), article)).collect::<Vec<_>>()
    };
    let cited: BTreeSet<_> = entry.cites.iter().flat_map(articles).collect();
    let reasons = entry.doc.body.sections.iter().find(|section| section.heading.text == "为什么");
    let at = reasons.map_or_else(|| entry.doc.meta.title.at.clone(), |section| section.heading.at.clone());
    (cited.len() < CITATIONS).then(|| diag::few_citations(at, cited.len(), CITATIONS))
}

fn review_due(entry: &Entry, book: &Book, today: Date) -> Option<Diagnostic> {
    let as_of = &entry.doc.meta.as_of;
    let limit = book.config.review_after;
    let age = i64::from(today.since(as_of.value).map_or(0, |age| age.get_days()));
    (age > limit).then(|| diag::review_due(as_of.at.clone(), as_of.value, limit))
}

/// Whoever was defrauded once is the next one's best mark.
fn second_scam(entry: &Entry) -> Option<Diagnostic> {
    let meta = &entry.doc.meta;
    let mut words = meta.tags.iter().map(|tag| tag.value.as_str());
    let is_fraud = words.any(|tag| tag.contains("诈骗")) || meta.title.value.contains("被骗");
    let warns = |text: &str| {
        ["追款", "追回", "解冻", "再骗", "第二次", "二次诈骗"].iter().any(|word| text.contains(word))
    };
    let warned = entry.doc.body.blocks.iter().any(|block| warns(&block.text));
    (is_fraud && !warned).then(|| diag::no_second_scam_warning(meta.title.at.clone()))
}

/// Entries to which nothing but the list of their chapter leads.
pub fn orphans(book: &Book) -> Vec<Diagnostic> {
    let linked = book.graph.linked_from.iter();
    let mut reached: Vec<bool> = linked.map(|mentions| !mentions.is_empty()).collect();
    let mut reach = |entry: EntryIx| reached[entry.0] = true;
    book.graph.tags.values().flatten().for_each(|entry| reach(*entry));
    book.situations.iter().flat_map(|(_, entries)| entries).for_each(|entry| reach(*entry));
    book.chapters.iter().flat_map(|chapter| &chapter.start).for_each(|entry| reach(*entry));
    book.emergencies.iter().filter_map(|(_, entry)| *entry).for_each(&mut reach);
    // What comes next after each entry is dear to find, and most sites need not look for it.
    if reached.contains(&false) {
        let next = |index| related(book, EntryIx(index));
        let next: Vec<Vec<Related>> = (0..book.entries.len()).into_par_iter().map(next).collect();
        next.iter().flatten().for_each(|related| reached[related.entry.0] = true);
    }
    let alone = book.indexed().filter(|(index, _)| !reached[index.0]);
    alone.map(|(_, entry)| diag::orphan(entry.doc.meta.title.at.clone())).collect()
}

/// One line on how many answers nobody but their writers has checked.
pub fn unreviewed(book: &Book) -> Option<Diagnostic> {
    let count = book.entries.iter().filter(|entry| entry.doc.meta.review == Review::Unreviewed).count();
    (count > 0).then(|| diag::unreviewed(Span::start_of(&config::path()), count, book.entries.len()))
}

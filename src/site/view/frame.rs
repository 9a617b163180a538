//! What every page has, and small pieces that several kinds of pages share.

use std::borrow::Cow;
use std::cmp::Reverse;

use jiff::civil::Date;

use super::fill::Desk;
use super::{Card, Counts, Day, Frame, Group, Hotline, Link, MenuItem};
use crate::book::graph::Mention;
use crate::book::links::Fixed;
use crate::book::{Book, EntryIx};
use crate::site::plan::PageId;
use crate::site::url;
use crate::syntax::config::Language;
use crate::syntax::hotlines;

/// A list of more entries is divided by chapters.
const SHORT: usize = 12;

/// What differs from page to page in the frame.
#[derive(Default)]
pub struct Head<'a> {
    /// The kind of page.
    pub kind: &'static str,
    /// The page's own title.
    pub title: Cow<'a, str>,
    /// One sentence about it.
    pub description: Cow<'a, str>,
    /// Search engines are asked to leave it out.
    pub noindex: bool,
    /// The way down, without home and without itself.
    pub crumbs: Vec<Link<'a>>,
    /// The chapter that the page belongs to.
    pub chapter: Option<usize>,
    /// The reader may be in danger.
    pub quick_exit: bool,
    /// Structured data.
    pub json_ld: Option<String>,
}

impl<'a> Desk<'a> {
    /// The frame of the page.
    pub fn frame(&self, head: Head<'a>) -> Frame<'a> {
        let base = self.book.config.base_url.as_deref();
        Frame {
            kind: head.kind,
            title: head.title,
            description: head.description,
            path: self.from.as_str(),
            root: url::to_root(self.from),
            canonical: base.map(|base| format!("{base}/{}", url::from_root(self.from))),
            noindex: head.noindex,
            crumbs: head.crumbs,
            menu: self.menu(head.chapter),
            quick_exit: head.quick_exit,
            json_ld: head.json_ld.map(|json| json.replace('<', "\\u003c")),
        }
    }

    fn menu(&self, here: Option<usize>) -> Vec<MenuItem<'a>> {
        let item = |index| MenuItem {
            title: self.chapter_title(index),
            href: self.href(&PageId::Chapter(index)),
            here: here == Some(index),
        };
        (0..self.book.chapters.len()).map(item).collect()
    }

    /// A link to an entry.
    pub fn entry_link(&self, entry: EntryIx) -> Link<'a> {
        Link::new(&self.book.entry(entry).doc.meta.title.value, self.href(&PageId::Entry(entry)))
    }

    /// A link to a chapter.
    pub fn chapter_link(&self, chapter: usize) -> Link<'a> {
        Link::new(self.chapter_title(chapter), self.href(&PageId::Chapter(chapter)))
    }

    /// The name of a chapter.
    pub fn chapter_title(&self, chapter: usize) -> &'a str {
        &self.book.chapters[chapter].intro.doc.title.value
    }

    /// A link to a page that every site has; its title comes from the strings.
    pub fn fixed_href(&self, page: Fixed) -> String {
        self.href(&PageId::Fixed(page))
    }

    /// An entry on a list.
    pub fn card(&self, index: EntryIx) -> Card<'a> {
        let entry = self.book.entry(index);
        Card {
            title: &entry.doc.meta.title.value,
            answer: &entry.doc.meta.answer.value,
            href: self.href(&PageId::Entry(index)),
            chapter: self.chapter_title(entry.chapter),
        }
    }

    /// Entries on a list.
    pub fn cards(&self, entries: impl IntoIterator<Item = EntryIx>) -> Vec<Card<'a>> {
        entries.into_iter().map(|entry| self.card(entry)).collect()
    }

    /// Entries, in their order, on a list that may be long: divided by chapters then, the one with most of them first.
    pub fn groups(&self, entries: &[EntryIx]) -> Vec<Group<'a>> {
        let chapter = |entry: &EntryIx| self.book.entry(*entry).chapter;
        let is_short = entries.len() <= SHORT;
        let mut parts: Vec<&[EntryIx]> =
            entries.chunk_by(|a, b| is_short || chapter(a) == chapter(b)).collect();
        parts.sort_by_key(|part| Reverse(part.len()));
        let is_divided = parts.len() > 1;
        let group = |part: &&[EntryIx]| Group {
            chapter: is_divided.then(|| self.chapter_title(chapter(&part[0]))),
            entries: self.cards(part.iter().copied()),
        };
        parts.iter().map(group).collect()
    }

    /// A sentence with its mark set apart. `href` is the address of its entry.
    fn mention(&self, mention: &Mention, href: &str) -> super::Mention<'a> {
        let entry = self.book.entry(mention.entry);
        let (body, mark) = (&entry.doc.body, mention.mark);
        let heading = mark.heading(body);
        let [before, mark, after] = mark.apart(body);
        let anchor = heading.map_or(String::new(), |heading| url::fragment(&heading.anchor));
        super::Mention {
            section: heading.map(|heading| heading.text.as_str()),
            href: [href, &anchor].concat(),
            before,
            mark,
            after,
        }
    }

    /// A day for machines and readers.
    pub fn day(&self, date: Date) -> Day {
        let iso = iso(date);
        let text = match self.book.config.language {
            Language::Chinese => {
                let [month, day] = [&iso[5..7], &iso[8..]].map(|part| part.trim_start_matches('0'));
                [&iso[..4], "年", month, "月", day, "日"].concat()
            }
            Language::English => iso.clone(),
        };
        Day { iso, text }
    }

    /// A telephone number.
    pub fn hotline(&self, hotline: &'a hotlines::Hotline) -> Hotline<'a> {
        Hotline {
            id: &hotline.id.value,
            number: &hotline.number,
            href: format!("tel:{}", hotline.number),
            name: &hotline.name,
            purpose: &hotline.purpose,
            not_for: hotline.not_for.as_deref(),
            hours: hotline.hours.as_deref(),
            urgent: hotline.urgent,
            source: &hotline.source,
            verified: hotline.verified.map(|date| self.day(date)),
            replaces: hotline.replaces.iter().map(|old| old.value.as_str()).collect(),
        }
    }

    /// Mentions grouped by the entry they stand in.
    pub fn backlinks(&self, mentions: &[Mention]) -> Vec<super::Backlink<'a>> {
        let by_entry = mentions.chunk_by(|a, b| a.entry == b.entry);
        let backlink = |mentions: &[Mention]| {
            let entry = mentions[0].entry;
            let Card { title, href, chapter, .. } = self.card(entry);
            let mentions = mentions.iter().map(|mention| self.mention(mention, &href)).collect();
            super::Backlink { title, href, chapter, mentions }
        };
        by_entry.map(backlink).collect()
    }
}

/// 2026-10-04. Every page has days on it, and to format one takes ten times as long as to write its digits.
fn iso(date: Date) -> String {
    let (year, month, day) = (date.year(), i16::from(date.month()), i16::from(date.day()));
    let digits = [year / 1000, year / 100, year / 10, year, month / 10, month, day / 10, day];
    let mut digits =
        digits.into_iter().filter_map(|digit| char::from_digit(u32::from(digit.unsigned_abs()) % 10, 10));
    let mut iso = String::with_capacity(10);
    iso.extend(digits.by_ref().take(4));
    iso.push('-');
    iso.extend(digits.by_ref().take(2));
    iso.push('-');
    iso.extend(digits);
    iso
}

/// How much a book holds.
pub fn counts(book: &Book) -> Counts {
    Counts {
        entries: book.entries.len(),
        laws: book.graph.law_cited_by.len(),
        articles: book.graph.cited_by.len(),
    }
}

//! What every page has, and small pieces that several kinds of pages share.

use jiff::civil::Date;

use super::fill::Desk;
use super::{Card, Counts, Day, Frame, Hotline, Link, MenuItem};
use crate::book::graph::Mention;
use crate::book::links::Fixed;
use crate::book::{Book, EntryIx};
use crate::site::plan::PageId;
use crate::site::url;
use crate::syntax::config::Language;
use crate::syntax::hotlines;

/// What differs from page to page in the frame.
#[derive(Default)]
pub struct Head {
    /// The kind of page.
    pub kind: &'static str,
    /// The page's own title.
    pub title: String,
    /// One sentence about it.
    pub description: String,
    /// Search engines are asked to leave it out.
    pub noindex: bool,
    /// The way down, without home and without itself.
    pub crumbs: Vec<Link>,
    /// The chapter that the page belongs to.
    pub chapter: Option<usize>,
    /// The reader may be in danger.
    pub quick_exit: bool,
    /// Structured data.
    pub json_ld: Option<String>,
}

impl Desk<'_> {
    /// The frame of the page.
    pub fn frame(&self, head: Head) -> Frame {
        let base = self.book.config.base_url.as_deref();
        Frame {
            kind: head.kind,
            title: head.title,
            description: head.description,
            path: self.from.to_string(),
            root: url::to_root(self.from),
            canonical: base.map(|base| format!("{base}/{}", url::from_root(self.from))),
            noindex: head.noindex,
            crumbs: head.crumbs,
            menu: self.menu(head.chapter),
            quick_exit: head.quick_exit,
            json_ld: head.json_ld,
        }
    }

    fn menu(&self, here: Option<usize>) -> Vec<MenuItem> {
        let item = |(index, chapter): (usize, &crate::book::Chapter)| MenuItem {
            title: chapter.intro.doc.title.value.clone(),
            href: self.href(&PageId::Chapter(index)),
            here: here == Some(index),
        };
        self.book.chapters.iter().enumerate().map(item).collect()
    }

    /// A link to an entry.
    pub fn entry_link(&self, entry: EntryIx) -> Link {
        Link {
            title: self.book.entry(entry).doc.meta.title.value.clone(),
            href: self.href(&PageId::Entry(entry)),
        }
    }

    /// A link to a chapter.
    pub fn chapter_link(&self, chapter: usize) -> Link {
        let title = self.book.chapters[chapter].intro.doc.title.value.clone();
        Link { title, href: self.href(&PageId::Chapter(chapter)) }
    }

    /// A link to a page that every site has; its title comes from the strings.
    pub fn fixed_href(&self, page: Fixed) -> String {
        self.href(&PageId::Fixed(page))
    }

    /// An entry on a list.
    pub fn card(&self, index: EntryIx) -> Card {
        let entry = self.book.entry(index);
        Card {
            title: entry.doc.meta.title.value.clone(),
            answer: entry.doc.meta.answer.value.clone(),
            href: self.href(&PageId::Entry(index)),
            chapter: self.book.chapters[entry.chapter].intro.doc.title.value.clone(),
        }
    }

    /// Entries on a list.
    pub fn cards(&self, entries: impl IntoIterator<Item = EntryIx>) -> Vec<Card> {
        entries.into_iter().map(|entry| self.card(entry)).collect()
    }

    /// A sentence with its mark set apart.
    pub fn mention(&self, mention: &Mention) -> super::Mention {
        let entry = self.book.entry(mention.entry);
        let (body, mark) = (&entry.doc.body, mention.mark);
        let (heading, sentence, words) = (mark.heading(body), mark.sentence(body), mark.words(body));
        let anchor = heading.map_or(String::new(), |heading| url::fragment(&heading.anchor));
        let (before, after) = sentence.split_once(words).unwrap_or((sentence, ""));
        let mark = if before.len() + after.len() == sentence.len() { "" } else { words };
        super::Mention {
            section: heading.map(|heading| heading.text.clone()),
            href: format!("{}{anchor}", self.href(&PageId::Entry(mention.entry))),
            before: before.to_owned(),
            mark: mark.to_owned(),
            after: after.to_owned(),
        }
    }

    /// A day for machines and readers.
    pub fn day(&self, date: Date) -> Day {
        let (year, month, day) = (date.year(), date.month(), date.day());
        let iso = format!("{year:04}-{month:02}-{day:02}");
        let text = match self.book.config.language {
            Language::Chinese => format!("{year}年{month}月{day}日"),
            Language::English => iso.clone(),
        };
        Day { iso, text }
    }

    /// A telephone number.
    pub fn hotline(&self, hotline: &hotlines::Hotline) -> Hotline {
        Hotline {
            id: hotline.id.value.clone(),
            number: hotline.number.clone(),
            href: format!("tel:{}", hotline.number),
            name: hotline.name.clone(),
            purpose: hotline.purpose.clone(),
            not_for: hotline.not_for.clone(),
            hours: hotline.hours.clone(),
            urgent: hotline.urgent,
            source: hotline.source.clone(),
            verified: hotline.verified.map(|date| self.day(date)),
            replaces: hotline.replaces.iter().map(|old| old.value.clone()).collect(),
        }
    }

    /// Mentions grouped by the entry they stand in.
    pub fn backlinks(&self, mentions: &[Mention]) -> Vec<super::Backlink> {
        let by_entry = mentions.chunk_by(|a, b| a.entry == b.entry);
        let backlink = |mentions: &[Mention]| {
            let entry = mentions[0].entry;
            let Link { title, href } = self.entry_link(entry);
            super::Backlink {
                title,
                href,
                chapter: self.book.chapters[self.book.entry(entry).chapter].intro.doc.title.value.clone(),
                mentions: mentions.iter().map(|mention| self.mention(mention)).collect(),
            }
        };
        by_entry.map(backlink).collect()
    }
}

/// How much a book holds.
pub fn counts(book: &Book) -> Counts {
    Counts {
        entries: book.entries.len(),
        laws: book.graph.law_cited_by.len(),
        articles: book.graph.cited_by.len(),
    }
}

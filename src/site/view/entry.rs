//! The view of an entry.

use std::borrow::Cow;
use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::Serialize;

use super::fill::{Desk, References};
use super::frame::Head;
use super::{Basis, Card, Entry, Kind, Link, Moved, RelatedCard, Reviewed, Section, View};
use crate::book::cites::Cite;
use crate::book::graph::{Reason, related};
use crate::book::laws::{Cited, Verdict};
use crate::book::{self, EntryIx};
use crate::site::plan::{PageId, canonical};
use crate::syntax::entry::Review;
use crate::syntax::markdown::Body;

/// The sections that entries have, by their headings.
const ROLES: [(&str, &str); 6] = [
    ("情形", "situation"),
    ("现在先做", "steps"),
    ("证据清单", "evidence"),
    ("找谁", "contacts"),
    ("为什么", "reasons"),
    ("什么情况下不适用", "exceptions"),
];

impl<'a> Desk<'a> {
    /// The page of an entry.
    pub fn entry(&self, index: EntryIx) -> View<'a> {
        let entry = self.book.entry(index);
        let meta = &entry.doc.meta;
        let statutes = self.statutes(entry);
        let page = self.frame(Head {
            kind: "entry",
            title: Cow::Borrowed(&meta.title.value),
            description: Cow::Borrowed(&meta.answer.value),
            crumbs: vec![self.chapter_link(entry.chapter)],
            chapter: Some(entry.chapter),
            quick_exit: meta.quick_exit,
            json_ld: Some(self.entry_json(entry, &statutes)),
            ..Head::default()
        });
        let (previous, next) = self.neighbours(index);
        let view = Entry {
            answer: &meta.answer.value,
            as_of: self.day(meta.as_of.value),
            reviewed: self.reviewed(&meta.review),
            lead_html: self.fill(&entry.doc.body.lead, entry.into()),
            sections: self.sections(&entry.doc.body, entry.into()),
            footnotes_html: self.fill(&entry.doc.body.footnotes, entry.into()),
            moved: self.moved(entry),
            related: self.related(index),
            backlinks: self.backlinks(&self.book.graph.linked_from[index.0]),
            tags: self.tags(entry),
            situations: self.situation_links(index),
            previous,
            next,
            report_href: self.report(entry),
            statutes,
        };
        View { page, view: Kind::Entry(Box::new(view)) }
    }

    /// The sections of a file, each with its role.
    pub fn sections(&self, body: &'a Body, references: References<'_>) -> Vec<Section<'a>> {
        let section = |section: &'a crate::syntax::markdown::Section| Section {
            id: &section.heading.anchor,
            title: &section.heading.text,
            role: ROLES
                .iter()
                .find(|(title, _)| *title == section.heading.text)
                .map_or("other", |(_, role)| role),
            html: self.fill(&section.chunks, references),
        };
        body.sections.iter().map(section).collect()
    }

    /// Each provision once, in the order of first citation; laws cited without an article only where no article is.
    fn statutes(&self, entry: &book::Entry) -> Vec<Basis> {
        let mut seen = BTreeSet::new();
        let mut statutes = Vec::new();
        for (cite, known) in entry.cites.iter().filter_map(|cite| Some((cite, cite.known()?))) {
            for article in cite.articles() {
                if seen.insert((known.law.clone(), known.version, Some(article))) {
                    statutes.extend(self.basis(cite, Some(article)));
                }
            }
        }
        let whole = entry.cites.iter().filter(|cite| cite.spots.is_empty());
        for (cite, known) in whole.filter_map(|cite| Some((cite, cite.known()?))) {
            let named = seen.iter().any(|(law, ..)| law == known.law);
            if !named && seen.insert((known.law.clone(), known.version, None)) {
                statutes.extend(self.basis(cite, None));
            }
        }
        statutes
    }

    /// A provision with its words in brief.
    pub fn basis(&self, cite: &Cite, article: Option<crate::syntax::spot::ArticleNo>) -> Option<Basis> {
        let known = cite.known()?;
        let law = self.book.laws.get(known.law)?;
        let version = law.version(known.version)?;
        let label = article.map_or(String::new(), |article| article.to_string());
        let page = match article {
            Some(article) => PageId::Article(known.law.clone(), known.version, article),
            None => PageId::Law(known.law.clone(), known.version),
        };
        let gist = article.and_then(|article| version.gist(article));
        let words = gist.or_else(|| version.article(article?));
        let year = if cite.historical { format!("（{}）", known.version.0.year()) } else { String::new() };
        Some(Basis {
            label: format!("《{}{year}》{label}", law.short()),
            href: self.href_if(&page).or_else(|| self.law(known.law))?,
            gist: words.map(brief),
            is_gist: gist.is_some(),
            effective: Some(self.day(known.version.0)),
            historical: cite.historical,
        })
    }

    // Asked for the end of time, a verdict tells every change that the registry knows of; the reader's own clock then says
    // which of them have come true.
    fn moved(&self, entry: &book::Entry) -> Vec<Moved> {
        let mut seen = BTreeSet::new();
        let mut moved = Vec::new();
        for (cite, known) in entry.cites.iter().filter_map(|cite| Some((cite, cite.known()?))) {
            for article in cite.articles() {
                if !cite.historical && seen.insert((known.law.clone(), article)) {
                    moved.extend(self.moved_one(cite, article, entry.doc.meta.as_of.value));
                }
            }
        }
        moved
    }

    fn moved_one(&self, cite: &Cite, article: crate::syntax::spot::ArticleNo, as_of: Date) -> Option<Moved> {
        let known = cite.known()?;
        let cited = Cited {
            law: known.law,
            version: None,
            article: Some(article),
            paragraph: None,
            item: None,
            as_of,
        };
        let place = |to: &[crate::book::laws::Successor]| {
            to.first().map(|to| PageId::Article(to.place.law.clone(), to.place.version, to.place.article))
        };
        let same_number = |now| Some(PageId::Article(known.law.clone(), now, article));
        let (what, since, page) = match self.book.laws.verdict(&cited, Date::MAX) {
            Verdict::Changed { since, now, .. } => ("changed", since, same_number(now)),
            Verdict::Moved { since, to, .. } => ("moved", since, place(&to)),
            Verdict::AnotherRule { since, now } => ("replaced", since, same_number(now)),
            Verdict::Repealed { since, to, .. } => ("repealed", since, place(&to)),
            _ => return None,
        };
        let old = self.basis(cite, Some(article))?;
        (since > as_of).then(|| Moved {
            label: old.label,
            since: self.day(since),
            what,
            old_href: old.href,
            new_href: page.and_then(|page| self.href_if(&page)),
        })
    }

    fn related(&self, index: EntryIx) -> Vec<RelatedCard<'a>> {
        let related = related(self.book, index).into_iter().map(|related| {
            let (why, shared) = match related.reason {
                Reason::Chosen => ("chosen", String::new()),
                Reason::Tag(tag) => ("tag", tag),
                Reason::Article(law, article) => {
                    let name = self.book.laws.get(&law).map_or(law.as_str(), |law| law.short());
                    ("article", format!("《{name}》{article}"))
                }
            };
            let Card { title, answer, href, chapter } = self.card(related.entry);
            RelatedCard { title, answer, href, chapter, why, shared }
        });
        related.collect()
    }

    fn reviewed(&self, review: &'a Review) -> Option<Reviewed<'a>> {
        match review {
            Review::Unreviewed => None,
            Review::Reviewed { by, on } => Some(Reviewed { by, on: self.day(*on) }),
        }
    }

    fn neighbours(&self, index: EntryIx) -> (Option<Link<'a>>, Option<Link<'a>>) {
        let range = &self.book.chapters[self.book.entry(index).chapter].entries;
        let before = index.0.checked_sub(1).filter(|before| range.contains(before));
        let after = Some(index.0 + 1).filter(|after| range.contains(after));
        (before.map(|at| self.entry_link(EntryIx(at))), after.map(|at| self.entry_link(EntryIx(at))))
    }

    fn tags(&self, entry: &'a book::Entry) -> Vec<Link<'a>> {
        let link = |tag: &'a crate::syntax::table::At<String>| {
            Link::new(&tag.value, self.href(&PageId::Tag(tag.value.clone())))
        };
        entry.doc.meta.tags.iter().map(link).collect()
    }

    fn situation_links(&self, index: EntryIx) -> Vec<Link<'a>> {
        let of_entry =
            self.book.situations.iter().enumerate().filter(|(_, (_, entries))| entries.contains(&index));
        let link =
            |(at, (situation, _)): (usize, &'a (crate::syntax::situations::Situation, Vec<EntryIx>))| {
                Link::new(&situation.title, self.href(&PageId::Situation(at)))
            };
        of_entry.map(link).collect()
    }

    fn report(&self, entry: &book::Entry) -> Option<String> {
        self.book.config.report_url.as_ref().map(|url| url.replace("{file}", entry.doc.file.as_str()))
    }

    // FAQ rich results are gone and QAPage is for answers that users submit, so the page is a WebPage about a Question.
    fn entry_json(&self, entry: &book::Entry, statutes: &[Basis]) -> String {
        let meta = &entry.doc.meta;
        let (reviewed_by, last_reviewed) = match &meta.review {
            Review::Reviewed { by, on } => (Some(Thing::Person { name: by }), *on),
            Review::Unreviewed => (None, meta.as_of.value),
        };
        let page = WebPage {
            context: "https://schema.org",
            kind: "WebPage",
            citation: statutes.iter().map(|basis| Thing::Legislation { name: &basis.label }).collect(),
            in_language: self.book.config.language.tag(),
            last_reviewed: self.day(last_reviewed).iso,
            main_entity: Thing::Question {
                accepted_answer: Box::new(Thing::Answer { text: &meta.answer.value }),
                name: &meta.title.value,
            },
            reviewed_by,
        };
        serde_json::to_string(&page).expect("texts under names that are texts")
    }
}

/// An entry's page in the words of schema.org.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WebPage<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@type")]
    kind: &'static str,
    citation: Vec<Thing<'a>>,
    in_language: &'static str,
    last_reviewed: String,
    main_entity: Thing<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reviewed_by: Option<Thing<'a>>,
}

#[derive(Serialize)]
#[serde(tag = "@type", rename_all_fields = "camelCase")]
enum Thing<'a> {
    Answer { text: &'a str },
    Legislation { name: &'a str },
    Person { name: &'a str },
    Question { accepted_answer: Box<Thing<'a>>, name: &'a str },
}

/// The first words of an article, for lists.
fn brief(article: &crate::syntax::law::Article) -> String {
    const LONGEST: usize = 120;
    let mut text: String = article.lines().collect();
    if let Some((end, _)) = text.char_indices().nth(LONGEST) {
        text.truncate(end);
        text.push_str("……");
    }
    text
}

/// Whether a version is the one at its law's own address.
pub fn is_canonical(
    desk: &Desk<'_>,
    law: &crate::book::laws::Law,
    version: crate::book::laws::VersionId,
) -> bool {
    canonical(law, desk.book).is_some_and(|canonical| canonical.id == version)
}

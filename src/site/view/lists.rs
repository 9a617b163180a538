//! The views of pages that list other pages: home, chapters, situations, tags, glossary, hotlines, changes, search.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::entry::is_canonical;
use super::fill::Desk;
use super::frame::{Head, counts};
use super::{
    About, Change, Changes, Chapter, ChapterCard, Counted, Glossary, Home, Hotlines, Kind, Link, NotFound,
    Search, SearchChapter, Situation, SituationCard, Statute, Tagged, Tags, Term, View,
};
use crate::book::cites::Cite;
use crate::book::laws::LawId;
use crate::book::{self, EntryIx};
use crate::site::plan::PageId;
use crate::site::url;
use crate::syntax::changes::ChangeKind;
use crate::syntax::entry::Review;
use crate::syntax::glossary;

/// The home page shows this many changes.
const LATEST: usize = 6;
/// A term's row in the glossary links to this many entries.
const USES: usize = 5;

impl<'a> Desk<'a> {
    /// The home page.
    pub fn home(&self) -> View<'a> {
        let config = &self.book.config;
        let page = self.frame(Head {
            kind: "home",
            title: Cow::Borrowed(&config.title),
            description: Cow::Borrowed(&config.description),
            ..Head::default()
        });
        let mut changes = self.all_changes();
        changes.truncate(LATEST);
        let view = Home {
            urgent: self
                .book
                .hotlines
                .iter()
                .filter(|line| line.urgent)
                .map(|line| self.hotline(line))
                .collect(),
            situations: self.situation_cards(),
            chapters: (0..self.book.chapters.len()).map(|index| self.chapter_card(index)).collect(),
            changes,
            counts: counts(self.book),
            as_of: self.day(self.book.as_of),
        };
        View { page, view: Kind::Home(view) }
    }

    fn situation_cards(&self) -> Vec<SituationCard<'a>> {
        let answered =
            self.book.situations.iter().enumerate().filter(|(_, (_, entries))| !entries.is_empty());
        let card =
            |(index, (situation, _)): (usize, &'a (crate::syntax::situations::Situation, Vec<EntryIx>))| {
                SituationCard {
                    title: &situation.title,
                    summary: &situation.summary,
                    href: self.href(&PageId::Situation(index)),
                }
            };
        answered.map(card).collect()
    }

    fn chapter_card(&self, index: usize) -> ChapterCard<'a> {
        let chapter = &self.book.chapters[index];
        ChapterCard {
            title: self.chapter_title(index),
            summary: &chapter.intro.doc.summary.value,
            href: self.href(&PageId::Chapter(index)),
            count: chapter.entries.len(),
            start: chapter.start.iter().map(|entry| self.entry_link(*entry)).collect(),
        }
    }

    /// A chapter.
    pub fn chapter(&self, index: usize) -> View<'a> {
        let chapter = &self.book.chapters[index];
        let doc = &chapter.intro.doc;
        let page = self.frame(Head {
            kind: "chapter",
            title: Cow::Borrowed(&doc.title.value),
            description: Cow::Borrowed(&doc.summary.value),
            chapter: Some(index),
            ..Head::default()
        });
        let next = Some(index + 1).filter(|next| *next < self.book.chapters.len());
        let view = Chapter {
            summary: &doc.summary.value,
            intro_html: self.fill(&doc.body.lead, (&chapter.intro).into()),
            sections: self.sections(&doc.body, (&chapter.intro).into()),
            start: self.cards(chapter.start.iter().copied()),
            entries: self.cards(chapter.entries.clone().map(EntryIx)),
            statutes: self.chapter_statutes(chapter),
            previous: index.checked_sub(1).map(|before| self.chapter_link(before)),
            next: next.map(|next| self.chapter_link(next)),
        };
        View { page, view: Kind::Chapter(view) }
    }

    fn chapter_statutes(&self, chapter: &book::Chapter) -> Vec<Statute<'a>> {
        let mut counts: BTreeMap<&LawId, usize> = BTreeMap::new();
        for entry in &self.book.entries[chapter.entries.clone()] {
            let mut laws: Vec<&LawId> = entry
                .cites
                .iter()
                .filter(|cite| !cite.historical)
                .filter_map(|cite| cite.law.as_ref())
                .collect();
            laws.sort_unstable();
            laws.dedup();
            laws.into_iter().for_each(|law| *counts.entry(law).or_default() += 1);
        }
        let statute = |(id, count): (&LawId, usize)| {
            Some(Statute { title: self.book.laws.get(id)?.short(), href: self.law(id)?, count })
        };
        let mut statutes: Vec<Statute> = counts.into_iter().filter_map(statute).collect();
        statutes.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.href.cmp(&b.href)));
        statutes
    }

    /// A situation.
    pub fn situation(&self, index: usize) -> View<'a> {
        let (situation, entries) = &self.book.situations[index];
        let page = self.frame(Head {
            kind: "situation",
            title: Cow::Borrowed(&situation.title),
            description: Cow::Borrowed(&situation.summary),
            quick_exit: situation.quick_exit,
            ..Head::default()
        });
        let of_situation = |id: &crate::syntax::table::At<String>| {
            self.book.hotlines.iter().find(|line| line.id.value == id.value).map(|line| self.hotline(line))
        };
        let others = self
            .book
            .situations
            .iter()
            .enumerate()
            .filter(|(other, (_, entries))| *other != index && !entries.is_empty());
        let view = Situation {
            summary: &situation.summary,
            hotlines: situation.hotlines.iter().filter_map(of_situation).collect(),
            groups: self.groups(entries),
            others: others
                .map(|(other, (situation, _))| {
                    Link::new(&situation.title, self.href(&PageId::Situation(other)))
                })
                .collect(),
        };
        View { page, view: Kind::Situation(view) }
    }

    /// All tags.
    pub fn tags_index(&self) -> View<'a> {
        let page = self.frame(Head { kind: "tags", ..Head::default() });
        let tag = |(tag, entries): (&'a String, &Vec<EntryIx>)| Counted {
            title: tag,
            href: self.href(&PageId::Tag(tag.clone())),
            count: entries.len(),
        };
        View { page, view: Kind::Tags(Tags { tags: self.book.graph.tags.iter().map(tag).collect() }) }
    }

    /// One tag.
    pub fn tag(&self, tag: &'a str) -> View<'a> {
        let entries = self.book.graph.tags.get(tag).map_or(&[][..], Vec::as_slice);
        let page = self.frame(Head {
            kind: "tag",
            title: Cow::Borrowed(tag),
            description: Cow::Borrowed(tag),
            ..Head::default()
        });
        let view = Tagged { name: tag, count: entries.len(), groups: self.groups(entries) };
        View { page, view: Kind::Tag(view) }
    }

    /// The glossary.
    pub fn glossary(&self) -> View<'a> {
        let page =
            self.frame(Head { kind: "glossary", json_ld: Some(self.glossary_json()), ..Head::default() });
        let mut uses: BTreeMap<&str, Vec<Link<'a>>> = BTreeMap::new();
        for (index, entry) in self.book.indexed() {
            for term in &entry.doc.body.terms {
                let links = uses.entry(&term.id).or_default();
                if links.len() < USES {
                    links.push(self.entry_link(index));
                }
            }
        }
        let term = |term: &'a glossary::Term| Term {
            id: &term.id.value,
            term: &term.term.value,
            meaning: &term.meaning.value,
            synonyms: &term.synonyms,
            law: self.grounds(term),
            entries: uses.remove(term.id.value.as_str()).unwrap_or_default(),
        };
        let terms = self.book.terms.iter().map(term).collect();
        View { page, view: Kind::Glossary(Glossary { terms }) }
    }

    fn grounds(&self, term: &glossary::Term) -> Option<super::Basis> {
        let cite: &Cite = self.book.grounds.get(&term.id.value)?;
        let mut basis = self.basis(cite, cite.articles().first().copied())?;
        basis.label.clone_from(&term.law.as_ref()?.value);
        Some(basis)
    }

    fn glossary_json(&self) -> String {
        let terms = self.book.terms.iter().map(|term| {
            serde_json::json!({ "@type": "DefinedTerm", "name": term.term.value, "description": term.meaning.value })
        });
        let set = serde_json::json!({
            "@context": "https://schema.org",
            "@type": "DefinedTermSet",
            "hasDefinedTerm": terms.collect::<Vec<_>>(),
        });
        set.to_string()
    }

    /// Telephone numbers.
    pub fn hotlines(&self) -> View<'a> {
        let page =
            self.frame(Head { kind: "hotlines", json_ld: Some(self.hotlines_json()), ..Head::default() });
        View {
            page,
            view: Kind::Hotlines(Hotlines {
                hotlines: self.book.hotlines.iter().map(|line| self.hotline(line)).collect(),
            }),
        }
    }

    fn hotlines_json(&self) -> String {
        let points = self.book.hotlines.iter().map(|line| {
            serde_json::json!({ "@type": "ContactPoint", "telephone": line.number, "contactType": line.name, "description": line.purpose })
        });
        let organisation = serde_json::json!({
            "@context": "https://schema.org",
            "@type": "ItemList",
            "itemListElement": points.collect::<Vec<_>>(),
        });
        organisation.to_string()
    }

    /// What changed.
    pub fn changes(&self) -> View<'a> {
        let page = self.frame(Head { kind: "changes", ..Head::default() });
        View { page, view: Kind::Changes(Changes { changes: self.all_changes() }) }
    }

    /// Changes of law follow from the law files: a version of a law that entries cite took effect.
    pub fn all_changes(&self) -> Vec<Change<'a>> {
        let mut changes: Vec<Change<'a>> =
            self.book.changes.iter().filter_map(|(change, entries)| self.change(change, entries)).collect();
        for (id, entries) in &*self.book.graph.law_cited_by {
            let Some(law) = self.book.laws.get(id) else { continue };
            for version in law
                .versions
                .iter()
                .filter(|version| law.versions.len() > 1 || version.id.0.year() >= self.book.as_of.year() - 1)
            {
                let name = version.text.by.clone().map_or(String::new(), |by| format!("（{by}）"));
                changes.push(Change {
                    date: self.day(version.id.0),
                    what: "law",
                    text: format!("《{}》{name}", law.short()).into(),
                    href: self.href_if(&PageId::Law(id.clone(), version.id)),
                    entries: match is_canonical(self, law, version.id) {
                        true => entries.iter().map(|entry| self.entry_link(*entry)).collect(),
                        false => Vec::new(),
                    },
                });
            }
        }
        changes.sort_by(|a, b| b.date.iso.cmp(&a.date.iso).then_with(|| a.text.cmp(&b.text)));
        changes
    }

    fn change(&self, change: &'a crate::syntax::changes::Change, entries: &[EntryIx]) -> Option<Change<'a>> {
        Some(Change {
            date: self.day(change.date.as_ref()?.value),
            what: match change.kind {
                ChangeKind::Answer => "answer",
                ChangeKind::Correction => "correction",
            },
            text: Cow::Borrowed(&change.text),
            href: None,
            entries: entries.iter().map(|entry| self.entry_link(*entry)).collect(),
        })
    }

    /// About the site.
    pub fn about(&self) -> View<'a> {
        let about = self.book.about.as_ref();
        let page = self.frame(Head {
            kind: "about",
            title: about.map_or("", |about| &about.doc.title.value).into(),
            description: about.map_or("", |about| &about.doc.summary.value).into(),
            ..Head::default()
        });
        let reviewed =
            self.book.entries.iter().filter(|entry| entry.doc.meta.review != Review::Unreviewed).count();
        let view = About {
            intro_html: about.map_or(String::new(), |about| self.fill(&about.doc.body.lead, about.into())),
            sections: about.map_or(Vec::new(), |about| self.sections(&about.doc.body, about.into())),
            counts: counts(self.book),
            reviewed,
            as_of: self.day(self.book.as_of),
        };
        View { page, view: Kind::About(view) }
    }

    /// Search.
    pub fn search(&self) -> View<'a> {
        let page = self.frame(Head { kind: "search", ..Head::default() });
        let chapter = |index: usize| {
            let entries = self.book.chapters[index].entries.clone();
            SearchChapter {
                title: self.chapter_title(index),
                href: self.href(&PageId::Chapter(index)),
                entries: entries.map(|at| self.entry_link(EntryIx(at))).collect(),
            }
        };
        let law = |law: &'a book::laws::Law| Some(Link::new(law.short(), self.law(&law.id)?));
        let view = Search {
            chapters: (0..self.book.chapters.len()).map(chapter).collect(),
            laws: self.book.laws.iter().filter_map(law).collect(),
        };
        View { page, view: Kind::Search(view) }
    }

    /// For addresses that do not exist.
    pub fn not_found(&self) -> View<'a> {
        let mut page = self.frame(Head { kind: "404", noindex: true, ..Head::default() });
        // Hosts show this page at any address, however deep, so its links start at the site's root where that is known.
        if let Some(base) = &self.book.config.base_url {
            page.root = format!("{}/", url::path_of(base));
            page.canonical = None;
            page.menu.iter_mut().for_each(|item| item.href.insert_str(0, &page.root));
        }
        let view = NotFound {
            chapters: (0..self.book.chapters.len()).map(|index| self.chapter_link(index)).collect(),
            situations: self.situation_cards(),
        };
        View { page, view: Kind::NotFound(view) }
    }
}

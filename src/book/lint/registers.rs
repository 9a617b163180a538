//! Hotlines, situations and terms: what nothing uses, what is old, what explains too long.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::length;
use crate::base::diag::{Diagnostic, lint as diag};
use crate::book::Book;
use crate::book::links::Target;

const MEANING: usize = 40;

/// Everything about the registers.
pub fn registers(book: &Book, today: Date) -> Vec<Diagnostic> {
    let mut found = unused(book);
    for term in &book.terms {
        let count = length(&term.meaning.value);
        if count > MEANING {
            found.push(diag::long_meaning(term.meaning.at.clone(), count, MEANING));
        }
    }
    let limit = book.config.review_after;
    for line in &book.hotlines {
        let Some(verified) = line.verified else { continue };
        let age = i64::from(today.since(verified).map_or(0, |age| age.get_days()));
        if age > limit {
            found.push(diag::number_unverified(line.id.at.clone(), &line.id.value, verified, limit));
        }
    }
    found
}

fn unused(book: &Book) -> Vec<Diagnostic> {
    let (lines, terms) = used(book);
    let mut found = Vec::new();
    let idle = book.hotlines.iter().filter(|line| !lines.contains(line.id.value.as_str()));
    found.extend(idle.map(|line| diag::unused(line.id.at.clone(), "电话", &line.id.value)));
    let idle = book.situations.iter().filter(|(_, entries)| entries.is_empty());
    found.extend(idle.map(|(s, _)| diag::unused(s.id.at.clone(), "情形", &s.id.value)));
    let idle = book.terms.iter().filter(|term| !terms.contains(term.id.value.as_str()));
    found.extend(idle.map(|term| diag::unused(term.id.at.clone(), "术语", &term.term.value)));
    found
}

/// The ids of the hotlines and of the terms that something names.
fn used(book: &Book) -> (BTreeSet<&str>, BTreeSet<&str>) {
    let intros = book.chapters.iter().map(|chapter| &chapter.intro).chain(&book.about);
    let parts = intros.map(|intro| (&intro.links, &intro.doc.body));
    let parts = parts.chain(book.entries.iter().map(|entry| (&entry.links, &entry.doc.body)));
    let (mut lines, mut terms) = (BTreeSet::new(), BTreeSet::new());
    for (links, body) in parts {
        lines.extend(links.iter().flatten().filter_map(|target| match target {
            Target::Hotline(id) => Some(id.as_str()),
            _ => None,
        }));
        terms.extend(body.terms.iter().map(|term| term.id.as_str()));
    }
    let cards = book.emergencies.iter().flat_map(|(emergency, _)| &emergency.hotlines);
    let named = book.situations.iter().flat_map(|(situation, _)| &situation.hotlines).chain(cards);
    lines.extend(named.map(|id| id.value.as_str()));
    (lines, terms)
}

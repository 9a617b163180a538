//! The book → what the search index is made of. Knows nothing of grams and shards.

use std::collections::BTreeMap;

use super::plan::{PageId, Plan, canonical};
use super::search::{Doc, Emergency, HotlineCard, Kind, LawNames, SearchInput, Synonym, scoring};
use super::url;
use crate::book::Book;
use crate::book::laws::Law;
use crate::book::links::Fixed;
use crate::syntax::table::At;

/// Gathers the documents.
pub fn input(book: &Book, plan: &Plan, strings: BTreeMap<String, String>) -> SearchInput {
    let mut docs = entries(book, plan);
    docs.extend(articles(book, plan));
    docs.extend(laws(book, plan));
    docs.extend(terms(book, plan));
    docs.extend(hotlines(book, plan));
    let row = |row: &crate::syntax::synonyms::Synonym| Synonym {
        word: row.word.value.clone(),
        legal: row.legal.clone(),
    };
    let mut synonyms: Vec<Synonym> = book.synonyms.iter().map(row).collect();
    let of_term = |term: &crate::syntax::glossary::Term| {
        let legal = term.term.value.clone();
        term.synonyms
            .iter()
            .map(|word| Synonym { word: word.clone(), legal: vec![legal.clone()] })
            .collect::<Vec<_>>()
    };
    synonyms.extend(book.terms.iter().flat_map(of_term));
    SearchInput {
        docs,
        synonyms,
        laws: book.laws.iter().filter_map(|law| names(book, plan, law)).collect(),
        emergencies: emergencies(book, plan),
        fallback: card(book, "12348"),
        strings,
        config: super::search::Config {
            compat: book.config.search_compat,
            ..super::search::Config::default()
        },
    }
}

fn emergencies(book: &Book, plan: &Plan) -> Vec<Emergency> {
    let rule = |(rule, entry): &(crate::syntax::emergencies::Emergency, Option<crate::book::EntryIx>)| {
        let pattern = |words: &At<String>| words.value.split_whitespace().map(str::to_owned).collect();
        let path = entry.and_then(|entry| plan.path(&PageId::Entry(entry)));
        Emergency {
            any: rule.any.iter().map(pattern).collect(),
            unless: rule.unless.clone(),
            title: rule.title.clone(),
            text: rule.text.clone(),
            url: path.map_or(String::new(), url::from_root),
            hotlines: rule.hotlines.iter().filter_map(|id| card(book, &id.value)).collect(),
        }
    };
    book.emergencies.iter().map(rule).collect()
}

/// The card of a telephone line, where it is registered.
fn card(book: &Book, id: &str) -> Option<HotlineCard> {
    let line = book.hotlines.iter().find(|line| line.id.value == id)?;
    Some(HotlineCard { number: line.number.clone(), name: line.name.clone(), purpose: line.purpose.clone() })
}

fn entries(book: &Book, plan: &Plan) -> Vec<Doc> {
    let doc = |(index, entry): (crate::book::EntryIx, &crate::book::Entry)| {
        let chapter = &book.chapters[entry.chapter].intro.doc.title.value;
        let blocks = entry.doc.body.blocks.iter().map(|block| block.text.as_str());
        let tags = entry.doc.meta.tags.iter().map(|tag| tag.value.as_str());
        Some(Doc {
            kind: Kind::Entry,
            title: entry.doc.meta.title.value.clone(),
            url: url::from_root(plan.path(&PageId::Entry(index))?),
            headings: std::iter::once(chapter.as_str()).chain(tags).collect::<Vec<_>>().join(" "),
            answer: entry.doc.meta.answer.value.clone(),
            text: blocks.collect::<Vec<_>>().join("\n"),
            group: chapter.clone(),
            prior: scoring::ENTRY_PRIOR,
        })
    };
    book.indexed().filter_map(doc).collect()
}

fn articles(book: &Book, plan: &Plan) -> Vec<Doc> {
    let mut docs = Vec::new();
    for law in book.laws.iter() {
        let Some(version) = canonical(law, book) else { continue };
        for number in version.numbers() {
            let page = PageId::Article(law.id.clone(), version.id, number);
            let (Some(path), Some(article)) = (plan.path(&page), version.article(number)) else { continue };
            docs.push(Doc {
                kind: Kind::Article,
                title: format!("《{}》{number}", law.short()),
                url: url::from_root(path),
                headings: article.heading_path.join(" "),
                answer: String::new(),
                text: article.plain(),
                group: law.short().to_owned(),
                prior: scoring::prior(&law.meta.kind),
            });
        }
    }
    docs
}

fn laws(book: &Book, plan: &Plan) -> Vec<Doc> {
    let doc = |law: &Law| {
        let version = canonical(law, book)?;
        let names = law.meta.short.iter().map(|name| name.value.as_str()).filter(|name| *name != law.short());
        Some(Doc {
            kind: Kind::Law,
            title: format!("《{}》", law.short()),
            url: url::from_root(plan.path(&PageId::Law(law.id.clone(), version.id))?),
            headings: String::new(),
            answer: String::new(),
            text: std::iter::once(law.title()).chain(names).collect::<Vec<_>>().join("，"),
            group: law.short().to_owned(),
            prior: scoring::prior(&law.meta.kind),
        })
    };
    book.laws.iter().filter_map(doc).collect()
}

fn terms(book: &Book, plan: &Plan) -> Vec<Doc> {
    let page = url::from_root(plan.fixed(Fixed::Glossary));
    let doc = |term: &crate::syntax::glossary::Term| Doc {
        kind: Kind::Term,
        title: term.term.value.clone(),
        url: format!("{page}{}", url::fragment(&term.id.value)),
        headings: term.synonyms.join(" "),
        answer: String::new(),
        text: term.meaning.value.clone(),
        group: String::new(),
        prior: scoring::prior("term"),
    };
    book.terms.iter().map(doc).collect()
}

fn hotlines(book: &Book, plan: &Plan) -> Vec<Doc> {
    let page = url::from_root(plan.fixed(Fixed::Hotlines));
    let doc = |line: &crate::syntax::hotlines::Hotline| Doc {
        kind: Kind::Hotline,
        title: match line.name.contains(&line.number) {
            true => line.name.clone(),
            false => format!("{} {}", line.number, line.name),
        },
        url: format!("{page}{}", url::fragment(&line.id.value)),
        headings: String::new(),
        answer: String::new(),
        text: line.purpose.clone(),
        group: String::new(),
        prior: scoring::prior("hotline"),
    };
    book.hotlines.iter().map(doc).collect()
}

fn names(book: &Book, plan: &Plan, law: &Law) -> Option<LawNames> {
    let version = canonical(law, book)?;
    let path = plan.path(&PageId::Law(law.id.clone(), version.id))?;
    let page = url::from_root(path);
    let with_page =
        |article: &crate::syntax::spot::ArticleNo| plan.has_article(&law.id, version.id, *article);
    Some(LawNames {
        title: law.short().to_owned(),
        names: std::iter::once(law.title())
            .chain(law.meta.short.iter().map(|name| name.value.as_str()))
            .map(str::to_owned)
            .collect(),
        article_url: format!("{}/{{}}.html", page.trim_end_matches(".html")),
        url: page,
        articles: version
            .numbers()
            .iter()
            .filter(|number| with_page(number))
            .map(|number| number.key())
            .collect(),
    })
}

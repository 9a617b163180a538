//! The views of laws and articles.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Bound;

use super::entry::is_canonical;
use super::fill::Desk;
use super::frame::Head;
use super::{
    Article, Item, Kind, Law, LawArticle, LawCard, LawHeading, LawKind, LawPart, Laws, Link, Paragraph,
    Passage, VersionCard, View,
};
use crate::base::text::to_chinese;
use crate::book::laws::{LawId, Place, Version, VersionId};
use crate::book::links::Fixed;
use crate::book::{self, EntryIx};
use crate::site::plan::{PageId, canonical};
use crate::syntax::law::{self, Change, Wording};
use crate::syntax::spot::ArticleNo;

/// Kinds of instruments from the highest down (《立法法》, the ranks of legislation); others follow by name.
const RANKS: [&str; 9] = [
    "宪法",
    "法律",
    "法律解释",
    "行政法规",
    "监察法规",
    "司法解释",
    "部门规章",
    "地方性法规",
    "地方政府规章",
];

impl<'a> Desk<'a> {
    /// All laws.
    pub fn laws_index(&self) -> View<'a> {
        let page = self.frame(Head { kind: "laws", ..Head::default() });
        let mut kinds: BTreeMap<(usize, &str), Vec<LawCard<'a>>> = BTreeMap::new();
        for law in self.book.laws.iter() {
            let kind = law.meta.kind.as_str();
            let rank = RANKS.iter().position(|known| *known == kind).unwrap_or(RANKS.len());
            kinds.entry((rank, kind)).or_default().extend(self.law_card(law));
        }
        let kinds = kinds.into_iter().map(|((_, name), mut laws)| {
            laws.sort_by(|a, b| b.entries.cmp(&a.entries).then_with(|| a.href.cmp(&b.href)));
            LawKind { name, laws }
        });
        View { page, view: Kind::Laws(Laws { kinds: kinds.collect() }) }
    }

    fn law_card(&self, law: &'a book::laws::Law) -> Option<LawCard<'a>> {
        let version = canonical(law, self.book)?;
        Some(LawCard {
            title: law.title(),
            short: law.short(),
            href: self.href(&PageId::Law(law.id.clone(), version.id)),
            entries: self.book.graph.law_cited_by.get(&law.id).map_or(0, std::collections::BTreeSet::len),
            articles: self.cited_articles(&law.id).count(),
            effective: Some(self.day(version.id.0)),
            until: law.repealed().map(|date| self.day(date)),
        })
    }

    fn cited_articles(&self, id: &LawId) -> impl Iterator<Item = ArticleNo> {
        let first = (id.clone(), ArticleNo { no: 0, insert: 0 });
        let of_law = self.book.graph.cited_by.range(first..).take_while(move |((law, _), _)| law == id);
        of_law.map(|((_, article), _)| *article)
    }

    /// How many entries cite an article.
    fn citing(&self, id: &LawId, article: ArticleNo) -> usize {
        let mentions = self.book.graph.cited_by.get(&(id.clone(), article));
        mentions.map_or(0, |mentions| mentions.chunk_by(|a, b| a.entry == b.entry).count())
    }

    /// A law in one version.
    pub fn law_page(&self, id: &LawId, version: VersionId) -> Option<View<'a>> {
        let law = self.book.laws.get(id)?;
        let shown = law.version(version)?;
        let is_old = !is_canonical(self, law, version);
        let page = self.frame(Head {
            kind: "law",
            title: if is_old {
                format!("{}（{}）", law.short(), version).into()
            } else {
                law.short().into()
            },
            description: Cow::Borrowed(law.title()),
            noindex: is_old,
            crumbs: vec![self.laws_crumb()],
            json_ld: Some(law_json(law, shown)),
            ..Head::default()
        });
        let citing: Vec<EntryIx> =
            self.book.graph.law_cited_by.get(id).into_iter().flatten().copied().collect();
        let view = Law {
            full_title: law.title(),
            names: law.meta.short.iter().map(|name| name.value.as_str()).collect(),
            kind: &law.meta.kind,
            issuer: &law.meta.issuer,
            official: law.meta.official.as_deref(),
            promulgated: shown.text.promulgated.map(|date| self.day(date)),
            effective: self.day(version.0),
            until: law.end(version).map(|date| self.day(date)),
            checked: shown.text.checked.map(|date| self.day(date)),
            total: shown.last(),
            is_gist: shown.text.text == Wording::Gist && shown.complete().is_none(),
            is_old,
            canonical_href: self.law(id).unwrap_or_default(),
            successor: law.succeeded_by.as_ref().and_then(|next| self.law_link(next)),
            versions: self.versions(law, version, |version| Some(PageId::Law(id.clone(), version.id))),
            parts: self.parts(law, shown),
            cited_by: citing.len(),
            groups: self.groups(&citing),
        };
        Some(View { page, view: Kind::Law(Box::new(view)) })
    }

    /// The page of all laws; like every fixed page it is named by the strings.
    fn laws_crumb(&self) -> Link<'a> {
        Link { title: Cow::Borrowed(""), href: self.fixed_href(Fixed::Laws) }
    }

    fn law_link(&self, id: &LawId) -> Option<Link<'a>> {
        Some(Link::new(self.book.laws.get(id)?.short(), self.law(id)?))
    }

    fn versions(
        &self,
        law: &'a book::laws::Law,
        here: VersionId,
        page: impl Fn(&Version) -> Option<PageId>,
    ) -> Vec<VersionCard<'a>> {
        let card = |version: &'a Version| {
            Some(VersionCard {
                effective: self.day(version.id.0),
                until: law.end(version.id).map(|date| self.day(date)),
                name: version.text.by.as_deref(),
                href: self.href_if(&page(version)?)?,
                here: version.id == here,
            })
        };
        law.versions.iter().rev().filter_map(card).collect()
    }

    fn parts(&self, law: &book::laws::Law, version: &'a Version) -> Vec<LawPart<'a>> {
        let mut parts: Vec<LawPart> = Vec::new();
        let mut above: &[String] = &[];
        for number in version.numbers() {
            let Some(article) = version.article(number) else { continue };
            let path = &*article.heading_path;
            if path != above || parts.is_empty() {
                let common = path.iter().zip(above).take_while(|(a, b)| a == b).count();
                let heading = |(depth, text): (usize, &'a String)| LawHeading {
                    level: u8::try_from(depth + 2).unwrap_or(6).min(6),
                    text,
                };
                let headings = path.iter().enumerate().skip(common).map(heading).collect();
                parts.push(LawPart { headings, articles: Vec::new() });
                above = path;
            }
            let card = self.law_article(law, version, article);
            parts.last_mut().expect("a part was just begun").articles.push(card);
        }
        parts
    }

    fn law_article(
        &self,
        law: &book::laws::Law,
        version: &Version,
        article: &'a law::Article,
    ) -> LawArticle<'a> {
        LawArticle {
            key: article.no.key(),
            label: article.no.to_string(),
            href: self.href_if(&PageId::Article(law.id.clone(), version.id, article.no)),
            paragraphs: paragraphs(article),
            count: self.citing(&law.id, article.no),
        }
    }

    /// An article in one version.
    pub fn article_page(&self, id: &LawId, version: VersionId, no: ArticleNo) -> Option<View<'a>> {
        let law = self.book.laws.get(id)?;
        let shown = law.version(version)?;
        let is_old = !is_canonical(self, law, version);
        let law_href = self.href(&PageId::Law(id.clone(), version));
        let year = if is_old { format!("（{}）", version.0.year()) } else { String::new() };
        let page = self.frame(Head {
            kind: "article",
            title: format!("《{}{year}》{no}", law.short()).into(),
            description: shown
                .article(no)
                .map(|article| article.lines().collect::<String>())
                .unwrap_or_default()
                .into(),
            noindex: is_old,
            crumbs: vec![self.laws_crumb(), Link::new(law.short(), law_href.clone())],
            ..Head::default()
        });
        let (previous, next) = self.beside(law, shown, no);
        let here = |law: &LawId, version| Place {
            law: law.clone(),
            version,
            article: no,
            paragraph: None,
            item: None,
        };
        let view = Article {
            key: no.key(),
            label: no.to_string(),
            law: law.short(),
            full_title: law.title(),
            law_href,
            official: law.meta.official.as_deref(),
            headings: shown.article(no).map_or(&[], |article| &*article.heading_path),
            gist: shown.gist(no).map(paragraphs).unwrap_or_default(),
            wording: shown.authentic(no).map(paragraphs).unwrap_or_default(),
            effective: self.day(version.0),
            until: law.end(version).map(|date| self.day(date)),
            checked: shown.text.checked.map(|date| self.day(date)),
            is_old,
            versions: self
                .versions(law, version, |version| Some(PageId::Article(id.clone(), version.id, no))),
            came_from: self.passages(self.book.laws.came_from(&here(id, version)), Side::From),
            went_to: self.passages(self.book.laws.went_to(&here(id, version)), Side::To),
            backlinks: self
                .backlinks(self.book.graph.cited_by.get(&(id.clone(), no)).map_or(&[][..], Vec::as_slice)),
            previous,
            next,
        };
        Some(View { page, view: Kind::Article(Box::new(view)) })
    }

    fn passages(
        &self,
        moves: impl IntoIterator<Item = &'a book::laws::Move>,
        side: Side,
    ) -> Vec<Passage<'a>> {
        let passage = |step: &'a book::laws::Move| {
            let place = match side {
                Side::From => &step.from,
                Side::To => &step.to,
            };
            let law = self.book.laws.get(&place.law);
            let name = law.map_or(place.law.as_str(), book::laws::Law::short);
            let year = match law.is_some_and(|law| is_canonical(self, law, place.version)) {
                true => String::new(),
                false => format!("（{}）", place.version.0.year()),
            };
            let page = PageId::Article(place.law.clone(), place.version, place.article);
            let in_law = PageId::Law(place.law.clone(), place.version);
            Passage {
                label: format!("《{name}{year}》{}", place.article),
                href: self.href_if(&page).or_else(|| self.href_if(&in_law)),
                same: step.change == Change::Same,
                note: step.note.as_deref(),
            }
        };
        moves.into_iter().map(passage).collect()
    }

    /// The nearest articles before and after that have pages.
    fn beside(
        &self,
        law: &book::laws::Law,
        version: &Version,
        no: ArticleNo,
    ) -> (Option<Link<'a>>, Option<Link<'a>>) {
        let link = |other: ArticleNo| {
            let page = PageId::Article(law.id.clone(), version.id, other);
            Some((other, self.href_if(&page)?))
        };
        let before = version
            .texts()
            .filter_map(|text| text.articles.range(..no).rev().find_map(|(other, _)| link(*other)));
        let after = version.texts().filter_map(|text| {
            text.articles.range((Bound::Excluded(no), Bound::Unbounded)).find_map(|(other, _)| link(*other))
        });
        let titled = |(no, href): (ArticleNo, String)| Link { title: no.to_string().into(), href };
        (before.max().map(titled), after.min().map(titled))
    }
}

#[derive(Clone, Copy)]
enum Side {
    From,
    To,
}

/// The paragraphs of an article with their anchors.
fn paragraphs(article: &law::Article) -> Vec<Paragraph<'_>> {
    (1..).zip(&article.paragraphs).map(|(no, shown)| paragraph(no, shown)).collect()
}

fn paragraph(no: usize, paragraph: &law::Paragraph) -> Paragraph<'_> {
    let items = paragraph.items.iter().map(|shown| item(no, shown)).collect();
    Paragraph { no, text: &paragraph.text, items }
}

fn item(paragraph: usize, item: &law::Item) -> Item<'_> {
    Item {
        key: format!("{paragraph}-{}", item.no),
        label: format!("（{}）", to_chinese(item.no)),
        text: &item.text,
        subitems: &item.subitems,
    }
}

fn law_json(law: &book::laws::Law, version: &Version) -> String {
    let mut json = serde_json::json!({
        "@context": "https://schema.org",
        "@type": "Legislation",
        "name": law.title(),
        "alternateName": law.meta.short.iter().map(|name| &name.value).collect::<Vec<_>>(),
        "legislationDateVersion": version.id.0.to_string(),
        "legislationType": law.meta.kind,
    });
    if let Some(promulgated) = version.text.promulgated {
        json["legislationDate"] = serde_json::json!(promulgated.to_string());
    }
    json.to_string()
}

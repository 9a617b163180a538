//! Chunks with holes → HTML on one page. The holes become start tags; their end tags stand in the chunks.

use crate::base::source::RelPath;
use crate::book::cites::{Cite, Known};
use crate::book::links::Target;
use crate::book::{Book, Entry, Resolved};
use crate::site::plan::{PageId, Plan, canonical};
use crate::site::url;
use crate::syntax::config::Language;
use crate::syntax::law::Paragraph;
use crate::syntax::markdown::{Body, Chunk, Label};
use crate::syntax::spot::Place;

/// Where a page stands, and what it may ask for addresses.
#[derive(Clone, Copy)]
pub struct Desk<'a> {
    /// The book.
    pub book: &'a Book,
    /// The plan.
    pub plan: &'a Plan,
    /// The page's own place.
    pub from: &'a RelPath,
}

/// The references of one Markdown file.
#[derive(Clone, Copy)]
pub struct References<'a> {
    body: &'a Body,
    links: &'a [Option<Target>],
    cites: &'a [Cite],
    images: &'a [Option<RelPath>],
}

impl<'a> From<&'a Entry> for References<'a> {
    fn from(entry: &'a Entry) -> References<'a> {
        References { body: &entry.doc.body, links: &entry.links, cites: &entry.cites, images: &entry.images }
    }
}

impl<'a> From<&'a Resolved> for References<'a> {
    fn from(resolved: &'a Resolved) -> References<'a> {
        References {
            body: &resolved.doc.body,
            links: &resolved.links,
            cites: &resolved.cites,
            images: &resolved.images,
        }
    }
}

impl<'a> Desk<'a> {
    /// The address of another page; its own when the page does not exist, which only a build with errors can see.
    pub fn href(&self, page: &PageId) -> String {
        self.plan.path(page).map_or_else(|| "#".to_owned(), |path| url::relative(self.from, path))
    }

    /// The address of a page, where there is one.
    pub fn href_if(&self, page: &PageId) -> Option<String> {
        self.plan.path(page).map(|path| url::relative(self.from, path))
    }

    /// Fills the holes of some chunks of a file.
    pub fn fill(&self, chunks: &[Chunk], references: References<'_>) -> String {
        let mut html = String::new();
        for chunk in chunks {
            match chunk {
                Chunk::Html(done) => html.push_str(done),
                Chunk::Link(n) => {
                    self.link(references.links.get(*n as usize).and_then(Option::as_ref), &mut html)
                }
                Chunk::Cite(n, spot) => {
                    self.cite(references.cites.get(*n as usize), *spot as usize, &mut html)
                }
                Chunk::Term(n) => self.term(&references.body.terms[*n as usize].id, &mut html),
                Chunk::Image(n) => self.image(*n as usize, references, &mut html),
                Chunk::Label(label) => html.push_str(label_in(self.book.config.language, *label)),
            }
        }
        html
    }

    fn link(&self, target: Option<&Target>, html: &mut String) {
        let Some(target) = target else {
            html.push_str("<a class=\"broken\">");
            return;
        };
        let (href, class) = self.target(target);
        let rel = if class == "out" { " rel=\"noopener noreferrer\"" } else { "" };
        let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
        html.push_str(&format!("<a{class} href=\"{}\"{rel}>", escape(&href)));
    }

    /// Where a target is, and the class of links to it.
    fn target(&self, target: &Target) -> (String, &'static str) {
        let with_anchor = |page: &PageId, anchor: &Option<String>| {
            let anchor = anchor.as_deref().map_or(String::new(), url::fragment);
            format!("{}{anchor}", self.href(page))
        };
        match target {
            Target::Entry(entry, anchor) => (with_anchor(&PageId::Entry(*entry), anchor), ""),
            Target::Chapter(chapter) => (self.href(&PageId::Chapter(*chapter)), ""),
            Target::Here(anchor) => (url::fragment(anchor), ""),
            Target::Fixed(fixed, anchor) => (with_anchor(&PageId::Fixed(*fixed), anchor), ""),
            Target::Asset(path) => (url::relative(self.from, &asset_place(path)), ""),
            Target::Hotline(id) => (self.dial(id), "tel"),
            Target::Outside(address) if address.starts_with("tel:") => (address.clone(), "tel"),
            Target::Outside(address) => (address.clone(), "out"),
            Target::Law(law) => (self.law(law).unwrap_or_default(), ""),
            Target::Article(law, article) => {
                let version = self
                    .book
                    .laws
                    .get(law)
                    .and_then(|law| canonical(law, self.book))
                    .map(|version| version.id);
                let page = version.map(|version| PageId::Article(law.clone(), version, *article));
                (
                    page.and_then(|page| self.href_if(&page)).or_else(|| self.law(law)).unwrap_or_default(),
                    "cite",
                )
            }
        }
    }

    fn dial(&self, id: &str) -> String {
        let number =
            self.book.hotlines.iter().find(|hotline| hotline.id.value == id).map(|hotline| &hotline.number);
        format!("tel:{}", number.map_or(id, String::as_str))
    }

    /// The page of a law in the version at its own address.
    pub fn law(&self, law: &crate::book::laws::LawId) -> Option<String> {
        let version = canonical(self.book.laws.get(law)?, self.book)?.id;
        self.href_if(&PageId::Law(law.clone(), version))
    }

    fn cite(&self, cite: Option<&Cite>, spot: usize, html: &mut String) {
        match cite.and_then(|cite| self.cited(cite, spot)) {
            Some(href) => html.push_str(&format!("<a class=\"cite\" href=\"{}\">", escape(&href))),
            None => html.push_str("<a class=\"broken\">"),
        }
    }

    /// Where one spot of a citation leads: the paragraph or item of the article, the article, or the law.
    pub fn cited(&self, cite: &Cite, spot: usize) -> Option<String> {
        let known = cite.known()?;
        let place = cite.spots.get(spot).map(|spot| spot.from);
        let article = place.and_then(|place| place.article);
        let page = article.map(|article| PageId::Article(known.law.clone(), known.version, article));
        page.and_then(|page| self.href_if(&page))
            .map(|href| href + &place.and_then(|place| self.anchor(known, place)).unwrap_or_default())
            .or_else(|| self.href_if(&PageId::Law(known.law.clone(), known.version)))
            .or_else(|| self.law(known.law))
    }

    /// The anchor of a paragraph or item in its article's page, where the page shows such a one.
    fn anchor(&self, known: Known<'_>, place: Place) -> Option<String> {
        let article = self.book.laws.get(known.law)?.version(known.version)?.article(place.article?)?;
        let has_item =
            |paragraph: &&Paragraph| paragraph.items.iter().any(|item| Some(item.no) == place.item.number());
        let index = match place.paragraph.number() {
            Some(number) => usize::from(number).checked_sub(1)?,
            None => article.paragraphs.iter().position(|paragraph| has_item(&paragraph))?,
        };
        let paragraph = article.paragraphs.get(index)?;
        let item = place.item.number().filter(|_| has_item(&paragraph));
        Some(item.map_or_else(|| format!("#p{}", index + 1), |item| format!("#p{}-{item}", index + 1)))
    }

    fn term(&self, id: &str, html: &mut String) {
        let href = url::relative(self.from, self.plan.fixed(crate::book::links::Fixed::Glossary));
        let term = self.book.terms.iter().find(|term| term.id.value == id);
        let meaning = term.map_or("", |term| term.meaning.value.as_str());
        let fragment = url::fragment(id);
        html.push_str(&format!("<a class=\"term\" href=\"{href}{fragment}\" title=\"{}\">", escape(meaning)));
    }

    fn image(&self, n: usize, references: References<'_>, html: &mut String) {
        let alt = &references.body.images[n].alt;
        if let Some(path) = references.images.get(n).and_then(Option::as_ref) {
            let src = url::relative(self.from, &asset_place(path));
            html.push_str(&format!("<img src=\"{src}\" alt=\"{}\" loading=\"lazy\">", escape(alt)));
        }
    }
}

/// What an element is called.
fn label_in(language: Language, label: Label) -> &'static str {
    match (label, language) {
        (Label::Table, Language::Chinese) => "表格",
        (Label::Table, Language::English) => "Table",
        (Label::BackToText, Language::Chinese) => "回到正文",
        (Label::BackToText, Language::English) => "Back to the text",
    }
}

/// Where a file of the content stands in the output: as in `content/`.
pub fn asset_place(path: &RelPath) -> RelPath {
    let below = path.as_str().strip_prefix("content/").unwrap_or(path.as_str());
    RelPath::new(below).unwrap_or_else(|| path.clone())
}

/// Text as HTML.
pub fn escape(text: &str) -> String {
    crate::syntax::markdown::escape(text)
}

//! Markdown → finished HTML with typed holes for links, citations, terms and assets. Refuses raw HTML.
//!
//! The HTML around the holes is final; `site::render` fills them, as a linker fills relocations. Whether a target, a law
//! or a file exists is never asked here.

use std::ops::Range;

use super::cite::{Lexicon, RawCite};
use super::terms::Terms;
use crate::base::diag::{Checked, Diagnostic};
use crate::base::source::{FileId, Span};

pub use build::refused_scheme;
pub use inline::{escape, escape_into};

mod build;
mod inline;
mod repair;

/// A stretch of output: finished, or a hole. Holes that are start tags have their end tags in the HTML that follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chunk {
    /// Finished HTML.
    Html(String),
    /// The start tag of link `n`.
    Link(u32),
    /// The start tag of a part of citation `n`, and the first of the citation's spots that the part names.
    Cite(u32, u32),
    /// The start tag of the first use of term `n`.
    Term(u32),
    /// The whole of image `n`.
    Image(u32),
    /// What an element is called for those who do not see it, in the site's language.
    Label(Label),
}

/// An element of Markdown that is called something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// The frame in which a wide table is moved.
    Table,
    /// The link from a footnote back to its place.
    BackToText,
}

/// The parts of a Markdown file.
#[derive(Clone, Debug, Default)]
pub struct Body {
    /// What stands before the first `## ` heading.
    pub lead: Vec<Chunk>,
    /// The `## ` sections in order.
    pub sections: Vec<Section>,
    /// Footnotes in the order of their first use.
    pub footnotes: Vec<Chunk>,
    /// All headings in order, sections' own included.
    pub headings: Vec<Heading>,
    /// Links in order; `Chunk::Link` counts them.
    pub links: Vec<RawLink>,
    /// Citations in order; `Chunk::Cite` counts them.
    pub cites: Vec<FoundCite>,
    /// First uses of terms in order; `Chunk::Term` counts them.
    pub terms: Vec<FoundTerm>,
    /// Images in order; `Chunk::Image` counts them.
    pub images: Vec<RawImage>,
    /// The plain text of every paragraph, item, cell and heading, in order.
    pub blocks: Vec<Block>,
    /// Findings that the author has allowed, each with a reason.
    pub allows: Vec<Allow>,
}

/// A `## ` section.
#[derive(Clone, Debug)]
pub struct Section {
    /// Its heading.
    pub heading: Heading,
    /// Its content without the heading.
    pub chunks: Vec<Chunk>,
}

/// A heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 2 to 6.
    pub level: u8,
    /// Its plain text.
    pub text: String,
    /// Its anchor, unique in the file.
    pub anchor: String,
    /// Where it stands.
    pub at: Span,
}

/// A link as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawLink {
    /// The destination as written.
    pub dest: String,
    /// Where the whole link stands.
    pub at: Span,
    /// The block it stands in.
    pub block: u32,
    /// Where its text stands in the block.
    pub within: Range<u32>,
}

/// A citation found in a block.
#[derive(Clone, Debug)]
pub struct FoundCite {
    /// What was found; its ranges count bytes of the block's text.
    pub raw: RawCite,
    /// The block it stands in.
    pub block: u32,
    /// Where it stands in the file.
    pub at: Span,
}

/// The first use of a glossary term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundTerm {
    /// The term's id.
    pub id: String,
    /// Where it stands.
    pub at: Span,
}

/// An image as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawImage {
    /// The destination as written.
    pub dest: String,
    /// What it shows, in words.
    pub alt: String,
    /// Where it stands.
    pub at: Span,
}

/// `<!-- fatiao: allow F0601 理由 -->`: the author knows, and says why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allow {
    /// The code.
    pub code: String,
    /// Why; empty is a finding of its own.
    pub reason: String,
    /// The comment.
    pub at: Span,
}

/// What a block of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// A paragraph.
    Paragraph,
    /// A heading.
    Heading,
    /// A list item's own text.
    Item,
    /// A table cell.
    Cell,
    /// Code, in which nothing is looked for.
    Code,
}

/// The plain text of one block, and where it came from.
#[derive(Clone, Debug)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its text: marks removed, soft breaks between Han characters gone.
    pub text: String,
    /// The index in `Body::headings` of the heading above it.
    pub heading: Option<u32>,
    /// Where its pieces came from: offset in `text`, offset in the file; ascending.
    pieces: Vec<(u32, u32)>,
}

impl Block {
    /// Where a byte of the text stands in the file.
    pub fn source(&self, at: usize) -> usize {
        let index = self.pieces.partition_point(|(text, _)| *text as usize <= at).saturating_sub(1);
        self.pieces.get(index).map_or(0, |(text, file)| *file as usize + at.saturating_sub(*text as usize))
    }

    /// Where a stretch of the text stands in the file.
    pub fn span(&self, file: &FileId, within: &Range<usize>) -> Span {
        let last = self.text[within.clone()].chars().next_back().map_or(0, char::len_utf8);
        let end = self.source(within.end.saturating_sub(last)) + last;
        Span::new(file, self.source(within.start)..end)
    }

    /// The sentence around byte `at` of the text.
    pub fn sentence(&self, at: usize) -> &str {
        &self.text[self.sentence_at(at)]
    }

    /// The sentence in which a stretch of the text begins: what stands before the stretch, the stretch, and what follows; all
    /// before it if the sentence ends within.
    pub fn sentence_apart(&self, within: &Range<usize>) -> [&str; 3] {
        let sentence = self.sentence_at(within.start);
        let is_whole = sentence.start <= within.start && within.end <= sentence.end;
        let within = if is_whole { within.clone() } else { sentence.end..sentence.end };
        [sentence.start..within.start, within.clone(), within.end..sentence.end].map(|part| &self.text[part])
    }

    fn sentence_at(&self, at: usize) -> Range<usize> {
        let at = self.text.floor_char_boundary(at.min(self.text.len()));
        let ends = |c: char| matches!(c, '。' | '！' | '？' | '\n');
        let start = self.text[..at]
            .rfind(ends)
            .map_or(0, |end| end + self.text[end..].chars().next().map_or(1, char::len_utf8));
        let end = self.text[at..].find(ends).map_or(self.text.len(), |end| {
            at + end + self.text[at + end..].chars().next().map_or(1, char::len_utf8)
        });
        let sentence = self.text[start..end].trim_end();
        let begun = sentence.trim_start_matches(['”', '’', '）', '」']).trim_start();
        let end = start + sentence.len();
        end - begun.len()..end
    }
}

/// The names that text is searched for while it is read.
#[derive(Clone, Debug)]
pub struct Names {
    /// Names of laws.
    pub laws: Lexicon,
    /// Terms of the glossary.
    pub terms: Terms,
}

impl Default for Names {
    fn default() -> Names {
        Names { laws: Lexicon::new([""; 0]), terms: Terms::default() }
    }
}

/// Reads the Markdown that starts `shift` bytes into `file`.
pub fn parse(file: &FileId, text: &str, shift: usize, names: &Names) -> Checked<Body> {
    let repaired = repair::emphasis(text);
    let mut diags: Vec<Diagnostic> = repaired.unpaired(file, shift);
    let body = build::build(file, &repaired, shift, names).take(&mut diags);
    Checked { value: body, diags }
}

#[cfg(test)]
mod tests;

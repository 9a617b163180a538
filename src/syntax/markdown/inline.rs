//! The inline content of one block: gathered as operations over its plain text, then written with holes where citations
//! and terms were found. Knows nothing of blocks.

use std::fmt::Write;
use std::iter;
use std::ops::Range;

use memchr::{memchr2_iter, memchr3_iter};

use super::{Block, BlockKind, Chunk, FoundCite, FoundTerm, Names};
use crate::base::source::{FileId, offset};
use crate::base::text::is_wide;
use crate::syntax::cite;

/// One operation; text counts bytes of the block's plain text.
enum Op {
    Html(String),
    Hole(Chunk),
    Text { range: Range<usize>, holes: Holes },
}

/// Whether a stretch may hold links of ours: not inside another link, and not in code.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Holes {
    /// It may.
    Allowed,
    /// It may not.
    Refused,
}

/// The inline content of a block while it is gathered.
#[derive(Default)]
pub struct Inline {
    text: String,
    pieces: Vec<(u32, u32)>,
    ops: Vec<Op>,
    pending_break: bool,
}

/// What a block's text led to.
pub struct Written {
    /// The block itself.
    pub block: Block,
    /// Its content.
    pub chunks: Vec<Chunk>,
}

/// Where findings of a block go.
pub struct Found<'a> {
    /// The file.
    pub file: &'a FileId,
    /// All citations so far.
    pub cites: &'a mut Vec<FoundCite>,
    /// All first uses of terms so far.
    pub terms: &'a mut Vec<FoundTerm>,
    /// The number of this block.
    pub block: u32,
}

impl Inline {
    /// The length of the text so far.
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// A tag.
    pub fn html(&mut self, html: impl Into<String>) {
        self.ops.push(Op::Html(html.into()));
    }

    /// A hole.
    pub fn hole(&mut self, chunk: Chunk) {
        self.ops.push(Op::Hole(chunk));
    }

    /// Text that stands at `at` in the file.
    pub fn text(&mut self, text: &str, at: usize, holes: Holes) {
        self.close_break(text.chars().next());
        let start = self.text.len();
        self.pieces.push((offset(start), offset(at)));
        self.text.push_str(text);
        self.ops.push(Op::Text { range: start..self.text.len(), holes });
    }

    /// A line break in the source that is not one in the text.
    pub fn soft_break(&mut self) {
        self.pending_break = true;
    }

    // Browsers render a soft break between two Han characters as a space, so it is dropped there.
    fn close_break(&mut self, next: Option<char>) {
        if !std::mem::take(&mut self.pending_break) {
            return;
        }
        let before = self.text.chars().next_back();
        if before.is_some_and(is_wide) && next.is_some_and(is_wide) {
            return;
        }
        if let Some((text, file)) = self.pieces.last().copied() {
            let start = self.text.len();
            self.pieces.push((offset(start), file + offset(start) - text));
            self.text.push(' ');
            self.ops.push(Op::Text { range: start..start + 1, holes: Holes::Refused });
        }
    }

    /// Finds citations and terms in the text and writes everything out.
    pub fn write(
        self,
        kind: BlockKind,
        heading: Option<u32>,
        names: &Names,
        found: &mut Found<'_>,
    ) -> Written {
        let block = Block { kind, text: self.text, heading, pieces: self.pieces };
        let marks = if kind == BlockKind::Code { Vec::new() } else { marks(&block, names, found) };
        Written { chunks: write(self.ops, &block.text, &marks), block }
    }
}

struct Mark {
    range: Range<usize>,
    hole: Chunk,
}

fn marks(block: &Block, names: &Names, found: &mut Found<'_>) -> Vec<Mark> {
    let mut marks = Vec::new();
    for raw in cite::find(&block.text, &names.laws) {
        let at = block.span(found.file, &raw.at);
        let number = offset(found.cites.len());
        let part = |part: cite::Part| Mark { range: part.at, hole: Chunk::Cite(number, offset(part.spot)) };
        marks.extend(cite::parts(&block.text, &raw).into_iter().map(part));
        found.cites.push(FoundCite { raw, block: found.block, at });
    }
    if block.kind != BlockKind::Heading {
        mark_terms(block, names, found, &mut marks);
        marks.sort_by_key(|mark| mark.range.start);
    }
    marks
}

fn mark_terms(block: &Block, names: &Names, found: &mut Found<'_>, marks: &mut Vec<Mark>) {
    let cites = marks.len();
    for (id, range) in names.terms.find(&block.text) {
        let inside = |mark: &Mark| mark.range.start < range.end && range.start < mark.range.end;
        if marks[..cites].iter().any(inside) || found.terms.iter().any(|term| term.id == id) {
            continue;
        }
        let at = block.span(found.file, &range);
        marks.push(Mark { range, hole: Chunk::Term(offset(found.terms.len())) });
        found.terms.push(FoundTerm { id: id.to_owned(), at });
    }
}

fn write(ops: Vec<Op>, text: &str, marks: &[Mark]) -> Vec<Chunk> {
    let mut out = Out::default();
    for op in ops {
        match op {
            Op::Html(html) => out.html(&html),
            Op::Hole(chunk) => out.hole(chunk),
            Op::Text { range, holes: Holes::Refused } => out.text(&text[range]),
            Op::Text { range, holes: Holes::Allowed } => marked(text, range, marks, &mut out),
        }
    }
    out.chunks
}

// A mark that reaches over an inline tag is opened anew on each side of it, so that elements always nest.
fn marked(text: &str, range: Range<usize>, marks: &[Mark], out: &mut Out) {
    let mut at = range.start;
    for mark in marks.iter().filter(|mark| mark.range.start < range.end && range.start < mark.range.end) {
        let (start, end) = (mark.range.start.max(range.start), mark.range.end.min(range.end));
        out.text(&text[at..start]);
        out.hole(mark.hole.clone());
        out.text(&text[start..end]);
        out.html("</a>");
        at = end;
    }
    out.text(&text[at..range.end]);
}

/// Chunks while they are written; neighbouring HTML is one chunk.
#[derive(Default)]
pub struct Out {
    /// The chunks so far.
    pub chunks: Vec<Chunk>,
}

impl Out {
    /// Finished HTML.
    pub fn html(&mut self, html: &str) {
        match self.chunks.last_mut() {
            _ if html.is_empty() => {}
            Some(Chunk::Html(last)) => last.push_str(html),
            _ => self.chunks.push(Chunk::Html(html.to_owned())),
        }
    }

    /// Text, escaped where it goes.
    fn text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        if !matches!(self.chunks.last(), Some(Chunk::Html(_))) {
            self.chunks.push(Chunk::Html(String::new()));
        }
        if let Some(Chunk::Html(last)) = self.chunks.last_mut() {
            escape_into(text, last).expect("a string takes everything");
        }
    }

    /// A hole.
    pub fn hole(&mut self, chunk: Chunk) {
        self.chunks.push(chunk);
    }

    /// What another writer wrote.
    pub fn extend(&mut self, chunks: Vec<Chunk>) {
        for chunk in chunks {
            match chunk {
                Chunk::Html(html) => self.html(&html),
                hole => self.hole(hole),
            }
        }
    }
}

/// Text as HTML.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    escape_into(text, &mut out).expect("a string takes everything");
    out
}

/// Writes text as HTML: the stretches between special characters whole, since most text has none.
pub fn escape_into(text: &str, out: &mut impl Write) -> std::fmt::Result {
    let mut from = 0;
    for at in special(text.as_bytes()) {
        let (with, length) = match text.as_bytes()[at] {
            b'&' => ("&amp;", 1),
            b'<' => ("&lt;", 1),
            b'>' => ("&gt;", 1),
            b'"' => ("&quot;", 1),
            _ if text[at..].starts_with(super::repair::MARKER) => ("", super::repair::MARKER.len_utf8()),
            _ => continue,
        };
        out.write_str(&text[from..at])?;
        out.write_str(with)?;
        from = at + length;
    }
    out.write_str(&text[from..])
}

/// Where the bytes are that HTML needs written in another way, or with which such a character begins.
fn special(bytes: &[u8]) -> impl Iterator<Item = usize> {
    let mut signs = memchr3_iter(b'&', b'<', b'>', bytes).peekable();
    let mut others = memchr2_iter(b'"', MARKER_BEGINS, bytes).peekable();
    iter::from_fn(move || match (signs.peek(), others.peek()) {
        (Some(sign), Some(other)) if other < sign => others.next(),
        (None, _) => others.next(),
        _ => signs.next(),
    })
}

/// The first byte of the marker, and of other characters for private use.
const MARKER_BEGINS: u8 = 0xee;

//! Markdown events → [`Body`]. One method a kind of event; inline content is left to `inline`.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{Alignment, CodeBlockKind, CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::inline::{Found, Holes, Inline, Out, escape};
use super::repair::{MARKER, Repaired};
use super::{Allow, Block, BlockKind, Body, Chunk, Heading, Label, Names, RawImage, RawLink, Section};
use crate::base::diag::{Checked, Diagnostic, link as link_diag, markdown as diag};
use crate::base::source::{FileId, Span, offset};
use crate::base::text::slug;

/// Parses repaired Markdown.
pub fn build(file: &FileId, repaired: &Repaired, shift: usize, names: &Names) -> Checked<Body> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES;
    let mut builder = Builder::new(file, repaired, shift, names);
    for (event, at) in Parser::new_ext(&repaired.text, options).into_offset_iter() {
        builder.event(event, at);
    }
    builder.finish()
}

struct Builder<'a> {
    file: &'a FileId,
    repaired: &'a Repaired,
    shift: usize,
    names: &'a Names,
    body: Body,
    diags: Vec<Diagnostic>,
    out: Out,
    inline: Option<Inline>,
    kind: BlockKind,
    heading: Option<(u8, Option<String>, Span)>,
    open_link: Option<(RawLink, usize)>,
    image: Option<(RawImage, bool)>,
    label_open: bool,
    tasks: usize,
    columns: Vec<Alignment>,
    column: usize,
    in_head: bool,
    footnotes: Footnotes,
    html_reported: bool,
}

/// Footnotes are numbered by first use and written after everything else.
#[derive(Default)]
struct Footnotes {
    used: Vec<String>,
    written: BTreeMap<String, (Vec<Chunk>, Span)>,
    around: Option<(String, Out, Span)>,
}

impl Footnotes {
    /// The number of a footnote, and the anchor to which it leads back where this is its first use.
    fn number(&mut self, label: &str) -> (usize, String) {
        if let Some(at) = self.used.iter().position(|used| used == label) {
            return (at + 1, String::new());
        }
        self.used.push(label.to_owned());
        let number = self.used.len();
        (number, format!(" id=\"fnref-{number}\""))
    }
}

impl<'a> Builder<'a> {
    fn new(file: &'a FileId, repaired: &'a Repaired, shift: usize, names: &'a Names) -> Builder<'a> {
        Builder {
            file,
            repaired,
            shift,
            names,
            body: Body::default(),
            diags: Vec::new(),
            out: Out::default(),
            inline: None,
            kind: BlockKind::Paragraph,
            heading: None,
            open_link: None,
            image: None,
            label_open: false,
            tasks: 0,
            columns: Vec::new(),
            column: 0,
            in_head: false,
            footnotes: Footnotes::default(),
            html_reported: false,
        }
    }

    fn span(&self, at: &Range<usize>) -> Span {
        let original = |at: usize| self.repaired.original(at) + self.shift;
        Span::new(self.file, original(at.start)..original(at.end))
    }

    fn inline(&mut self) -> &mut Inline {
        self.inline.get_or_insert_default()
    }

    fn event(&mut self, event: Event<'_>, at: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, &at),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text, &at),
            Event::Code(code) => self.code(&code, &at),
            Event::SoftBreak => self.inline().soft_break(),
            Event::HardBreak => self.inline().html("<br>"),
            Event::Rule => self.block_html("<hr>\n"),
            Event::Html(html) | Event::InlineHtml(html) => self.raw_html(&html, &at),
            Event::FootnoteReference(label) => self.footnote_reference(&label),
            Event::TaskListMarker(done) => self.task(done),
            Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn text(&mut self, text: &CowStr<'_>, at: &Range<usize>) {
        if let Some((image, _)) = &mut self.image {
            image.alt.push_str(text);
            return;
        }
        let source = self.repaired.original(at.start) + self.shift;
        let holes = match self.open_link {
            None if self.kind != BlockKind::Code => Holes::Allowed,
            _ => Holes::Refused,
        };
        if !self.repaired.is_marked() {
            return self.inline().text(text, source, holes);
        }
        // Markers are taken out piece by piece, so that each piece keeps its place in the file.
        let mut before = 0;
        for piece in text.split(MARKER) {
            if !piece.is_empty() {
                self.inline().text(piece, source + before, holes);
            }
            before += piece.len();
        }
    }

    fn code(&mut self, code: &CowStr<'_>, at: &Range<usize>) {
        let source = self.repaired.original(at.start) + self.shift + 1;
        let inline = self.inline();
        inline.html("<code>");
        inline.text(code, source, Holes::Refused);
        inline.html("</code>");
    }

    fn start(&mut self, tag: Tag<'_>, at: &Range<usize>) {
        match tag {
            Tag::Emphasis => self.inline().html("<em>"),
            Tag::Strong => self.inline().html("<strong>"),
            Tag::Strikethrough => self.inline().html("<del>"),
            Tag::Link { dest_url, .. } => self.start_link(&dest_url, at),
            Tag::Image { dest_url, .. } => {
                let image = RawImage { dest: dest_url.into_string(), alt: String::new(), at: self.span(at) };
                self.image = Some((image, true));
            }
            Tag::Heading { level, id, .. } => self.start_heading(level, id.map(CowStr::into_string), at),
            Tag::HtmlBlock => self.flush(),
            other => self.start_block(other, at),
        }
    }

    fn start_block(&mut self, tag: Tag<'_>, at: &Range<usize>) {
        self.flush();
        match tag {
            Tag::Paragraph => self.open("<p>", BlockKind::Paragraph),
            Tag::Item => self.open("<li>", BlockKind::Item),
            Tag::TableCell => self.start_cell(),
            Tag::BlockQuote(_) => self.out.html("<blockquote>\n"),
            Tag::List(None) => self.out.html("<ul>\n"),
            Tag::List(Some(1)) => self.out.html("<ol>\n"),
            Tag::List(Some(first)) => self.out.html(&format!("<ol start=\"{first}\">\n")),
            Tag::CodeBlock(kind) => self.start_code(&kind),
            Tag::Table(columns) => {
                self.columns = columns;
                self.out.html("<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"");
                self.out.hole(Chunk::Label(Label::Table));
                self.out.html("\"><table>\n");
            }
            Tag::TableHead => {
                (self.in_head, self.column) = (true, 0);
                self.out.html("<thead><tr>");
            }
            Tag::TableRow => {
                self.column = 0;
                self.out.html("<tr>");
            }
            Tag::FootnoteDefinition(label) => {
                let around = std::mem::take(&mut self.out);
                self.footnotes.around = Some((label.into_string(), around, self.span(at)));
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis => self.inline().html("</em>"),
            TagEnd::Strong => self.inline().html("</strong>"),
            TagEnd::Strikethrough => self.inline().html("</del>"),
            TagEnd::Link => self.end_link(),
            TagEnd::Image => self.end_image(),
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::HtmlBlock => self.html_reported = false,
            other => self.end_block(other),
        }
    }

    fn end_block(&mut self, tag: TagEnd) {
        self.flush();
        match tag {
            TagEnd::Paragraph => self.out.html("</p>\n"),
            TagEnd::Item => self.out.html("</li>\n"),
            TagEnd::BlockQuote(_) => self.out.html("</blockquote>\n"),
            TagEnd::List(true) => self.out.html("</ol>\n"),
            TagEnd::List(false) => self.out.html("</ul>\n"),
            TagEnd::CodeBlock => self.out.html("</code></pre>\n"),
            TagEnd::Table => self.out.html("</tbody></table></div>\n"),
            TagEnd::TableHead => {
                self.in_head = false;
                self.out.html("</tr></thead><tbody>\n");
            }
            TagEnd::TableRow => self.out.html("</tr>\n"),
            TagEnd::TableCell => self.out.html(if self.in_head { "</th>" } else { "</td>" }),
            TagEnd::FootnoteDefinition => self.end_footnote(),
            _ => {}
        }
        self.kind = BlockKind::Paragraph;
    }

    fn open(&mut self, html: &str, kind: BlockKind) {
        self.out.html(html);
        self.kind = kind;
    }

    fn block_html(&mut self, html: &str) {
        self.flush();
        self.out.html(html);
    }

    fn start_cell(&mut self) {
        let align = match self.columns.get(self.column) {
            Some(Alignment::Right) => " class=\"right\"",
            Some(Alignment::Center) => " class=\"center\"",
            _ => "",
        };
        self.column += 1;
        let tag = if self.in_head { format!("<th scope=\"col\"{align}>") } else { format!("<td{align}>") };
        self.open(&tag, BlockKind::Cell);
    }

    fn start_code(&mut self, kind: &CodeBlockKind<'_>) {
        let language = match kind {
            CodeBlockKind::Fenced(name) if !name.is_empty() => {
                format!(" class=\"language-{}\"", escape(&slug(name)))
            }
            _ => String::new(),
        };
        self.open(&format!("<pre><code{language}>"), BlockKind::Code);
    }

    fn start_link(&mut self, dest: &CowStr<'_>, at: &Range<usize>) {
        let at = self.span(at);
        if let Some(scheme) = refused_scheme(dest) {
            self.diags.push(link_diag::refused_scheme(at.clone(), scheme));
        }
        let start = self.inline().len();
        let link =
            RawLink { dest: dest.to_string(), at, block: offset(self.body.blocks.len()), within: 0..0 };
        let number = offset(self.body.links.len());
        self.body.links.push(link.clone());
        self.inline().hole(Chunk::Link(number));
        self.open_link = Some((link, start));
    }

    fn end_link(&mut self) {
        let end = self.inline().len();
        self.inline().html("</a>");
        if let (Some((_, start)), Some(last)) = (self.open_link.take(), self.body.links.last_mut()) {
            last.within = offset(start)..offset(end);
        }
    }

    fn end_image(&mut self) {
        let Some((image, _)) = self.image.take() else { return };
        if image.alt.trim().is_empty() {
            self.diags.push(diag::image_without_text(image.at.clone()));
        }
        let number = offset(self.body.images.len());
        self.body.images.push(image);
        self.inline().hole(Chunk::Image(number));
    }

    fn start_heading(&mut self, level: HeadingLevel, id: Option<String>, at: &Range<usize>) {
        self.flush();
        let (level, at) = (level as u8, self.span(at));
        if level == 1 {
            self.diags.push(diag::first_level_heading(at.clone()));
        }
        let above = self.body.headings.last().map_or(1, |heading| heading.level);
        if level > above + 1 {
            self.diags.push(diag::heading_skips(at.clone(), above, level));
        }
        self.kind = BlockKind::Heading;
        self.heading = Some((level.max(2), id, at));
    }

    fn end_heading(&mut self) {
        let Some((level, id, at)) = self.heading.take() else { return };
        let inline = self.inline.take().unwrap_or_default();
        let written = self.written(inline, BlockKind::Heading);
        let text = written.1.text.trim().to_owned();
        let anchor = self.anchor(id, &text, &at);
        let heading = Heading { level, text, anchor: anchor.clone(), at };
        self.body.headings.push(heading.clone());
        self.body.blocks.push(written.1);
        self.kind = BlockKind::Paragraph;
        if level == 2 {
            self.close_section();
            self.body.sections.push(Section { heading, chunks: Vec::new() });
            return;
        }
        self.out.html(&format!("<h{level} id=\"{}\">", escape(&anchor)));
        self.out.extend(written.0);
        self.out.html(&format!("</h{level}>\n"));
    }

    fn anchor(&mut self, id: Option<String>, text: &str, at: &Span) -> String {
        let taken = |anchor: &str| self.body.headings.iter().any(|heading| heading.anchor == anchor);
        if let Some(id) = id {
            if taken(&id) {
                self.diags.push(diag::duplicate_anchor(at.clone(), &id));
            }
            return id;
        }
        let plain = Some(slug(text)).filter(|slug| !slug.is_empty()).unwrap_or_else(|| "section".to_owned());
        let numbered = (2..).map(|number| format!("{plain}-{number}"));
        std::iter::once(plain.clone()).chain(numbered).find(|anchor| !taken(anchor)).unwrap_or(plain)
    }

    fn raw_html(&mut self, html: &str, at: &Range<usize>) {
        let trimmed = html.trim();
        if trimmed.starts_with("<!--") && trimmed.ends_with("-->") {
            self.comment(trimmed, at);
        } else if !self.html_reported {
            self.diags.push(diag::raw_html(self.span(at)));
            self.html_reported = self.inline.is_none();
        }
    }

    fn comment(&mut self, comment: &str, at: &Range<usize>) {
        let inner = comment.trim_start_matches("<!--").trim_end_matches("-->").trim();
        let Some(allow) = inner.strip_prefix("fatiao:").map(str::trim) else { return };
        let mut words = allow.split_whitespace();
        let (verb, code) = (words.next(), words.next().unwrap_or_default().to_owned());
        let reason = words.collect::<Vec<_>>().join(" ");
        let at = self.span(at);
        if verb != Some("allow") || code.is_empty() || reason.is_empty() {
            self.diags.push(diag::allow_without_reason(at.clone()));
        }
        self.body.allows.push(Allow { code, reason, at });
    }

    fn task(&mut self, done: bool) {
        self.flush();
        self.tasks += 1;
        let (number, checked) = (self.tasks, if done { " checked" } else { "" });
        self.out.html(&format!(
            "<input type=\"checkbox\" id=\"task-{number}\"{checked}><label for=\"task-{number}\">"
        ));
        self.label_open = true;
    }

    fn footnote_reference(&mut self, label: &str) {
        let (number, id) = self.footnotes.number(label);
        self.inline().html(format!(
            "<sup class=\"footnote-ref\"><a{id} href=\"#fn-{number}\" role=\"doc-noteref\">{number}</a></sup>"
        ));
    }

    fn end_footnote(&mut self) {
        let Some((label, around, at)) = self.footnotes.around.take() else { return };
        let written = std::mem::replace(&mut self.out, around);
        self.footnotes.written.insert(label, (written.chunks, at));
    }

    /// Ends the inline content that is open, if any.
    fn flush(&mut self) {
        if let Some(inline) = self.inline.take() {
            let (chunks, block) = self.written(inline, self.kind);
            self.out.extend(chunks);
            self.body.blocks.push(block);
        }
        if std::mem::take(&mut self.label_open) {
            self.out.html("</label>");
        }
    }

    fn written(&mut self, inline: Inline, kind: BlockKind) -> (Vec<Chunk>, Block) {
        let above = offset(self.body.headings.len()).checked_sub(1);
        let mut found = Found {
            file: self.file,
            cites: &mut self.body.cites,
            terms: &mut self.body.terms,
            block: offset(self.body.blocks.len()),
        };
        let written = inline.write(kind, above, self.names, &mut found);
        (written.chunks, written.block)
    }

    fn close_section(&mut self) {
        let chunks = std::mem::take(&mut self.out).chunks;
        match self.body.sections.last_mut() {
            Some(section) => section.chunks = chunks,
            None => self.body.lead = chunks,
        }
    }

    fn finish(mut self) -> Checked<Body> {
        self.flush();
        self.close_section();
        let mut notes = Out::default();
        for (index, label) in self.footnotes.used.iter().enumerate() {
            let Some((chunks, _)) = self.footnotes.written.remove(label) else { continue };
            let number = index + 1;
            notes.html(&format!("<li id=\"fn-{number}\">"));
            notes.extend(chunks);
            notes.html(&format!("<a href=\"#fnref-{number}\" role=\"doc-backlink\" aria-label=\""));
            notes.hole(Chunk::Label(Label::BackToText));
            notes.html("\">↩</a></li>\n");
        }
        for (label, (_, at)) in std::mem::take(&mut self.footnotes.written) {
            self.diags.push(diag::unused_footnote(at, &label));
        }
        self.body.footnotes = notes.chunks;
        Checked { value: self.body, diags: self.diags }
    }
}

/// The scheme of a destination, where it has one that is not allowed.
pub fn refused_scheme(dest: &str) -> Option<&str> {
    let (scheme, _) = dest.split_once(':')?;
    let is_scheme = scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    let allowed = ["http", "https", "mailto", "tel", "hotline"];
    (is_scheme && !allowed.contains(&scheme.to_ascii_lowercase().as_str())).then_some(scheme)
}

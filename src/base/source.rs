//! The bytes a build reads, as values: paths, files, spans, and where a byte stands on the page.
//!
//! Never touches a file system: `app::disk` fills a [`Sources`], tests build one by hand.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;

use super::hash::Hash;

/// A path inside the site or its output: relative, `/` between its parts, no `.` or `..`, never empty.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct RelPath(Arc<str>);

impl RelPath {
    /// Checks and keeps a path; `None` where a part is empty, `.`, `..`, or holds a backslash or a control character.
    pub fn new(path: &str) -> Option<RelPath> {
        let good = |part: &str| {
            !part.is_empty()
                && part != "."
                && part != ".."
                && !part.contains(['\\', ':'])
                && !part.chars().any(char::is_control)
        };
        path.split('/').all(good).then(|| RelPath(path.into()))
    }

    /// The whole path.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder it stands in, "" at the top.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The last part.
    pub fn name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&self.0, |(_, name)| name)
    }

    /// The last part without its extension.
    pub fn stem(&self) -> &str {
        self.name().rsplit_once('.').map_or(self.name(), |(stem, _)| stem)
    }
}

impl fmt::Display for RelPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for RelPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", &*self.0)
    }
}

/// A source file is known by its path, so that a span outlives an edit elsewhere.
pub type FileId = RelPath;

/// A stretch of one source file, in bytes of the file as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// Byte offsets, end exclusive, on character boundaries.
    pub bytes: Range<u32>,
}

impl Span {
    /// A stretch of `file`.
    pub fn new(file: &FileId, bytes: Range<usize>) -> Span {
        Span { file: file.clone(), bytes: offset(bytes.start)..offset(bytes.end) }
    }

    /// The very start of `file`, for a mistake that has no better place.
    pub fn start_of(file: &FileId) -> Span {
        Span::new(file, 0..0)
    }
}

impl Ord for Span {
    fn cmp(&self, other: &Span) -> Ordering {
        let key = |span: &Span| (span.bytes.start, span.bytes.end);
        self.file.cmp(&other.file).then_with(|| key(self).cmp(&key(other)))
    }
}

impl PartialOrd for Span {
    fn partial_cmp(&self, other: &Span) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Offsets past 4 GiB cannot arise: `app::disk` refuses such files.
pub fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// One file as it was read.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its bytes.
    pub bytes: Arc<[u8]>,
    /// Their fingerprint.
    pub hash: Hash,
}

impl Source {
    /// Keeps bytes with their fingerprint.
    pub fn new(bytes: impl Into<Arc<[u8]>>) -> Source {
        let bytes = bytes.into();
        Source { hash: Hash::of(&bytes), bytes }
    }

    /// The text as far as the bytes are UTF-8, for telling where in a file they cease to be.
    pub fn readable(&self) -> &str {
        std::str::from_utf8(&self.bytes).unwrap_or_else(|error| {
            std::str::from_utf8(&self.bytes[..error.valid_up_to()]).unwrap_or_default()
        })
    }

    /// The text, where the bytes are UTF-8.
    pub fn text(&self) -> Option<&str> {
        std::str::from_utf8(&self.bytes).ok()
    }
}

/// Everything a build may look at. "Today" is a value here, so that the same input gives the same bytes on any day.
#[derive(Clone, Debug)]
pub struct Sources {
    /// Files by path from the site's root.
    pub files: BTreeMap<FileId, Source>,
    /// Authentic texts of laws from outside the site, by a path that begins with the number of their folder.
    pub law_texts: BTreeMap<FileId, Source>,
    /// The day on which verdicts on citations are given.
    pub today: Date,
}

impl Sources {
    /// A tree made by hand, for tests and benches.
    pub fn from_texts<'a>(today: Date, files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Sources {
        let file = |(path, text): (&str, &str)| {
            (RelPath::new(path).expect("a relative path"), Source::new(text.as_bytes()))
        };
        Sources { files: files.into_iter().map(file).collect(), law_texts: BTreeMap::new(), today }
    }
}

/// Line and column, both from 1; the column counts characters, so that a caret under Chinese text stands under the right one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The line, from 1.
    pub line: u32,
    /// The character in it, from 1.
    pub column: u32,
}

/// Where byte `at` of `text` stands. Past the end it is the end; a byte inside a character is that character.
pub fn place(text: &str, at: u32) -> Place {
    let at = text.floor_char_boundary((at as usize).min(text.len()));
    let before = &text[..at];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    Place {
        line: offset(before.matches('\n').count()) + 1,
        column: offset(before[line_start..].trim_start_matches('\u{feff}').chars().count()) + 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_inside() {
        for bad in ["", "/a", "a//b", "../a", "a/..", "a/./b", "a\\b", "c:/x", "a\n"] {
            assert!(RelPath::new(bad).is_none(), "{bad:?}");
        }
        let path = RelPath::new("content/trading/refund.md").unwrap();
        assert_eq!((path.folder(), path.name(), path.stem()), ("content/trading", "refund.md", "refund"));
    }

    #[test]
    fn columns_count_characters() {
        let text = "第一行\n《民法典》x";
        let at = |needle: &str| place(text, offset(text.find(needle).unwrap()));
        assert_eq!(at("x"), Place { line: 2, column: 6 });
        assert_eq!(at("行"), Place { line: 1, column: 3 });
        assert_eq!(place("\u{feff}a", 3), Place { line: 1, column: 1 });
        assert_eq!(place(text, 999), Place { line: 2, column: 7 });
    }
}

//! Short names that a passage defines for itself: （以下简称《解释》）.

use std::collections::BTreeMap;
use std::ops::Range;

use super::cursor::Cursor;
use super::lexicon::{Lexicon, begins_name};
use super::title::{self, Kind};

/// The definitions of a passage.
#[derive(Debug, Default)]
pub(super) struct Defined {
    /// Short name → what it stands for.
    kinds: BTreeMap<String, Kind>,
    /// Where a short name stands inside its definition; it is not a mention there.
    inside: Vec<Range<usize>>,
    /// Where the short names stand without 《》 after their definitions, in order.
    uses: Vec<Range<usize>>,
}

/// One definition as it is written.
pub(super) struct Definition<'t> {
    /// The name that is shortened, where a title stands directly before the brackets.
    pub(super) full: Option<&'t str>,
    /// The short name.
    pub(super) short: &'t str,
    /// Where the short name stands.
    pub(super) at: Range<usize>,
}

/// Reads every 简称 and 下称 of a text.
pub(super) fn read(text: &str) -> Vec<Definition<'_>> {
    let words = text.match_indices('称').filter(|(at, _)| text[..*at].ends_with(['简', '下', '统']));
    let mut found: Vec<Definition<'_>> =
        words.filter_map(|(at, last)| definition(text, at - last.len(), at + last.len())).collect();
    found.sort_by_key(|definition| definition.at.start);
    found
}

fn definition(text: &str, word: usize, after: usize) -> Option<Definition<'_>> {
    let quotes = ['“', '"', '‘', '「', '＂', ' ', '为', '：', ':'];
    let rest = text[after..].trim_start_matches(quotes);
    let start = text.len() - rest.len();
    let ends = |c: char| {
        matches!(c, '”' | '"' | '’' | '）' | ')' | '，' | ',' | '。' | '；' | '」' | '\n' | '、' | '或')
    };
    let end = start + rest.find(ends)?;
    let short = text[start..end].trim();
    let bare = short.trim_matches(['《', '》']);
    let few = (1..=30).contains(&bare.chars().count());
    let near = text.floor_char_boundary(word.saturating_sub(90));
    let open = text[near..word].rfind(['（', '(']).map_or(word, |at| near + at);
    let before = text[..open].trim_end_matches(['以', '下', '，', ',', ' ', '分', '别']);
    let full = before.strip_suffix('》').and_then(|before| outer_title(before));
    few.then_some(Definition { full, short: bare, at: start..end })
}

/// The title that ends before a 》, nested ones included.
fn outer_title(before: &str) -> Option<&str> {
    let mut depth = 1usize;
    for (at, c) in before.char_indices().rev() {
        match c {
            '》' => depth += 1,
            '《' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return before.get(at + c.len_utf8()..);
        }
    }
    None
}

pub(super) fn definitions(text: &str, names: &Lexicon) -> Defined {
    let mut defined = Defined::default();
    for definition in read(text) {
        let short = title::name_of(definition.short);
        let kind = match definition.full.map(title::kind) {
            Some(Kind::Other) => Kind::Other,
            Some(_) => Kind::Instrument,
            None => title::kind(&short),
        };
        defined.inside.push(definition.at.clone());
        if kind == Kind::Instrument && !names.contains(&short) && short.chars().count() > 1 {
            let uses = text.match_indices(&short).filter(|(at, _)| {
                *at > definition.at.end && !text[..*at].ends_with('《') && begins_name(&text[..*at])
            });
            defined.uses.extend(uses.map(|(at, short)| at..at + short.len()));
        }
        defined.kinds.insert(short, kind);
    }
    defined.uses.extend(repeated(text, names));
    defined.uses.sort_by_key(|at| (at.start, std::cmp::Reverse(at.end)));
    defined
}

/// Where titles that the passage has in 《》 are repeated without them: 《校园食堂规定》…违反校园食堂规定.
fn repeated(text: &str, names: &Lexicon) -> Vec<Range<usize>> {
    /// Titles that one passage may repeat; shorter ones than these characters are everyday words.
    const MOST: usize = 32;
    const SHORTEST: usize = 5;
    let mut titles: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, _) in text.match_indices('《') {
        let mut cursor = Cursor::new(text, at);
        let Some(title) = title::bracketed(&mut cursor).filter(|_| titles.len() < MOST) else { continue };
        let own = title.chars().count() >= SHORTEST && title::kind(title) == Kind::Instrument;
        if own && !names.contains(title) {
            titles.entry(title).or_insert(cursor.at);
        }
    }
    let uses = titles.iter().flat_map(|(title, after)| {
        text[*after..].match_indices(title).map(move |(at, _)| after + at..after + at + title.len())
    });
    uses.filter(|at| !text[..at.start].ends_with('《') && begins_name(&text[..at.start])).collect()
}

impl Defined {
    /// What a title means by a definition of this passage.
    pub(super) fn kind(&self, name: &str) -> Option<Kind> {
        self.kinds.get(name).copied()
    }

    /// The next use of a defined name from `at` on.
    pub(super) fn next(&self, at: usize) -> Option<Range<usize>> {
        let nth = self.uses.partition_point(|used| used.start < at);
        self.uses.get(nth).cloned()
    }

    /// The end of the definition in which `at` stands.
    pub(super) fn definition_at(&self, at: usize) -> Option<usize> {
        self.inside.iter().find(|inside| inside.contains(&at)).map(|inside| inside.end)
    }

    /// Whether a defined name is so general that it counts only with a number: 条例, 办法.
    pub(super) fn needs_number(&self, at: Range<usize>) -> bool {
        self.uses.contains(&at) && at.len() < 9
    }
}

//! Glossary terms in prose: where they stand. Knows neither meanings nor pages.

use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

/// The terms to look for, longest first.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    matcher: Option<AhoCorasick>,
    ids: Vec<String>,
}

impl Terms {
    /// Terms with their ids. Terms of one character are left out: they would be found inside other words.
    pub fn new<'a>(terms: impl IntoIterator<Item = (&'a str, &'a str)>) -> Terms {
        let (words, ids): (Vec<&str>, Vec<String>) = terms
            .into_iter()
            .filter(|(term, _)| term.chars().count() > 1)
            .map(|(term, id)| (term, id.to_owned()))
            .unzip();
        let matcher = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .kind(Some(AhoCorasickKind::DFA))
            .build(words)
            .ok();
        Terms { matcher: matcher.filter(|_| !ids.is_empty()), ids }
    }

    /// The terms in a text, in order, not overlapping: id and byte range.
    pub fn find<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (&'t str, Range<usize>)> {
        let matches = self.matcher.iter().flat_map(move |matcher| matcher.find_iter(text));
        matches.map(|found| (self.ids[found.pattern().as_usize()].as_str(), found.range()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_term_wins() {
        let terms = Terms::new([("诉讼时效", "limitation"), ("诉讼", "suit"), ("款", "x")]);
        let found: Vec<_> = terms.find("过了诉讼时效才诉讼，款").map(|(id, at)| (id, at.start)).collect();
        assert_eq!(found, [("limitation", 6), ("suit", 21)]);
        assert_eq!(Terms::default().find("诉讼").count(), 0);
    }
}

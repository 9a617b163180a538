//! Titles that readers could confuse.
//!
//! Two titles are near when their sets of two-character pieces overlap by three quarters. Only titles that share one of their
//! rarest pieces are compared: with an overlap of that size they must (the prefix filter of set joins), so the work stays
//! linear in practice.

use std::collections::HashMap;

use crate::base::diag::{Diagnostic, lint as diag};
use crate::base::text::fold;
use crate::book::Book;

/// At most this many titles with one piece are compared; a piece more common than that says little.
const COMMON: usize = 32;

/// Duplicates and near-duplicates, each reported at the later of the two.
pub fn titles(book: &Book) -> Vec<Diagnostic> {
    let titles: Vec<String> = book.entries.iter().map(|entry| plain(&entry.doc.meta.title.value)).collect();
    let at = |index: usize| book.entries[index].doc.meta.title.at.clone();
    let mut first: HashMap<&str, usize> = HashMap::new();
    let mut found = Vec::new();
    let mut single = Vec::new();
    for (index, title) in titles.iter().enumerate().filter(|(_, title)| !title.is_empty()) {
        match first.get(title.as_str()) {
            Some(earlier) => found.push(diag::duplicate_title(at(index), at(*earlier))),
            None => {
                first.insert(title, index);
                single.push(index);
            }
        }
    }
    found.extend(
        near(&titles, &single).into_iter().map(|(one, other)| diag::similar_title(at(other), at(one))),
    );
    found
}

/// Letters, digits and Han alone, in one form.
fn plain(title: &str) -> String {
    fold(title).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The two-character pieces of a title, each once, in order.
type Pieces = Vec<(char, char)>;

fn near(titles: &[String], wanted: &[usize]) -> Vec<(usize, usize)> {
    let pieces = |index: &usize| -> Pieces {
        let mut pieces: Pieces = titles[*index].chars().zip(titles[*index].chars().skip(1)).collect();
        pieces.sort_unstable();
        pieces.dedup();
        pieces
    };
    let sets: Vec<(usize, Pieces)> = wanted.iter().map(|index| (*index, pieces(index))).collect();
    let mut frequency: HashMap<(char, char), usize> = HashMap::new();
    for piece in sets.iter().flat_map(|(_, set)| set) {
        *frequency.entry(*piece).or_default() += 1;
    }
    let mut seen: HashMap<(char, char), Vec<usize>> = HashMap::new();
    let mut pairs = Vec::new();
    for (number, (index, set)) in sets.iter().enumerate() {
        let mut ranked: Vec<(usize, (char, char))> =
            set.iter().map(|piece| (frequency[piece], *piece)).collect();
        ranked.sort_unstable();
        let prefix = set.len() - (set.len() * 3).div_ceil(4) + usize::from(!set.is_empty());
        let mut candidates = Vec::new();
        for (_, piece) in ranked.into_iter().take(prefix) {
            let holders = seen.entry(piece).or_default();
            candidates.extend_from_slice(holders);
            if holders.len() < COMMON {
                holders.push(number);
            }
        }
        candidates.sort_unstable();
        candidates.dedup();
        let close = candidates.into_iter().find(|other| overlaps(&sets[*other].1, set));
        pairs.extend(close.map(|other| (sets[other].0, *index)));
    }
    pairs
}

/// Whether two sets share at least three quarters of their union.
fn overlaps(one: &Pieces, other: &Pieces) -> bool {
    let (fewer, more) = (one.len().min(other.len()), one.len().max(other.len()));
    if fewer * 4 < more * 3 {
        return false;
    }
    let shared = one.iter().filter(|piece| other.binary_search(piece).is_ok()).count();
    let union = one.len() + other.len() - shared;
    union > 0 && shared * 4 >= union * 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_titles_are_found_and_far_ones_not() {
        let titles = [
            "网购的东西坏了卖家不给退款怎么办",
            "网购的东西坏了卖家不肯给退款怎么办",
            "孩子打赏主播的钱能要回来吗",
        ];
        let titles: Vec<String> = titles.map(plain).to_vec();
        assert_eq!(near(&titles, &[0, 1, 2]), [(0, 1)]);
        assert_eq!(plain("怎么办？ ABC"), "怎么办abc");
    }
}

//! Everyday words → legal words: the rows of `synonyms.toml`, and which of them a query sets off.
//!
//! Nothing here searches; a reader is always shown which words were added and may take them back.

use serde::{Deserialize, Serialize};

/// One row: a word as people say it, and the words of the law for it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Synonym {
    /// The everyday word.
    pub word: String,
    /// The legal words, the most usual first.
    pub legal: Vec<String>,
}

/// The rows of a `synonyms.toml`: every key an everyday word, its value a list of legal words.
pub fn parse(text: &str) -> Result<Vec<Synonym>, toml::de::Error> {
    let rows: std::collections::BTreeMap<String, Vec<String>> = toml::from_str(text)?;
    Ok(rows.into_iter().map(|(word, legal)| Synonym { word, legal }).collect())
}

/// Which of the `words` a folded query contains, leaving out those inside a longer one; by place, longer ones first.
pub fn fired(query: &str, words: &[String]) -> Vec<usize> {
    let mut spots: Vec<(usize, usize, usize)> = Vec::new();
    for (row, word) in words.iter().enumerate().filter(|(_, word)| !word.is_empty()) {
        spots.extend(query.match_indices(word.as_str()).map(|(at, _)| (at, at + word.len(), row)));
    }
    let inside = |a: &(usize, usize, usize), b: &(usize, usize, usize)| {
        b.0 <= a.0 && a.1 <= b.1 && b.1 - b.0 > a.1 - a.0
    };
    let mut kept: Vec<_> = spots.iter().filter(|a| !spots.iter().any(|b| inside(a, b))).copied().collect();
    kept.sort_unstable();
    let mut rows = Vec::new();
    for (_, _, row) in kept {
        if !rows.contains(&row) {
            rows.push(row);
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_longer_word_hides_those_inside_it() {
        let words: Vec<String> = ["退", "退钱", "老板", "退钱给"].map(String::from).into();
        assert_eq!(fired("老板不退钱", &words), [2, 1]);
        assert_eq!(fired("退钱退", &words), [1, 0]);
    }
}

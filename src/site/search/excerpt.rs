//! A text and the terms of a query → the stretch that shows most of them, with the matched words marked.
//!
//! The same rules stand in `engine.js`.

use serde::Serialize;

use super::query::is_single;
use crate::base::text::fold;

/// How many characters are shown.
pub const LENGTH: usize = 90;

/// A stretch of an excerpt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// Its text.
    pub text: String,
    /// Whether it matched.
    pub mark: bool,
}

/// The best window of a text, in pieces, with … where something was left out.
pub fn excerpt(text: &str, terms: &[String]) -> Vec<Piece> {
    let characters: Vec<char> = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    let marked = marked(&characters, terms);
    let start = best_start(&marked, &characters);
    let end = (start + LENGTH).min(characters.len());
    let mut pieces: Vec<Piece> = Vec::new();
    for at in start..end {
        match pieces.last_mut() {
            Some(last) if last.mark == marked[at] => last.text.push(characters[at]),
            _ => pieces.push(Piece { text: characters[at].into(), mark: marked[at] }),
        }
    }
    if start > 0 {
        pieces.insert(0, Piece { text: "…".into(), mark: false });
    }
    if end < characters.len() {
        pieces.push(Piece { text: "…".into(), mark: false });
    }
    pieces
}

/// Which characters belong to a matched pair or run.
fn marked(characters: &[char], terms: &[String]) -> Vec<bool> {
    // Folded one by one, so that every folded character knows where it came from.
    let mut folded = String::new();
    let mut from: Vec<usize> = Vec::new();
    for (at, c) in characters.iter().enumerate() {
        folded.push_str(&fold(c.encode_utf8(&mut [0; 4])));
        from.resize(folded.len(), at);
    }
    let mut marked = vec![false; characters.len()];
    for term in terms.iter().filter(|term| !is_single(term)) {
        for (start, _) in folded.match_indices(term.as_str()) {
            from[start..start + term.len()].iter().for_each(|at| marked[*at] = true);
        }
    }
    marked
}

fn best_start(marked: &[bool], characters: &[char]) -> usize {
    if characters.len() <= LENGTH {
        return 0;
    }
    let mut inside = marked[..LENGTH].iter().filter(|mark| **mark).count();
    let (mut best, mut start) = (inside, 0);
    for at in 1..=characters.len() - LENGTH {
        inside = inside + usize::from(marked[at + LENGTH - 1]) - usize::from(marked[at - 1]);
        if inside > best {
            (best, start) = (inside, at);
        }
    }
    let lead = start.saturating_sub(12);
    if start == 0 { 0 } else { lead }
}

//! What a reader typed → terms with weights, exact phrases, and perhaps a jump. Fetches nothing.
//!
//! The same rules stand in `engine.js`; `tests/search/queries.json` runs in both.

use std::collections::BTreeMap;

use super::grams::{Gram, each_gram};
use crate::base::text::{decimal, fold, from_numeral, is_han};

/// The longest query that is read, in characters; the rest is cut, and the reader told.
pub const LONGEST: usize = 200;

/// A query taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// As compared with the index: NFKC, lower case, at most [`LONGEST`] characters.
    pub folded: String,
    /// Whether something was cut off.
    pub cut: bool,
    /// What stood in quotation marks.
    pub phrases: Vec<String>,
    /// The terms with their weights.
    pub terms: BTreeMap<String, u32>,
    /// Terms that must all occur: those of the phrases.
    pub required: Vec<String>,
}

/// Takes a query apart. `common` are the characters that longer queries leave out.
pub fn read(typed: &str, common: &str, weights: [u32; 4]) -> Query {
    let [pair, single, ..] = weights;
    let folded: String = fold(typed).trim().chars().collect();
    let cut = folded.chars().count() > LONGEST;
    let folded: String = folded.chars().take(LONGEST).collect();
    let phrases = phrases(&folded);
    let mut terms: BTreeMap<String, u32> = BTreeMap::new();
    let mut has_pairs = false;
    each_gram(&folded, |gram| {
        has_pairs |= !matches!(gram, Gram::Single(_));
        terms.insert(gram.term(), if matches!(gram, Gram::Single(_)) { single } else { pair });
    });
    if has_pairs {
        terms.retain(|term, _| !is_single(term) || !common.contains(term.as_str()));
    }
    let required = phrases.iter().flat_map(|phrase| required(phrase)).collect();
    Query { folded, cut, phrases, terms, required }
}

/// The pairs and runs of a legal word.
pub fn pairs(legal: &str) -> Vec<String> {
    let mut pairs = Vec::new();
    each_gram(&fold(legal), |gram| {
        if !matches!(gram, Gram::Single(_)) {
            pairs.push(gram.term());
        }
    });
    pairs
}

/// Whether a term is one Han character.
pub fn is_single(term: &str) -> bool {
    let mut characters = term.chars();
    characters.next().is_some_and(is_han) && characters.next().is_none()
}

fn phrases(folded: &str) -> Vec<String> {
    let is_mark = |c: char| matches!(c, '"' | '“' | '”' | '「' | '」');
    let parts: Vec<&str> = folded.split(is_mark).collect();
    let closed = parts.len().saturating_sub(1);
    let inner = parts[..closed].iter().skip(1).step_by(2);
    inner.map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

/// The grams of a phrase that must occur: pairs and runs, or the one character.
fn required(phrase: &str) -> Vec<String> {
    let (mut long, mut single) = (Vec::new(), Vec::new());
    each_gram(phrase, |gram| match gram {
        Gram::Single(_) => single.push(gram.term()),
        _ => long.push(gram.term()),
    });
    if long.is_empty() { single } else { long }
}

/// A query that names an article: the law's name as it is compared, the article's key (`577`, `287-2`).
pub fn jump(folded: &str) -> Option<(String, String)> {
    let squeezed: String = folded.chars().filter(|c| !c.is_whitespace()).collect();
    let is_digit = |c: char| decimal(c).is_some() || "十百千".contains(c);
    let name_end = squeezed.char_indices().skip(1).find(|(_, c)| is_digit(*c) || *c == '第')?.0;
    let (name, rest) = squeezed.split_at(name_end);
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let rest = rest.strip_prefix('第').unwrap_or(rest);
    let number_end = rest.find(|c| !is_digit(c)).unwrap_or(rest.len());
    let no = from_numeral(&rest[..number_end]).filter(|no| *no > 0)?;
    let rest = &rest[number_end..];
    let rest = rest.strip_prefix('条').unwrap_or(rest);
    let insert = match rest.strip_prefix(['之', '-']) {
        None => None,
        Some(rest) => {
            let end = rest.find(|c| !is_digit(c)).unwrap_or(rest.len());
            Some((from_numeral(&rest[..end])?, &rest[end..]))
        }
    };
    let (key, rest) = match insert {
        Some((insert, rest)) => (format!("{no}-{insert}"), rest),
        None => (no.to_string(), rest),
    };
    let rest = rest.strip_prefix('条').unwrap_or(rest);
    (rest.is_empty() || rest.starts_with('第')).then(|| (law_name(name), key))
}

/// A law's name as it is compared: folded, without book-title marks, white space, or the country's name in front.
pub fn law_name(name: &str) -> String {
    let bare: String =
        fold(name).chars().filter(|c| !c.is_whitespace() && !matches!(c, '《' | '》')).collect();
    bare.strip_prefix("中华人民共和国").map_or(bare.clone(), str::to_owned)
}

/// Whether the articles of a law, as the table writes them, hold a key.
pub fn has_article(articles: &str, key: &str) -> bool {
    let key = key.replace('-', ".");
    articles.split(' ').any(|span| match (span.split_once('-'), key.parse::<u32>()) {
        (Some((from, to)), Ok(no)) => {
            from.parse().is_ok_and(|from: u32| from <= no) && to.parse().is_ok_and(|to: u32| no <= to)
        }
        _ => span == key,
    })
}

/// Whether all of a query is letters, so that it may be pinyin; if so, the letters alone.
pub fn pinyin(folded: &str) -> Option<String> {
    let letters: String = folded.chars().filter(|c| !matches!(c, ' ' | '\'')).collect();
    let only = letters.chars().all(|c| c.is_ascii_lowercase()) && letters.len() >= 2;
    (only && !folded.chars().any(is_han)).then_some(letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jumps() {
        for (typed, found) in [
            ("消保法25", Some(("消保法", "25"))),
            ("民法典 577", Some(("民法典", "577"))),
            ("刑法287之二", Some(("刑法", "287-2"))),
            ("《刑法》第二百八十七条之二第一款", Some(("刑法", "287-2"))),
            ("中华人民共和国民法典第一千零八十七条", Some(("民法典", "1087"))),
            ("民法典第五百七十七条规定了什么", None),
            ("一百块钱", None),
            ("民法典", None),
        ] {
            let found = found.map(|(law, key): (&str, &str)| (law.to_owned(), key.to_owned()));
            assert_eq!(jump(&fold(typed)), found, "{typed}");
        }
        assert!(
            has_article("1-63 287.2", "25")
                && has_article("1-63 287.2", "287-2")
                && !has_article("1-63", "64")
        );
    }

    #[test]
    fn phrases_and_common_characters() {
        let query = read("“七天”的退 货", "的", [10, 5, 6, 0]);
        assert_eq!(query.phrases, ["七天"]);
        assert_eq!(query.required, ["七天"]);
        assert_eq!(query.terms.keys().collect::<Vec<_>>(), ["七", "七天", "天", "的退", "货", "退"]);
        assert!(read(&"啊".repeat(10_000), "", [10, 5, 6, 0]).cut);
    }
}

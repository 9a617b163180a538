//! One mention of several articles → a stretch of text for each, so that each can be a link of its own.

use std::ops::Range;

use super::RawCite;
use crate::base::text::decimal;

/// The words of one article, or of one range of articles, in a mention.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Where they stand, in bytes of the text.
    pub at: Range<usize>,
    /// The first of the mention's spots that they name.
    pub spot: usize,
}

/// Cuts a mention before each further article. Articles that share one 条 (第266、390条) stay together, as does all that
/// cannot be told apart.
pub fn parts(text: &str, cite: &RawCite) -> Vec<Part> {
    let groups = groups(cite);
    let heads: Vec<usize> = heads(text, cite);
    let expected: usize = groups.iter().map(|group| group.heads).sum();
    if groups.len() < 2 || heads.len() != expected {
        return vec![Part { at: cite.at.clone(), spot: 0 }];
    }
    let mut starts: Vec<usize> = Vec::with_capacity(groups.len());
    let mut head = 0;
    for group in &groups {
        starts.push(heads[head]);
        head += group.heads;
    }
    starts[0] = cite.at.start;
    let ends = starts[1..].iter().map(|next| trimmed(text, *next)).chain([cite.at.end]);
    let part = |((start, end), group): ((&usize, usize), &Group)| Part { at: *start..end, spot: group.spot };
    starts.iter().zip(ends).zip(&groups).map(part).collect()
}

/// Spots of one article in a row.
struct Group {
    spot: usize,
    /// How many times 条 is written for them: twice for 第十条至第十五条.
    heads: usize,
}

fn groups(cite: &RawCite) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut last = None;
    for (nth, spot) in cite.spots.iter().enumerate() {
        if groups.is_empty() || spot.from.article != last {
            groups.push(Group { spot: nth, heads: usize::from(spot.from.article.is_some()) });
        }
        last = spot.from.article;
        if let Some(to) = spot.to.filter(|to| to.article != spot.from.article) {
            last = to.article;
            if let Some(group) = groups.last_mut() {
                group.heads += 1;
            }
        }
    }
    groups
}

/// Where each 第…条 of a mention begins, its law's name passed over.
fn heads(text: &str, cite: &RawCite) -> Vec<usize> {
    let from = cite.law_at.as_ref().map_or(cite.at.start, |law| law.end);
    let numbers = &text[from..cite.at.end];
    let start = |at: usize| {
        let number = numbers[..at]
            .trim_end_matches(|c: char| decimal(c).is_some() || "十百千".contains(c) || c.is_whitespace());
        let first = number.strip_suffix('第').unwrap_or(number).len();
        (number.len() < at).then_some(from + first)
    };
    numbers.match_indices('条').filter_map(|(at, _)| start(at)).collect()
}

fn trimmed(text: &str, end: usize) -> usize {
    text[..end].trim_end_matches(|c: char| "、，,；;和与及以或者 　\n".contains(c)).len()
}

#[cfg(test)]
mod tests {
    use super::super::{Lexicon, find};
    use super::*;

    #[test]
    fn each_article_has_its_own_words() {
        let names = Lexicon::new(["示例法"]);
        for (text, expected) in [
            (
                "《示例法》第十条、第十二条第一款和第二十条",
                &["《示例法》第十条", "第十二条第一款", "第二十条"][..],
            ),
            ("《示例法》第十条至第十五条、第二十条", &["《示例法》第十条至第十五条", "第二十条"]),
            ("《示例法》第十条第一款、第三款，第十二条", &["《示例法》第十条第一款、第三款", "第十二条"]),
            ("示例法第26、39条", &["示例法第26、39条"]),
            ("示例法第26条，第39条之一", &["示例法第26条", "第39条之一"]),
            ("《示例法》第十条", &["《示例法》第十条"]),
        ] {
            let cites = find(text, &names);
            let shown: Vec<&str> = parts(text, &cites[0]).into_iter().map(|part| &text[part.at]).collect();
            assert_eq!(shown, expected, "{text}");
        }
    }
}

//! Where a rule stands inside a law: 条 (article), 款 (paragraph), 项 (item), 目 (sub-item).
//!
//! Numbers only; whether a law has such a place is asked in `book`. The order and names of the levels are those of
//! 《立法法》 (articles, paragraphs without numbers, items numbered in brackets, sub-items).

use std::fmt;

use crate::base::text::{from_numeral, to_chinese};

/// The number of an article, with its insertion: 第一百二十条之一 = 120, 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArticleNo {
    /// The number, from 1.
    pub no: u16,
    /// 之N; 0 for an article that was not inserted.
    pub insert: u8,
}

impl ArticleNo {
    /// A plain article.
    pub fn plain(no: u16) -> ArticleNo {
        ArticleNo { no, insert: 0 }
    }

    /// The form used in file names, URLs and keys: `577`, `120-1`.
    pub fn key(self) -> String {
        if self.insert == 0 { self.no.to_string() } else { format!("{}-{}", self.no, self.insert) }
    }

    /// Reads a key or a numeral: `577`, `120-1`, 五百七十七, 一百二十之一, 第一百二十条之一.
    pub fn parse(text: &str) -> Option<ArticleNo> {
        let text = text.trim().trim_start_matches('第');
        let (number, insert) = match text.split_once("条之").or_else(|| text.split_once(['-', '之'])) {
            Some((number, insert)) => (number, u8::try_from(from_numeral(insert)?).ok()?),
            None => (text, 0),
        };
        let no = from_numeral(number.trim_end_matches('条')).filter(|no| *no > 0)?;
        Some(ArticleNo { no, insert })
    }
}

/// 第五百七十七条, 第一百二十条之一.
impl fmt::Display for ArticleNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let article = ["第", &to_chinese(self.no), "条"];
        article.iter().try_for_each(|part| f.write_str(part))?;
        if self.insert > 0 {
            write!(f, "之{}", to_chinese(self.insert.into()))?;
        }
        Ok(())
    }
}

/// One level below the article as a citation gives it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Not said, and nothing below it is either.
    #[default]
    Unsaid,
    /// Left out although a deeper level is said: 第三十八条第二项 skips the paragraph. Written `0`.
    Skipped,
    /// Meant but not shown by the text: 前款 where the text before is missing. Written `?`.
    Unknown,
    /// A number.
    No(u16),
}

impl Level {
    /// The number, where one is known.
    pub fn number(self) -> Option<u16> {
        match self {
            Level::No(number) => Some(number),
            _ => None,
        }
    }
}

/// Which of the four levels a word names: 条, 款, 项 or 目.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rank {
    /// 条.
    Article,
    /// 款.
    Paragraph,
    /// 项.
    Item,
    /// 目.
    Subitem,
}

/// A place in a law as far as a citation says it; the default is 某条, of which nothing is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// 条; `None` where the text does not show which.
    pub article: Option<ArticleNo>,
    /// 款.
    pub paragraph: Level,
    /// 项.
    pub item: Level,
    /// 目.
    pub subitem: Level,
}

impl Place {
    /// A whole article.
    pub fn article(article: ArticleNo) -> Place {
        Place { article: Some(article), ..Place::default() }
    }

    /// A place of which only the rank is known: 本款 is `?.?`.
    pub fn unknown(rank: Rank) -> Place {
        let known = |at: Rank| if rank >= at { Level::Unknown } else { Level::Unsaid };
        Place {
            article: None,
            paragraph: known(Rank::Paragraph),
            item: known(Rank::Item),
            subitem: known(Rank::Subitem),
        }
    }

    /// The same place with `number` at `rank` and nothing below it; a level between that was not said is skipped.
    pub fn with(mut self, rank: Rank, number: u16) -> Place {
        let said = |level: Level| if level == Level::Unsaid { Level::Skipped } else { level };
        let number = Level::No(number);
        match rank {
            Rank::Article => {
                let article = number.number().map(ArticleNo::plain);
                return Place { article, ..Place::default() };
            }
            Rank::Paragraph => {
                (self.paragraph, self.item, self.subitem) = (number, Level::Unsaid, Level::Unsaid)
            }
            Rank::Item => {
                (self.paragraph, self.item, self.subitem) = (said(self.paragraph), number, Level::Unsaid);
            }
            Rank::Subitem => {
                (self.paragraph, self.item, self.subitem) = (said(self.paragraph), said(self.item), number);
            }
        }
        self
    }

    /// The same place with what it does not know taken from `base`.
    pub fn filled(self, base: Place) -> Place {
        let fill = |own: Level, from: Level| match (own, from) {
            (Level::Unknown, Level::Unsaid) => Level::Skipped,
            (Level::Unknown, from) => from,
            (own, _) => own,
        };
        let trailing = |own: Level, from: Level, below: Level| match (fill(own, from), below) {
            (Level::Skipped, Level::Unsaid) if own == Level::Unknown => Level::Unknown,
            (level, _) => level,
        };
        if self.article.is_some() {
            return self;
        }
        Place {
            article: base.article,
            paragraph: trailing(self.paragraph, base.paragraph, self.item),
            item: trailing(self.item, base.item, self.subitem),
            subitem: self.subitem,
        }
    }

    /// The deepest rank that is said.
    pub fn rank(self) -> Rank {
        match (self.paragraph, self.item, self.subitem) {
            (Level::Unsaid, _, _) => Rank::Article,
            (_, Level::Unsaid, _) => Rank::Paragraph,
            (_, _, Level::Unsaid) => Rank::Item,
            _ => Rank::Subitem,
        }
    }

    /// The form of data files: `38`, `38.0.2`, `120-1.1`, `?.?.2`.
    pub fn key(self) -> String {
        let mut key = self.article.map_or_else(|| "?".to_owned(), ArticleNo::key);
        for level in [self.paragraph, self.item, self.subitem] {
            match level {
                Level::Unsaid => break,
                Level::Skipped => key.push_str(".0"),
                Level::Unknown => key.push_str(".?"),
                Level::No(number) => key.push_str(&format!(".{number}")),
            }
        }
        key
    }
}

/// 第五百七十七条第二款; what is unknown is left out.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(article) = self.article {
            write!(f, "{article}")?;
        }
        if let Some(paragraph) = self.paragraph.number() {
            write!(f, "第{}款", to_chinese(paragraph))?;
        }
        if let Some(item) = self.item.number() {
            write!(f, "第{}项", to_chinese(item))?;
        }
        match self.subitem.number() {
            Some(subitem) => write!(f, "第{subitem}目"),
            None => Ok(()),
        }
    }
}

/// One place, or a range of places with both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Spot {
    /// The place, or the first of the range.
    pub from: Place,
    /// The last of the range: 第十条至第十五条.
    pub to: Option<Place>,
}

impl Spot {
    /// A single place.
    pub fn at(place: Place) -> Spot {
        Spot { from: place, to: None }
    }

    /// The form of data files: `38.1.2`, `10..15`.
    pub fn key(&self) -> String {
        match self.to {
            Some(to) => format!("{}..{}", self.from.key(), to.key()),
            None => self.from.key(),
        }
    }
}

/// 第十条至第十五条.
impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.to {
            Some(to) => write!(f, "{}至{}", self.from, to),
            None => write!(f, "{}", self.from),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_and_written() {
        for (text, key, shown) in [
            ("577", "577", "第五百七十七条"),
            ("120-1", "120-1", "第一百二十条之一"),
            ("第二百八十七条之二", "287-2", "第二百八十七条之二"),
            ("二十五之一", "25-1", "第二十五条之一"),
            ("１０", "10", "第十条"),
        ] {
            let article = ArticleNo::parse(text).unwrap();
            assert_eq!((article.key().as_str(), article.to_string().as_str()), (key, shown));
        }
        for bad in ["", "0", "第条", "x", "1-999"] {
            assert_eq!(ArticleNo::parse(bad), None, "{bad}");
        }
    }
}

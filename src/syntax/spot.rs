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
        write!(f, "第{}条", to_chinese(self.no))?;
        if self.insert > 0 {
            write!(f, "之{}", to_chinese(self.insert.into()))?;
        }
        Ok(())
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

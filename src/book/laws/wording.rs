//! Whether two wordings are the same but for formatting, and how alike they are. Knows no law.

use crate::base::source::offset;
use crate::base::text::fold;

/// A wording without what is formatting: width, white space, punctuation, and 〇 for 零.
pub fn normal(text: &str) -> String {
    fold(text)
        .chars()
        .filter(|c| c.is_alphanumeric() || *c == '%')
        .map(|c| if matches!(c, '〇' | '○') { '零' } else { c })
        .collect()
}

/// How many of their pairs of neighbouring characters two normal wordings share, from 0 to 1 (Dice's coefficient).
pub fn similarity(left: &str, right: &str) -> f64 {
    let (left, right) = (Bigrams::of(left), Bigrams::of(right));
    left.alike(&right)
}

/// The pairs of neighbouring characters of a wording with their counts, in order of the pairs.
#[derive(Clone, Debug, Default)]
pub(super) struct Bigrams {
    pub counts: Vec<(u64, u32)>,
    total: u32,
}

impl Bigrams {
    /// Those of a normal wording; a single character pairs with itself.
    pub fn of(normal: &str) -> Bigrams {
        let pair = |left: char, right: char| u64::from(left) << 32 | u64::from(right);
        let mut pairs: Vec<u64> =
            normal.chars().zip(normal.chars().skip(1)).map(|(left, right)| pair(left, right)).collect();
        if pairs.is_empty() {
            pairs.extend(normal.chars().map(|only| pair(only, only)));
        }
        pairs.sort_unstable();
        let counts =
            pairs.chunk_by(|left, right| left == right).map(|run| (run[0], offset(run.len()))).collect();
        Bigrams { counts, total: offset(pairs.len()) }
    }

    /// Dice's coefficient; two empty wordings are alike.
    pub fn alike(&self, other: &Bigrams) -> f64 {
        let (mut left, mut right) = (self.counts.as_slice(), other.counts.as_slice());
        let mut shared = 0;
        while let ([(a, count), ..], [(b, there), ..]) = (left, right) {
            if a == b {
                shared += count.min(there);
            }
            left = &left[usize::from(a <= b)..];
            right = &right[usize::from(b <= a)..];
        }
        self.dice(other, shared)
    }

    /// The coefficient for a number of shared pairs.
    pub fn dice(&self, other: &Bigrams, shared: u32) -> f64 {
        match self.total + other.total {
            0 => 1.0,
            all => 2.0 * f64::from(shared) / f64::from(all),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formatting_is_no_amendment() {
        assert_eq!(normal("二〇一三年， 赔偿５００元。"), normal("二零一三年,赔偿500元"));
        assert_ne!(normal("赔偿双倍"), normal("赔偿三倍"));
        assert!((similarity("", "") - 1.0).abs() < f64::EPSILON);
        assert!(similarity("示例经营者应当退款", "示例经营者应当退货") > 0.8);
        assert!(similarity("示例经营者应当退款", "国家机关依法保密") < 0.1);
    }
}

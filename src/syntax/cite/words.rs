//! Word lists of the grammar, written as one string each so that they read as lists.

/// Words separated by white space. Where several fit, the longest counts.
///
/// Most questions are answered by one look at the character where a word would begin or end: each list keeps a mark for
/// the low seven bits of its words' first and last characters.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words {
    list: &'static str,
    first: u128,
    last: u128,
}

impl Words {
    /// The words of a list.
    pub(super) const fn of(list: &'static str) -> Words {
        let bytes = list.as_bytes();
        let (mut first, mut last) = (0, 0);
        let mut at = 0;
        while at < bytes.len() {
            let length = width(bytes[at]);
            if !bytes[at].is_ascii_whitespace() {
                let bit = mark(bytes, at + length);
                if at == 0 || bytes[at - 1].is_ascii_whitespace() {
                    first |= bit;
                }
                if at + length == bytes.len() || bytes[at + length].is_ascii_whitespace() {
                    last |= bit;
                }
            }
            at += length;
        }
        Words { list, first, last }
    }

    pub(super) fn iter(self) -> impl Iterator<Item = &'static str> {
        self.list.split_ascii_whitespace()
    }

    /// The word with which a text begins.
    pub(super) fn starting(self, text: &str) -> Option<&'static str> {
        if !self.may_start(text) {
            return None;
        }
        self.iter().filter(|word| text.starts_with(word)).max_by_key(|word| word.len())
    }

    /// The word with which a text ends.
    pub(super) fn ending(self, text: &str) -> Option<&'static str> {
        if !self.may_end(text) {
            return None;
        }
        self.iter().filter(|word| text.ends_with(word)).max_by_key(|word| word.len())
    }

    /// Whether a text begins with one of the words.
    pub(super) fn start(self, text: &str) -> bool {
        self.may_start(text) && self.iter().any(|word| text.starts_with(word))
    }

    /// Whether a text ends with one of the words.
    pub(super) fn end(self, text: &str) -> bool {
        self.may_end(text) && self.iter().any(|word| text.ends_with(word))
    }

    /// Whether a text holds one of the words.
    pub(super) fn within(self, text: &str) -> bool {
        text.char_indices().any(|(at, _)| self.start(&text[at..]))
    }

    fn may_start(self, text: &str) -> bool {
        let bytes = text.as_bytes();
        bytes.first().is_some_and(|byte| self.first & mark(bytes, width(*byte)) != 0)
    }

    fn may_end(self, text: &str) -> bool {
        !text.is_empty() && self.last & mark(text.as_bytes(), text.len()) != 0
    }
}

/// Bytes of the character that a byte begins.
const fn width(byte: u8) -> usize {
    match byte {
        0..0xc0 => 1,
        0xc0..0xe0 => 2,
        0xe0..0xf0 => 3,
        _ => 4,
    }
}

/// The mark of the character that ends before `end`: the low bits of its last two bytes.
const fn mark(bytes: &[u8], end: usize) -> u128 {
    let before = if end > 1 && bytes[end - 1] >= 0x80 { bytes[end - 2] & 1 } else { 0 };
    1 << (((before << 6) | (bytes[end - 1] & 63)) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_word_counts() {
        const WORDS: Words = Words::of(
            "规定 实施规定 x \
                                        条",
        );
        assert_eq!(WORDS.starting("规定之"), Some("规定"));
        assert_eq!(WORDS.ending("本实施规定"), Some("实施规定"));
        assert!(WORDS.start("xy") && WORDS.end("一条") && WORDS.within("之条款"));
        assert!(!WORDS.start("之规定") && !WORDS.end("规定之") && !WORDS.start("") && !WORDS.end(""));
    }
}

//! Word lists of the grammar, written as one string each so that they read as lists.

/// Words separated by white space. Where several fit, the longest counts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words(pub(super) &'static str);

impl Words {
    pub(super) fn iter(self) -> impl Iterator<Item = &'static str> {
        self.0.split_ascii_whitespace()
    }

    /// The word with which a text begins.
    pub(super) fn starting(self, text: &str) -> Option<&'static str> {
        self.iter().filter(|word| text.starts_with(word)).max_by_key(|word| word.len())
    }

    /// The word with which a text ends.
    pub(super) fn ending(self, text: &str) -> Option<&'static str> {
        self.iter().filter(|word| text.ends_with(word)).max_by_key(|word| word.len())
    }

    /// Whether a text begins with one of the words.
    pub(super) fn start(self, text: &str) -> bool {
        self.iter().any(|word| text.starts_with(word))
    }

    /// Whether a text ends with one of the words.
    pub(super) fn end(self, text: &str) -> bool {
        self.iter().any(|word| text.ends_with(word))
    }

    /// Whether a text holds one of the words.
    pub(super) fn within(self, text: &str) -> bool {
        self.iter().any(|word| text.contains(word))
    }
}

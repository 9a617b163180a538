//! A place in the text from which the grammar reads on. It only looks and steps; it knows no law.

use super::words::Words;

/// Text and a byte offset in it, always on a character boundary.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor<'t> {
    pub(super) text: &'t str,
    pub(super) at: usize,
}

impl<'t> Cursor<'t> {
    pub(super) fn new(text: &'t str, at: usize) -> Cursor<'t> {
        Cursor { text, at }
    }

    /// What follows.
    pub(super) fn rest(self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(super) fn peek(self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Steps over `word` where it stands here.
    pub(super) fn eat(&mut self, word: &str) -> bool {
        let found = self.rest().starts_with(word);
        if found {
            self.at += word.len();
        }
        found
    }

    /// Steps over the first of `words` that stands here; longer words must come first.
    pub(super) fn eat_any(&mut self, words: &[&'static str]) -> Option<&'static str> {
        let rest = self.rest();
        let word = words.iter().find(|word| rest.starts_with(**word))?;
        self.at += word.len();
        Some(word)
    }

    /// Steps over the longest of `words` that stands here.
    pub(super) fn eat_word(&mut self, words: Words) -> Option<&'static str> {
        let word = words.starting(self.rest())?;
        self.at += word.len();
        Some(word)
    }

    /// Steps over one of `chars`.
    pub(super) fn eat_char(&mut self, chars: &[char]) -> Option<char> {
        let next = self.peek().filter(|c| chars.contains(c))?;
        self.at += next.len_utf8();
        Some(next)
    }

    /// Steps over white space that does not end a paragraph: at most one line break.
    pub(super) fn skip_gap(&mut self) {
        let rest = self.rest();
        let end = rest.find(|c: char| !c.is_whitespace()).unwrap_or(rest.len());
        if rest[..end].matches('\n').count() < 2 {
            self.at += end;
        }
    }

    /// Steps over a bracketed remark, nested ones included, and yields what stands inside.
    pub(super) fn eat_brackets(&mut self) -> Option<&'t str> {
        const LONGEST: usize = 400;
        let start = self.at;
        let rest = self.rest();
        if !rest.starts_with(['（', '(', '〔', '[', '【']) {
            return None;
        }
        let mut depth = 0usize;
        for (at, c) in rest.char_indices().take_while(|(at, _)| *at < LONGEST) {
            match c {
                '（' | '(' | '〔' | '[' | '【' => depth += 1,
                '）' | ')' | '〕' | ']' | '】' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                self.at = start + at + c.len_utf8();
                return rest.get(first_len(rest)..at);
            }
        }
        None
    }
}

fn first_len(text: &str) -> usize {
    text.chars().next().map_or(0, char::len_utf8)
}

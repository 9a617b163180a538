//! The tokens of a script → what each of its names becomes: as short as can be without meeting another name.
//!
//! A name keeps one short form throughout a script. Two names may share one if neither is mentioned where the other is declared: then
//! no declaration can come between a name and its own. A name that is mentioned outside the places where its declarations were seen
//! belongs to someone else, or was declared in a way not known here, and stays as it is.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::{Placed, Token};

const RESERVED: &str = "async await break case catch class const continue default delete do else export extends false finally for \
    function if import in instanceof let new null of return static super switch this throw true try typeof undefined var void \
    while with yield constructor arguments eval";
/// Names of the browser that a script may use in one place and declare in another.
const SHARED: &str = "caches close console document fetch find focus history location navigator open performance print screen \
    scroll self stop window";
/// In the order in which English uses them, and so what stays of a script: texts of few different letters pack best.
const LETTERS: &str = "etnrsoaiclhdfupmgbywkvxjqzETNRSOAICLHDFUPMGBYWKVXJQZ";
const BEFORE_CONDITION: [&str; 4] = ["if", "for", "while", "switch"];
/// What can only begin a statement, if it stands on a new line and nothing before it goes on.
const DECLARATIONS: [&str; 6] = ["const", "let", "function", "class", "export", "async"];

/// What names become, the most often declared the shortest.
pub(super) fn short_names<'a>(shape: &Shape<'_, 'a>) -> BTreeMap<&'a str, String> {
    let mentions = mentions(shape);
    let extents = extents(shape);
    let fixed: BTreeSet<&str> = RESERVED.split_whitespace().chain(SHARED.split_whitespace()).collect();
    let is_free = |name: &str, spots: &[usize]| {
        let within = |at: &usize| extents.get(name).is_some_and(|all| all.iter().any(|one| one.contains(at)));
        !fixed.contains(name) && spots.iter().all(|at| within(at) && !shape.is_exported(*at))
    };
    let (mut own, kept): (Vec<_>, Vec<_>) = mentions.iter().partition(|(name, spots)| is_free(name, spots));
    let taken: BTreeSet<&str> = kept.iter().map(|(name, _)| **name).chain(fixed.iter().copied()).collect();
    own.sort_by_key(|(name, spots)| (Reverse(extents[**name].len()), Reverse(spots.len()), **name));
    let mut free = shorts().filter(|short| !taken.contains(short.as_str()));
    // Each short name in use with those that share it.
    let mut shared: Vec<(String, Vec<Own<'_>>)> = Vec::new();
    let mut names: BTreeMap<&str, String> = BTreeMap::new();
    for (name, spots) in own {
        let own = Own { spots, extents: &extents[*name] };
        let is_apart = |(_, others): &(String, Vec<Own<'_>>)| !others.iter().any(|other| own.meets(other));
        let place = shared.iter().position(is_apart).unwrap_or(shared.len());
        if place == shared.len() {
            let Some(short) = free.next() else { break };
            shared.push((short, Vec::new()));
        }
        names.insert(name, shared[place].0.clone());
        shared[place].1.push(own);
    }
    names.extend(private_names(shape));
    names
}

/// A name that may change: where it stands, and where its declarations count.
struct Own<'m> {
    spots: &'m [usize],
    extents: &'m [Range<usize>],
}

impl Own<'_> {
    /// Whether one of two names is mentioned where the other is declared.
    fn meets(&self, other: &Own<'_>) -> bool {
        self.is_declared_at(other.spots) || other.is_declared_at(self.spots)
    }

    fn is_declared_at(&self, spots: &[usize]) -> bool {
        self.extents.iter().any(|extent| {
            let next = spots.partition_point(|at| *at < extent.start);
            spots.get(next).is_some_and(|at| extent.contains(at))
        })
    }
}

/// What the private members of classes become. They live apart from all other names.
fn private_names<'a>(shape: &Shape<'_, 'a>) -> impl Iterator<Item = (&'a str, String)> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for placed in shape.tokens {
        if let Token::Word(word) = placed.token
            && is_private(word)
        {
            *counts.entry(word).or_default() += 1;
        }
    }
    let mut own: Vec<(&str, usize)> = counts.into_iter().collect();
    own.sort_by_key(|(name, count)| (Reverse(*count), *name));
    own.into_iter().zip(shorts()).map(|((name, _), short)| (name, format!("#{short}")))
}

fn is_private(word: &str) -> bool {
    word.starts_with('#')
}

fn shorts() -> impl Iterator<Item = String> {
    let letters = || LETTERS.chars();
    let pairs = letters().flat_map(move |one| letters().map(move |two| format!("{one}{two}")));
    letters().map(String::from).chain(pairs)
}

/// Where every word stands that is not a property, in order.
fn mentions<'a>(shape: &Shape<'_, 'a>) -> BTreeMap<&'a str, Vec<usize>> {
    let mut mentions: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, placed) in shape.tokens.iter().enumerate() {
        if let Token::Word(word) = placed.token
            && matches!(shape.role(at), Role::Name | Role::Shorthand)
        {
            mentions.entry(word).or_default().push(at);
        }
    }
    mentions
}

/// Where every name counts that the script declares.
fn extents<'a>(shape: &Shape<'_, 'a>) -> BTreeMap<&'a str, Vec<Range<usize>>> {
    let mut extents: BTreeMap<&str, Vec<Range<usize>>> = BTreeMap::new();
    for (at, placed) in shape.tokens.iter().enumerate() {
        if let Token::Word(word) = placed.token
            && matches!(shape.role(at), Role::Name | Role::Shorthand)
            && let Some(extent) = shape.extent(at)
        {
            extents.entry(word).or_default().push(extent);
        }
    }
    extents
}

/// What a word is where it stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// A property, a key or a method: others know it.
    Public,
    /// Key and name at once, as in `{ name }`.
    Shorthand,
    /// A name.
    Name,
    /// A private member of a class.
    Private,
}

/// Which bracket every token stands in, and where brackets close.
pub(super) struct Shape<'t, 'a> {
    tokens: &'t [Placed<'a>],
    opens: Vec<Option<usize>>,
    closes: Vec<Option<usize>>,
}

impl<'t, 'a> Shape<'t, 'a> {
    pub(super) fn of(tokens: &'t [Placed<'a>]) -> Shape<'t, 'a> {
        let (mut open, mut opens, mut closes) = (Vec::new(), Vec::new(), vec![None; tokens.len()]);
        for (at, placed) in tokens.iter().enumerate() {
            if matches!(placed.token, Token::Mark(')' | ']' | '}'))
                && let Some(from) = open.pop()
            {
                closes[from] = Some(at);
            }
            opens.push(open.last().copied());
            if matches!(placed.token, Token::Mark('(' | '[' | '{')) {
                open.push(at);
            }
        }
        Shape { tokens, opens, closes }
    }

    fn token(&self, at: Option<usize>) -> Option<Token<'a>> {
        Some(self.tokens.get(at?)?.token)
    }

    fn before(&self, at: usize, steps: usize) -> Option<Token<'a>> {
        self.token(at.checked_sub(steps))
    }

    /// The bracket that a token stands in.
    pub(super) fn bracket(&self, at: usize) -> Option<usize> {
        self.opens[at]
    }

    /// Names that a script declares at its top for a whole number: the name, the number and the declaration.
    pub(super) fn numbers(&self) -> impl Iterator<Item = (&'a str, &'a str, Range<usize>)> {
        use Token::{Mark, Word};
        let constant = |at: usize| {
            let declaration = (
                self.token(Some(at)),
                self.token(Some(at + 1)),
                self.token(Some(at + 2)),
                self.token(Some(at + 3)),
            );
            let (Some(Word("const")), Some(Word(name)), Some(Mark('=')), Some(Word(number))) = declaration
            else {
                return None;
            };
            let is_number = number.bytes().all(|byte| byte.is_ascii_digit());
            let is_whole = self.tokens.get(at + 4).is_none_or(|next| {
                next.follows_line && matches!(next.token, Word(word) if !["in", "instanceof"].contains(&word))
            });
            let is_capital = name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
            let is_top = self.opens[at].is_none() && self.before(at, 1) != Some(Word("export"));
            (is_number && is_whole && is_capital && is_top).then_some((name, number, at..at + 4))
        };
        (0..self.tokens.len()).filter_map(constant)
    }

    /// What a word at this place is.
    pub(super) fn role(&self, at: usize) -> Role {
        use Token::Mark;
        let (before, after) = (self.before(at, 1), self.token(Some(at + 1)));
        let is_property = before == Some(Mark('.')) && self.before(at, 2) != Some(Mark('.'));
        let is_listed = matches!(before, Some(Mark('{' | ',')))
            && self.opens[at].is_some_and(|open| self.holds_keys(open));
        match after {
            _ if matches!(self.tokens[at].token, Token::Word(word) if is_private(word)) => Role::Private,
            _ if is_property || self.is_method(at) => Role::Public,
            Some(Mark(':')) if is_listed => Role::Public,
            Some(Mark(',' | '}' | '=')) if is_listed => Role::Shorthand,
            _ => Role::Name,
        }
    }

    /// Whether these are the braces of an object, a pattern or a list of imports, not those of a block.
    fn holds_keys(&self, open: usize) -> bool {
        use Token::{Mark, Word};
        let is_arrow = self.before(open, 1) == Some(Mark('>')) && self.before(open, 2) == Some(Mark('='));
        let is_block = matches!(
            self.before(open, 1),
            None | Some(Mark(')' | '{' | '}' | ';') | Word("else" | "try" | "finally" | "do"))
        );
        let is_class = self.before(open, 2) == Some(Word("class"));
        self.tokens[open].token == Mark('{') && !is_arrow && !is_block && !is_class
    }

    /// Whether a word at this place is known to other scripts, or comes from one.
    fn is_exported(&self, at: usize) -> bool {
        use Token::{Mark, Word};
        let word = |steps| self.before(at, steps);
        let in_list = self.opens[at].and_then(|open| self.before(open, 1));
        let is_listed = matches!(in_list, Some(Word("import" | "export")))
            && self.token(self.opens[at]) == Some(Mark('{'));
        is_listed
            || word(1) == Some(Word("export"))
            || matches!(word(1), Some(Word(_))) && word(2) == Some(Word("export"))
            || word(1) == Some(Word("function")) && word(3) == Some(Word("export"))
    }

    fn is_method(&self, at: usize) -> bool {
        let is_function = self.before(at, 1) == Some(Token::Word("function"));
        let is_condition =
            matches!(self.tokens[at].token, Token::Word("if" | "for" | "while" | "switch" | "catch"));
        !is_function && !is_condition && self.after_list(at + 1) == Some(Token::Mark('{'))
    }

    /// The token after the list in parentheses that opens here.
    fn after_list(&self, open: usize) -> Option<Token<'a>> {
        let close = (*self.closes.get(open)?)?;
        (self.tokens[open].token == Token::Mark('(')).then(|| self.token(Some(close + 1)))?
    }

    /// Where a word counts that comes into being at this place: a little more than the language says, never less.
    fn extent(&self, at: usize) -> Option<Range<usize>> {
        use Token::{Mark, Word};
        let is_rest = (1..=3).all(|steps| self.before(at, steps) == Some(Mark('.')));
        let before = self.before(at, if is_rest { 4 } else { 1 });
        if matches!(before, Some(Word("const" | "let" | "function" | "class"))) {
            return Some(self.block(at));
        }
        if self.token(Some(at + 1)) == Some(Mark('=')) && self.token(Some(at + 2)) == Some(Mark('>')) {
            return Some(self.section(at));
        }
        let open = self.opens[at]?;
        if !matches!(before, Some(Mark('(' | '[' | '{' | ','))) {
            return None;
        }
        match self.tokens[open].token {
            Mark('(') => self.is_list_of_parameters(open).then(|| self.section(open)),
            _ if matches!(self.before(open, 1), Some(Word("const" | "let"))) => Some(self.block(open)),
            _ => {
                let list = self.opens[open].filter(|list| self.is_list_of_parameters(*list))?;
                Some(self.section(list))
            }
        }
    }

    /// All of the brackets around a declaration; that in the head of a loop counts around the loop.
    fn block(&self, at: usize) -> Range<usize> {
        match self.opens[at] {
            Some(open) if self.tokens[open].token == Token::Mark('(') => self.section(open),
            open => self.inside(open),
        }
    }

    fn inside(&self, open: Option<usize>) -> Range<usize> {
        let close = open.and_then(|open| self.closes[open]);
        open.map_or(0, |open| open + 1)..close.unwrap_or(self.tokens.len())
    }

    /// What lies around a place in its brackets, from one declaration or method to the next.
    fn section(&self, at: usize) -> Range<usize> {
        let all = self.inside(self.opens[at]);
        let begins = |place: &usize| self.opens[*place] == self.opens[at] && self.begins(*place);
        let start = (all.start..=at).rev().find(begins).unwrap_or(all.start);
        let end = (at + 1..all.end).find(begins).unwrap_or(all.end);
        start..end
    }

    fn begins(&self, at: usize) -> bool {
        let goes_on = matches!(self.before(at, 1), Some(Token::Mark(mark)) if !")]};".contains(mark));
        let is_declaration =
            matches!(self.tokens[at].token, Token::Word(word) if DECLARATIONS.contains(&word));
        self.tokens[at].follows_line && !goes_on && is_declaration || self.is_member(at)
    }

    /// Whether a method of a class begins here.
    fn is_member(&self, at: usize) -> bool {
        let Some(open) = self.opens[at] else { return false };
        let is_class = self.before(open, 2) == Some(Token::Word("class"));
        is_class && self.tokens[at].follows_line && self.is_method(at)
    }

    fn is_list_of_parameters(&self, open: usize) -> bool {
        let is_condition =
            matches!(self.before(open, 1), Some(Token::Word(word)) if BEFORE_CONDITION.contains(&word));
        let Some(close) = self.closes[open] else { return false };
        let is_arrow = self.token(Some(close + 1)) == Some(Token::Mark('='))
            && self.token(Some(close + 2)) == Some(Token::Mark('>'));
        let is_list = self.tokens[open].token == Token::Mark('(');
        is_list && !is_condition && (is_arrow || self.after_list(open) == Some(Token::Mark('{')))
    }
}

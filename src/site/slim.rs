//! A script as written → the script as sent: comments, blanks and long local names stay at home. Used for the embedded theme alone.
//!
//! This is no compiler: it knows the shape of a script well enough to tell words from strings, templates and patterns, and names
//! from properties. A name is shortened if the script declares it and neither exports it nor shares it with the browser.

use std::collections::{BTreeMap, BTreeSet};

/// A piece of a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token<'a> {
    /// A name, a keyword or a number.
    Word(&'a str),
    /// A string, a pattern, or a stretch of a template.
    Text(&'a str),
    /// One character of punctuation.
    Mark(char),
}

/// A token and what stood before it.
#[derive(Clone, Copy)]
struct Placed<'a> {
    token: Token<'a>,
    follows_blank: bool,
    follows_line: bool,
}

const RESERVED: &str = "async await break case catch class const continue default delete do else export extends false finally for \
    from function get if import in instanceof let new null of return set static super switch this throw true try typeof undefined \
    var void while with yield constructor arguments eval";
/// Names of the browser that a script may use in one place and declare in another.
const SHARED: &str = "blur caches close console document event fetch find focus history length location menu name navigator open \
    origin parent performance print screen scroll self status stop top window";
const BEFORE_CONDITION: [&str; 4] = ["if", "for", "while", "switch"];

/// The script without comments, needless blanks and long local names.
pub fn script(source: &str) -> String {
    let tokens = tokens(source);
    let shape = Shape::of(&tokens);
    let names = short_names(&shape);
    let mut out = String::with_capacity(source.len());
    for (at, placed) in tokens.iter().enumerate() {
        if let Some(before) = at.checked_sub(1).map(|before| tokens[before].token) {
            out.extend(between(before, placed));
        }
        match placed.token {
            Token::Word(word) => write_word(&mut out, word, names.get(word), shape.role(at)),
            Token::Text(text) => out.push_str(text),
            Token::Mark(mark) => out.push(mark),
        }
    }
    out.push('\n');
    out
}

/// Writes a word: properties as they are, `{ name }` as `{name:short}`.
fn write_word(out: &mut String, word: &str, short: Option<&String>, role: Role) {
    match (short, role) {
        (None, _) | (_, Role::Public) => out.push_str(word),
        (Some(short), Role::Shorthand) => {
            out.push_str(word);
            out.push(':');
            out.push_str(short);
        }
        (Some(short), Role::Name) => out.push_str(short),
    }
}

/// What must stand between two tokens: a line break may end a statement, a blank may keep two words apart.
fn between(before: Token, placed: &Placed) -> Option<char> {
    use Token::Mark;
    let goes_on = matches!(before, Mark(mark) if !")]}+-".contains(mark));
    let is_joined = matches!(placed.token, Mark(mark) if ")]}.,;?:=&|*<>".contains(mark));
    if placed.follows_line && !goes_on && !is_joined {
        return Some('\n');
    }
    let is_apart = match (before, placed.token) {
        (Token::Word(_), Token::Word(_)) => true,
        (Mark(one), Mark(two)) => one == two && "+-".contains(one),
        _ => false,
    };
    (placed.follows_blank && is_apart).then_some(' ')
}

fn tokens(source: &str) -> Vec<Placed<'_>> {
    let mut tokens: Vec<Placed> = Vec::new();
    // For every open brace: whether it stands inside a template.
    let mut braces: Vec<bool> = Vec::new();
    let mut rest = source;
    let (mut follows_blank, mut follows_line) = (false, false);
    while let Some(first) = rest.chars().next() {
        let skipped = blank_or_comment(rest);
        if skipped > 0 {
            follows_blank = true;
            follows_line |= rest[..skipped].contains('\n');
            rest = &rest[skipped..];
            continue;
        }
        let ends_template = first == '}' && braces.last() == Some(&true);
        let (length, is_text) = match first {
            '\'' | '"' => (quoted(rest, first), true),
            '`' => (template(rest), true),
            '}' if ends_template => (template(rest), true),
            '/' if starts_pattern(tokens.last().map(|placed| placed.token)) => (pattern(rest), true),
            _ if is_word(first) => (rest.find(|c| !is_word(c)).unwrap_or(rest.len()), false),
            _ => (first.len_utf8(), false),
        };
        let (text, after) = rest.split_at(length);
        let token = match (is_text, is_word(first)) {
            (true, _) => Token::Text(text),
            (false, true) => Token::Word(text),
            (false, false) => Token::Mark(first),
        };
        match token {
            Token::Mark('{') => braces.push(false),
            Token::Mark('}') => drop(braces.pop()),
            Token::Text(_) if ends_template && !text.ends_with("${") => drop(braces.pop()),
            Token::Text(_) if first == '`' && text.ends_with("${") => braces.push(true),
            _ => {}
        }
        tokens.push(Placed { token, follows_blank, follows_line });
        (follows_blank, follows_line, rest) = (false, false, after);
    }
    tokens
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '$'
}

fn blank_or_comment(rest: &str) -> usize {
    if let Some(comment) = rest.strip_prefix("/*") {
        return comment.find("*/").map_or(rest.len(), |end| end + 4);
    }
    if rest.starts_with("//") {
        return rest.find('\n').unwrap_or(rest.len());
    }
    rest.find(|c: char| !c.is_whitespace()).unwrap_or(rest.len())
}

fn quoted(rest: &str, quote: char) -> usize {
    end_of(rest, |c, _| c == quote)
}

/// A stretch of a template: from a backtick or the end of an expression to the next expression or the closing backtick.
fn template(rest: &str) -> usize {
    let closing = end_of(rest, |c, _| c == '`');
    let opening = end_of(rest, |c, before| c == '{' && before == '$');
    closing.min(opening)
}

fn pattern(rest: &str) -> usize {
    let mut in_class = false;
    let end = end_of(rest, |c, _| {
        in_class = (in_class || c == '[') && c != ']';
        c == '/' && !in_class
    });
    end + rest[end..].find(|c| !is_word(c)).unwrap_or(0)
}

/// The length up to and including the first character, after the first one, that ends the stretch and is not escaped.
fn end_of(rest: &str, mut ends: impl FnMut(char, char) -> bool) -> usize {
    let mut before = ' ';
    for (at, c) in rest.char_indices().skip(1) {
        if before != '\\' && ends(c, before) {
            return at + c.len_utf8();
        }
        before = if before == '\\' { ' ' } else { c };
    }
    rest.len()
}

/// Whether a slash after this token begins a pattern, not a division.
fn starts_pattern(before: Option<Token>) -> bool {
    match before {
        None | Some(Token::Word("return" | "typeof" | "case")) => true,
        Some(Token::Word(_) | Token::Text(_)) => false,
        Some(Token::Mark(mark)) => !")]}".contains(mark),
    }
}

/// What names become, the most frequent the shortest.
fn short_names<'a>(shape: &Shape<'_, 'a>) -> BTreeMap<&'a str, String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let fixed = RESERVED.split_whitespace().chain(SHARED.split_whitespace());
    let (mut declared, mut kept) = (BTreeSet::new(), fixed.collect::<BTreeSet<_>>());
    for (at, placed) in shape.tokens.iter().enumerate() {
        let Token::Word(word) = placed.token else { continue };
        *counts.entry(word).or_default() += 1;
        if shape.is_exported(at) {
            kept.insert(word);
        } else if shape.role(at) != Role::Public && shape.is_declared(at) {
            declared.insert(word);
        }
    }
    let mut names: Vec<&str> = declared.difference(&kept).copied().filter(|name| name.len() > 1).collect();
    names.sort_by_key(|name| (std::cmp::Reverse(counts[name]), *name));
    let letters = || ('a'..='z').chain('A'..='Z');
    let pairs = letters().flat_map(|one| letters().map(move |two| format!("{one}{two}")));
    let free = letters().map(String::from).chain(pairs);
    let free = free.filter(|short| !counts.contains_key(short.as_str()) && !kept.contains(short.as_str()));
    names.into_iter().zip(free).collect()
}

/// What a word is where it stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// A property, a key or a method: others know it.
    Public,
    /// Key and name at once, as in `{ name }`.
    Shorthand,
    /// A name.
    Name,
}

/// Which bracket every token stands in, and where brackets close.
struct Shape<'t, 'a> {
    tokens: &'t [Placed<'a>],
    opens: Vec<Option<usize>>,
    closes: BTreeMap<usize, usize>,
}

impl<'t, 'a> Shape<'t, 'a> {
    fn of(tokens: &'t [Placed<'a>]) -> Shape<'t, 'a> {
        let (mut open, mut opens, mut closes) = (Vec::new(), Vec::new(), BTreeMap::new());
        for (at, placed) in tokens.iter().enumerate() {
            if matches!(placed.token, Token::Mark(')' | ']' | '}')) {
                closes.extend(open.pop().map(|from| (from, at)));
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

    /// What a word at this place is.
    fn role(&self, at: usize) -> Role {
        use Token::Mark;
        let (before, after) = (self.before(at, 1), self.token(Some(at + 1)));
        let is_property = before == Some(Mark('.')) && self.before(at, 2) != Some(Mark('.'));
        let in_braces = self.token(self.opens[at]) == Some(Mark('{'));
        let is_listed = in_braces && matches!(before, Some(Mark('{' | ',')));
        match after {
            _ if is_property || self.is_method(at) => Role::Public,
            Some(Mark(':')) if is_listed => Role::Public,
            Some(Mark(',' | '}' | '=')) if is_listed => Role::Shorthand,
            _ => Role::Name,
        }
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
        let close = *self.closes.get(&open)?;
        (self.tokens[open].token == Token::Mark('(')).then(|| self.token(Some(close + 1)))?
    }

    /// Whether a word at this place comes into being here.
    fn is_declared(&self, at: usize) -> bool {
        use Token::{Mark, Word};
        let before = self.before(at, 1);
        if matches!(before, Some(Word("const" | "let" | "var" | "function" | "class"))) {
            return true;
        }
        if self.token(Some(at + 1)) == Some(Mark('=')) && self.token(Some(at + 2)) == Some(Mark('>')) {
            return true;
        }
        let (Some(open), Some(Mark('(' | '[' | '{' | ','))) = (self.opens[at], before) else { return false };
        match self.tokens[open].token {
            Mark('[' | '{') => {
                let is_taken_apart = matches!(self.before(open, 1), Some(Word("const" | "let")));
                is_taken_apart || self.is_list_of_parameters(self.opens[open])
            }
            Mark('(') => self.is_list_of_parameters(Some(open)),
            _ => false,
        }
    }

    fn is_list_of_parameters(&self, open: Option<usize>) -> bool {
        let Some(open) = open else { return false };
        let is_condition =
            matches!(self.before(open, 1), Some(Token::Word(word)) if BEFORE_CONDITION.contains(&word));
        let Some(&close) = self.closes.get(&open) else { return false };
        let is_arrow = self.token(Some(close + 1)) == Some(Token::Mark('='))
            && self.token(Some(close + 2)) == Some(Token::Mark('>'));
        !is_condition && (is_arrow || self.after_list(open) == Some(Token::Mark('{')))
    }
}

#[cfg(test)]
mod tests {
    use super::script;

    #[test]
    fn comments_blanks_and_long_names_stay_at_home() {
        for (written, sent) in [
            ("f()\n  g()", "f()\ng()\n"),
            ("// @ts-check\n/** Says.\n * More. */\nf()\n", "f()\n"),
            ("x = 'https://y' // why\n", "x='https://y'\n"),
            ("f(`\n  // kept ${g( 1 )} {\n`)\n  b\n", "f(`\n  // kept ${g(1)} {\n`)\nb\n"),
            (
                "const long = a + +b, x = /[/'] /u.test(long)\nlong / 2 / 1\n",
                "const c=a+ +b,x=/[/'] /u.test(c)\nc/2/1\n",
            ),
            (
                "function add(one, two = 3) {\n  return one + two\n}\nadd(1)\n",
                "function a(b,c=3){return b+c}\na(1)\n",
            ),
            (
                "export const open = ({ value }, [key]) => [key, value]\n",
                "export const open=({value:b},[a])=>[a,b]\n",
            ),
            (
                "class Box {\n  async load(value) { this.value = value; return { c: 1, kept } }\n}\nconst kept = new Box()\n",
                "class b{async load(a){this.value=a;return{c:1,kept:d}}}\nconst d=new b()\n",
            ),
            (
                "for (const part of [...parts]) if (part) {\n  e(part)\n}\n",
                "for(const a of[...parts])if(a){e(a)}\n",
            ),
        ] {
            assert_eq!(script(written), sent, "{written}");
        }
    }
}

//! A script as written → the script as sent: comments, blanks and long local names stay at home. Used for the embedded theme alone.
//!
//! This is no compiler: it knows the shape of a script well enough to tell words from strings, templates and patterns, and names
//! from properties. A name is shortened if the script declares it and neither exports it nor shares it with the browser.

use std::collections::{BTreeMap, BTreeSet};

mod names;

use names::{Role, Shape, short_names};

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

/// The script without comments, needless blanks and long local names.
pub fn script(source: &str) -> String {
    let tokens = tokens(source);
    let shape = Shape::of(&tokens);
    let mut names = short_names(&shape);
    let mut needless: BTreeSet<usize> = (0..tokens.len()).filter(|at| is_needless(&tokens, *at)).collect();
    for (name, number, declaration) in shape.numbers() {
        names.insert(name, number.to_owned());
        needless.extend(declaration);
    }
    let mut out = String::with_capacity(source.len());
    // For every bracket: whether the statement being written there declares names.
    let mut declares: BTreeMap<Option<usize>, bool> = BTreeMap::new();
    for (at, placed) in tokens.iter().enumerate().filter(|(at, _)| !needless.contains(at)) {
        let before = at.checked_sub(1).map(|before| tokens[before].token);
        let gap = before.and_then(|before| between(before, placed)).filter(|_| !out.is_empty());
        let is_declaration = matches!(placed.token, Token::Word("const" | "let"));
        let begins = gap == Some('\n') || out.is_empty() || matches!(before, Some(Token::Mark('{' | ';')));
        let goes_on = begins && declares.insert(shape.bracket(at), is_declaration) == Some(true);
        if goes_on && is_declaration && gap.is_some() {
            out.push(',');
            continue;
        }
        out.extend(gap.filter(|_| !out.ends_with(',')));
        match placed.token {
            // Nothing here is assigned to twice that may not be, and one word packs better than two.
            Token::Word("const") => out.push_str("let"),
            Token::Word(word) => write_word(&mut out, word, names.get(word), shape.role(at)),
            Token::Text(text) => out.push_str(text),
            Token::Mark(mark) => out.push(mark),
        }
    }
    out.push('\n');
    out
}

/// Whether a token changes nothing: the last comma of a list, the parentheses around a single parameter.
fn is_needless(tokens: &[Placed], at: usize) -> bool {
    use Token::{Mark, Text, Word};
    let token = |place: usize| tokens.get(place).map(|placed| placed.token);
    let is_single = |open: usize| {
        let is_list = token(open) == Some(Mark('(')) && token(open + 2) == Some(Mark(')'));
        let is_arrow = token(open + 3) == Some(Mark('=')) && token(open + 4) == Some(Mark('>'));
        let is_apart = !matches!(open.checked_sub(1).and_then(token), Some(Word(_)));
        is_list && is_arrow && is_apart && matches!(token(open + 1), Some(Word(_)))
    };
    let follows = at.checked_sub(1).and_then(token);
    let follows_item = matches!(follows, Some(Word(_) | Text(_) | Mark(')' | ']' | '}')));
    let is_last_comma = token(at) == Some(Mark(',')) && matches!(token(at + 1), Some(Mark(')' | ']' | '}')));
    is_last_comma && follows_item || is_single(at) || at.checked_sub(2).is_some_and(is_single)
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
        (Some(short), Role::Name | Role::Private) => out.push_str(short),
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
    c.is_ascii_alphanumeric() || "_$#".contains(c)
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
                "let e=a+ +b,x=/[/'] /u.test(e)\ne/2/1\n",
            ),
            ("const one = 1.5\nlet two = one\none = [\n  two,\n]\n", "let e=1.5,t=e\ne=[t]\n"),
            ("const LIMIT = 90\nif (a > LIMIT) f({ LIMIT, }, [,])\n", "if(a>90)f({LIMIT:90},[,])\n"),
            (
                "function add(one, two = 3) {\n  return one + two\n}\nadd(1)\n",
                "function e(t,n=3){return t+n}\ne(1)\n",
            ),
            (
                "export const open = ({ value }, [key]) => [key, value]\n",
                "export let open=({value:t},[e])=>[e,t]\n",
            ),
            (
                "class Box {\n  #at = 0\n  async load(value) { this.#at = value; return { c: 1, kept } }\n}\nconst kept = new Box()\n",
                "class e{#e=0\nasync load(n){this.#e=n;return{c:1,kept:t}}}\nlet t=new e()\n",
            ),
            (
                "for (const part of [...parts]) if (part) {\n  e(part)\n}\n",
                "for(let t of[...parts])if(t){e(t)}\n",
            ),
            ("f((one) => { one = 1 }, async (two) => two)\n", "f(e=>{e=1},async(t)=>t)\n"),
        ] {
            assert_eq!(script(written), sent, "{written}");
        }
    }

    #[test]
    fn two_names_are_never_one_where_both_are_known() {
        for (written, sent) in [
            // Side by side, and one within reach of the other.
            ("f(one => one)\nf(two => two)\n", "f(e=>e)\nf(e=>e)\n"),
            ("f(one => g(two => one))\n", "f(e=>g(t=>e))\n"),
            ("const top = 1\nf(one => two => top)\nf(one => one)\n", "let t=1\nf(e=>n=>t)\nf(e=>e)\n"),
            ("const far = (one) =>\n  (two) => one\nlet near = (two) =>\n  far\n", "let t=n=>e=>n,r=e=>t\n"),
            // Names of others, and names declared in a way that is not understood.
            ("f(e => other)\nf(other => 1)\n", "f(e=>other)\nf(other=>1)\n"),
            (
                "let { a: within } = b\nf((...rest) => rest + within)\n",
                "let{a:within}=b\nf((...e)=>e+within)\n",
            ),
            ("f(document => document)\nf(window.event)\n", "f(document=>document)\nf(window.event)\n"),
        ] {
            assert_eq!(script(written), sent, "{written}");
        }
    }
}

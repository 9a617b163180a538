//! A template with names of what is the same on every page → the template with those words written in, so that they are
//! looked up and escaped once for each template and not once for each page. Evaluates nothing else.

use std::collections::BTreeMap;

use crate::syntax::markdown::escape_into;

/// What is the same on every page, by the expression that names it: `t.nav.menu`, `site.title`.
pub type Words = BTreeMap<String, String>;

/// Writes the words into a template. What stands between `{{ }}` is replaced where it is a name among the words, or such a
/// name with one slot to fill, `NAME|replace("{}", VALUE)`; all else stays as it is. `is_html` says whether to escape.
pub fn write_in(source: &str, words: &Words, is_html: bool) -> String {
    // Nothing in a raw block is an expression.
    if source.contains("{% raw") || source.contains("{%- raw") {
        return source.to_owned();
    }
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    while let Some((before, opened)) = rest.split_once("{{ ") {
        let Some((expression, after)) = opened.split_once(" }}") else { break };
        out.push_str(before);
        match written(expression, words, is_html) {
            Some(text) => out.push_str(&text),
            None => out.extend(["{{ ", expression, " }}"]),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

fn written(expression: &str, words: &Words, is_html: bool) -> Option<String> {
    if let Some(word) = words.get(expression) {
        return plain(word, is_html);
    }
    let (name, filter) = expression.split_once('|')?;
    let value = filter.strip_prefix("replace(\"{}\", ")?.strip_suffix(')')?;
    let (before, after) = words.get(name)?.split_once("{}")?;
    let is_simple = |sign: char| sign.is_ascii_alphanumeric() || "._|".contains(sign);
    if after.contains("{}") || !value.chars().all(is_simple) {
        return None;
    }
    let value = written(value, words, is_html).unwrap_or_else(|| format!("{{{{ {value} }}}}"));
    Some(plain(before, is_html)? + &value + &plain(after, is_html)?)
}

/// A word as it stands in a template; `None` where the template would read it as more than a word.
fn plain(word: &str, is_html: bool) -> Option<String> {
    let mut out = String::with_capacity(word.len());
    match is_html {
        true => escape_into(word, &mut out).ok()?,
        false => out.push_str(word),
    }
    (!out.contains(['{', '\n'])).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn becomes(template: &str, expected: &str) {
        let words = [
            ("t.nav.menu", "目录"),
            ("t.law.from", "自{}起"),
            ("t.two", "{}到{}"),
            ("t.odd", "{{ x }}"),
            ("site.title", "A & B"),
        ];
        let words = words.map(|(name, word)| (name.to_owned(), word.to_owned())).into();
        assert_eq!(write_in(template, &words, true), expected);
    }

    #[test]
    fn words_are_written_in_and_everything_else_stays() {
        becomes("<a title=\"{{ site.title }}\">{{ t.nav.menu }}</a>", "<a title=\"A &amp; B\">目录</a>");
        becomes("{{ t.law.from|replace(\"{}\", day.text) }}。", "自{{ day.text }}起。");
        becomes("{{ t.law.from|replace(\"{}\", site.title) }}", "自A &amp; B起");
        for untouched in [
            "{{ page.title }} {{ t.missing }} {{- t.nav.menu }}",
            "{{ t.two|replace(\"{}\", x) }}{{ t.law.from|replace(\"{}\", f(x)) }}",
            "{{ t.odd }}{% if t.nav.menu %}{{ t.nav.menu or x }}{% endif %}",
            "{% raw %}{{ t.nav.menu }}{% endraw %}",
            "{{ unfinished",
        ] {
            becomes(untouched, untouched);
        }
    }
}

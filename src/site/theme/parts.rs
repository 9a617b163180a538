//! A template with `{% include "_part.html" %}` → the template with the parts written in, so that a page is one piece: an
//! include costs a page as much as a dozen values. Evaluates nothing else.

use std::collections::BTreeMap;

/// Parts by name.
pub type Parts<'a> = BTreeMap<&'a str, &'a str>;

/// Writes parts into a template, and into one another. What is not among them is included when a page is rendered.
pub fn write_in(source: &str, parts: &Parts<'_>) -> String {
    let mut out = String::with_capacity(2 * source.len());
    let mut rest = source;
    while let Some((before, opened)) = rest.split_once(BEGIN) {
        let Some((name, after)) = opened.split_once(END) else { break };
        out.push_str(before);
        match parts.get(name) {
            Some(part) => out.push_str(&write_in(bare(part), parts)),
            None => out.extend([BEGIN, name, END]),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

const BEGIN: &str = "{% include \"";
const END: &str = "\" %}";

/// A part without the comment at its head and the last line feed, which an include leaves out as well.
fn bare(part: &str) -> &str {
    let comment = part.strip_prefix("{#-").and_then(|rest| Some(rest.split_once("-#}")?.1.trim_start()));
    let body = comment.unwrap_or(part);
    body.strip_suffix('\n').unwrap_or(body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_written_in_and_strangers_stay() {
        let parts =
            [("_a.html", "{#- Reads `x`. -#}\n<a>{% include \"_b.html\" %}</a>\n"), ("_b.html", "{{ x }}\n")];
        let template = "1 {% include \"_a.html\" %} 2 {% include \"_own.html\" %} 3 {% include name %}";
        let whole = "1 <a>{{ x }}</a> 2 {% include \"_own.html\" %} 3 {% include name %}";
        assert_eq!(write_in(template, &parts.into()), whole);
    }
}

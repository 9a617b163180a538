//! A template that extends another → one template without blocks, so that a page is rendered in one piece: finding the block
//! that counts costs a page as much as a dozen values. Evaluates nothing.

use std::collections::BTreeMap;

/// Writes the blocks of a page into the template that it extends. `None` where the page does more than fill blocks.
pub fn write_in(page: &str, base: &str) -> Option<String> {
    if !page.starts_with("{% extends ") || page.contains("super()") {
        return None;
    }
    let (_, mut rest) = tags(page).next()?.split();
    let mut own = BTreeMap::new();
    while let Some(block) = Block::first(rest).filter(|block| block.before.trim().is_empty()) {
        own.insert(block.name, block.inner);
        rest = block.after;
    }
    let mut out = String::with_capacity(page.len() + base.len());
    unfold(base, &own, &mut out);
    rest.trim().is_empty().then_some(out)
}

fn unfold(source: &str, own: &BTreeMap<&str, &str>, out: &mut String) {
    let mut rest = source;
    while let Some(block) = Block::first(rest) {
        out.push_str(block.before);
        unfold(own.get(block.name).unwrap_or(&block.inner), own, out);
        rest = block.after;
    }
    out.push_str(rest);
}

/// A block, and what stands around it: blanks are taken away where its tags say so.
struct Block<'a> {
    before: &'a str,
    name: &'a str,
    inner: &'a str,
    after: &'a str,
}

impl<'a> Block<'a> {
    /// The first outermost block of a template.
    fn first(source: &'a str) -> Option<Block<'a>> {
        let open = tags(source).find(|tag| tag.words().next() == Some("block"))?;
        let (before, opened) = open.split();
        let mut depth = 1;
        let close = tags(opened).find(|tag| {
            match tag.words().next() {
                Some("block") => depth += 1,
                Some("endblock") => depth -= 1,
                _ => {}
            }
            depth == 0
        })?;
        let (inner, after) = close.split();
        Some(Block { before, name: open.words().nth(1)?, inner, after })
    }
}

/// A tag of a template: `{% … %}`.
#[derive(Clone, Copy)]
struct Tag<'a> {
    source: &'a str,
    start: usize,
    end: usize,
}

impl<'a> Tag<'a> {
    fn inside(&self) -> &'a str {
        &self.source[self.start + BEGIN.len()..self.end - END.len()]
    }

    fn words(&self) -> impl Iterator<Item = &'a str> {
        self.inside().trim_matches('-').split_whitespace()
    }

    /// What stands before and after it.
    fn split(&self) -> (&'a str, &'a str) {
        let (before, after) = (&self.source[..self.start], &self.source[self.end..]);
        let inside = self.inside();
        (
            if inside.starts_with('-') { before.trim_end() } else { before },
            if inside.ends_with('-') { after.trim_start() } else { after },
        )
    }
}

const BEGIN: &str = "{%";
const END: &str = "%}";

fn tags(source: &str) -> impl Iterator<Item = Tag<'_>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let start = from + source[from..].find(BEGIN)?;
        let inside = start + BEGIN.len();
        let end = inside + source[inside..].find(END)? + END.len();
        from = end;
        Some(Tag { source, start, end })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: &str = "<p>{% block a %}A{% endblock %}\n{%- block b %}{% if x %}B{% endif %}{% endblock %} {% block c -%} C {%- endblock %}</p>";

    #[test]
    fn blocks_of_the_page_take_the_place_of_those_it_extends() {
        for (page, whole) in [
            ("{% extends \"base.html\" %}\n", "<p>A{% if x %}B{% endif %} C</p>"),
            (
                "{% extends \"base.html\" %}{% block b %} 1{% block d %} 2{% endblock %}{% endblock %}\n",
                "<p>A 1 2 C</p>",
            ),
        ] {
            assert_eq!(write_in(page, BASE).as_deref(), Some(whole), "{page}");
        }
    }

    #[test]
    fn a_page_that_does_more_than_fill_blocks_stays_as_it_is() {
        for page in [
            "<p>{{ x }}</p>",
            "{% extends \"base.html\" %}{% set x = 1 %}{% block a %}{{ x }}{% endblock %}",
            "{% extends \"base.html\" %}{% block a %}{{ super() }}{% endblock %}",
            "{% extends \"base.html\" %}{% block a %}1{% endblock %}{% set x = 1 %}",
        ] {
            assert_eq!(write_in(page, BASE), None, "{page}");
        }
    }
}

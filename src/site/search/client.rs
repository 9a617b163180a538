//! The browser's modules as they are served: without comments and indentation, which a phone need not fetch.
//!
//! This is not a minifier: it removes whole comment lines and leading blanks of modules that are written for it, no more.

/// A module of ours without its comments. Comments stand on lines of their own; template literals hold no line breaks.
pub fn slim(module: &str) -> String {
    let mut out = String::with_capacity(module.len());
    let mut in_comment = false;
    for line in module.lines().map(str::trim) {
        let starts = line.starts_with("/**") && !line.contains("*/ ");
        let was_inside = in_comment || starts;
        in_comment = was_inside && !line.ends_with("*/");
        if was_inside || line.is_empty() || line.starts_with("//") {
            continue;
        }
        out.push_str(strip_casts(line).trim_end());
        out.push('\n');
    }
    out
}

/// A line without the type casts inside it.
fn strip_casts(line: &str) -> String {
    let mut rest = line;
    let mut out = String::with_capacity(line.len());
    while let Some((before, after)) = rest.split_once("/** @type ") {
        let Some((_, after)) = after.split_once("*/ ") else { break };
        out.push_str(before);
        rest = after;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_go_and_code_stays() {
        let module =
            "// a\n/** one */\n/**\n * two\n */\nconst a = /** @type {any} */ (b)\n  c('https://x')\n";
        assert_eq!(slim(module), "const a = (b)\nc('https://x')\n");
        let client = include_str!("../../../theme/assets/search/engine.js");
        assert!(!slim(client).contains("/**") && slim(client).contains("export class Engine"));
        let ui = include_str!("../../../theme/assets/search/ui.js");
        assert!(!slim(ui).contains("/**") && slim(ui).contains("import('./engine.js')"));
    }
}

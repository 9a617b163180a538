//! A script as written → the script as sent: comments and indentation stay at home, line breaks and everything else travel.
//! Knows just enough of the language not to touch what stands between backticks, and is used for the embedded theme alone.

/// Drops block comments and comment lines that begin a line, type annotations (`/** @… */`) anywhere, and indentation.
pub fn script(source: &str) -> String {
    let mut slim = String::with_capacity(source.len());
    let mut is_comment = false;
    let mut is_quoted = false;
    for line in source.lines() {
        let kept = match (is_quoted, is_comment) {
            (true, _) => line.to_owned(),
            (false, true) => match line.split_once("*/") {
                Some((_, rest)) => rest.trim_start().to_owned(),
                None => continue,
            },
            (false, false) => without_types(line.trim_start()),
        };
        is_comment = !is_quoted && kept.starts_with("/*") && !kept.contains("*/");
        let is_remark =
            is_comment || kept.starts_with("//") || kept.starts_with("/*") && kept.ends_with("*/");
        if !is_quoted && (is_remark || kept.is_empty()) {
            continue;
        }
        is_quoted ^= kept.matches('`').count() % 2 == 1;
        slim.push_str(&kept);
        slim.push('\n');
    }
    slim
}

fn without_types(line: &str) -> String {
    let mut kept = String::new();
    let mut rest = line;
    while let Some((before, comment)) = rest.split_once("/** @") {
        let Some((_, after)) = comment.split_once("*/") else { break };
        kept.push_str(before);
        rest = after.trim_start();
    }
    kept + rest
}

#[cfg(test)]
mod tests {
    use super::script;

    #[test]
    fn comments_and_indentation_stay_at_home() {
        for (written, sent) in [
            ("a\n  b", "a\nb\n"),
            ("// @ts-check\n/** Says.\n * More. */\nf()\n", "f()\n"),
            ("/** @param {A} a */\nconst x = /** @type {B} */ (y)\n", "const x = (y)\n"),
            ("/** one\n * two */ f()\n", "f()\n"),
            ("x = 'https://y' // why\n", "x = 'https://y' // why\n"),
            ("a = `\n  // kept\n`\n  b\n", "a = `\n  // kept\n`\nb\n"),
            (
                "for (const m of /** @type {A} */ (b.c('[d]'))) {\n  e()\n}\n",
                "for (const m of (b.c('[d]'))) {\ne()\n}\n",
            ),
        ] {
            assert_eq!(script(written), sent, "{written}");
        }
    }
}

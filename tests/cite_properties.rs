//! Properties of citations: whatever the text, what is found is in order, within it, and the same every time.

use std::sync::LazyLock;

use fatiao::syntax::cite::context::settle;
use fatiao::syntax::cite::{Lexicon, find};
use proptest::prelude::*;

static NAMES: LazyLock<Lexicon> = LazyLock::new(Lexicon::built_in);

/// Pieces of which citations are made, and of which look-alikes are.
const PIECES: [&str; 44] = [
    "《",
    "》",
    "〈",
    "〉",
    "（",
    "）",
    "第",
    "条",
    "款",
    "项",
    "目",
    "之",
    "之一",
    "一",
    "十",
    "百",
    "二十五",
    "12",
    "５",
    "、",
    "，",
    "至",
    "-",
    "和",
    "前",
    "前两",
    "本",
    "该",
    "此",
    "同",
    "法",
    "民法典",
    "刑法",
    "条例",
    "合同",
    "的",
    "规定",
    "：“",
    "”",
    "\n",
    "\n\n",
    " ",
    "（以下简称《解释》）",
    "关于适用",
];

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(&PIECES[..]), 0..40).prop_map(|pieces| pieces.concat())
}

fn sound(text: &str) -> Result<(), TestCaseError> {
    let cites = find(text, &NAMES);
    let mut last = 0;
    for cite in &cites {
        prop_assert!(last <= cite.at.start && cite.at.start < cite.at.end && cite.at.end <= text.len());
        prop_assert!(text.get(cite.at.clone()).is_some());
        let inside = |at: &std::ops::Range<usize>| cite.at.start <= at.start && at.end <= cite.at.end;
        prop_assert!(cite.law_at.as_ref().is_none_or(inside));
        prop_assert!(cite.law_at.is_some() || !cite.spots.is_empty());
        last = cite.at.end;
    }
    prop_assert_eq!(settle(text, &cites).len(), cites.len());
    prop_assert_eq!(find(text, &NAMES), cites);
    Ok(())
}

proptest! {
    #[test]
    fn made_up_law_is_read_soundly(text in text()) {
        sound(&text)?;
    }

    #[test]
    fn any_text_is_read_soundly(text in "\\PC{0,60}") {
        sound(&text)?;
    }

    /// What is found stands on its own: cut out, a named mention is found again as it was.
    #[test]
    fn a_mention_alone_is_found_again(no in 1u16..1300, paragraph in 1u16..9) {
        let text = format!("《民法典》第{no}条第{paragraph}款");
        let cites = find(&text, &NAMES);
        prop_assert_eq!(cites.len(), 1);
        prop_assert_eq!(cites[0].at.clone(), 0..text.len());
        prop_assert_eq!(cites[0].spots[0].key(), format!("{no}.{paragraph}"));
    }
}

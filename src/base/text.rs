//! Characters and numbers of Chinese text: Han tests, numerals, slugs, normal forms. Knows no law.

use unicode_normalization::UnicodeNormalization;

/// Whether a character is a Han ideograph (or 〇), the kind that is written without spaces.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3007}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

/// Whether a character is Chinese punctuation or another full-width form.
pub fn is_cjk_punctuation(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{3006}' | '\u{3008}'..='\u{303f}' | '\u{ff00}'..='\u{ff65}' | '“' | '”' | '‘' | '’' | '…' | '—' | '·')
}

/// Whether a line break beside this character must vanish rather than become a space.
pub fn is_wide(c: char) -> bool {
    is_han(c) || is_cjk_punctuation(c)
}

/// A number up to 9,999 in Chinese numerals: 0 → 零, 10 → 十, 110 → 一百一十, 1001 → 一千零一.
pub fn to_chinese(number: u16) -> String {
    const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    if number >= 10_000 {
        return number.to_string();
    }
    let digit = |place: u16| usize::from(number / place % 10);
    // 九千九百九十九
    let mut out = String::with_capacity(7 * 3);
    for (place, unit) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        match digit(place) {
            0 if !out.is_empty() && !number.is_multiple_of(place) && !out.ends_with('零') => out.push('零'),
            0 => {}
            1 if place == 10 && out.is_empty() => out.push('十'),
            d => {
                out.push(DIGITS[d]);
                out.push_str(unit);
            }
        }
    }
    if out.is_empty() { "零".to_owned() } else { out }
}

/// Reads a whole numeral: 五百七十七, 一〇七, 577 or ５７７. `None` where it is not one well-formed number up to 9,999.
pub fn from_numeral(text: &str) -> Option<u16> {
    let digits: Option<Vec<u32>> = text.chars().map(decimal).collect();
    match digits {
        Some(digits) if !digits.is_empty() && digits.len() <= 4 => {
            u16::try_from(digits.iter().fold(0, |sum, digit| sum * 10 + digit)).ok()
        }
        Some(_) => None,
        None => from_units(text),
    }
}

/// The value of one digit: Arabic, full-width, or Chinese.
pub fn decimal(c: char) -> Option<u32> {
    match c {
        '0'..='9' => Some(c as u32 - '0' as u32),
        '０'..='９' => Some(c as u32 - '０' as u32),
        '〇' | '○' | '零' => Some(0),
        '两' => Some(2),
        _ => "一二三四五六七八九"
            .chars()
            .position(|digit| digit == c)
            .and_then(|at| u32::try_from(at + 1).ok()),
    }
}

fn from_units(text: &str) -> Option<u16> {
    let (mut total, mut pending, mut last_unit) = (0u32, None, 10_000);
    for c in text.chars() {
        let unit = match c {
            '千' => 1000,
            '百' => 100,
            '十' => 10,
            _ => {
                let digit = decimal(c)?;
                if pending.is_some_and(|before| before != 0) {
                    return None;
                }
                pending = Some(digit);
                continue;
            }
        };
        if unit >= last_unit {
            return None;
        }
        let count = match pending.take() {
            None | Some(0) if unit == 10 => 1,
            None | Some(0) => return None,
            Some(count) => count,
        };
        total += count * unit;
        last_unit = unit;
    }
    u16::try_from(total + pending.unwrap_or(0)).ok()
}

/// NFKC and lower case: the form in which text is searched and names are compared.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for (at, c) in text.char_indices() {
        match fold_simply(c) {
            Some(folded) if folded == c => {}
            Some(folded) => {
                out.push_str(&text[from..at]);
                out.push(folded);
                from = at + c.len_utf8();
            }
            None => return text.nfkc().flat_map(char::to_lowercase).collect(),
        }
    }
    out.push_str(&text[from..]);
    out
}

/// What becomes of a character whose neighbours do not matter; almost all Chinese text is made of such.
fn fold_simply(c: char) -> Option<char> {
    match c {
        '\0'..='\u{7f}' => Some(c.to_ascii_lowercase()),
        '\u{4e00}'..='\u{9fff}' | '、' | '。' | '《' | '》' | '“' | '”' | '‘' | '’' | '—' | '·' => {
            Some(c)
        }
        // Full-width forms stand in the order of ASCII.
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(u32::from(c) - 0xfee0).map(|narrow| narrow.to_ascii_lowercase())
        }
        _ => None,
    }
}

/// A readable anchor: letters, digits and Han kept in lower case, everything else one hyphen, none at the ends.
pub fn slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in fold(text).chars() {
        if c.is_alphanumeric() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.trim_end_matches('-').to_owned()
}

/// A stretch of text squeezed to one line: runs of white space become one space, or nothing between wide characters.
pub fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let joins_wide =
            out.chars().next_back().is_some_and(is_wide) && word.chars().next().is_some_and(is_wide);
        if !out.is_empty() && !joins_wide {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_round_trip() {
        for number in 0..10_000 {
            assert_eq!(from_numeral(&to_chinese(number)), Some(number), "{}", to_chinese(number));
        }
    }

    #[test]
    fn numerals_as_written() {
        for (text, number) in [
            ("五百七十七", Some(577)),
            ("一百一十", Some(110)),
            ("一百零一", Some(101)),
            ("一〇七", Some(107)),
            ("１５３", Some(153)),
            ("577", Some(577)),
            ("一千二百六十", Some(1260)),
            ("二十", Some(20)),
            ("十", Some(10)),
            ("一百十", Some(110)),
            ("百", None),
            ("十百", None),
            ("", None),
            ("第", None),
            ("12345", None),
            ("五五百", None),
        ] {
            assert_eq!(from_numeral(text), number, "{text}");
        }
        assert_eq!(
            (to_chinese(10), to_chinese(110), to_chinese(1001)),
            ("十".into(), "一百一十".into(), "一千零一".into())
        );
    }

    #[test]
    fn the_short_way_of_folding_is_the_long_one() {
        for c in ('\0'..=char::MAX).filter(|c| fold_simply(*c).is_some()) {
            let long: String = c.to_string().nfkc().flat_map(char::to_lowercase).collect();
            assert_eq!(fold(&c.to_string()), long, "{c:?}");
        }
        assert_eq!(fold("ＡＢ，①é《法》"), "ab,1é《法》");
    }

    #[test]
    fn slugs_and_lines() {
        assert_eq!(slug("什么情况下，不适用？"), "什么情况下-不适用");
        assert_eq!(slug("７ Days!"), "7-days");
        assert_eq!(one_line("付了\n钱 API\n文档"), "付了钱 API 文档");
    }
}

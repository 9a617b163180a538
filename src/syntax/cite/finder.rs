//! The one pass over a passage: stops at each sign that can begin a mention and reads the mention from there.

use std::cell::OnceCell;
use std::ops::Range;

use super::cursor::Cursor;
use super::defined::{Defined, definitions};
use super::head::{Head, head};
use super::heading::{heading, line_start};
use super::lexicon::{Hit, Lexicon, Sign, stands_alone};
use super::owner::{Owner, owner};
use super::provision::{Start, provisions};
use super::title::{self, Kind};
use super::words::Words;
use super::{LawRef, RawCite, Relative, Vintage, Which};
use crate::syntax::spot::{Place, Rank, Spot};

/// Mentions that are looked back over to tell whether a 第二项 goes on with one of them.
const NEAR: usize = 64;

/// Reads one passage.
pub(super) struct Finder<'t> {
    text: &'t str,
    names: &'t Lexicon,
    defined: Defined,
    cites: Vec<RawCite>,
    /// Whether the last document with numbers was a contract or the like, whose further clauses are no citations.
    private: bool,
    /// Where the last mention of anything numbered ended; names are not looked for before it.
    read: usize,
    /// Whether the passage has articles of its own.
    numbered: OnceCell<bool>,
}

/// A law's name where it stands.
struct Name {
    at: Range<usize>,
    words: String,
    vintage: Option<Vintage>,
    /// Whether the name counts without a provision after it.
    alone: bool,
}

impl<'t> Finder<'t> {
    pub(super) fn new(text: &'t str, names: &'t Lexicon) -> Finder<'t> {
        let defined = definitions(text, names);
        Finder { text, names, defined, cites: Vec::new(), private: false, read: 0, numbered: OnceCell::new() }
    }

    pub(super) fn run(mut self) -> Vec<RawCite> {
        let mut at = 0;
        while let Some(hit) = self.next(at) {
            at = self.step(hit).max(hit.start + 1);
            at = self.text.ceil_char_boundary(at);
        }
        self.cites
    }

    /// The next sign: of the lexicon, or a short name that the passage has defined.
    fn next(&self, at: usize) -> Option<Hit> {
        let found = self.names.next(self.text, at);
        let Some(defined) = self.defined.next(at) else { return found };
        let own = Hit { sign: Sign::Name, start: defined.start, end: defined.end };
        match found {
            Some(hit) if (hit.start, own.end) < (own.start, hit.end + 1) || hit.start < own.start => {
                Some(hit)
            }
            _ => Some(own),
        }
    }

    /// Reads from a sign; yields where reading goes on.
    fn step(&mut self, hit: Hit) -> usize {
        if let Some(end) = self.defined.definition_at(hit.start) {
            return end;
        }
        match (hit.sign, self.text.get(hit.start..hit.end).unwrap_or_default()) {
            (Sign::Name, _) => self.bare_name(hit),
            (_, "《") => self.title(hit.start),
            (_, "第") => self.number(hit.start),
            (_, "关于") => self.long_title(hit),
            (_, "依照" | "按照" | "根据" | "依据" | "违反") => self.announced(hit.end),
            _ => self.position(hit.start),
        }
    }

    /// 《…》 with what follows.
    fn title(&mut self, start: usize) -> usize {
        let mut cursor = Cursor::new(self.text, start);
        let Some(inner) = title::bracketed(&mut cursor) else { return start };
        let words = title::name_of(inner);
        let kind = if self.names.contains(&words) { Kind::Instrument } else { title::kind(inner) };
        let kind = self.defined.kind(&words).unwrap_or(kind);
        if kind == Kind::Other || house_rule(&self.text[..start], &words, self.names) {
            return self.skip_clauses(cursor.at);
        }
        let vintage = title::vintage_inside(inner).or_else(|| title::vintage_before(&self.text[..start]));
        let outer = cursor.at;
        let longer = title::belonging(&mut cursor);
        let words = if longer { words + &title::name_of(&self.text[outer..cursor.at]) } else { words };
        self.named(Name { at: start..cursor.at, words, vintage, alone: kind == Kind::Instrument })
    }

    /// A contract's clauses are read over.
    fn skip_clauses(&mut self, at: usize) -> usize {
        let gap = title::gap(self.text, at);
        if let Some(end) = pointed_clause(self.text, gap.end) {
            self.private = true;
            self.read = end;
            return end;
        }
        match provisions(self.text, gap.end, UNKNOWN, Start::Bare) {
            Some((_, end)) => {
                self.private = true;
                self.read = end;
                end
            }
            None => at,
        }
    }

    /// A name of the lexicon, or one defined in the passage, without 《》.
    fn bare_name(&mut self, hit: Hit) -> usize {
        let mut cursor = Cursor::new(self.text, hit.end);
        let longer = title::belonging(&mut cursor);
        let start = longer_before(&self.text[self.read..hit.start]).map_or(hit.start, |at| self.read + at);
        let alone =
            stands_alone(self.text, start, cursor.at) && !self.defined.needs_number(hit.start..hit.end);
        let words = title::name_of(&self.text[start..cursor.at]);
        let general = words.ends_with(['例', '定']) || words.ends_with("办法");
        let local = self.text[..start].ends_with('的')
            && !const { Words::of("我国的 中国的") }.end(&self.text[..start]);
        let alone = alone && !(general && local);
        let alone = alone && (!longer || !words.ends_with("刑法修正案"));
        let vintage = title::vintage_before(&self.text[..start]);
        self.named(Name { at: start..cursor.at, words, vintage, alone })
    }

    /// A title that begins with 关于 and has lost its 《》.
    fn long_title(&mut self, hit: Hit) -> usize {
        let Some(at) = super::owner::unbracketed(self.text, self.read, hit.start) else { return hit.end };
        let words = title::name_of(&self.text[at.clone()]);
        let issued = at.start < hit.start && !words.ends_with("的规定") && !words.ends_with("的办法");
        let end = self.named(Name { at: at.clone(), words, vintage: None, alone: issued });
        if self.cites.last().is_some_and(|cite| cite.at.start == at.start) { end } else { hit.end }
    }

    /// 依照…条例的规定, where the lexicon does not know the name.
    fn announced(&mut self, at: usize) -> usize {
        match super::owner::announced(self.text, at, self.names) {
            Some(name) => {
                let words = self.text[name.clone()].to_owned();
                self.named(Name { at: name, words, vintage: None, alone: true })
            }
            None => at,
        }
    }

    /// The provisions after a name; the name alone where none follow and it counts alone.
    fn named(&mut self, name: Name) -> usize {
        let gap = title::gap(self.text, name.at.end);
        let found = provisions(self.text, gap.end, UNKNOWN, Start::AfterName)
            .filter(|(spots, _)| starts_well(self.text, gap.end, spots))
            .filter(|_| !titles_text(self.text, &name.at, gap.end));
        let (spots, end) = match found {
            Some((spots, end)) => (spots, end),
            None if name.alone => (Vec::new(), name.at.end),
            None => return gap.brackets.max(name.at.end),
        };
        let vintage = name.vintage.or(gap.vintage).or_else(|| title::vintage_after(&self.text[end..]));
        let law = LawRef::Named(name.words);
        let resume = if spots.is_empty() { gap.brackets.max(end) } else { end };
        self.push(RawCite { law, spots, at: name.at.start..end, law_at: Some(name.at), vintage });
        resume
    }

    /// A number with no name of the lexicon before it.
    fn number(&mut self, start: usize) -> usize {
        if let Some(heading) = heading(self.text, start) {
            self.private = false;
            self.read = heading.end;
            return heading.end;
        }
        let Some((spots, end)) = provisions(self.text, start, UNKNOWN, Start::Bare) else {
            return start + '第'.len_utf8();
        };
        let owner = owner(self.text, self.read, start);
        if owner == Owner::Private || (owner == Owner::Nobody && (self.private || agreed(self.text, end))) {
            self.private = true;
            self.read = end;
            return end;
        }
        if let Owner::Instrument(at) = owner {
            let words = title::name_of(&self.text[at.clone()]);
            let vintage = title::vintage_before(&self.text[..at.start]);
            self.push(RawCite {
                law: LawRef::Named(words),
                spots,
                at: at.start..end,
                law_at: Some(at),
                vintage,
            });
        } else if self.counts(&spots, start, end) {
            self.push(RawCite { law: LawRef::Elided, spots, at: start..end, law_at: None, vintage: None });
        }
        end
    }

    /// Whether a bare number is one of a law: an article is, unless it counts things; 第二项 alone must look like one.
    fn counts(&self, spots: &[Spot], start: usize, end: usize) -> bool {
        let after = self.text.get(end..).unwrap_or_default();
        if super::head::counts_things(after) || self.text[..start].ends_with('条') {
            return false;
        }
        // 第一款第二项 names two ranks and can be nothing else.
        let known = |spot: &Spot| {
            spot.from.article.is_some()
                || (spot.from.paragraph.number().is_some() && spot.from.item.number().is_some())
        };
        if spots.first().is_some_and(known) {
            return true;
        }
        if self.text[start..].starts_with(['第'])
            && self.text[start + '第'.len_utf8()..].starts_with(['（', '('])
        {
            return true;
        }
        let line = line_start(self.text, start);
        let here = self.cites.iter().rev().take(NEAR).take_while(|cite| cite.at.start >= line);
        let rank = |spots: &[Spot]| spots.last().map(|spot| spot.from.rank());
        if here.clone().any(|cite| rank(&cite.spots) == rank(spots)) {
            return true;
        }
        let cited_here = here.count() > 0;
        super::head::looks_like_provision(
            &self.text[line..start],
            after,
            cited_here || *self.numbered.get_or_init(|| line_numbers(self.text)),
        )
    }

    /// 本法第三条, 该条第二款, 前两款.
    fn position(&mut self, start: usize) -> usize {
        let Some(Head { law, spots, at }) = head(self.text, start, self.in_paragraph(start)) else {
            return start + self.text[start..].chars().next().map_or(1, char::len_utf8);
        };
        let end = at.end;
        // After a contract's clause 该条 is that clause.
        if self.private && matches!(law, LawRef::Relative(Relative { which: Which::That, .. })) {
            return end;
        }
        self.push(RawCite { law, spots, at, law_at: None, vintage: None });
        end
    }

    /// Whether the last mention names a 款 and no money is spoken of since, so that 该款 is that 款.
    fn in_paragraph(&self, start: usize) -> bool {
        const MONEY: Words = Words::of("元 款项 货款 借款 价款 转账 付款 还款 钱");
        let Some(last) = self.cites.last() else { return false };
        let paragraph = last.spots.last().is_some_and(|spot| spot.from.rank() == Rank::Paragraph);
        let near = last.at.end + FAR > start;
        paragraph && near && !MONEY.within(&self.text[last.at.end..start])
    }

    fn push(&mut self, cite: RawCite) {
        self.private = false;
        self.read = cite.at.end;
        self.cites.push(cite);
    }
}

/// Bytes over which 该款 reaches back.
const FAR: usize = 600;

/// Nothing is known before a first number: 第二项 alone is ?.?.2.
const UNKNOWN: Place = Place {
    article: None,
    paragraph: crate::syntax::spot::Level::Unknown,
    item: crate::syntax::spot::Level::Unknown,
    subitem: crate::syntax::spot::Level::Unsaid,
};

/// Whether a name is a line of its own and the number on the next line begins the law's text.
fn titles_text(text: &str, name: &Range<usize>, number: usize) -> bool {
    let before = &text[line_start(text, name.start)..name.start];
    let own_line = before.trim_matches([' ', '\u{3000}', '#', '*']).is_empty();
    let next_line = text[name.end..number].contains('\n');
    own_line
        && next_line
        && heading(text, number).is_some_and(|heading| !text[heading.end..].trim_start().starts_with('第'))
}

/// Without 第 only an article may follow a name: 刑法3项罪名 names no item.
fn starts_well(text: &str, at: usize, spots: &[Spot]) -> bool {
    let ordinal = text.get(at..).is_some_and(|rest| rest.starts_with('第'));
    ordinal
        || spots.first().is_some_and(|spot| spot.from.article.is_some() && spot.from.rank() >= Rank::Article)
}

/// 第3.2条 is a clause of a contract: no law numbers its articles so.
fn pointed_clause(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let number = rest.strip_prefix('第').unwrap_or(rest);
    let after = number.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == '．');
    let digits = number[..number.len() - after.len()].contains(['.', '．']);
    (digits && after.starts_with('条')).then(|| text.len() - after.len() + '条'.len_utf8())
}

/// 第四条约定: a clause, not an article.
fn agreed(text: &str, end: usize) -> bool {
    let after = text.get(end..).unwrap_or_default().trim_start();
    const { Words::of("约定 载明 还约定 明确约定 还对") }.start(after)
}

/// Whether the passage has headings of its own, so that a bare 第一款 is one of theirs.
fn line_numbers(text: &str) -> bool {
    text.lines().any(|line| line.starts_with('第') && heading(line, 0).is_some())
}

/// Words directly before a name that belong to it: 德国民法典, 中华人民共和国合同法.
fn longer_before(before: &str) -> Option<usize> {
    const WORDS: Words = Words::of(
        "中华人民共和国 德国 法国 日本 瑞士 意大利 奥地利 俄罗斯 英国 美国 韩国 荷兰 欧盟 台湾地区",
    );
    WORDS.ending(before).map(|word| before.len() - word.len())
}

/// 公司《奖惩条例》 binds the company's own people and is no law.
fn house_rule(before: &str, title: &str, names: &Lexicon) -> bool {
    const OWNERS: Words =
        Words::of("公司 公司的 单位 单位的 我司 我司的 被告 被告的 原告 原告的 物业 小区 学校的 工厂 厂里的");
    let public = const { Words::of("中华人民共和国 关于 国务院 全国 省 市") }.within(title);
    OWNERS.end(before) && !public && !names.contains(title)
}

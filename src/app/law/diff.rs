//! `fatiao law diff`: two versions → article by article what stayed, changed, moved, came and went, and whom it touches.

use std::fmt::Write as _;

use anyhow::{Context, Result, bail};
use jiff::civil::Date;

use super::Citing;
use crate::book::laws::{
    Comparison, Fate, Law, LawId, Laws, Move, Named, Place, Version, VersionId, compare, compare_laws,
};
use crate::syntax::law::Change;
use crate::syntax::spot::ArticleNo;

/// The arguments of `fatiao law diff`.
#[derive(Clone, Debug, clap::Args)]
pub struct DiffArgs {
    /// 法律的标识或者名称
    pub law: String,
    /// 旧版本：施行日期，或者“2013年修正”这样的名称
    pub from: String,
    /// 新版本；接替它的另一部法律写作 标识@日期
    pub to: String,
}

/// The comparison as text.
pub fn diff(laws: &Laws, args: &DiffArgs, citing: &Citing) -> Result<String> {
    let law = law_named(laws, &args.law)?;
    let old = version_named(law, &args.from)?;
    let (new_law, new) = match args.to.split_once('@') {
        Some((other, day)) => {
            let other = law_named(laws, other)?;
            (other, version_named(other, day)?)
        }
        None => (law, version_named(law, &args.to)?),
    };
    if new_law.id == law.id && new.id <= old.id {
        bail!("第二个版本 {} 不晚于第一个版本 {}", new.id, old.id);
    }
    let compared = if new_law.id == law.id { compare(old, new) } else { compare_laws(old, new) };
    let report = Report { laws, law, old, new_law, new, citing };
    Ok(report.write(&compared))
}

fn law_named<'l>(laws: &'l Laws, name: &str) -> Result<&'l Law> {
    if let Some(law) = laws.get(&LawId::new(name)) {
        return Ok(law);
    }
    match laws.by_name(name) {
        Named::One(id) => laws.get(&id).context("the registry holds every law that it names"),
        Named::Many(ids) => {
            let ids: Vec<&str> = ids.iter().map(LawId::as_str).collect();
            bail!("“{name}”可能指几部法律：{}", ids.join("、"))
        }
        Named::Unknown { did_you_mean: Some(near) } => bail!("没有登记“{name}”；是否指《{near}》？"),
        Named::Unknown { did_you_mean: None } => bail!("没有登记“{name}”；fatiao law list 列出全部"),
    }
}

fn version_named<'l>(law: &'l Law, name: &str) -> Result<&'l Version> {
    let by_day = name.parse::<Date>().ok().and_then(|day| law.version(VersionId(day)));
    by_day.or_else(|| law.by_vintage(name)).with_context(|| {
        let known: Vec<String> = law.versions.iter().map(|version| version.id.to_string()).collect();
        format!("《{}》没有版本“{name}”；已有 {}", law.short(), known.join("、"))
    })
}

struct Report<'a> {
    laws: &'a Laws,
    law: &'a Law,
    old: &'a Version,
    new_law: &'a Law,
    new: &'a Version,
    citing: &'a Citing,
}

impl Report<'_> {
    fn write(&self, compared: &Comparison) -> String {
        let mut lines = Vec::new();
        let mut counts = [0usize; 7];
        for (no, fate) in &compared.fates {
            let rows = self.rows(*no);
            let kind = if rows.is_empty() { kind_of(*fate) } else { 2 };
            counts[kind] += 1;
            if kind != 0 {
                lines.push(self.line(*no, *fate, &rows));
            }
        }
        let came = |no: &ArticleNo| self.laws.came_from(&self.place(self.new_law, self.new, *no)).is_empty();
        for no in compared.new.iter().filter(|no| self.new_law.id == self.law.id && came(no)) {
            counts[6] += 1;
            lines.push(format!("新    {no}{}", self.opening(*no)));
        }
        let words = ["同", "改", "移", "另立", "删", "不明", "新"];
        let total: Vec<String> =
            words.iter().zip(counts).map(|(word, count)| format!("{word} {count}")).collect();
        let to = if self.new_law.id == self.law.id {
            String::new()
        } else {
            format!("《{}》", self.new_law.short())
        };
        let mut out =
            format!("《{}》{} → {to}{}\n{}\n", self.law.short(), self.old.id, self.new.id, total.join("  "));
        lines.iter().for_each(|line| out.push_str(&format!("{line}\n")));
        out
    }

    fn place(&self, law: &Law, version: &Version, article: ArticleNo) -> Place {
        Place { law: law.id.clone(), version: version.id, article, paragraph: None, item: None }
    }

    /// The author's rows between these two versions.
    fn rows(&self, no: ArticleNo) -> Vec<&Move> {
        let mut rows = self.laws.went_to(&self.place(self.law, self.old, no));
        rows.retain(|row| row.to.law == self.new_law.id && row.to.version == self.new.id);
        rows
    }

    fn line(&self, no: ArticleNo, fate: Fate, rows: &[&Move]) -> String {
        let mut out = match fate {
            _ if !rows.is_empty() => {
                rows.iter().map(|row| written_row(no, row)).collect::<Vec<_>>().join("\n")
            }
            Fate::Moved { to, change } => format!("移    {no} → {to}（{}，按文字推断）", change_word(change)),
            Fate::Reworded => format!("改    {no}"),
            Fate::Replaced => format!("另立  {no} 现在是另一条规则{}", self.opening(no)),
            Fate::Gone => format!("删    {no}"),
            Fate::Unknown => format!("不明  {no} 缺一边的文字，无法比较"),
            Fate::Same => format!("同    {no}"),
        };
        let to = match (rows, fate) {
            ([], Fate::Moved { to, .. }) => Some(to),
            ([], Fate::Reworded) => Some(no),
            _ => None,
        };
        if let Some(words) = to.and_then(|to| self.changes(no, to)) {
            let _ = write!(out, "\n      {words}");
        }
        let entries = self.citing.articles.get(&(self.law.id.clone(), no));
        if let Some(entries) = entries.filter(|entries| !entries.is_empty()) {
            let _ = write!(out, "\n      涉及 {}", entries.join("、"));
        }
        out
    }

    fn changes(&self, from: ArticleNo, to: ArticleNo) -> Option<String> {
        let both = |side: fn(&Version, ArticleNo) -> Option<&crate::syntax::law::Article>| {
            Some((side(self.old, from)?.plain(), side(self.new, to)?.plain()))
        };
        let (old, new) = both(Version::authentic).or_else(|| both(Version::gist))?;
        Some(inline(&old, &new)).filter(|words| !words.is_empty())
    }

    fn opening(&self, no: ArticleNo) -> String {
        let Some(article) = self.new.article(no) else { return String::new() };
        let words: String = article.plain().chars().take(30).collect();
        format!("：{}…", words.replace('\n', " "))
    }
}

fn kind_of(fate: Fate) -> usize {
    match fate {
        Fate::Same => 0,
        Fate::Reworded => 1,
        Fate::Moved { .. } => 2,
        Fate::Replaced => 3,
        Fate::Gone => 4,
        Fate::Unknown => 5,
    }
}

fn change_word(change: Change) -> &'static str {
    match change {
        Change::Same => "文字相同",
        Change::Changed => "有修改",
    }
}

fn written_row(no: ArticleNo, row: &Move) -> String {
    let note = row.note.as_deref().map(|note| format!("：{note}")).unwrap_or_default();
    format!("移    {no} → {}（{}）{note}", row.to.article, change_word(row.change))
}

/// Where two wordings differ, with a few characters around: 之日起[-七-]{+十五+}日内.
fn inline(old: &str, new: &str) -> String {
    const AROUND: usize = 6;
    let old: Vec<char> = old.replace('\n', "／").chars().collect();
    let new: Vec<char> = new.replace('\n', "／").chars().collect();
    let mut out = String::new();
    let (mut at_old, mut at_new) = (0, 0);
    for (i, j, same) in common(&old, &new).into_iter().chain([(old.len(), new.len(), 0)]) {
        let (gone, come) = (&old[at_old..i], &new[at_new..j]);
        if !gone.is_empty() {
            let _ = write!(out, "[-{}-]", shortened(gone, 40));
        }
        if !come.is_empty() {
            let _ = write!(out, "{{+{}+}}", shortened(come, 40));
        }
        let kept: &[char] = &old[i..i + same];
        let (head, tail) = (
            if out.is_empty() { 0 } else { AROUND },
            if i + same == old.len() && j + same == new.len() { 0 } else { AROUND },
        );
        if same <= head + tail {
            out.extend(kept);
        } else {
            out.extend(&kept[..head]);
            out.push('…');
            out.extend(&kept[same - tail..]);
        }
        (at_old, at_new) = (i + same, j + same);
    }
    if out == "…" { String::new() } else { out }
}

fn shortened(words: &[char], most: usize) -> String {
    let head: String = words.iter().take(most).collect();
    if words.len() > most { format!("{head}…") } else { head }
}

/// The runs that two wordings share, by the longest common subsequence; runs of one character between changes are left
/// out, for a word is easier to read than its letters.
fn common(old: &[char], new: &[char]) -> Vec<(usize, usize, usize)> {
    let width = new.len() + 1;
    let mut table = vec![0u16; (old.len() + 1) * width];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            table[i * width + j] = if old[i] == new[j] {
                table[(i + 1) * width + j + 1] + 1
            } else {
                table[(i + 1) * width + j].max(table[i * width + j + 1])
            };
        }
    }
    let mut runs: Vec<(usize, usize, usize)> = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < old.len() && j < new.len() {
        if old[i] == new[j] {
            match runs.last_mut() {
                Some((a, b, n)) if *a + *n == i && *b + *n == j => *n += 1,
                _ => runs.push((i, j, 1)),
            }
            (i, j) = (i + 1, j + 1);
        } else if table[(i + 1) * width + j] >= table[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    runs.retain(|(_, _, n)| *n > 1);
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_shown_inline() {
        let old = "经营者应当自收到退回商品之日起七日内返还消费者支付的商品价款。";
        let new = "经营者应当自收到退回商品之日起十五日内返还消费者支付的商品价款。";
        assert_eq!(inline(old, new), "…回商品之日起[-七-]{+十五+}日内返还消费…");
        assert_eq!(inline(old, old), "");
        assert_eq!(inline("甲乙丙", ""), "[-甲乙丙-]");
        assert_eq!(inline("甲乙", "甲乙丙丁"), "甲乙{+丙丁+}");
    }
}

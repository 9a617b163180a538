//! Names of laws → the laws that bear them. Compares forms, never guesses between two laws.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::LawId;
use crate::base::diag::did_you_mean;
use crate::base::text::fold;

/// What a name turns out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// One law.
    One(LawId),
    /// Two or more that bear it.
    Many(Vec<LawId>),
    /// None.
    Unknown {
        /// The name nearest to it, as the registry writes it.
        did_you_mean: Option<String>,
    },
}

/// Every name of every law.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    by_key: BTreeMap<String, Bearers>,
    spellings: BTreeSet<(String, LawId)>,
    /// The keys of the spellings, for the many citations that write a name as the registry does.
    keys: HashMap<String, Arc<str>>,
}

#[derive(Clone, Debug, Default)]
struct Bearers {
    laws: BTreeSet<LawId>,
    spelling: String,
}

impl Names {
    /// Adds a name; the law that had it before, if another one did.
    pub fn add(&mut self, name: &str, law: &LawId) -> Option<LawId> {
        for spelling in spellings(name) {
            self.spellings.insert((spelling.to_owned(), law.clone()));
            self.keys.entry(spelling.to_owned()).or_insert_with(|| key(spelling).into());
        }
        let bearers = self.by_key.entry(key(name)).or_default();
        if bearers.spelling.is_empty() {
            name.clone_into(&mut bearers.spelling);
        }
        let other = bearers.laws.iter().find(|other| *other != law).cloned();
        bearers.laws.insert(law.clone());
        other
    }

    /// The law that alone bears a name.
    pub fn one(&self, name: &str) -> Option<&LawId> {
        let laws = &self.by_key.get(&*self.key(name))?.laws;
        laws.first().filter(|_| laws.len() == 1)
    }

    fn key(&self, name: &str) -> Arc<str> {
        self.keys.get(name).cloned().unwrap_or_else(|| key(name).into())
    }

    /// The laws of that name.
    pub fn find(&self, name: &str) -> Named {
        let key = self.key(name);
        match self.by_key.get(&*key) {
            Some(bearers) if bearers.laws.len() == 1 => {
                Named::One(bearers.laws.first().expect("one law bears the name").clone())
            }
            Some(bearers) => Named::Many(bearers.laws.iter().cloned().collect()),
            None => {
                let near = did_you_mean(&key, self.by_key.keys().map(String::as_str));
                Named::Unknown { did_you_mean: near.map(|near| self.by_key[near].spelling.clone()) }
            }
        }
    }

    /// Every spelling, for finding names in running text.
    pub fn spellings(&self) -> impl Iterator<Item = (&str, &LawId)> {
        self.spellings.iter().map(|(name, law)| (name.as_str(), law))
    }
}

const STATE: &str = "中华人民共和国";

/// Organs that stand before 关于 in titles and are left out in speech.
const ISSUERS: [&str; 34] = [
    "全国人民代表大会常务委员会",
    "全国人民代表大会",
    "全国人大常委会",
    "全国人大",
    "国务院办公厅",
    "国务院",
    "最高人民法院",
    "最高人民检察院",
    "最高法",
    "最高检",
    "国家市场监督管理总局",
    "国家工商行政管理总局",
    "市场监管总局",
    "工商总局",
    "国家互联网信息办公室",
    "国家网信办",
    "国家发展和改革委员会",
    "国家发展改革委",
    "工业和信息化部",
    "信息产业部",
    "人力资源和社会保障部",
    "人力资源社会保障部",
    "劳动和社会保障部",
    "劳动部",
    "公安部",
    "司法部",
    "财政部",
    "商务部",
    "文化和旅游部",
    "国家税务总局",
    "中国人民银行",
    "国家卫生健康委员会",
    "国家药品监督管理局",
    "国家新闻出版署",
];

/// A name without what may be left out when it is cited: width, white space, brackets around inner titles, 中华人民共和国,
/// the issuer and 关于.
pub fn key(name: &str) -> String {
    let bare: String =
        fold(name).chars().filter(|c| !c.is_whitespace() && !"《》〈〉<>「」『』“”\"".contains(*c)).collect();
    let short = bare.replace(STATE, "");
    let short = if short.is_empty() { bare } else { short };
    without_issuer(&short).unwrap_or(&short).to_owned()
}

/// What follows the issuers and 关于, where a name begins so.
fn without_issuer(name: &str) -> Option<&str> {
    let mut rest = name;
    loop {
        rest = rest.trim_start_matches(['、', '，', ',', ' ', '原']);
        match ISSUERS.iter().find_map(|issuer| rest.strip_prefix(issuer)) {
            Some(after) => rest = after,
            None => return rest.strip_prefix("关于").filter(|rest| !rest.is_empty()),
        }
    }
}

/// The forms in which running text has a name: in full, without 中华人民共和国, without the issuer.
fn spellings(name: &str) -> impl Iterator<Item = &str> {
    let stateless = name.strip_prefix(STATE).filter(|rest| rest.chars().count() > 1);
    let after_issuer = without_issuer(name).and_then(|rest| {
        let start = name.len() - rest.len() - "关于".len();
        (start > 0).then(|| &name[start..])
    });
    [Some(name), stateless, after_issuer].into_iter().flatten()
}

/// Splits a version off a name: 刑法（2023年修正） → 刑法, 2023年修正; 合同法(1999) → 合同法, 1999. Brackets that hold no
/// year belong to the name: （试行）, （一）.
pub fn split_vintage(name: &str) -> (&str, Option<&str>) {
    let name = name.trim();
    let open = name.rfind(['（', '(']).filter(|_| name.ends_with(['）', ')']));
    let Some(open) = open else { return (name, None) };
    let inner = name[open..].trim_matches(['（', '(', '）', ')']).trim();
    if year_of(inner).is_some() { (name[..open].trim_end(), Some(inner)) } else { (name, None) }
}

/// The year with which a designation begins: 2013年修正, 1999, ２０１３修订.
pub fn year_of(designation: &str) -> Option<i16> {
    let folded = fold(designation.trim());
    let digits: String = folded.chars().take_while(char::is_ascii_digit).collect();
    let year: i16 = digits.parse().ok().filter(|_| digits.len() == 4)?;
    (1900..=2200).contains(&year).then_some(year)
}

//! What a citation in an entry means: law, version, place and verdict. Knows no Markdown.

use jiff::civil::Date;

use super::laws::{Cited, LawId, Laws, Named, Verdict, VersionId};
use crate::base::diag::Checked;
use crate::syntax::cite::{LawRef, RawCite};
use crate::syntax::markdown::Body;
use crate::syntax::spot::{ArticleNo, Spot};

/// A citation whose law is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Cite {
    /// The law.
    pub law: LawId,
    /// The version meant.
    pub version: VersionId,
    /// The place; `None` where the law alone is cited.
    pub spot: Option<Spot>,
    /// Cited as it once was.
    pub historical: bool,
    /// What became of the rule.
    pub verdict: Verdict,
}

impl Cite {
    /// The articles named, those of a range one by one.
    pub fn articles(&self) -> Vec<ArticleNo> {
        let Some(spot) = &self.spot else { return Vec::new() };
        let Some(from) = spot.from.article else { return Vec::new() };
        let to = spot.to.and_then(|to| to.article).unwrap_or(from);
        if to.no <= from.no { vec![from] } else { (from.no..=to.no).map(ArticleNo::plain).collect() }
    }

    /// The anchor of the paragraph or item in the article's page.
    pub fn anchor(&self) -> Option<String> {
        let place = self.spot.as_ref()?.from;
        let paragraph = place.paragraph.number();
        match (paragraph, place.item.number()) {
            (paragraph, Some(item)) => Some(format!("p{}-{item}", paragraph.unwrap_or(1))),
            (Some(paragraph), None) => Some(format!("p{paragraph}")),
            _ => None,
        }
    }
}

/// Resolves the citations of a file, in order; a list for each, empty where a finding says why.
pub fn resolve(body: &Body, as_of: Date, today: Date, laws: &Laws) -> Checked<Vec<Vec<Cite>>> {
    let mut last: Option<(LawId, VersionId, bool)> = None;
    let cites = body.cites.iter().map(|found| one(&found.raw, as_of, today, laws, &mut last)).collect();
    Checked::clean(cites)
}

fn one(
    raw: &RawCite,
    as_of: Date,
    today: Date,
    laws: &Laws,
    last: &mut Option<(LawId, VersionId, bool)>,
) -> Vec<Cite> {
    if let LawRef::Named(name) = &raw.law {
        let (plain, in_name) = super::laws::split_vintage(name);
        *last = None;
        let Named::One(id) = laws.by_name(plain) else { return Vec::new() };
        let Some(law) = laws.get(&id) else { return Vec::new() };
        let words =
            in_name.map(str::to_owned).or_else(|| raw.vintage.as_ref().map(|vintage| vintage.words.clone()));
        let year = raw.vintage.as_ref().and_then(|vintage| vintage.year);
        let version = words
            .as_deref()
            .and_then(|words| law.by_vintage(words))
            .or_else(|| year.and_then(|year| law.by_vintage(&year.to_string())))
            .or_else(|| law.in_force(as_of))
            .or_else(|| law.versions.last());
        let Some(version) = version else { return Vec::new() };
        *last = Some((id, version.id, words.is_some() || year.is_some()));
    }
    let Some((law, version, historical)) = last.clone() else { return Vec::new() };
    let verdict = |article| {
        laws.verdict(
            &Cited { law: &law, version: Some(version), article, paragraph: None, item: None, as_of },
            today,
        )
    };
    let cites: Vec<Cite> = raw
        .spots
        .iter()
        .map(|spot| Cite {
            law: law.clone(),
            version,
            spot: Some(*spot),
            historical,
            verdict: verdict(spot.from.article),
        })
        .collect();
    if cites.is_empty() {
        vec![Cite { law: law.clone(), version, spot: None, historical, verdict: verdict(None) }]
    } else {
        cites
    }
}

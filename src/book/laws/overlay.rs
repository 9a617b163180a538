//! Authentic texts from outside the site → laid over the versions that the registry has. Adds no law and no version.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Law, LawId, Laws, Named, VersionId};
use crate::base::diag::{Checked, Diagnostic, law as diag};
use crate::base::source::{FileId, Source, Span};
use crate::syntax::law::{Effective, LawText, Official, parse_index, parse_official};

/// Reads folders of authentic texts: every .md and .txt with a law's articles, dated by an `index.tsv` beside it, by its
/// own front matter, or by its preamble. Files without articles or title are notes about the folder and passed over.
pub fn official_texts(files: &BTreeMap<FileId, Source>) -> Checked<Vec<Arc<Official>>> {
    let mut out = Checked::clean(Vec::new());
    let index = |file: &FileId| {
        let beside = files.iter().find(|(other, _)| {
            other.folder() == file.folder() && other.name().eq_ignore_ascii_case("index.tsv")
        });
        beside.and_then(|(_, source)| source.text()).map(parse_index).unwrap_or_default()
    };
    let mut indexes = BTreeMap::new();
    for (file, source) in
        files.iter().filter(|(file, _)| file.name().ends_with(".md") || file.name().ends_with(".txt"))
    {
        let Some(text) = source.text() else {
            out.diags.push(diag::not_utf8(file));
            continue;
        };
        let listed =
            indexes.entry(file.folder().to_owned()).or_insert_with(|| index(file)).get(file.name()).cloned();
        let official = parse_official(file, text, &listed.clone().unwrap_or_default());
        let is_law = !official.value.title.is_empty() && !official.value.body.articles.is_empty();
        if listed.is_some() || is_law {
            out.value.push(Arc::new(official.take(&mut out.diags)));
        }
    }
    out
}

impl Laws {
    /// Lays texts over versions: a text belongs to the law of its title and to the version of its date. What finds no
    /// place is a note, for a folder of texts may hold more laws than a site cites.
    pub fn overlay(mut self, texts: &[Arc<Official>]) -> Checked<Laws> {
        let mut diags = Vec::new();
        for text in texts {
            match self.version_for(text) {
                Ok((law, version, wording)) => self.lay(&law, version, wording),
                Err(finding) => diags.push(*finding),
            }
        }
        self.compare_all();
        Checked { value: self, diags }
    }

    fn lay(&mut self, law: &LawId, version: VersionId, wording: LawText) {
        let law = self.laws.get_mut(law);
        let version = law.and_then(|law| law.versions.iter_mut().find(|own| own.id == version));
        if let Some(version) = version {
            version.outside = Some(Arc::new(wording));
        }
    }

    fn version_for(&self, text: &Official) -> Result<(LawId, VersionId, LawText), Box<Diagnostic>> {
        let note = |words: String| Box::new(diag::text_without_place(Span::start_of(&text.file), &words));
        let law = match self.by_name(&text.title) {
            Named::One(law) => law,
            Named::Many(_) => return Err(note(format!("有几部法律都叫“{}”", text.title))),
            Named::Unknown { .. } if text.title.is_empty() => {
                return Err(note("看不出这份文本的标题".to_owned()));
            }
            Named::Unknown { .. } => return Err(note(format!("本站没有登记《{}》", text.title))),
        };
        let own = &self.laws[&law];
        let version = by_date(own, text);
        let wording = version.and_then(|version| {
            Some(LawText { effective: version.0, ..text.version().or_else(|| dated(text, version))? })
        });
        match version.zip(wording) {
            Some((version, wording)) => Ok((law, version, wording)),
            None => Err(note(format!("《{}》没有与这份文本日期相同的版本", own.short()))),
        }
    }
}

/// The version of the text's day: the day it took effect, or failing that the day it was promulgated.
fn by_date(law: &Law, text: &Official) -> Option<VersionId> {
    if let Effective::On(day) = text.effective {
        return law.version(VersionId(day)).map(|version| version.id);
    }
    let mut same = law.versions.iter().filter(|version| version.text.promulgated == text.promulgated);
    let first = same.next().filter(|_| text.promulgated.is_some() && same.next().is_none())?;
    Some(first.id)
}

fn dated(text: &Official, version: VersionId) -> Option<LawText> {
    Official { effective: Effective::On(version.0), ..text.clone() }.version()
}

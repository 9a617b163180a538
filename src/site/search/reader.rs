//! The files of an index and a query → the answer, as the browser's client gives it.
//!
//! The reader is handed a function that fetches a file by name, so it knows no disk; it keeps count of what it fetched.
//! Rankings are sums of small integers and therefore the same here and in JavaScript.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use serde::Serialize;
use serde_json::Value;

use crate::base::text::fold;

use super::excerpt::{Piece, excerpt};
use super::shards::decode::{self, Head, Terms};
use super::shards::{GENERATION, VERSION, codec, generation_bytes};
use super::{Emergency, HotlineCard, Kind, MANIFEST, grams, query, scoring, synonyms};

/// Why an index could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Broken {
    /// A file is not there.
    Missing(String),
    /// A file is cut short or not what it should be.
    Damaged(String),
    /// A file belongs to another index than the manifest.
    Mixed(String),
    /// The index was written by another version of this program.
    Version,
}

/// What is asked.
#[derive(Clone, Debug)]
pub struct Request<'a> {
    /// What the reader typed.
    pub query: &'a str,
    /// How many hits at most.
    pub limit: usize,
    /// Whether everyday words bring their legal words.
    pub synonyms: bool,
    /// Only these kinds; all if empty.
    pub kinds: &'a [&'a str],
    /// Only this group (chapter or law); all if `None`.
    pub group: Option<&'a str>,
}

impl<'a> Request<'a> {
    /// A plain query for ten hits.
    pub fn new(query: &'a str) -> Request<'a> {
        Request { query, limit: 10, synonyms: true, kinds: &[], group: None }
    }
}

/// One document found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Hit {
    /// Its number.
    pub id: u32,
    /// The sum of impacts, comparable within one answer.
    pub score: u64,
    /// What it is.
    pub kind: String,
    /// Its title.
    pub title: String,
    /// Its address, relative to the site's root.
    pub url: String,
    /// Its answer in one line, or empty.
    pub answer: String,
    /// The best stretch of its answer or text, in pieces.
    pub excerpt: Vec<Piece>,
}

/// An everyday word and the legal words it brought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Expanded {
    /// The everyday word.
    pub word: String,
    /// The legal words.
    pub legal: Vec<String>,
}

/// A law's article, or the law where the article has no page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Jump {
    /// The law's title.
    pub title: String,
    /// The article's key.
    pub article: String,
    /// Where it is.
    pub url: String,
    /// Whether the article itself has a page.
    pub exact: bool,
}

/// What is answered.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Answer {
    /// Whether the query was cut.
    pub cut: bool,
    /// Whether nothing holds the exact phrase, so that these are merely near it.
    pub loose: bool,
    /// An article named by the query.
    pub jump: Option<Jump>,
    /// Cards that come before everything.
    pub emergencies: Vec<Emergency>,
    /// The legal words added.
    pub expanded: Vec<Expanded>,
    /// Words that the letters may stand for.
    pub candidates: Vec<String>,
    /// The best documents, best first.
    pub hits: Vec<Hit>,
    /// How many documents share anything with the query.
    pub total: usize,
    /// The card for when nothing is found.
    pub fallback: Option<HotlineCard>,
    /// The files fetched and their sizes, in order.
    #[serde(skip)]
    pub fetched: Vec<(String, usize)>,
}

/// An open index.
pub struct Reader<F> {
    fetch: F,
    head: Head,
    firsts: Vec<u64>,
    manifest_size: usize,
}

/// How many documents of each range of numbers are ranked to the end.
const KEPT: usize = 200;

/// The best documents with their scores, best first, and how many there were in all.
#[derive(Default)]
struct Ranked {
    best: Vec<(u32, u64)>,
    total: usize,
}

fn better(a: &(u32, u64), b: &(u32, u64)) -> std::cmp::Ordering {
    b.1.cmp(&a.1).then(a.0.cmp(&b.0))
}

/// The bodies fetched for one query.
#[derive(Default)]
struct Fetched {
    terms: RefCell<BTreeMap<usize, Rc<Terms>>>,
    bodies: RefCell<BTreeMap<String, Rc<Vec<u8>>>>,
    sizes: RefCell<Vec<(String, usize)>>,
}

impl<F: Fn(&str) -> Option<Vec<u8>>> Reader<F> {
    /// Fetches the manifest.
    pub fn open(fetch: F) -> Result<Reader<F>, Broken> {
        let file = fetch(MANIFEST).ok_or_else(|| Broken::Missing(MANIFEST.into()))?;
        let damaged = || Broken::Damaged(MANIFEST.into());
        let body = codec::gunzip(&file).ok_or_else(damaged)?;
        let (head, firsts) = decode::manifest(&body).ok_or_else(damaged)?;
        if head.v != VERSION {
            return Err(Broken::Version);
        }
        Ok(Reader { fetch, head, firsts, manifest_size: file.len() })
    }

    /// Answers a query.
    pub fn search(&self, request: &Request) -> Result<Answer, Broken> {
        let fetched = Fetched::default();
        fetched.sizes.borrow_mut().push((MANIFEST.into(), self.manifest_size));
        let mut query = query::read(request.query, &self.head.common, self.head.weights);
        let mut answer = Answer { cut: query.cut, fallback: self.head.fallback.clone(), ..Answer::default() };
        answer.emergencies = self.emergencies(&fetched, &query.folded)?;
        if let Some((law, key)) = query::jump(&query.folded) {
            answer.jump = self.jump(&fetched, &law, &key)?;
        }
        if answer.jump.as_ref().is_some_and(|jump| jump.exact) {
            answer.fetched = fetched.sizes.take();
            return Ok(answer);
        }
        if let Some(letters) = query::pinyin(&query.folded) {
            answer.candidates = self.candidates(&fetched, &letters)?;
        }
        if request.synonyms {
            answer.expanded = self.expand(&fetched, &mut query)?;
        }
        let allowed = self.allowed(&fetched, request)?;
        let mut ranked = self.rank(&fetched, &query, &query.required, &allowed)?;
        if !query.phrases.is_empty() {
            ranked.best = self.holding(&fetched, &ranked.best, &query.phrases, request.limit)?;
            ranked.total = ranked.best.len();
            if ranked.best.is_empty() {
                answer.loose = true;
                ranked = self.rank(&fetched, &query, &[], &allowed)?;
            }
        }
        answer.total = ranked.total;
        let marks: Vec<String> = query.terms.keys().cloned().collect();
        let exact = !query.phrases.is_empty() && !answer.loose;
        for found in ranked.best.into_iter().take(request.limit) {
            answer.hits.push(self.hit(&fetched, found, &marks, exact)?);
        }
        answer.fetched = fetched.sizes.take();
        Ok(answer)
    }

    /// Every kind's name and range of numbers, and the number of documents.
    pub fn kinds(&self) -> &[(String, usize, usize)] {
        &self.head.kinds
    }

    fn body(&self, fetched: &Fetched, name: String) -> Result<Rc<Vec<u8>>, Broken> {
        if let Some(body) = fetched.bodies.borrow().get(&name) {
            return Ok(Rc::clone(body));
        }
        let path = format!("{}/{name}", self.head.folder);
        let file = (self.fetch)(&path).ok_or_else(|| Broken::Missing(path.clone()))?;
        let body = codec::gunzip(&file).ok_or_else(|| Broken::Damaged(path.clone()))?;
        if body.get(..GENERATION) != Some(&generation_bytes(&self.head.folder)[..]) {
            return Err(Broken::Mixed(path));
        }
        fetched.sizes.borrow_mut().push((path, file.len()));
        let body = Rc::new(body[GENERATION..].to_vec());
        fetched.bodies.borrow_mut().insert(name, Rc::clone(&body));
        Ok(body)
    }

    fn json(&self, fetched: &Fetched, name: String) -> Result<Value, Broken> {
        let body = self.body(fetched, name.clone())?;
        serde_json::from_slice(&body).map_err(|_| Broken::Damaged(name))
    }

    fn terms(&self, fetched: &Fetched, term: &str) -> Result<Option<Rc<Terms>>, Broken> {
        let place = grams::place(term);
        let Some(shard) = self.firsts.partition_point(|first| *first <= place).checked_sub(1) else {
            return Ok(None);
        };
        if let Some(terms) = fetched.terms.borrow().get(&shard) {
            return Ok(Some(Rc::clone(terms)));
        }
        let name = format!("t{shard}.bin");
        let body = self.body(fetched, name.clone())?;
        let terms = Terms::read(body.to_vec(), self.head.docs).ok_or(Broken::Damaged(name))?;
        let terms = Rc::new(terms);
        fetched.terms.borrow_mut().insert(shard, Rc::clone(&terms));
        Ok(Some(terms))
    }

    /// Finds which everyday words the query holds, and adds the pairs of their legal words to its terms.
    fn expand(&self, fetched: &Fetched, query: &mut query::Query) -> Result<Vec<Expanded>, Broken> {
        let mut rows: Vec<(String, String, usize)> = Vec::new();
        for term in query.terms.keys() {
            let shard = self.terms(fetched, term)?;
            let Some(entry) = shard.as_ref().and_then(|shard| shard.find(term)) else { continue };
            rows.extend(
                entry.synonyms.iter().map(|(word, legal)| (word.clone(), legal.clone(), entry.count)),
            );
        }
        rows.sort();
        let words: Vec<String> = rows.iter().map(|(word, _, _)| word.clone()).collect();
        let mut added: BTreeMap<String, u32> = BTreeMap::new();
        let mut expanded = Vec::new();
        for row in synonyms::fired(&query.folded, &words) {
            let (word, legal, df) = &rows[row];
            let legal: Vec<String> = legal.split(' ').map(str::to_owned).collect();
            for pairs in legal.iter().map(|legal| query::pairs(legal)) {
                let weight = scoring::synonym_weight(self.head.weights[2], pairs.len(), *df, self.head.docs);
                for pair in pairs {
                    let known = added.entry(pair).or_default();
                    *known = weight.max(*known);
                }
            }
            expanded.push(Expanded { word: word.clone(), legal });
        }
        for (pair, weight) in added {
            query.terms.entry(pair).or_insert(weight);
        }
        Ok(expanded)
    }

    fn rank(
        &self,
        fetched: &Fetched,
        query: &query::Query,
        must: &[String],
        allowed: &[(u32, u32)],
    ) -> Result<Ranked, Broken> {
        let mut scores = vec![0u64; self.head.docs];
        let mut met = vec![0usize; self.head.docs];
        let mut demanded = 0;
        for (term, weight) in &query.terms {
            let shard = self.terms(fetched, term)?;
            let entry = shard.as_ref().and_then(|shard| shard.find(term));
            let must = must.contains(term) && entry.is_none_or(|entry| entry.count < self.head.cap);
            demanded += usize::from(must);
            let (Some(shard), Some(entry)) = (&shard, entry) else { continue };
            let value = u64::from(*weight) * scoring::scale(entry.scale);
            for (doc, level) in shard.postings(entry) {
                let doc = doc as usize;
                if doc < scores.len() {
                    scores[doc] += value * u64::from(level);
                    met[doc] += usize::from(must);
                }
            }
        }
        let articles = self.head.kinds.iter().find(|(kind, _, _)| kind == Kind::Article.name());
        let articles = articles.map_or(0..0, |(_, from, to)| *from..(*to).min(scores.len()));
        let scores = scoring::with_neighbours(&scores, articles, self.head.weights[3]);
        let mut ranked = Ranked::default();
        for (from, to) in allowed {
            let inside = (*from..(*to).min(self.head.docs as u32)).map(|doc| (doc, scores[doc as usize]));
            let mut best: Vec<(u32, u64)> =
                inside.filter(|(doc, score)| *score > 0 && met[*doc as usize] >= demanded).collect();
            ranked.total += best.len();
            best.sort_unstable_by(better);
            best.truncate(KEPT);
            ranked.best.extend(best);
        }
        ranked.best.sort_unstable_by(better);
        Ok(ranked)
    }

    fn allowed(&self, fetched: &Fetched, request: &Request) -> Result<Vec<(u32, u32)>, Broken> {
        let in_kinds = |kind: &str| request.kinds.is_empty() || request.kinds.contains(&kind);
        let Some(group) = request.group else {
            let kinds = self.head.kinds.iter().filter(|(kind, _, _)| in_kinds(kind));
            return Ok(kinds.map(|(_, from, to)| (*from as u32, *to as u32)).collect());
        };
        let facets: Vec<(String, String, u32, u32)> =
            serde_json::from_value(self.json(fetched, "f.bin".into())?)
                .map_err(|_| Broken::Damaged("f.bin".into()))?;
        let wanted = facets.into_iter().filter(|(kind, name, _, _)| in_kinds(kind) && name == group);
        Ok(wanted.map(|(_, _, from, to)| (from, to)).collect())
    }

    fn row(&self, fetched: &Fetched, id: u32) -> Result<[String; 4], Broken> {
        let at = id as usize;
        let name = format!("d{}.bin", at / self.head.per_head);
        let shard = self.json(fetched, name.clone())?;
        let row = shard.get(at % self.head.per_head).ok_or(Broken::Damaged(name))?;
        let field = |at: usize| row.get(at).and_then(Value::as_str).unwrap_or_default().to_owned();
        Ok([field(0), field(1), field(2), field(3)])
    }

    fn text(&self, fetched: &Fetched, id: u32) -> Result<String, Broken> {
        let at = id as usize;
        let shard = self.json(fetched, format!("x{}.bin", at / self.head.per_text))?;
        Ok(shard.get(at % self.head.per_text).and_then(Value::as_str).unwrap_or_default().to_owned())
    }

    /// Those of the best 200 whose text holds all phrases, until there are enough, ten at a time.
    fn holding(
        &self,
        fetched: &Fetched,
        ranked: &[(u32, u64)],
        phrases: &[String],
        enough: usize,
    ) -> Result<Vec<(u32, u64)>, Broken> {
        let mut kept = Vec::new();
        for part in ranked[..ranked.len().min(200)].chunks(10) {
            if kept.len() >= enough {
                break;
            }
            for found in part {
                let [title, _, answer, text] = self.row(fetched, found.0)?;
                let text = if answer.is_empty() { text } else { self.text(fetched, found.0)? };
                let whole = fold(&[title, answer, text].join("\n"));
                if phrases.iter().all(|phrase| whole.contains(phrase.as_str())) {
                    kept.push(*found);
                }
            }
        }
        Ok(kept)
    }

    fn hit(
        &self,
        fetched: &Fetched,
        found: (u32, u64),
        marks: &[String],
        exact: bool,
    ) -> Result<Hit, Broken> {
        let (id, score) = found;
        let [title, url, answer, text] = self.row(fetched, id)?;
        let shown = if answer.is_empty() { &text } else { &answer };
        let mut pieces = excerpt(shown, marks);
        // The text of a document with an answer was fetched already only if a phrase was looked for in it.
        if exact && !answer.is_empty() && !pieces.iter().any(|piece| piece.mark) {
            pieces = excerpt(&self.text(fetched, id)?, marks);
        }
        let kind = self.head.kinds.iter().find(|(_, from, to)| (*from..*to).contains(&(id as usize)));
        let kind = kind.map(|(kind, _, _)| kind.clone()).unwrap_or_default();
        Ok(Hit { id, score, kind, title, url, answer, excerpt: pieces })
    }

    fn jump(&self, fetched: &Fetched, law: &str, key: &str) -> Result<Option<Jump>, Broken> {
        type Row = (String, String, String, Vec<String>, String);
        let laws: Vec<Row> = serde_json::from_value(self.json(fetched, "j.bin".into())?)
            .map_err(|_| Broken::Damaged("j.bin".into()))?;
        let found = laws.into_iter().find(|(_, _, _, names, _)| names.iter().any(|name| name == law));
        Ok(found.map(|(title, url, article_url, _, articles)| {
            let exact = query::has_article(&articles, key);
            let url = if exact { article_url.replace("{}", key) } else { url };
            Jump { title, article: key.to_owned(), url, exact }
        }))
    }

    fn candidates(&self, fetched: &Fetched, letters: &str) -> Result<Vec<String>, Broken> {
        let firsts: Vec<String> = serde_json::from_value(self.json(fetched, "p.bin".into())?)
            .map_err(|_| Broken::Damaged("p.bin".into()))?;
        let start = firsts.partition_point(|first| first.as_str() < letters).saturating_sub(1);
        let mut found: Vec<(bool, u32, String)> = Vec::new();
        for shard in
            (start..firsts.len()).take(3).take_while(|at| *at == start || firsts[*at].starts_with(letters))
        {
            let body = self.body(fetched, format!("p{shard}.bin"))?;
            for line in String::from_utf8_lossy(&body).lines().filter(|line| line.starts_with(letters)) {
                let mut parts = line.split('\t');
                let (reading, word, weight) = (parts.next(), parts.next(), parts.next());
                if let (Some(reading), Some(word), Some(Ok(weight))) = (reading, word, weight.map(str::parse))
                {
                    found.push((reading != letters, weight, word.to_owned()));
                }
            }
        }
        found.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)).then(a.2.cmp(&b.2)));
        found.dedup_by(|a, b| a.2 == b.2);
        Ok(found.into_iter().map(|(_, _, word)| word).take(8).collect())
    }

    /// The cards whose rules a folded query meets.
    fn emergencies(&self, fetched: &Fetched, folded: &str) -> Result<Vec<Emergency>, Broken> {
        let holds = |words: &Vec<String>| words.iter().all(|word| folded.contains(word.as_str()));
        let meets = |(any, unless): &decode::Rule| {
            any.iter().any(holds) && !unless.iter().any(|word| folded.contains(word.as_str()))
        };
        let met: Vec<bool> = self.head.emergencies.iter().map(meets).collect();
        if !met.contains(&true) {
            return Ok(Vec::new());
        }
        let cards: Vec<Emergency> = serde_json::from_value(self.json(fetched, "e.bin".into())?)
            .map_err(|_| Broken::Damaged("e.bin".into()))?;
        Ok(cards.into_iter().zip(met).filter_map(|(card, met)| met.then_some(card)).collect())
    }
}

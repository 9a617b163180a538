//! The words of new files. Knows no disk.

use jiff::civil::Date;

use super::Files;

const STARTER: [(&str, &str); 5] = [
    ("content/trading/_chapter.md", include_str!("starter/content/trading/_chapter.md")),
    ("content/trading/seven-day-return.md", include_str!("starter/content/trading/seven-day-return.md")),
    ("content/hotlines.toml", include_str!("starter/content/hotlines.toml")),
    (
        "content/laws/consumer-protection-law/law.toml",
        include_str!("starter/content/laws/consumer-protection-law/law.toml"),
    ),
    (
        "content/laws/consumer-protection-law/2014-03-15.md",
        include_str!("starter/content/laws/consumer-protection-law/2014-03-15.md"),
    ),
];

/// A tiny site: one chapter, one answer, the two articles it cites, one hotline.
pub fn site(title: &str) -> Files {
    let config = format!(
        "title = {}\ndescription = \"遇到麻烦，先做什么、找谁、法律怎么说。\"\n# 发布的网址，订阅源和站点地图要用：\n# base_url = \"https://example.org\"\n\
         chapters = [\"trading\"]\n\n[checks]\n# 还没有人复核时，不逐次提示：\nF0618 = \"off\"\n",
        quoted(title)
    );
    let files = STARTER.map(|(path, text)| (path.to_owned(), text.to_owned()));
    [("site.toml".to_owned(), config), (".gitignore".to_owned(), "/public\n".to_owned())]
        .into_iter()
        .chain(files)
        .collect()
}

/// A chapter's file.
pub fn chapter(name: &str, title: &str, summary: &str) -> Files {
    let text = format!("+++\ntitle = {}\nsummary = {}\n+++\n{summary}\n", quoted(title), quoted(summary));
    vec![(format!("content/{name}/_chapter.md"), text)]
}

/// What the writer of an entry was asked.
pub struct Asked {
    /// The question.
    pub title: String,
    /// The answer.
    pub answer: String,
}

/// An entry with every section that it needs; `line` is a registered hotline.
pub fn entry(chapter: &str, slug: &str, asked: &Asked, line: Option<&str>, today: Date) -> Files {
    let line = line.map_or_else(
        || "（机关或者平台）：（在这件事里管什么）".to_owned(),
        |line| format!("[{line}](hotline:{line})：（在这件事里管什么）"),
    );
    let text = format!(
        "+++\ntitle = {}\nanswer = {}\nas_of = {today}\nreview = \"unreviewed\"\ntags = []\n+++\n\
         ## 现在先做\n\n1. （最要紧的一步，写明地方、号码或者期限）\n2. （下一步）\n\n\
         ## 证据清单\n\n- [ ] （今天就能保存的东西）\n\n\
         ## 找谁\n\n- {line}\n\n\
         ## 为什么\n\n（每个结论都写依据，具体到条款，至少两处。）\n\n\
         ## 什么情况下不适用\n\n- （具体的例外）\n",
        quoted(&asked.title),
        quoted(&asked.answer)
    );
    vec![(format!("content/{chapter}/{slug}.md"), text)]
}

/// What a new law is.
pub struct Law<'a> {
    /// Its folder.
    pub id: &'a str,
    /// Its full title.
    pub title: &'a str,
    /// Its short names.
    pub short: &'a [String],
    /// Its kind.
    pub kind: &'a str,
    /// Who made it.
    pub issuer: &'a str,
}

/// A law's own file and that of its first version.
pub fn law(law: &Law<'_>, effective: Date, articles: u16, today: Date) -> Files {
    let short: Vec<String> = law.short.iter().map(|name| quoted(name)).collect();
    let meta = format!(
        "title = {}\nshort = [{}]\nkind = {}\nissuer = {}\nofficial = \"https://flk.npc.gov.cn/\"\n",
        quoted(law.title),
        short.join(", "),
        quoted(law.kind),
        quoted(law.issuer)
    );
    let version = format!("+++\narticles = {articles}\ntext = \"gist\"\nchecked = {today}\n+++\n");
    let folder = format!("content/laws/{}", law.id);
    vec![(format!("{folder}/law.toml"), meta), (format!("{folder}/{effective}.md"), version)]
}

/// A TOML string.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

//! A number → a site of that many invented entries, the same on every machine: for benches, and for measuring the whole
//! program. Shaped like real questions and answers: about a thousand characters, seven citations, three links, three tags.

use std::fmt::Write;

/// How many laws there are, and how many articles each has.
const LAWS: u64 = 40;
const ARTICLES: u64 = 80;
const CHAPTERS: u64 = 8;
const TAGS: u64 = 60;

const SUBJECTS: [&str; 24] = [
    "卖家",
    "平台",
    "消费者",
    "经营者",
    "快递公司",
    "物流站点",
    "网店",
    "主播",
    "买家",
    "银行",
    "保险公司",
    "医院",
    "游戏公司",
    "劳动者",
    "用人单位",
    "招聘网站",
    "中介",
    "房东",
    "作者",
    "转载者",
    "群主",
    "骗子",
    "家长",
    "未成年人",
];
const ACTIONS: [&str; 32] = [
    "拒绝退款",
    "迟迟不发货",
    "删除评价",
    "泄露个人信息",
    "要求先交押金",
    "拖欠工资",
    "擅自转载文章",
    "冒用他人头像",
    "冻结账户",
    "封停账号",
    "虚假宣传",
    "不履行约定",
    "更改收货地址",
    "拒收包裹",
    "截图留存证据",
    "申请平台介入",
    "拨打投诉电话",
    "向法院起诉",
    "报警求助",
    "提出反通知",
    "核对合同条款",
    "查询物流记录",
    "导出聊天记录",
    "收集付款凭证",
    "请求赔偿损失",
    "主张惩罚性赔偿",
    "要求公开道歉",
    "申请仲裁",
    "提供真实信息",
    "采取必要措施",
    "关闭自动续费",
    "撤回授权同意",
];
const CONDITIONS: [&str; 16] = [
    "在约定期限届满之后",
    "收到货物的七日之内",
    "未经本人同意",
    "经过催告仍不处理",
    "页面没有显著提示",
    "商品存在质量问题",
    "账号被他人盗用",
    "合同没有明确约定",
    "双方协商不成",
    "证据足以证明事实",
    "款项已经转出",
    "权利人发出通知",
    "涉及未成年人",
    "超过诉讼时效",
    "对方下落不明",
    "金额达到立案标准",
];
const RESULTS: [&str; 16] = [
    "应当承担违约责任",
    "可以解除合同并要求退还价款",
    "需要赔偿因此造成的损失",
    "不影响继续主张权利",
    "由经营者承担举证责任",
    "平台应当提供真实名称和联系方式",
    "可以向有关部门投诉举报",
    "应当在十五日内作出处理决定",
    "按照损失的三倍赔偿",
    "依法追究刑事责任",
    "不能免除其责任",
    "可以请求停止侵害",
    "费用由败诉一方负担",
    "以实际收到的日期起算",
    "格式条款无效",
    "应当及时删除或者屏蔽",
];
/// Characters that follow no pattern, so that an index meets as many pairs as real text gives it.
const RARE: &str = "瓜棉漆砖舱绸藤窑鞍谷盏梳帆犁钩蜡炉笔墨砚琴棋扇伞履裘簪钗钿镯簸箕筛磨碾碓臼杵瓮缸坛罐碟勺箸匙壶瓢桶盆盂钵鼎";

/// A stream of numbers that only its seed decides (SplitMix64).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }

    fn pick<'t>(&mut self, from: &[&'t str]) -> &'t str {
        let at = self.below(from.len() as u64);
        from[usize::try_from(at).expect("a small number")]
    }

    fn rare(&mut self) -> String {
        let characters: Vec<char> = RARE.chars().collect();
        (0..2)
            .map(|_| {
                let at = self.below(characters.len() as u64);
                characters[usize::try_from(at).expect("a small number")]
            })
            .collect()
    }

    /// Low numbers are drawn more often, as a few provisions ground most answers.
    fn skewed(&mut self, limit: u64) -> u64 {
        let one = self.below(limit);
        let other = self.below(limit);
        one.min(other).min(self.below(limit))
    }
}

/// The files of a site of `count` entries, by path.
pub fn site(count: u64) -> Vec<(String, String)> {
    let chapters: Vec<String> = (0..CHAPTERS).map(|chapter| format!("\"chapter-{chapter}\"")).collect();
    let config = format!(
        "title = \"测量用的网站\"\nbase_url = \"https://example.org\"\nchapters = [{}]\n",
        chapters.join(", ")
    );
    let mut files = vec![("site.toml".to_owned(), config)];
    for chapter in 0..CHAPTERS {
        let text =
            format!("+++\ntitle = \"第{chapter}章\"\nsummary = \"关于第{chapter}类问题。\"\n+++\n引言。\n");
        files.push((format!("content/chapter-{chapter}/_chapter.md"), text));
    }
    for law in 0..LAWS {
        files.extend(law_files(law));
    }
    for entry in 0..count {
        let path = format!("content/chapter-{}/entry-{entry}.md", entry % CHAPTERS);
        files.push((path, entry_text(entry, count)));
    }
    files
}

/// An entry of about the average size.
pub fn entry_text(entry: u64, count: u64) -> String {
    let mut numbers = Numbers(entry.wrapping_mul(0x1234_5678_9abc_def1) + 1);
    let n = &mut numbers;
    let mut text = format!(
        "+++\ntitle = \"{}{}，{}{}怎么办？\"\nanswer = \"可以，{}。\"\nas_of = 2026-10-04\ntags = [\"标签{}\", \"标签{}\", \"标签{}\"]\n+++\n",
        n.pick(&CONDITIONS),
        n.pick(&SUBJECTS),
        n.pick(&ACTIONS),
        entry,
        n.pick(&RESULTS),
        n.below(TAGS / 3),
        TAGS / 3 + n.below(TAGS / 3),
        2 * TAGS / 3 + n.below(TAGS / 3),
    );
    for (heading, paragraphs) in
        [("情形", 1), ("现在先做", 0), ("证据清单", 0), ("为什么", 4), ("什么情况下不适用", 1)]
    {
        _ = writeln!(text, "## {heading}\n");
        match heading {
            "现在先做" => (1..=4).for_each(|step| _ = writeln!(text, "{step}. {}", sentence(n))),
            "证据清单" => {
                (0..4).for_each(|_| _ = writeln!(text, "- [ ] {}的{}", n.pick(&SUBJECTS), n.rare()))
            }
            _ => {}
        }
        for _ in 0..paragraphs {
            text.push_str(&paragraph(n, entry, count));
        }
        text.push('\n');
    }
    text
}

fn paragraph(n: &mut Numbers, entry: u64, count: u64) -> String {
    let mut text = sentence(n);
    text.push_str(&sentence(n));
    let (law, article) = (n.skewed(LAWS), 1 + n.skewed(ARTICLES));
    _ = write!(text, "根据《测量{}法》第{}条，{}。", numeral(law), numeral(article), n.pick(&RESULTS));
    text.push_str(&sentence(n));
    // Any entry but this one: a link to itself would be a finding, and a build with findings is never taken as unchanged.
    let other = (entry + 1 + n.below(count.max(2) - 1)) % count;
    match n.below(3) {
        0 => _ = write!(text, "同类问题见[另一篇](chapter-{}/entry-{other})。", other % CHAPTERS),
        1 => {
            _ = write!(
                text,
                "**注意：**{}，该法第{}条另有规定。",
                n.pick(&CONDITIONS),
                numeral(1 + n.below(ARTICLES))
            )
        }
        _ => text.push_str(&sentence(n)),
    }
    text.push_str("\n\n");
    text
}

fn sentence(n: &mut Numbers) -> String {
    let (subject, object) = (n.pick(&SUBJECTS), n.pick(&SUBJECTS));
    let rare = if n.below(3) == 0 { n.rare() } else { String::new() };
    format!("{}，{subject}{}，{rare}{object}{}。", n.pick(&CONDITIONS), n.pick(&ACTIONS), n.pick(&RESULTS))
}

fn law_files(law: u64) -> [(String, String); 2] {
    let mut numbers = Numbers(law + 77);
    let name = numeral(law);
    let meta = format!(
        "title = \"中华人民共和国测量{name}法\"\nshort = [\"测量{name}法\"]\nkind = \"法律\"\nissuer = \"示例机关\"\n"
    );
    let mut text =
        format!("+++\narticles = {ARTICLES}\ntext = \"gist\"\nchecked = 2026-10-04\n+++\n## 第一章 总则\n\n");
    for article in 1..=ARTICLES {
        _ = write!(text, "第{}条 {}\n\n", numeral(article), sentence(&mut numbers));
    }
    [
        (format!("content/laws/law-{law}/law.toml"), meta),
        (format!("content/laws/law-{law}/2020-01-01.md"), text),
    ]
}

fn numeral(number: u64) -> String {
    fatiao::base::text::to_chinese(u16::try_from(number).expect("below 10,000"))
}

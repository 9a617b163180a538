//! Finding citations: megabytes a second of Chinese text. Run with `cargo bench --bench cite`.

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use fatiao::syntax::cite::context::settle;
use fatiao::syntax::cite::{Lexicon, find};

fn main() {
    divan::main();
}

/// Sentences of an answer and of a regulation, turned until the text has about a megabyte.
fn text(sentences: &[&str]) -> String {
    let mut out = String::new();
    for nth in 0.. {
        if out.len() > 1 << 20 {
            break;
        }
        out.push_str(sentences[nth * 7 % sentences.len()]);
        if nth % 9 == 8 {
            out.push_str("\n\n");
        }
    }
    out
}

const ANSWER: [&str; 9] = [
    "网上买的衣服不合身，收到后七天内可以退，不用说明理由。",
    "依据是《消费者权益保护法》第二十五条第一款，商家应当自收到退回商品之日起七日内返还价款。",
    "如果商家以次充好，可以要求退一赔三，最低赔五百元。",
    "先和客服沟通，把聊天记录、订单和物流截图保存下来，平台介入后仍不解决的，打12315投诉。",
    "平台不提供商家的真实名称、地址和有效联系方式的，消费者也可以向平台要求赔偿，民法典第一千一百九十七条也有类似规定。",
    "起诉要去被告住所地或者合同履行地的人民法院，买家收货地就是合同履行地。",
    "这笔钱不多，可以走小额诉讼程序，一审终审，花的时间短，费用也低。",
    "签收时最好当面验货，贵重物品录下开箱过程，本条建议对二手商品同样有用。",
    "商家注销店铺的，看看背后的公司是否还在，该公司的股东是否足额出资。",
];

const STATUTE: [&str; 5] = [
    "第十二条 经营者应当保证其提供的商品符合保障人身、财产安全的要求。",
    "违反前款规定的，依照本法第四十八条第一款第二项的规定承担责任。",
    "有本法第二十三条至第二十五条规定情形之一，情节严重的，依照刑法第一百四十条、第一百四十三条的规定追究刑事责任。",
    "国务院市场监督管理部门会同有关部门制定具体办法。",
    "前两款所称经营者，包括通过网络销售商品或者提供服务的自然人、法人和非法人组织。",
];

#[divan::bench]
fn answers(bencher: Bencher) {
    let (names, text) = (Lexicon::built_in(), text(&ANSWER));
    bencher.counter(BytesCount::of_str(&text)).bench(|| find(black_box(&text), &names));
}

#[divan::bench]
fn statutes(bencher: Bencher) {
    let (names, text) = (Lexicon::built_in(), text(&STATUTE));
    bencher.counter(BytesCount::of_str(&text)).bench(|| find(black_box(&text), &names));
}

#[divan::bench]
fn statutes_settled(bencher: Bencher) {
    let (names, text) = (Lexicon::built_in(), text(&STATUTE));
    bencher.counter(BytesCount::of_str(&text)).bench(|| settle(black_box(&text), &find(&text, &names)));
}

#[divan::bench]
fn lexicon(bencher: Bencher) {
    bencher.bench(Lexicon::built_in);
}

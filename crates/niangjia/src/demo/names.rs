//! Invented names, phone numbers and identity numbers. Nobody in the demo world exists.

use std::collections::HashSet;

use niangjia_kernel::{CitizenId, Day, MobileNumber, SeededChance};

const SURNAMES: &[&str] = &[
    "王", "李", "张", "刘", "陈", "杨", "黄", "赵", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何",
    "郭", "马", "罗", "梁", "宋", "郑", "谢", "唐", "许", "冯", "邓", "曹", "彭", "曾", "肖", "潘", "袁",
    "蔡", "余", "杜", "戴", "夏", "钟", "汪", "田", "任", "姜", "方", "石", "姚", "邹", "熊", "金", "陆",
    "孔", "江", "章", "俞", "查", "凌", "鲍", "储", "欧阳",
];
const WOMEN_BEFORE_1965: &[&str] = &[
    "桂兰", "秀英", "玉珍", "金花", "翠英", "素珍", "桂英", "腊梅", "水英", "月娥", "银香", "菊芳", "荷花",
    "小妹", "来娣", "招娣", "爱珍", "惠英", "根香", "彩云", "秋莲", "玉凤", "巧云", "淑珍", "春香", "冬梅",
    "二妹", "兰芝", "庆兰", "满香",
];
const WOMEN_BEFORE_1985: &[&str] = &[
    "丽华", "小燕", "红梅", "雪琴", "建芳", "海霞", "爱华", "玉琴", "春燕", "小红", "晓琴", "志英", "卫红",
    "明霞", "美芳", "国英", "永红", "冬琴", "惠萍", "凤英", "桂琴", "秀琴", "亚萍", "文娟", "银凤", "小云",
    "立新", "月红", "世英", "莲",
];
const WOMEN_SINCE_1985: &[&str] = &[
    "婷婷", "雨欣", "佳慧", "梦琪", "晓雯", "思雨", "倩", "敏洁", "静怡", "诗涵", "文静", "璐", "晨曦",
    "雅楠", "欣怡", "洋洋", "丹丹", "莹", "可欣", "一诺", "子涵", "若曦", "语桐", "沐晴", "梓萱", "芷若",
    "安琪", "书瑶", "妍", "朵朵",
];
const MEN_BEFORE_1985: &[&str] = &[
    "建国", "志强", "和平", "国庆", "德胜", "永福", "贵生", "水根", "长根", "金宝", "发财", "新民", "立军",
    "小兵", "为民", "有才", "世友", "茂林", "传宝", "三毛", "大勇", "海平", "学军", "友根", "祥云", "正华",
    "光明", "家宝", "宏伟", "洪生",
];
const MEN_SINCE_1985: &[&str] = &[
    "浩", "俊杰", "子轩", "宇航", "浩然", "天佑", "一鸣", "梓豪", "家乐", "明轩", "博文", "嘉诚", "晨", "睿",
    "皓宇", "思远", "子墨", "小宝", "乐乐", "安安", "俊熙", "景行", "书恒", "奕辰", "星宇", "凯", "鹏飞",
    "志远", "启明", "泽楷",
];

/// Invents names; no name of a grown-up comes twice in one community unless it is asked for.
pub(super) struct Names<'a> {
    chance: &'a SeededChance,
    used: HashSet<String>,
}

impl<'a> Names<'a> {
    pub(super) fn new(chance: &'a SeededChance, taken: impl IntoIterator<Item = &'static str>) -> Self {
        Self { chance, used: taken.into_iter().map(str::to_owned).collect() }
    }

    /// A surname of anywhere.
    pub(super) fn surname(&self) -> &'static str {
        one_of(self.chance, SURNAMES)
    }

    /// A name that fits somebody born in `year`.
    pub(super) fn person(&mut self, surname: &str, woman: bool, year: i64) -> String {
        let given = match (woman, year) {
            (true, ..1965) => WOMEN_BEFORE_1965,
            (true, ..1985) => WOMEN_BEFORE_1985,
            (true, _) => WOMEN_SINCE_1985,
            (false, ..1985) => MEN_BEFORE_1985,
            (false, _) => MEN_SINCE_1985,
        };
        let mut name = format!("{surname}{}", one_of(self.chance, given));
        for _ in 0..given.len() {
            if self.used.insert(name.clone()) {
                break;
            }
            name = format!("{surname}{}", one_of(self.chance, given));
        }
        name
    }
}

/// One of a list that is not empty.
pub(super) fn one_of<T: Copy>(chance: &SeededChance, list: &[T]) -> T {
    list[chance.below(list.len())]
}

/// The `number`-th telephone of the demo: 199 0000 nnnn, a block that no operator gives out.
pub(super) fn phone(number: usize) -> Option<MobileNumber> {
    MobileNumber::parse(&format!("1990000{number:04}")).ok()
}

/// An identity number with a right check character for a woman of this county and birthday; `None` for no such day.
pub(super) fn citizen_id(county: &str, birth: Day, sequence: usize, today: Day) -> Option<CitizenId> {
    let (year, month, day) = birth.parts();
    // The seventeenth digit is even for women.
    let order = (sequence / 1_000 * 50 + sequence % 50) * 2 % 1_000;
    let first = format!("{county}{year:04}{month:02}{day:02}{order:03}");
    "0123456789X".chars().find_map(|check| CitizenId::parse(&format!("{first}{check}"), today).ok())
}

/// How a neighbour calls somebody: 王奶奶, 老李, 陈大姐, 小周.
pub(super) fn called(name: &str, woman: bool, born: i64, year: i64) -> String {
    if let Some((first, _)) = name.split_once('·') {
        return first.to_owned();
    }
    let doubled = ["欧阳", "诸葛"].iter().find(|surname| name.starts_with(**surname));
    let surname =
        doubled.map_or_else(|| name.chars().take(1).collect::<String>(), |surname| (*surname).to_owned());
    match (year - born, woman) {
        (72.., true) => format!("{surname}奶奶"),
        (72.., false) => format!("{surname}爷爷"),
        (56.., true) => format!("{surname}阿姨"),
        (56.., false) => format!("{surname}叔"),
        (38.., true) => format!("{surname}大姐"),
        (38.., false) => format!("{surname}大哥"),
        _ if surname.chars().count() > 1 => name.to_owned(),
        _ => format!("小{surname}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invented_identity_number_and_telephone_are_valid() {
        let (birth, today) = (Day::of(1979, 11, 8).expect("a day"), Day::of(2026, 11, 22).expect("a day"));
        let id = citizen_id("341881", birth, 21, today).expect("a number");
        assert!(id.characters().starts_with("34188119791108042"));
        assert_eq!(phone(1).expect("a number").digits(), "19900000001");
    }

    #[test]
    fn somebody_is_called_by_surname_and_age_and_a_name_with_a_dot_by_its_first_part() {
        assert_eq!(called("王秀兰", true, 1944, 2026), "王奶奶");
        assert_eq!(called("欧阳倩", true, 1990, 2026), "欧阳倩");
        assert_eq!(called("阿依古丽·买买提", true, 1986, 2026), "阿依古丽");
    }
}

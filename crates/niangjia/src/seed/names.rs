//! Names of nobody: put together by chance out of common characters.

use niangjia_kernel::SeededChance;

const SURNAMES: [&str; 40] = [
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何",
    "郭", "马", "罗", "梁", "宋", "郑", "谢", "韩", "唐", "冯", "于", "董", "萧", "程", "曹", "袁", "邓",
    "许", "傅", "沈", "曾", "彭", "吕",
];
const FIRST: [&str; 20] = [
    "秀", "玉", "桂", "春", "美", "丽", "小", "晓", "文", "慧", "雅", "淑", "月", "红", "海", "金", "素",
    "婷", "佳", "思",
];
const SECOND: [&str; 20] = [
    "英", "兰", "梅", "芳", "华", "珍", "琴", "霞", "云", "萍", "敏", "燕", "莲", "娟", "洁", "琳", "凤",
    "香", "君", "宁",
];

/// A name.
pub(super) fn name(chance: &SeededChance) -> String {
    let one = |list: &[&'static str]| list[chance.below(list.len())];
    format!("{}{}{}", one(&SURNAMES), one(&FIRST), one(&SECOND))
}

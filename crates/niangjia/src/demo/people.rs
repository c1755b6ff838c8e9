//! Who can be chosen on the sign-in page of the demo. Everybody here is invented.

use niangjia_web::{DemoGroup, DemoPerson};

/// The password of every account of the demo.
pub const PASSWORD: &str = "niangjia-demo-2026";

/// A heading of the sign-in page, and under it who signs in by which name and where she works.
type Group = (&'static str, &'static [(&'static str, &'static str)]);

// A login name is the person's own name. The first 执委 has exactly ten families.
const GROUPS: &[Group] = &[
    (
        "执委",
        &[
            ("吴美霞", "宁国市河沥溪街道嵩合社区"),
            ("陈玉莲", "宁国市河沥溪街道嵩合社区（另联系金桥湾 83 户）"),
            ("俞小芹", "宁国市河沥溪街道桥东社区"),
        ],
    ),
    (
        "社区主席",
        &[
            ("胡秀云", "宁国市河沥溪街道嵩合社区（也是执委，可换岗）"),
            ("俞红梅", "宁国市河沥溪街道桥东社区"),
            ("唐月琴", "宁国市西津街道凤凰社区"),
            ("查爱玲", "泾县泾川镇城东社区"),
        ],
    ),
    ("街道主席", &[("方慧敏", "宁国市河沥溪街道"), ("周雅琴", "宁国市西津街道")]),
    ("县级主席", &[("江淑华", "宁国市"), ("翟文英", "泾县")]),
    ("保密事项负责人", &[("傅晓岚", "宁国市")]),
    ("市、省和全国主席", &[("许丽萍", "宣城市"), ("苏文娟", "安徽省"), ("林静仪", "全国")]),
    ("合作单位", &[("温知远", "宁国市示例法律援助中心"), ("舒怡然", "宁国市示例心理服务站")]),
    ("系统管理员", &[("徐敏", "宁国市")]),
    ("安全管理员", &[("梁燕", "宁国市")]),
    ("审计管理员", &[("何洁", "宁国市"), ("沈丹", "宣城市")]),
];

/// The people of the demo, by role.
#[must_use]
pub fn demo_people() -> Vec<DemoGroup> {
    let person = |(name, place): &(&str, &str)| DemoPerson {
        login_name: (*name).to_owned(),
        name: (*name).to_owned(),
        place: (*place).to_owned(),
    };
    let groups = GROUPS.iter().map(|(role, people)| DemoGroup {
        role: (*role).to_owned(),
        people: people.iter().map(person).collect(),
    });
    groups.collect()
}

//! People with names and powers. All invented.

use niangjia_store::PostKind;

/// Everybody's password in tests.
pub const PASSWORD: &str = "一句好记的话并不难想";

/// Somebody of the cast.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure {
    /// Her name, and what she signs in with.
    pub name: &'static str,
    /// The code of her organisation.
    pub org: &'static str,
    /// Her post there.
    pub kind: PostKind,
}

const fn figure(name: &'static str, org: &'static str, kind: PostKind) -> Figure {
    Figure { name, org, kind }
}

/// 汪秀英 looks after ten families of 嵩合社区, on the register side.
pub const MEMBER: Figure = figure("汪秀英", "341881003004", PostKind::Member);
/// 陈玉兰 looks after one of them on the residence side, and has two of her own.
pub const RESIDENT_MEMBER: Figure = figure("陈玉兰", "341881003004", PostKind::Member);
/// 程丽华 chairs 嵩合社区.
pub const CHAIR: Figure = figure("程丽华", "341881003004", PostKind::Chair);
/// 胡桥东 looks after families of the neighbouring community.
pub const NEIGHBOUR: Figure = figure("胡桥东", "341881003001", PostKind::Member);
/// 丁桥梅 chairs the neighbouring community.
pub const OTHER_CHAIR: Figure = figure("丁桥梅", "341881003001", PostKind::Chair);
/// 周敏 chairs 河沥溪街道.
pub const STREET_CHAIR: Figure = figure("周敏", "341881003", PostKind::Chair);
/// 沈西津 chairs the other street.
pub const OTHER_STREET_CHAIR: Figure = figure("沈西津", "341881001", PostKind::Chair);
/// 徐春燕 chairs 宁国市.
pub const COUNTY_CHAIR: Figure = figure("徐春燕", "341881", PostKind::Chair);
/// 查泾兰 chairs the other county.
pub const OTHER_COUNTY_CHAIR: Figure = figure("查泾兰", "341823", PostKind::Chair);
/// 方蕾 chairs 宣城市.
pub const CITY_CHAIR: Figure = figure("方蕾", "3418", PostKind::Chair);
/// 林岚 chairs 安徽省.
pub const PROVINCE_CHAIR: Figure = figure("林岚", "34", PostKind::Chair);
/// 许文君 leads the nation's federation.
pub const NATION_CHAIR: Figure = figure("许文君", "0", PostKind::Chair);
/// 吴倩 opens accounts in 宁国市.
pub const SYSTEM_ADMINISTRATOR: Figure = figure("吴倩", "341881", PostKind::SystemAdministrator);
/// 钱安 appoints administrators in 宁国市.
pub const SECURITY_ADMINISTRATOR: Figure = figure("钱安", "341881", PostKind::SecurityAdministrator);
/// 何静 reads the audit of 宁国市.
pub const AUDITOR: Figure = figure("何静", "341881", PostKind::AuditAdministrator);

/// 查泾梅 chairs a community of the other county; not of the cast until a test settles her in.
pub const FAR_CHAIR: Figure = figure("查泾梅", "341823100001", PostKind::Chair);
/// 钱泾华 is a member there.
pub const FAR_MEMBER: Figure = figure("钱泾华", "341823100001", PostKind::Member);
/// 曹泾秋 is another.
pub const FAR_SUCCESSOR: Figure = figure("曹泾秋", "341823100001", PostKind::Member);

/// Everybody.
pub const EVERYBODY: [Figure; 15] = [
    MEMBER,
    RESIDENT_MEMBER,
    CHAIR,
    NEIGHBOUR,
    OTHER_CHAIR,
    STREET_CHAIR,
    OTHER_STREET_CHAIR,
    COUNTY_CHAIR,
    OTHER_COUNTY_CHAIR,
    CITY_CHAIR,
    PROVINCE_CHAIR,
    NATION_CHAIR,
    SYSTEM_ADMINISTRATOR,
    SECURITY_ADMINISTRATOR,
    AUDITOR,
];

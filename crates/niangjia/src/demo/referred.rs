//! Partners outside the federation, all invented, and what was referred to them: told, passed on, sent back, late, waiting.

use niangjia_household::api::{Page, Standing, StandingFilter, standing};
use niangjia_kernel::{Day, Id, Key, Person, Referral};
use niangjia_org::api::Org;
use niangjia_people::actions::{NewAccount, open_account};
use niangjia_referral::api::{
    EnteredPartner, PartnerKind, PastReferral, PastStep, SaidPartner, SubjectKind, enter_partner,
    enter_partner_person, go_on, send,
};
use niangjia_store::{Actor, Branch, WriteTx};

use super::reports::chair_of;
use super::roster::{Roster, organisation};
use super::{DemoError, Steps};

const COMMUNITY: &str = "341881003004";
const STREET: &str = "341881003";
const COUNTY: &str = "341881";
const MORNING: i64 = 10 * 3_600;

/// Who signs in for the two partners that work with a login.
pub(super) const CONTACTS: [(&str, &str); 2] =
    [("温知远", "宁国市示例法律援助中心"), ("舒怡然", "宁国市示例心理服务站")];

/// How many steps a progress bar counts.
pub(super) const STEPS: u64 = 6;

/// The partners, in the order in which they are entered.
struct Partners {
    legal: EnteredPartner,
    minds: EnteredPartner,
    civil: EnteredPartner,
    police: EnteredPartner,
}

/// Enters the partners a year ago and the referrals of these weeks, each as of its day.
pub(super) fn enter(tx: &WriteTx<'_>, roster: &Roster<'_>, steps: &Steps) -> Result<(), DemoError> {
    let today = roster.today;
    let partners = enter_partners(&on(tx, today.plus(-200)), roster)?;
    steps.done(1);
    let org = organisation(tx, COMMUNITY)?;
    let sending = Sending { tx, today, chair: chair_of(tx, &org)?, org };
    let told = sending.send(
        25,
        2,
        (&partners.legal, None),
        ("代写离婚起诉状，问抚养费怎么算", "结婚证、户口本复印件各一份"),
    )?;
    sending.step(23, told, PastStep::Accepted("周二上午来，找值班律师"))?;
    sending.step(12, told, PastStep::Settled("诉状写好，已交本人；抚养费按收入的两成到三成主张"))?;
    sending.step(11, told, PastStep::Told("当面告诉她，诉状在她手里"))?;
    steps.done(1);
    let back =
        sending.send(9, 7, (&partners.minds, None), ("产后总想哭，请安排咨询", "生产时间和联系方式"))?;
    sending.step(8, back, PastStep::Refused("这两周排满了，请先联系民政的心理热线"))?;
    let on = sending.send(
        7,
        7,
        (&partners.civil, Some(back)),
        ("产后情绪不好，家里困难，请上门看看", "生产时间和联系方式"),
    )?;
    sending.step(6, on, PastStep::Accepted("按回执录入：民政社工这周上门"))?;
    steps.done(1);
    let _late = sending.send(
        6,
        11,
        (&partners.legal, None),
        ("被欠三个月工资，请帮她算清、代写申请", "工资条照片、考勤记录"),
    )?;
    steps.done(1);
    let refused =
        sending.send(4, 14, (&partners.legal, None), ("公婆的宅基地纠纷，想请律师", "村里的调解记录"))?;
    sending.step(2, refused, PastStep::Refused("不在法律援助的范围，建议先请街道司法所调解"))?;
    steps.done(1);
    let _new =
        sending.send(1, 16, (&partners.minds, None), ("孩子不肯上学，请心理老师看看", "孩子的年龄、学校"))?;
    let _paper =
        sending.send(1, 19, (&partners.police, None), ("门口常有人蹲守，请加强巡逻", "时间和地点"))?;
    steps.done(1);
    Ok(())
}

fn on<'a>(tx: &'a WriteTx<'_>, day: Day) -> WriteTx<'a> {
    tx.as_of(day.start().plus_seconds(MORNING))
}

fn enter_partners(tx: &WriteTx<'_>, roster: &Roster<'_>) -> Result<Partners, DemoError> {
    let (county, street) = (organisation(tx, COUNTY)?, organisation(tx, STREET)?);
    let (head, local) = (chair_of(tx, &county)?, chair_of(tx, &street)?);
    let said = |kind, name: &str, phone: &str, by_login| SaidPartner {
        kind,
        name: name.to_owned(),
        hours: "周一至周五 8:30–17:30".to_owned(),
        address: String::new(),
        contact: "值班室".to_owned(),
        phone: phone.to_owned(),
        by_login,
    };
    let [(lawyer, legal), (listener, minds)] = CONTACTS;
    let legal = enter_partner(tx, &head, &county, said(PartnerKind::LegalAid, legal, "0563-5550101", true))?;
    let minds =
        enter_partner(tx, &head, &county, said(PartnerKind::Psychology, minds, "0563-5550102", true))?;
    for (partner, name) in [(&legal, lawyer), (&minds, listener)] {
        let person = enter_partner_person(tx, &head, (&county, partner), name)?;
        open(tx, roster, (&county, person), name)?;
    }
    let civil = said(PartnerKind::CivilAffairs, "宁国市示例民政服务站", "0563-5550104", false);
    let civil = enter_partner(tx, &head, &county, civil)?;
    let police = said(PartnerKind::Police, "河沥溪示例派出所", "0563-5550105", false);
    Ok(Partners { legal, minds, civil, police: enter_partner(tx, &local, &street, police)? })
}

fn open(
    tx: &WriteTx<'_>,
    roster: &Roster<'_>,
    (org, person): (&Org, Id<Person>),
    name: &str,
) -> Result<(), DemoError> {
    let account = NewAccount {
        tenant: org.tenant,
        person,
        login_name: name,
        phone: None,
        password_hash: roster.password_hash,
        must_change: false,
    };
    drop(open_account(tx, roster.opener, &account, &org.path)?);
    Ok(())
}

/// The chair of the community, who refers.
struct Sending<'a> {
    tx: &'a WriteTx<'a>,
    today: Day,
    chair: Actor,
    org: Org,
}

impl Sending<'_> {
    fn send(
        &self,
        ago: i64,
        family: i64,
        (partner, before): (&EnteredPartner, Option<Key<Referral>>),
        words: (&str, &str),
    ) -> Result<Key<Referral>, DemoError> {
        let day = self.today.plus(-ago);
        let then = on(self.tx, day);
        let row = self.family(&then, family)?;
        let household = &row.household;
        let past = PastReferral {
            subject: (SubjectKind::Household, household.tenant, household.id.uuid()),
            org: &self.org,
            partner,
            consent: day,
            person: (&household.contact_name, "上午打她手机，不要打座机"),
            words,
            before,
        };
        Ok(send(&then, &self.chair, &past)?)
    }

    fn step(&self, ago: i64, key: Key<Referral>, step: PastStep<'_>) -> Result<(), DemoError> {
        let then = on(self.tx, self.today.plus(-ago));
        let _done = go_on(&then, (&self.chair, &self.chair, &self.org), key, step)?;
        Ok(())
    }

    fn family(&self, tx: &WriteTx<'_>, nth: i64) -> Result<Standing, DemoError> {
        let branch = Branch::of(self.org.tenant, self.org.level, &self.org.path);
        let page = Page { by_due: false, skip: nth, limit: 1 };
        let found = standing(tx, &self.chair, &branch, tx.today(), &StandingFilter::default(), page)?;
        found.into_iter().next().ok_or_else(|| DemoError::Wrong("没有这么多家庭".to_owned()))
    }
}

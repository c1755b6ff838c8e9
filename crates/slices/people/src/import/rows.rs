//! The rows of one file of members: each is new, adds something, is known as it is, or is wrong.

use std::collections::{BTreeMap, HashMap, HashSet};

use niangjia_kernel::{Id, Organisation};
use niangjia_org::api::Places;
use niangjia_store::{Actor, PostKind, ReadTx, WriteTx};
use niangjia_transfer::{Finding, Home, Record, Rows};
use niangjia_web::AppError;

use crate::actions::{self, Completed, SaidMember};
use crate::import::known::{self, Who};
use crate::import::reading::{self, Reasons, SaidRow};
use crate::model::{Engagement, NewPerson};
use crate::rules::{self, Marks, Sameness};

/// Somebody whom a right row of the file named.
struct Named {
    marks: Marks,
    org: Id<Organisation>,
    kinds: Vec<PostKind>,
    /// Whether she was not known before it.
    entered: bool,
}

/// The file so far.
pub(crate) struct MemberRows {
    actor: Actor,
    home: Home,
    places: Places,
    /// Right rows by their number; those before the present one count.
    named: BTreeMap<u32, Named>,
    by_name: HashMap<String, Vec<u32>>,
    by_citizen: HashMap<String, Vec<u32>>,
}

/// What becomes of a row.
enum Decision {
    Enter(Box<SaidMember>),
    Complete(Box<Completed>),
    /// A post for somebody whom an earlier row of this file brings in.
    AddsToEarlier,
    Same,
    Wrong(Vec<String>),
}

impl MemberRows {
    pub(crate) fn new(actor: &Actor, home: &Home, places: Places) -> Self {
        let (named, by_name, by_citizen) = (BTreeMap::new(), HashMap::new(), HashMap::new());
        Self { actor: actor.clone(), home: home.clone(), places, named, by_name, by_citizen }
    }

    fn read(&self, tx: &ReadTx<'_>, record: &Record) -> Result<SaidRow, Vec<String>> {
        reading::read(record, &self.home, &self.places, tx.today())
    }

    fn decide(&mut self, tx: &ReadTx<'_>, record: &Record, said: &SaidRow) -> Result<Decision, AppError> {
        let earlier = match self.earlier(record.row, said) {
            Ok(earlier) => earlier,
            Err(sentence) => return Ok(Decision::Wrong(vec![sentence])),
        };
        let decision = match known::find(tx, said)? {
            Who::Known(known) => match known::beside(tx, &self.actor, said, &known)? {
                Ok(Some(completed)) => Decision::Complete(Box::new(completed)),
                Ok(None) => Decision::Same,
                Err(reasons) => Decision::Wrong(reasons),
            },
            Who::Several(count) => Decision::Wrong(vec![format!(
                "姓名：有 {count} 位{}，分不清是哪一位，请写身份证号",
                said.marks.name
            )]),
            Who::Nobody => match self.fresh(tx, said) {
                Ok(_) if earlier => Decision::AddsToEarlier,
                Ok(entered) => Decision::Enter(Box::new(entered)),
                Err(reasons) => Decision::Wrong(reasons),
            },
        };
        if !matches!(decision, Decision::Wrong(_)) {
            self.remember(record.row, said, matches!(decision, Decision::Enter(_)));
        }
        Ok(decision)
    }

    /// Whether an earlier row of the file brought in the same person, for another post; a sentence where it named her for
    /// the same, or says otherwise of her.
    fn earlier(&self, row: u32, said: &SaidRow) -> Result<bool, String> {
        let citizen = said.marks.citizen_id.as_ref().and_then(|id| self.by_citizen.get(id.characters()));
        let alike = self.by_name.get(&said.marks.name).into_iter().chain(citizen).flatten();
        let before: HashSet<u32> = alike.copied().filter(|earlier| *earlier < row).collect();
        let mut found = false;
        let mut before: Vec<u32> = before.into_iter().collect();
        before.sort_unstable();
        for (number, named) in before.iter().filter_map(|number| Some((number, self.named.get(number)?))) {
            let same_org = named.org == said.org.id;
            let shares = said.kinds.is_empty() || said.kinds.iter().any(|kind| named.kinds.contains(kind));
            match rules::same_person(&said.marks, &named.marks, same_org, same_org && shares) {
                Sameness::Other => {}
                Sameness::Contradicts(what) => {
                    return Err(format!("和第 {number} 行是同一个人，{what}不一样，请核对后只留一行"));
                }
                Sameness::Same if same_org && said.kinds.iter().all(|kind| named.kinds.contains(kind)) => {
                    return Err(format!("和第 {number} 行是同一个人，不用写两次"));
                }
                Sameness::Same => found |= named.entered,
            }
        }
        Ok(found)
    }

    fn remember(&mut self, row: u32, said: &SaidRow, entered: bool) {
        let mut marks = said.marks.clone();
        if entered {
            marks.woman = marks.woman.or(Some(true));
        }
        let named = Named { marks, org: said.org.id, kinds: said.kinds.clone(), entered };
        if self.named.insert(row, named).is_none() {
            self.by_name.entry(said.marks.name.clone()).or_default().push(row);
            if let Some(citizen) = &said.marks.citizen_id {
                self.by_citizen.entry(citizen.characters().to_owned()).or_default().push(row);
            }
        }
    }

    /// Somebody new, as the form would take her.
    fn fresh(&self, tx: &ReadTx<'_>, said: &SaidRow) -> Result<SaidMember, Vec<String>> {
        let mut reasons = Reasons::default();
        let member = said.member(tx.today());
        rules::check_member(&member, tx.today()).into_iter().for_each(|refusal| reasons.refuse(refusal));
        if said.kinds.is_empty() {
            reasons.at("post", "请写职务，例如 执委");
        }
        known::forbidden(&self.actor, &said.org.path, &said.kinds, &mut reasons);
        let (Some(education), Some(party)) = (said.education, said.party) else {
            if said.education.is_none() {
                reasons.at("education", "请写学历，例如 大专");
            }
            if said.party.is_none() {
                reasons.at("party", "请写政治面貌，例如 群众");
            }
            return Err(reasons.into_sentences());
        };
        if !reasons.is_empty() {
            return Err(reasons.into_sentences());
        }
        let person = NewPerson {
            tenant: said.org.tenant,
            name: member.name,
            woman: member.woman,
            birth_day: member.birth_day,
            education,
            party,
            phone: said.marks.phone.clone(),
            citizen_id: member.citizen_id,
        };
        Ok(SaidMember {
            person,
            kinds: said.kinds.clone(),
            engagement: said.engagement.unwrap_or(Engagement::PartTime),
            group_name: Some(member.group_name).filter(|group| !group.is_empty()),
            from: said.from(tx.today()),
        })
    }
}

impl Decision {
    fn finding(&self) -> Finding {
        match self {
            Self::Enter(_) => Finding::Fresh,
            Self::Complete(_) | Self::AddsToEarlier => Finding::Added,
            Self::Same => Finding::Same,
            Self::Wrong(reasons) => Finding::Wrong(reasons.clone()),
        }
    }
}

impl Rows for MemberRows {
    fn hold(&mut self, tx: &WriteTx<'_>, records: &[Record]) -> Result<(), AppError> {
        let orgs = records.iter().filter_map(|record| self.read(tx, record).ok()).map(|said| said.org);
        let mut orgs: Vec<_> = orgs.map(|org| (org.tenant, org.id)).collect();
        orgs.sort_unstable();
        orgs.dedup();
        for (tenant, org) in orgs {
            tx.hold("org", tenant, org.uuid())?;
        }
        Ok(())
    }

    fn look(&mut self, tx: &ReadTx<'_>, record: &Record) -> Result<Finding, AppError> {
        match self.read(tx, record) {
            Ok(said) => Ok(self.decide(tx, record, &said)?.finding()),
            Err(reasons) => Ok(Finding::Wrong(reasons)),
        }
    }

    fn take(&mut self, tx: &WriteTx<'_>, record: &Record) -> Result<Finding, AppError> {
        let said = match self.read(tx, record) {
            Ok(said) => said,
            Err(reasons) => return Ok(Finding::Wrong(reasons)),
        };
        let decision = self.decide(tx, record, &said)?;
        match &decision {
            Decision::Enter(member) => {
                let _entered = actions::enter_member(tx, &self.actor, &said.org, tx.new_id(), member)?;
            }
            Decision::Complete(completed) => {
                drop(actions::complete_member(tx, &self.actor, &said.org, completed)?);
            }
            Decision::AddsToEarlier => {
                let sentence = "姓名：和前面一行像是同一个人，但对不上，请合并成一行".to_owned();
                return Ok(Finding::Wrong(vec![sentence]));
            }
            Decision::Same | Decision::Wrong(_) => {}
        }
        Ok(decision.finding())
    }
}

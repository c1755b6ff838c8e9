//! A row that means a household which no register has yet.

use niangjia_store::{ReadTx, StoreError};

use crate::actions::Brought;
use crate::import::beside::resident;
use crate::import::community::Community;
use crate::import::person::SaidPerson;
use crate::import::reading::{Reasons, SaidRow};
use crate::model::NewHousehold;
use crate::rules::{HouseholdSaid, check_household};

/// A household that no register has, as the form would enter it; without a number where the file has none.
pub(crate) fn fresh(
    tx: &ReadTx<'_>,
    said: &SaidRow,
    community: &Community,
) -> Result<Result<Brought, Vec<String>>, StoreError> {
    let (org, today) = (&said.org, tx.today());
    let mut reasons = Reasons::default();
    let checked = HouseholdSaid {
        contact_name: said.contact.clone().unwrap_or_default(),
        group_name: said.group.clone().unwrap_or_default(),
        lives_elsewhere: said.elsewhere.unwrap_or(false),
        residence: said.residence.clone().unwrap_or_default(),
        residence_area: said.residence_area.clone().unwrap_or_else(|| org.area_code.clone()),
        address: said.address.clone().unwrap_or_default(),
        since: said.since.unwrap_or(today),
    };
    let refusals = check_household(&checked, &org.area_code, today);
    refusals.into_iter().for_each(|refusal| reasons.refuse(refusal.sentence()));
    if let Some(area) = &said.residence_area
        && niangjia_area::api::name(tx, area)?.is_none()
    {
        reasons.at("residence_area", format!("没有这样的区划代码：{area}。请核对，知道社区的写 12 位"));
    }
    let grid = said.grid.as_deref().map(|grid| community.grid(grid)).transpose();
    let grid = reasons.take("grid", grid);
    let members = community.members(&said.members, &mut reasons);
    if !reasons.is_empty() {
        return Ok(Err(reasons.into_sentences()));
    }
    let hers = |one: &&SaidPerson| one.name == checked.contact_name;
    let is_contact = said.person.as_ref().is_none_or(|one| hers(&one));
    Ok(Ok(Brought {
        residents: said.person.iter().map(|person| resident(person, today)).collect(),
        needs: said.needs.clone(),
        members,
        household: NewHousehold {
            tenant: org.tenant,
            org_id: org.id,
            org_path: org.path.clone(),
            number: said.number.clone().unwrap_or_default(),
            contact_name: checked.contact_name,
            group_name: checked.group_name,
            grid,
            residence: checked.residence,
            residence_area: checked.residence_area,
            lives_elsewhere: checked.lives_elsewhere,
            phone: said.phone.clone().filter(|_| is_contact),
            address: said.address.clone(),
            since: checked.since,
        },
    }))
}

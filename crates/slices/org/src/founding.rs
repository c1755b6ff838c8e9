//! Founding the tree: one federation for every division that is a body of its own, one for the nation.

use niangjia_area::api::Division;
use niangjia_kernel::{AreaCode, Day, Id, OrgPath, Organisation};
use niangjia_store::{StoreError, WriteTx};

use crate::model::Org;
use crate::queries;

/// Founds a federation for the nation and for each division that does not merely stand in; they must come in the
/// order of their codes.
pub(crate) fn found_all(
    tx: &WriteTx<'_>,
    divisions: &[Division],
    since: Day,
    progress: &dyn Fn(u64),
) -> Result<u64, StoreError> {
    let nation = Founded { code: AreaCode::nation(), id: tx.new_id(), path: OrgPath::nation() };
    let mut lineage = vec![nation];
    let root = org(&lineage[0], None, "全国", since);
    let federations = divisions.iter().filter(|division| !division.stand_in).map(|division| {
        progress(1);
        while !division.code.digits().starts_with(lineage[lineage.len() - 1].code.digits()) {
            lineage.pop();
        }
        let above = &lineage[lineage.len() - 1];
        let step = &division.code.digits()[above.code.digits().len()..];
        let founded = Founded { code: division.code.clone(), id: tx.new_id(), path: above.path.child(step) };
        let federation = org(&founded, Some(above.id), place(&division.name).as_str(), since);
        lineage.push(founded);
        federation
    });
    queries::insert_all(tx, &mut std::iter::once(root).chain(federations))
}

struct Founded {
    code: AreaCode,
    id: Id<Organisation>,
    path: OrgPath,
}

fn org(founded: &Founded, parent: Option<Id<Organisation>>, place: &str, since: Day) -> Org {
    Org {
        id: founded.id,
        tenant: founded.code.tenant(),
        code: founded.code.to_string(),
        path: founded.path.clone(),
        parent,
        level: founded.code.level(),
        name: format!("{place}妇联"),
        area_code: founded.code.clone(),
        since,
        until: None,
    }
}

/// The place a division is, without the name of its committee: `嵩合社区居委会` is `嵩合社区`, `团结村委会` is `团结村`.
fn place(name: &str) -> String {
    let stripped = ["村民委员会", "村委会"].iter().find_map(|suffix| name.strip_suffix(suffix));
    if let Some(village) = stripped {
        return if village.ends_with('村') { village.to_owned() } else { format!("{village}村") };
    }
    let stripped = ["居民委员会", "居委会"].iter().find_map(|suffix| name.strip_suffix(suffix));
    match stripped {
        Some(place) if place.ends_with("社区") => place.to_owned(),
        Some(place) => format!("{place}社区"),
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn a_place_is_called_without_the_name_of_its_committee() {
        let pairs = [
            ("嵩合社区居委会", "嵩合社区"),
            ("水口居委会", "水口社区"),
            ("团结村委会", "团结村"),
            ("小井村村民委员会", "小井村"),
            ("一连生活区", "一连生活区"),
            ("宁国市", "宁国市"),
        ];
        for (listed, expected) in pairs {
            assert_eq!(place(listed), expected);
        }
    }
}

//! Decisions about the tree: who merges communities, and which.

use niangjia_kernel::AreaLevel;
use niangjia_store::{Actor, PostKind};

use crate::model::Org;

/// R-ORG-09. A community is merged into another of its county by the chair of an organisation above both, up to the
/// county, with the document of the division's change.
///
/// Source: Organic Law of the Villagers' Committees art. 3, of the Urban Residents' Committees art. 6 (townships and counties
/// decide about them); product.md O9. Reading: a federation follows its division. Ours.
pub(crate) fn may_merge(actor: &Actor, from: &Org, into: Option<&Org>) -> bool {
    let leads = matches!(actor.acting.kind, PostKind::Chair | PostKind::ViceChair);
    let level = matches!(actor.acting.level, AreaLevel::Street | AreaLevel::County);
    let above = |org: &Org| org.level == AreaLevel::Community && actor.acting.org_path.covers(&org.path);
    leads && level && above(from) && into.is_none_or(above)
}

/// Why a community cannot be merged as it was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MergerRefusal {
    /// R-ORG-09. There is no such community under her.
    Unknown,
    /// A community does not go up in itself.
    Itself,
    /// It has gone up in another.
    Gone,
    /// There is nothing written to rely on.
    NoDocument,
}

impl MergerRefusal {
    /// The field of the form, and the sentence at it.
    pub(crate) const fn sentence(self) -> (&'static str, &'static str) {
        match self {
            Self::Unknown => ("into", "请选您管辖内的一个村（社区）"),
            Self::Itself => ("into", "不能并入自己，请填合并后保留的那个村（社区）"),
            Self::Gone => ("into", "这个村（社区）已经并入别处了，请填合并后保留的那个"),
            Self::NoDocument => ("document", "请写批复或通知的文号"),
        }
    }
}

/// Whether a community may be merged as it was said; every reason why not. `gone` when the other has been merged itself.
pub(crate) fn check_merger(
    actor: &Actor,
    from: &Org,
    into: Option<&Org>,
    gone: bool,
    document: &str,
) -> Vec<MergerRefusal> {
    let refused = match into {
        Some(into) if into.id == from.id => Some(MergerRefusal::Itself),
        Some(into) if !may_merge(actor, from, Some(into)) || into.tenant != from.tenant => {
            Some(MergerRefusal::Unknown)
        }
        Some(_) => gone.then_some(MergerRefusal::Gone),
        None => Some(MergerRefusal::Unknown),
    };
    let silent = document.is_empty().then_some(MergerRefusal::NoDocument);
    refused.into_iter().chain(silent).collect()
}

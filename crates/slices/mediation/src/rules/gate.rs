//! Whether there is danger: asked before any mediation.

use crate::pack::Question;

/// What the answers mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hit {
    /// Violence, or no free will.
    pub(crate) violence: bool,
    /// Somebody under age or without full capacity.
    pub(crate) child: bool,
}

/// R-MED-03. One yes to a question about violence, danger or somebody under age or without capacity ends the mediation for good,
/// before anybody is asked for her consent; a question that was not asked is no answer.
///
/// Source: Anti-Domestic Violence Law art. 13–14; Law on the Protection of Minors art. 11; 山东条例 art. 20 (not suitable for
/// mediation); People's Mediation Law art. 25. Local: `mediation.question`.
pub(crate) fn hit(questions: &[Question], yes: impl Fn(&str) -> bool) -> Option<Hit> {
    let hits: Vec<&Question> = questions.iter().filter(|question| yes(&question.code)).collect();
    (!hits.is_empty()).then(|| Hit {
        violence: hits.iter().any(|question| question.violence),
        child: hits.iter().any(|question| question.child),
    })
}

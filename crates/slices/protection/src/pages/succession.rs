//! Who takes a case whose responsible person is gone.

use axum::response::Response;
use niangjia_kernel::{Id, Person};
use niangjia_store::{Ending, ReadTx};
use niangjia_web::{AppError, At, Ctx, Errors, Typed};

use crate::actions;
use crate::pages::case::CaseForm;
use crate::pages::case_forms::{back, charged, kept};
use crate::pages::{CaseKey, Option3};
use crate::queries::{self, VisibleCase};
use crate::rules::proposed;

/// What whoever is in charge is asked: who is gone, and who takes it, with who is proposed chosen.
pub(crate) struct Successor {
    pub(crate) gone: String,
    pub(crate) proposed: String,
    pub(crate) choices: Vec<Option3>,
}

/// What she may choose from: those of its people who serve, herself, or somebody by name.
pub(crate) fn successor(
    tx: &ReadTx<'_>,
    case: &VisibleCase,
    (herself, typed): (Id<Person>, &str),
) -> Result<Option<Successor>, AppError> {
    let row = case.row();
    let Some(waits) = queries::waiting_succession(tx, (row.tenant, row.id))? else { return Ok(None) };
    let serving = queries::serving_people(tx, (row.tenant, row.id))?;
    let first = proposed(&serving, waits.gone);
    let gone = queries::people(tx, case)?.into_iter().find(|one| one.person == waits.gone);
    let chosen = |code: &str| match (typed, first) {
        ("", Some((person, _))) => person.to_string() == code,
        ("", None) => code == "herself",
        _ => typed == code,
    };
    let others = serving.iter().filter(|(person, _)| *person != waits.gone && *person != herself);
    let mut choices: Vec<Option3> = others
        .map(|(person, name)| {
            let code = person.to_string();
            (code.clone(), name.clone(), chosen(&code))
        })
        .collect();
    choices.push(("herself".to_owned(), "我自己接".to_owned(), chosen("herself")));
    choices.push(("other".to_owned(), "另外的人，写在下面".to_owned(), chosen("other")));
    Ok(Some(Successor {
        gone: gone.map_or_else(String::new, |one| one.name),
        proposed: first.map_or_else(String::new, |(_, name)| name.clone()),
        choices,
    }))
}

/// `POST /protection/{key}/successor`.
pub(crate) async fn name(ctx: Ctx, At(key): At<CaseKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &CaseForm| {
        let case = charged(tx, visitor, key)?;
        let row = case.row();
        let Some(waits) = queries::waiting_succession(tx, (row.tenant, row.id))? else {
            return Ok(Ending::Nothing(kept(&case, "kept")));
        };
        let mut errors = Errors::default();
        let actor = &visitor.actor;
        let chosen = match form.successor.as_str() {
            "herself" => Some((actor.person, actor.name.clone())),
            "other" => by_name(tx, &case, (form.successor_name.trim(), waits.gone), &mut errors)?,
            code => {
                let serving = queries::serving_people(tx, (row.tenant, row.id))?;
                let known = serving.into_iter().find(|(person, _)| person.to_string() == code);
                if known.is_none() {
                    errors.at("successor", "请点由谁接手");
                }
                known
            }
        };
        let Some(chosen) = chosen.filter(|_| errors.is_empty()) else {
            return back(tx, visitor, &case, (form, String::new()), errors);
        };
        let done = actions::name_successor(tx, actor, (&case, &waits), &chosen)?;
        Ok(done.map(|()| kept(&case, "kept")))
    })
    .await
}

/// Somebody who serves in the county, by name.
fn by_name(
    tx: &ReadTx<'_>,
    case: &VisibleCase,
    (typed, gone): (&str, Id<Person>),
    errors: &mut Errors,
) -> Result<Option<(Id<Person>, String)>, AppError> {
    let (name, org) = typed.split_once(' ').unwrap_or((typed, ""));
    let mut found = queries::serves_here(tx, case.row().tenant, name)?;
    found.retain(|one| one.2.contains(org.trim()) && one.0 != gone);
    match found.as_slice() {
        [one] => return Ok(Some((one.0, one.1.clone()))),
        [] => errors.at("successor_name", "本县现在任职的人里没有这个姓名"),
        _ => errors.at("successor_name", "有几位重名，请在姓名后空一格写上组织"),
    }
    Ok(None)
}

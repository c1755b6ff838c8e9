//! 核对各列: which column is which; and the decision after the dry run.

use axum::response::Response;
use niangjia_document::heading::Wanted;
use niangjia_store::Ending;
use niangjia_web::{AppError, At, Ctx, Typed, see_other};
use serde::Deserialize;

use crate::actions::{self, Matched};
use crate::machine::Transfers;
use crate::model::{Layout, State, TransferKey};
use crate::pages::{own, ring};
use crate::queries;

/// What she said of the columns.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ColumnsForm {
    /// Which sheet, from 0.
    sheet: String,
    /// The row of the headings, from 1; empty or 0: found by itself.
    heading_row: String,
    /// One for each column of the file: `3:phone`, or `3:` for a column that is left out.
    column: Vec<String>,
    /// `read` reads the file again; everything else tries its rows.
    then: String,
}

/// `POST /transfers/{key}/columns`.
pub(crate) async fn say(ctx: Ctx, At(key): At<TransferKey>, typed: Typed) -> Response {
    let app = ctx.app().clone();
    let answer = ctx
        .submit(typed, move |tx, visitor, form: &ColumnsForm| {
            let row = own(tx, visitor, key)?;
            let back = see_other(&format!("{}?wait=true", row.href()));
            let layout = queries::layout(tx, key)?.filter(|_| row.state == State::Matching);
            let Some(layout) = layout else { return Ok(Ending::Nothing(back)) };
            let (intake, _) = visitor.app.machine::<Transfers>()?.intake(&row.address)?;
            let matched = form.matched(&layout, &intake.columns())?;
            Ok(actions::match_columns(tx, &visitor.actor, &row, &matched)?
                .map(|()| see_other(&format!("/transfers/{key}?wait=true"))))
        })
        .await;
    ring(&app);
    answer
}

impl ColumnsForm {
    fn matched(&self, known: &Layout, wanted: &[Wanted]) -> Result<Matched, AppError> {
        let sheet = self.sheet.parse().unwrap_or(known.sheet).min(known.sheets.len().saturating_sub(1));
        let heading_row = self.heading_row.trim().parse().unwrap_or(0);
        let same_place = sheet == known.sheet && (heading_row == 0 || heading_row == known.heading_row);
        if self.then == "read" || !same_place {
            return Ok(Matched::ReadAgain(Layout {
                sheet,
                heading_row,
                columns: Vec::new(),
                ..known.clone()
            }));
        }
        let mut layout = known.clone();
        for said in &self.column {
            let Some((index, code)) = said.split_once(':') else { continue };
            let index: Option<usize> = index.parse().ok();
            let known_code = code.is_empty() || wanted.iter().any(|one| one.code == code);
            let column = layout.columns.iter_mut().find(|column| Some(column.index) == index);
            if let Some(column) = column.filter(|_| known_code) {
                code.clone_into(&mut column.code);
            }
        }
        check(&layout, wanted)?;
        Ok(Matched::Try(layout))
    }
}

/// Every needed column once, and no column twice.
fn check(layout: &Layout, wanted: &[Wanted]) -> Result<(), AppError> {
    let times = |one: &Wanted| layout.columns.iter().filter(|column| column.code == one.code).count();
    let label = |one: &Wanted| format!("“{}”", one.label);
    let missing: Vec<String> =
        wanted.iter().filter(|one| one.required && times(one) == 0).map(label).collect();
    if !missing.is_empty() {
        let missing = missing.join("、");
        return Err(AppError::Refused(format!("还没有对上必须有的列：{missing}。请返回，在对应的列上选它")));
    }
    let twice: Vec<String> = wanted.iter().filter(|one| times(one) > 1).map(label).collect();
    if !twice.is_empty() {
        let twice = twice.join("、");
        return Err(AppError::Refused(format!("有两列都对上了{twice}。请返回，只留一列，另一列选“不导入”")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::LayoutColumn;

    fn wanted() -> Vec<Wanted> {
        let one = |code, label: &str, required| Wanted {
            code,
            label: label.to_owned(),
            synonyms: Vec::new(),
            required,
        };
        vec![one("name", "姓名", true), one("phone", "手机号", false)]
    }

    fn layout() -> Layout {
        let column = |index, heading: &str, code: &str| LayoutColumn {
            index,
            heading: heading.to_owned(),
            code: code.to_owned(),
            samples: Vec::new(),
        };
        let columns = vec![column(0, "姓名", "name"), column(1, "电话", "phone"), column(2, "电话", "")];
        Layout {
            version: 1,
            sheets: vec!["一".to_owned(), "二".to_owned()],
            sheet: 0,
            heading_row: 3,
            columns,
        }
    }

    fn form(columns: &[&str]) -> ColumnsForm {
        let column = columns.iter().map(|text| (*text).to_owned()).collect();
        ColumnsForm { sheet: "0".to_owned(), column, ..ColumnsForm::default() }
    }

    #[test]
    fn of_two_columns_with_the_same_heading_the_person_chooses_one() {
        let both = form(&["0:name", "1:phone", "2:phone"]).matched(&layout(), &wanted());
        assert!(matches!(both, Err(AppError::Refused(sentence)) if sentence.contains("“手机号”")));
        let second = form(&["0:name", "1:", "2:phone"]).matched(&layout(), &wanted());
        let Ok(Matched::Try(layout)) = second else { panic!("the second is taken") };
        assert_eq!(layout.columns[2].code, "phone");
        assert_eq!(layout.columns[1].code, "");
    }

    #[test]
    fn a_needed_column_that_is_left_out_is_named() {
        let none = form(&["0:", "1:phone"]).matched(&layout(), &wanted());
        assert!(matches!(none, Err(AppError::Refused(sentence)) if sentence.contains("“姓名”")));
    }

    #[test]
    fn another_sheet_is_read_before_its_columns_are_matched() {
        let other = ColumnsForm { sheet: "1".to_owned(), ..form(&["0:name"]) }.matched(&layout(), &wanted());
        assert!(matches!(other, Ok(Matched::ReadAgain(Layout { sheet: 1, heading_row: 0, .. }))));
    }
}

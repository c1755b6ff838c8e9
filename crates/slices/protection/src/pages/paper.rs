//! The documents: the application for a protection order and the opinion, to print and as Word.

use askama::Template;
use axum::response::Response;
use niangjia_document::paper::{Paper, PaperCell, write_docx};
use niangjia_store::ReadTx;
use niangjia_web::{AppError, At, Ctx, FileKind, Shell, Visitor, page};

use crate::model::{CaseRow, LookedAt, MeasureKind, MeasureRow, MeasureWords};
use crate::pack::ProtectionRules;
use crate::pages::measure::labels;
use crate::pages::{MeasureKey, looked};
use crate::queries::{self, VisibleCase};

/// A document as it is printed.
struct Document {
    title: &'static str,
    to: String,
    rows: Vec<(&'static str, Vec<String>)>,
    closing: Vec<String>,
}

#[derive(Template)]
#[template(path = "paper.html")]
struct PaperPage {
    shell: Shell,
    case: CaseRow,
    measure: MeasureRow,
    document: Document,
}

fn numbered(texts: Vec<String>) -> Vec<String> {
    (1..).zip(texts).map(|(number, text): (i32, String)| format!("{number}. {text}")).collect()
}

/// Somebody in an application to a court: her name, and lines for what is written by hand and kept nowhere.
fn about(name: &str) -> Vec<String> {
    let blank = "性别：　　　民族：　　　　出生日期：　　　　年　　月　　日";
    let more = ["身份证号：", "住址：", "联系电话："];
    let lines = std::iter::once(blank).chain(more).map(str::to_owned);
    std::iter::once(name.to_owned()).chain(lines).collect()
}

fn order(words: &MeasureWords) -> Document {
    let rules = ProtectionRules::in_force();
    let mut rows = vec![("申请人", about(&words.applicant))];
    if words.on_behalf {
        let behalf =
            format!("妇女联合会代为申请（《反家庭暴力法》第二十三条第二款）。{}", words.behalf_reason);
        rows.push(("代为申请", vec![behalf]));
    }
    rows.push(("被申请人", about(&words.respondent)));
    rows.push(("请求事项", numbered(labels(&rules.request, &words.requests))));
    if words.urgent {
        rows.push((
            "紧急情况",
            vec!["情况紧急，请在二十四小时内作出（《反家庭暴力法》第二十八条）。".to_owned()],
        ));
    }
    rows.push(("事实和理由", vec![words.facts.clone()]));
    rows.push(("证据清单", numbered(labels(&rules.evidence, &words.evidence))));
    Document {
        title: "人身安全保护令申请书",
        to: words.organ.clone(),
        rows,
        closing: vec!["申请人（签名、捺印）：".to_owned(), "　　　　年　　月　　日".to_owned()],
    }
}

fn opinion(words: &MeasureWords, office: &str) -> Document {
    let limit = niangjia_deadline::Clocks::in_force().rule("opinion.reply").map(|rule| rule.limit.words());
    let within = limit.map(|limit| format!("请在收到后{limit}内书面答复。")).unwrap_or_default();
    let reply = format!("{within}必要时将提请同级人民政府开展督查。");
    let basis = "《妇女权益保障法》第七十三条。";
    let mut rows = vec![("事由", vec![words.facts.clone()]), ("意见", vec![words.demands.clone()])];
    rows.push(("依据", vec![basis.to_owned()]));
    rows.push(("答复", vec![reply]));
    rows.push(("联系", vec!["联系人：　　　　　　　　电话：　　　　　　　　地址：".to_owned()]));
    if !words.number.is_empty() {
        rows.insert(0, ("文号", vec![words.number.clone()]));
    }
    Document {
        title: "督促处理意见书",
        to: words.organ.clone(),
        rows,
        closing: vec![format!("{office}（盖章）"), "　　　　年　　月　　日".to_owned()],
    }
}

fn found(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    key: MeasureKey,
) -> Result<(MeasureRow, VisibleCase, Document), AppError> {
    let found = queries::visible_measure(tx, &visitor.actor, key)?;
    let (measure, case) = found.ok_or(AppError::NotFound)?;
    let document = match measure.kind {
        MeasureKind::Order => order(&measure.words),
        MeasureKind::Opinion => {
            let office = niangjia_org::api::by_id(tx, case.row().org_id)?.ok_or(AppError::NotFound)?;
            opinion(&measure.words, &office.name)
        }
        MeasureKind::Warning | MeasureKind::EducationOrder | MeasureKind::Admonition => {
            return Err(AppError::NotFound);
        }
    };
    Ok((measure, case, document))
}

/// `GET /protection-measures/{key}/paper`.
pub(crate) async fn show(ctx: Ctx, At(key): At<MeasureKey>) -> Response {
    ctx.look(move |tx, visitor| {
        let (measure, case, document) = found(tx, visitor, key)?;
        let shown = PaperPage { shell: visitor.shell(), case: case.row().clone(), measure, document };
        looked(tx, visitor, (&case, LookedAt::Paper), page(&shown)?)
    })
    .await
}

/// `GET /protection-measures/{key}/paper.docx`. The name of the file tells nothing: it stays in somebody's downloads.
pub(crate) async fn document(ctx: Ctx, At(key): At<MeasureKey>) -> Response {
    ctx.look(move |tx, visitor| {
        let (_, case, document) = found(tx, visitor, key)?;
        let row = |(label, texts): &(&'static str, Vec<String>)| {
            let text = texts.join("\n");
            vec![PaperCell::merged(label, 1, 1), PaperCell::merged(&text, 5, 1).left()]
        };
        let paper = Paper {
            title: document.title.to_owned(),
            subtitles: vec![format!("{}：", document.to)],
            landscape: false,
            widths: vec![14, 14, 14, 14, 14, 14],
            header: Vec::new(),
            rows: document.rows.iter().map(row).collect(),
            closing: document.closing.iter().map(|line| vec![line.clone()]).collect(),
        };
        let mut bytes = std::io::Cursor::new(Vec::new());
        write_docx(&paper, &mut bytes).map_err(|error| AppError::Internal(error.to_string()))?;
        let name = format!("{}.docx", case.row().number);
        let answer = FileKind::Document.of_bytes(&name, bytes.into_inner())?;
        looked(tx, visitor, (&case, LookedAt::Download), answer)
    })
    .await
}

//! Every paper of a mediation and of a sealed case: well formed, and opened by an office suite where there is one.

use std::io::{Cursor, Read as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use niangjia_testkit::{Browser, CHAIR, Engine, MEMBER, World};
use quick_xml::events::Event;

use crate::mediations::{LIST, asked_all, parties, person, screened};
use crate::protection::{ORDER, comes_to, designated};

/// As many as belong to a long dispute, so that tables go over the page.
const PARTIES: usize = 6;
const CLAUSES: usize = 12;
const LAST_WORDS: &str = "以上记录已经向各方宣读";

/// A dispute that came to everything: inquiry, two sittings, a long agreement, the court, a revisit, papers.
fn full(world: &World, chair: &Browser) -> String {
    let id = chair.get(&format!("{LIST}/new")).expect(200).hidden("id");
    let names: Vec<String> = (1..=PARTIES).map(|number| format!("欧阳当事{number}")).collect();
    let mut fields = vec![("id", id.as_str()), ("origin", "application"), ("category", "inheritance")];
    fields.extend([
        ("on_day", "2026-11-20"),
        ("brief", "兄弟姐妹为父母留下的老房子怎样分有分歧，各说各的，半年没有来往"),
    ]);
    fields.push(("wants", "确认老房子归谁\n补偿款怎样付\n老人的医药费怎样分摊"));
    for name in &names {
        fields.extend([("name", name.as_str()), ("sex", "女"), ("nation", "汉族"), ("age", "58")]);
        fields.extend([("occupation", "个体工商户"), ("phone", "13900001111")]);
        fields.push(("address", "安徽省宣城市宁国市河沥溪街道嵩合社区程家湾组十二号楼三单元五零二室"));
    }
    let case = chair.post(LIST, &fields).expect(303).location.split('?').next().expect("a path").to_owned();
    let _ = screened(chair, &case, &[], "");
    asked_all(chair, &case);
    let mediator = person(world, chair, &case, MEMBER);
    let named = [("person", mediator.as_str()), ("role", "mediator"), ("declared", "yes")];
    let _ = chair.post(&format!("{case}/members"), &named).expect(303);
    // The longest that the form takes: it must go over the page and not be cut.
    let long =
        format!("{}。{LAST_WORDS}", "各方先分开谈，再坐到一起谈，谈到补偿的数目时声音大了一些".repeat(64));
    for (number, kind, words) in [
        ("1", "inquiry", "邻居说老房子一直是妹妹在照看"),
        ("2", "sitting", long.as_str()),
        ("3", "sitting", "第二次谈成了"),
    ] {
        let id = format!("mses_{number:0>32}");
        let sitting = [
            ("id", id.as_str()),
            ("kind", kind),
            ("on_day", "2026-11-21"),
            ("at", "14:30"),
            ("minutes", "90"),
            ("place", "社区调解室"),
            ("present", "邻居汪师傅"),
            ("words", words),
            ("result", "达成一致"),
        ];
        let _ = chair.post(&format!("{case}/sessions"), &sitting).expect(303);
    }
    agreed(chair, &case);
    case
}

fn agreed(chair: &Browser, case: &str) {
    let clauses: Vec<String> = (1..=CLAUSES)
        .map(|number| format!("约定事项之{number}：老房子归妹妹，妹妹分期付给哥哥补偿款"))
        .collect();
    let mut fields =
        vec![("id", "magr_01980000000070008000000000000001"), ("form", "written"), ("on_day", "2026-11-22")];
    fields.extend([("facts", "父母去世以后，老房子由妹妹居住照看"), ("dispute", "房子归谁，补偿多少")]);
    for clause in &clauses {
        fields.extend([
            ("clause", clause.as_str()),
            ("way", "银行转账"),
            ("place", "社区"),
            ("amount", "30000"),
            ("due_day", "2026-12-31"),
        ]);
    }
    let _ = chair.post(&format!("{case}/agreement"), &fields).expect(303);
    let ids = parties(chair, case);
    let mut signed = vec![("mediator_day", "2026-11-22"), ("stamped_day", "2026-11-22")];
    for id in &ids {
        signed.extend([("party", id.as_str()), ("signed_day", "2026-11-22")]);
    }
    let _ = chair.post(&format!("{case}/signatures"), &signed).expect(303);
    let step = [("step", "applied"), ("on_day", "2026-11-22"), ("court", "宁国市人民法院")];
    let _ = chair.post(&format!("{case}/confirmation"), &step).expect(303);
    let revisit = [
        ("id", "mrev_01980000000070008000000000000001"),
        ("on_day", "2026-11-22"),
        ("satisfaction", "satisfied"),
        ("words", "都在履行，没有新的争议"),
    ];
    let _ = chair.post(&format!("{case}/revisits"), &revisit).expect(303);
    let papers =
        [("act", "put"), ("item", "application"), ("pages", "2"), ("item", "minutes"), ("pages", "5")];
    let _ = chair.post(&format!("{case}/file"), &papers).expect(303);
}

/// Both papers of a sealed case.
fn sealed(world: &World) -> Vec<(String, Vec<u8>)> {
    let _charge = designated(world);
    let member = world.as_person(MEMBER);
    let case = comes_to(&member, &["violence"]);
    let opinion = [
        ("kind", "opinion"),
        ("organ", "宁国市公安局"),
        ("facts", "三次报警，没有出具告诫书"),
        ("demands", "依法调查，出具告诫书"),
        ("number", "宁妇督〔2026〕1号"),
    ];
    let mut papers = Vec::new();
    for (name, words) in [("order", ORDER.to_vec()), ("opinion", opinion.to_vec())] {
        let id = member.get(&format!("{case}/measures/new?kind={name}")).expect(200).hidden("id");
        let mut fields = vec![("id", id.as_str())];
        fields.extend(words);
        let measure = member.post(&format!("{case}/measures"), &fields).expect(303).location;
        let file = member.get(&format!("{measure}/paper.docx")).expect(200).bytes;
        papers.push((format!("protection-{name}"), file));
    }
    papers
}

/// Reads every part of a package to its end.
fn is_well_formed(name: &str, file: &[u8]) {
    let mut package = zip::ZipArchive::new(Cursor::new(file)).expect("a package");
    assert!(package.len() >= 5, "{name}");
    for part in 0..package.len() {
        let mut text = String::new();
        package.by_index(part).expect("a part").read_to_string(&mut text).expect("text");
        let mut reader = quick_xml::Reader::from_str(&text);
        reader.config_mut().check_end_names = true;
        let mut depth = 0_i32;
        loop {
            match reader.read_event().unwrap_or_else(|error| panic!("{name}, part {part}: {error}")) {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth -= 1,
                Event::Eof => break,
                _ => {}
            }
        }
        assert_eq!(depth, 0, "{name}, part {part}");
    }
}

fn run(program: &str, arguments: &[&std::ffi::OsStr]) -> Option<String> {
    let done = Command::new(program).args(arguments).output().ok()?;
    done.status.success().then(|| String::from_utf8_lossy(&done.stdout).into_owned())
}

/// What stands in a converted paper, without blanks and line ends; `None` where nothing reads it.
fn text_of(pdf: &Path) -> Option<String> {
    let text = run("pdftotext", &[pdf.as_os_str(), "-".as_ref()])?;
    Some(text.chars().filter(|one| !one.is_whitespace()).collect())
}

/// Converts all papers at once, with a profile of its own.
fn converted(folder: &Path, papers: &[(String, Vec<u8>)]) -> Option<Vec<PathBuf>> {
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    let mut arguments: Vec<std::ffi::OsString> =
        [profile.as_str(), "--headless", "--convert-to", "pdf", "--outdir"].map(Into::into).to_vec();
    arguments.push(folder.into());
    for (name, file) in papers {
        let path = folder.join(format!("{name}.docx"));
        std::fs::write(&path, file).expect("written");
        arguments.push(path.into());
    }
    let arguments: Vec<&std::ffi::OsStr> = arguments.iter().map(AsRef::as_ref).collect();
    let _said = run("soffice", &arguments)?;
    Some(papers.iter().map(|(name, _)| folder.join(format!("{name}.pdf"))).collect())
}

#[test]
fn every_paper_is_well_formed_and_an_office_suite_opens_it_without_losing_a_word() {
    let world = World::on(Engine::Sqlite);
    let chair = world.as_person(CHAIR);
    let case = full(&world, &chair);
    let list = chair.get(&format!("{case}/documents")).expect(200);
    let codes = list.body.split("document?document=").skip(1).filter_map(|one| one.split('"').next());
    let mut papers: Vec<(String, Vec<u8>)> = codes
        .map(|code| {
            let file = chair.get(&format!("{case}/document.docx?document={code}")).expect(200).bytes;
            (code.to_owned(), file)
        })
        .collect();
    assert_eq!(papers.len(), 19);
    papers.extend(sealed(&world));
    for (name, file) in &papers {
        is_well_formed(name, file);
    }
    // Whoever wants to look at them names a folder.
    let own = tempfile::tempdir().expect("a folder");
    #[expect(clippy::disallowed_methods, reason = "a test is told by its caller where to leave what it made")]
    let folder = std::env::var_os("NIANGJIA_PAPERS").map_or_else(|| own.path().to_owned(), PathBuf::from);
    let Some(pdfs) = converted(&folder, &papers) else {
        eprintln!("SKIPPED: no soffice on this machine, the papers were not converted");
        return;
    };
    for pdf in &pdfs {
        let start = std::fs::read(pdf).unwrap_or_else(|error| panic!("{}: {error}", pdf.display()));
        assert!(start.starts_with(b"%PDF"), "{}", pdf.display());
    }
    let text = |name: &str| text_of(&folder.join(format!("{name}.pdf")));
    let Some(minutes) = text("minutes") else {
        eprintln!("SKIPPED: no pdftotext on this machine, the papers were not read");
        return;
    };
    assert!(minutes.contains(LAST_WORDS), "the longest minutes are there to their end");
    assert!(minutes.contains("调解记录（第2次）"));
    let agreement = text("agreement").expect("text");
    for number in 1..=CLAUSES {
        assert!(agreement.contains(&format!("{number}．约定事项之{number}：")), "clause {number}");
    }
    for number in 1..=PARTIES {
        assert!(agreement.contains(&format!("欧阳当事{number}（签名、盖章或按指印）")), "party {number}");
    }
    assert!(agreement.contains("（2026）嵩合人调字第1号") && agreement.contains("30,000元"));
    assert!(text("protection-order").expect("text").contains("人身安全保护令申请书"));
    assert!(text("protection-opinion").expect("text").contains("宁妇督〔2026〕1号"));
}

//! An .xlsx: which parts it has, and what they share.

use std::collections::HashMap;

use crate::cell::Shows;
use crate::read::package::Package;
use crate::read::rows::Rows;
use crate::read::styles::{self, Texts};
use crate::read::worksheet;
use crate::read::xml::Event;
use crate::read::{Bounds, ReadError, SheetName, Unreadable};

/// The most a list of sheets, of relations or of formats may be.
const SMALL_PART: u64 = 32 << 20;

/// What all sheets of a workbook share.
pub(crate) struct Shared {
    pub texts: Texts,
    pub formats: Vec<Shows>,
    pub since_1904: bool,
}

struct Sheet {
    name: SheetName,
    part: String,
}

/// An opened .xlsx.
pub(crate) struct Workbook {
    bytes: Vec<u8>,
    bounds: Bounds,
    shared: Shared,
    sheets: Vec<Sheet>,
    left: u64,
}

#[derive(Default)]
struct Relations {
    /// Target and kind, by id.
    by_id: HashMap<String, (String, String)>,
}

impl Relations {
    fn read(package: &mut Package<'_>, name: &str) -> Result<Option<Self>, Unreadable> {
        let Some(mut part) = package.part(name, SMALL_PART)? else { return Ok(None) };
        let mut relations = Self::default();
        loop {
            match part.next()? {
                Event::Open(tag) if tag.name() == "Relationship" => {
                    let of = |name| tag.attribute(name).unwrap_or_default();
                    relations.by_id.insert(of("Id"), (of("Target"), of("Type")));
                }
                Event::End => return Ok(Some(relations)),
                _ => {}
            }
        }
    }

    /// The target of the first relation of a kind; strict and ordinary workbooks differ only before the last slash.
    fn of_kind(&self, kind: &str) -> Option<&str> {
        let found = self.by_id.values().find(|(_, of)| of.rsplit('/').next() == Some(kind));
        found.map(|(target, _)| target.as_str())
    }
}

/// The name of a part, said from another part's folder: `worksheets/sheet1.xml`, `/xl/x.xml`, `../x.xml`.
fn resolved(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut path: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            ".." => {
                path.pop();
            }
            "." | "" => {}
            step => path.push(step),
        }
    }
    path.join("/")
}

impl Workbook {
    /// Reads everything but the sheets.
    pub(crate) fn open(bytes: Vec<u8>, bounds: &Bounds) -> Result<Self, Unreadable> {
        let sized = |error| match error {
            Unreadable::TooLarge(_) => Unreadable::TooLarge(bounds.unpacked_bytes >> 20),
            other => other,
        };
        let (shared, sheets, left) = Self::read(&bytes, bounds).map_err(sized)?;
        Ok(Self { bytes, bounds: *bounds, shared, sheets, left })
    }

    fn read(bytes: &[u8], bounds: &Bounds) -> Result<(Shared, Vec<Sheet>, u64), Unreadable> {
        let mut package = Package::open(bytes, bounds)?;
        let roots = Relations::read(&mut package, "_rels/.rels")?;
        let main = roots.as_ref().and_then(|roots| roots.of_kind("officeDocument"));
        let main = main.map_or_else(|| "xl/workbook.xml".to_owned(), |target| resolved("", target));
        let (folder, file) = main.rsplit_once('/').unwrap_or(("", &main));
        let workbook_like = package.has(&main) && !main.ends_with(".bin") && !folder.starts_with("word");
        if !workbook_like || folder.starts_with("ppt") {
            return Err(Unreadable::NotATable(package.seems()));
        }
        let relations = Relations::read(&mut package, &format!("{folder}/_rels/{file}.rels"))?
            .ok_or(Unreadable::Damaged)?;
        let part_of = |kind: &str| relations.of_kind(kind).map(|target| resolved(folder, target));
        let (sheets, since_1904) = Self::list(&mut package, &main, folder, &relations)?;
        let mut left = bounds.unpacked_bytes;
        let mut formats = Vec::new();
        if let Some(name) = part_of("styles")
            && let Some(mut part) = package.part(&name, SMALL_PART)?
        {
            formats = styles::formats(&mut part)?;
        }
        let mut texts = Texts::default();
        if let Some(name) = part_of("sharedStrings")
            && let Some(mut part) = package.part(&name, left)?
        {
            texts = Texts::read(&mut part, bounds.text_bytes)?;
            left = part.left();
        }
        Ok((Shared { texts, formats, since_1904 }, sheets, left))
    }

    fn list(
        package: &mut Package<'_>,
        main: &str,
        folder: &str,
        relations: &Relations,
    ) -> Result<(Vec<Sheet>, bool), Unreadable> {
        let mut part = package.part(main, SMALL_PART)?.ok_or(Unreadable::Damaged)?;
        let (mut sheets, mut since_1904) = (Vec::new(), false);
        loop {
            match part.next()? {
                Event::Open(tag) if tag.name() == "workbookPr" => {
                    let said = tag.attribute("date1904");
                    since_1904 |= said.is_some_and(|said| said == "1" || said == "true");
                }
                Event::Open(tag) if tag.name() == "sheet" => {
                    let relation = tag.attribute("id").and_then(|id| relations.by_id.get(&id));
                    let Some((target, kind)) = relation else { continue };
                    if !kind.ends_with("/worksheet") {
                        continue;
                    }
                    let name = tag.attribute("name").unwrap_or_default();
                    let hidden = tag.attribute("state").is_some_and(|state| state != "visible");
                    let part = resolved(folder, target);
                    sheets.push(Sheet { name: SheetName { name, hidden }, part });
                }
                Event::End => return Ok((sheets, since_1904)),
                _ => {}
            }
        }
    }

    /// The sheets of cells in their order.
    pub(crate) fn sheet_names(&self) -> Vec<SheetName> {
        self.sheets.iter().map(|sheet| sheet.name.clone()).collect()
    }

    /// Gives the rows of a sheet: once through for what is merged (it stands behind the rows), once for the cells.
    pub(crate) fn rows<E>(&self, sheet: usize, rows: &mut Rows<'_, E>) -> Result<(), ReadError<E>> {
        let sheet = self.sheets.get(sheet).ok_or(Unreadable::NoSheet)?;
        self.rows_of(&sheet.part, rows).map_err(|error| match error {
            ReadError::File(Unreadable::TooLarge(_)) => {
                Unreadable::TooLarge(self.bounds.unpacked_bytes >> 20).into()
            }
            other => other,
        })
    }

    fn rows_of<E>(&self, name: &str, rows: &mut Rows<'_, E>) -> Result<(), ReadError<E>> {
        let mut package = Package::open(&self.bytes, &self.bounds)?;
        if let Some(part) = package.unpack(name, self.left)? {
            rows.merged(worksheet::merges(part)?);
        }
        let mut part = package.part(name, self.left)?.ok_or(Unreadable::Damaged)?;
        worksheet::rows(&mut part, &self.shared, rows)
    }
}

//! A sheet: one case file side by side, as CareDirector has it and as Mosaic gets it.

use askama::Template;

use crate::report::explanation::Explanation;

/// One case file side by side. It holds personal data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Person number.
    pub case_file: u64,
    /// Its group.
    pub stratum: String,
    /// Whether it was drawn besides, so that its group is looked at.
    pub besides: bool,
    /// Of which draw it is, and what the draw shows.
    pub basis: String,
    /// complete or incomplete.
    pub state: String,
    /// Its parts, in a practitioner's order.
    pub sections: Vec<SheetSection>,
}

/// A part of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetSection {
    /// Its title.
    pub title: String,
    /// Its records.
    pub records: Vec<SheetRecord>,
}

/// A record on the left, and on the right the rows that it became.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetRecord {
    /// What the table is called.
    pub title: String,
    /// migrated, merged, excluded or rejected.
    pub outcome: &'static str,
    /// The reason codes of what is listed of it.
    pub reasons: Vec<String>,
    /// What CareDirector has.
    pub facts: Vec<Fact>,
    /// What Mosaic gets.
    pub rows: Vec<SheetRow>,
}

impl SheetRecord {
    /// What its reason codes mean in plain English, each with its code.
    fn explained(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let meaning = |code: &str| Explanation::of(code).map_or("", |one| one.meaning.as_str());
        self.reasons.iter().map(move |code| (meaning(code), code.as_str()))
    }
}

/// A row of the import files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetRow {
    /// What the table is called.
    pub title: String,
    /// What the row says.
    pub facts: Vec<Fact>,
}

/// A label and what stands beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The label.
    pub label: String,
    /// The value, in words where reference data has some.
    pub value: String,
}

/// The page of a sheet.
///
/// # Panics
/// Never: text alone is written, to memory.
pub fn sheet_html(sheet: &Sheet) -> String {
    let page = Page { sheet }.render().expect("a page is written to memory, from text and numbers");
    page + "\n"
}

#[derive(Template)]
#[template(path = "audit_sheet.html")]
struct Page<'a> {
    sheet: &'a Sheet,
}

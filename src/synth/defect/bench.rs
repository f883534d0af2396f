//! New rows for a scene.

use jiff::civil::Date;

use super::{Site, Subject};
use crate::record::Guid;
use crate::synth::clock::{Moment, plus, uk_form};
use crate::synth::draft::Draft;

/// Columns that a new row takes from the person's own.
const STAMPS: [&str; 6] =
    ["OwnerId", "ownerid_cwname", "ResponsibleUserId", "OwningBusinessUnitId", "CreatedBy", "ModifiedBy"];

impl<'a> Site<'a> {
    /// A row of a person's, recorded on that day: key, owner, stamps and title are filled.
    pub(super) fn draft(&mut self, table: &str, subject: Subject, day: Date) -> Draft<'a> {
        let person = self.person(subject);
        let name = self.value(person, "FullName").unwrap_or_default().to_owned();
        let mut row = self.plain_draft(table);
        for column in STAMPS.into_iter().filter(|column| row.has(column)).collect::<Vec<_>>() {
            row.put(column, self.value(person, column).map(str::to_owned));
        }
        if row.has("PersonId") {
            row.guid(&mut self.rng, "PersonId", subject.guid);
        }
        if row.has("personid_cwname") {
            row.text("personid_cwname", &*name);
        }
        if row.has("Title") {
            row.text("Title", format!("{name} - {table} ({})", uk_form(day)));
        }
        row.time("CreatedOn", Moment::at(day, 10, 0, 0, 0)).time("ModifiedOn", Moment::at(day, 10, 20, 0, 0));
        row
    }

    /// A row with a key of its own and nothing else.
    pub(super) fn plain_draft(&mut self, table: &str) -> Draft<'a> {
        let mut row = Draft::new(self.schema(), table);
        let key = self.rng.guid();
        row.guid(&mut self.rng, &format!("{table}Id"), key).version(&mut self.rng).flag("Inactive", false);
        row
    }

    /// A row of a control table, stamped by the manager of the first team.
    pub(super) fn control_draft(&mut self, table: &str) -> Draft<'a> {
        let clerk = self.council.workers()[0].guid;
        let mut row = self.plain_draft(table);
        let at = Moment::at(jiff::civil::date(2024, 5, 7), 9, 0, 0, 0);
        row.guid(&mut self.rng, "CreatedBy", clerk).guid(&mut self.rng, "ModifiedBy", clerk);
        row.time("CreatedOn", at).time("ModifiedOn", at);
        row
    }

    /// Puts a row into a case.
    pub(super) fn put_in_case(&mut self, row: &mut Draft<'_>, case: usize) {
        let key = self.household.rows[case].key(self.schema());
        row.guid(&mut self.rng, "CaseId", key);
        if row.has("caseid_cwname") {
            row.put("caseid_cwname", self.value(case, "Title").map(str::to_owned));
        }
    }

    /// The key of the row at that place.
    pub(super) fn key(&self, place: usize) -> Guid {
        self.household.rows[place].key(self.schema()).expect("the row has been given a key")
    }

    /// The day so many days after a case began.
    pub(super) fn after(&self, case: usize, days: i64) -> Date {
        plus(self.day(case, "StartDateTime"), days)
    }

    /// The day in a column; the first of 2015 where there is none.
    pub(super) fn day(&self, place: usize, column: &str) -> Date {
        let text = self.value(place, column).and_then(|text| text.get(..10)?.parse().ok());
        text.unwrap_or(jiff::civil::date(2015, 1, 1))
    }

    /// Any value of a code table still in use.
    pub(super) fn any_of(&mut self, list: &str) -> Guid {
        let used: Vec<_> = self.council.codes(list).iter().filter(|code| !code.retired()).collect();
        used[self.rng.index(used.len())].guid
    }

    /// A new code of a code table, for the whole council: the same for the same name.
    pub(super) fn new_code(&mut self, list: &str, code: &str, name: &str, gov_code: Option<&str>) -> Guid {
        let guid = self.common_guid(list, name);
        let mut row = Draft::new(self.schema(), list);
        row.text(&format!("{list}Id"), guid.to_string()).text("Name", name).text("Code", code);
        row.put("GovCode", gov_code.map(str::to_owned)).flag("ValidForExport", true);
        row.day("StartDate", jiff::civil::date(2004, 4, 1)).flag("Inactive", false);
        if row.has("StatusTypeId") {
            row.number("StatusTypeId", 1);
        }
        self.additions.push(row.done());
        guid
    }

    /// A new template version, for the whole council.
    pub(super) fn new_document(&mut self, code: &str, name: &str) -> Guid {
        let guid = self.common_guid("Document", code);
        let mut row = Draft::new(self.schema(), "Document");
        row.text("DocumentId", guid.to_string()).text("Name", name).text("Code", code).number("Version", 1);
        row.day("StartDate", jiff::civil::date(2025, 1, 1)).flag("Inactive", false);
        self.additions.push(row.done());
        guid
    }

    /// A new question of a template, for the whole council.
    pub(super) fn new_question(&mut self, template: &str, identifier: &str) -> Guid {
        let guid = self.common_guid("DocumentQuestionIdentifier", identifier);
        let document = self.council.template(template).guid;
        let mut row = Draft::new(self.schema(), "DocumentQuestionIdentifier");
        row.text("DocumentQuestionIdentifierId", guid.to_string()).text("DocumentId", document.to_string());
        row.text("DocumentSectionQuestionId", guid.to_string())
            .text("Identifier", identifier)
            .flag("IsMandatory", false);
        self.additions.push(row.done());
        guid
    }

    /// A new option of a question, for the whole council.
    pub(super) fn new_option(&mut self, name: &str) -> Guid {
        let guid = self.common_guid("MultiOptionAnswer", name);
        let question = self.common_guid("QuestionCatalogue", name);
        let mut row = Draft::new(self.schema(), "MultiOptionAnswer");
        row.text("MultiOptionAnswerId", guid.to_string()).text("QuestionCatalogueId", question.to_string());
        row.text("Name", name).text("Code", "901").number("DisplayOrder", 1).flag("Inactive", false);
        self.additions.push(row.done());
        guid
    }

    /// An identifier that is the same for the same name, whichever household asks for it.
    fn common_guid(&self, list: &str, name: &str) -> Guid {
        let letters = list.bytes().chain(name.bytes());
        let stream = letters.fold(7, |sum: u64, byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte)));
        crate::synth::Rng::new(self.council.seed() ^ CODES, stream).guid()
    }
}

/// Parts the chance of new codes from all others.
const CODES: u64 = 0x7C0D_E5F0_0D1E_5EED;

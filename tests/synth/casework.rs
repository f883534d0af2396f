//! Contacts, cases, allocations, forms with their answers, and notes.

use std::collections::{HashMap, HashSet};

use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::council_drop::{CouncilDrop, Line, drops};

/// The day in London of a time in UTC.
fn uk_day(text: &str) -> String {
    let utc: DateTime = text.parse().unwrap();
    let london = TimeZone::get("Europe/London").unwrap();
    let moment = utc.to_zoned(TimeZone::UTC).unwrap().timestamp();
    moment.to_zoned(london).date().to_string()
}

fn uk_form(day: &str) -> String {
    format!("{}/{}/{}", &day[8..10], &day[5..7], &day[..4])
}

#[test]
fn rows_are_stamped_and_titled() {
    for drop in drops() {
        for line in casework(drop) {
            let table = line.table;
            assert!(line.text("CreatedOn") <= line.text("ModifiedOn"), "{}", table.name);
            assert!(line.text("ModifiedOn") < "2026-06-30 22:00", "{}", table.name);
            if table.has("OwnerId") {
                let team = drop.pointed(line, "OwnerId").unwrap();
                assert_eq!(line.guid("OwningBusinessUnitId"), team.guid("OwningBusinessUnitId"));
            }
            let composed =
                table.has("Title") && table.column("Title").note.starts_with("FullName of the owner - table");
            if composed {
                let owner = owner_of(drop, line);
                let day = uk_form(&uk_day(line.text("CreatedOn")));
                assert_eq!(
                    line.text("Title"),
                    format!("{} - {} ({day})", owner.text("FullName"), table.name)
                );
            }
        }
    }
}

/// The person that a row hangs on, by itself or through others.
fn owner_of<'a>(drop: &'a CouncilDrop, line: Line<'a>) -> Line<'a> {
    if line.table.name == "Person" {
        return line;
    }
    if line.table.has("RegardingId") && !line.table.has("PersonId") {
        let regarding = drop.find(line.text("RegardingIdTableName"), line.text("RegardingId"));
        return owner_of(drop, regarding.unwrap());
    }
    let ways = [
        "CaseFormId",
        "MashEpisodeId",
        "PersonId",
        "CaseId",
        "LACEpisodeId",
        "PersonAlertAndHazardId",
        "PersonMHALegalStatusId",
    ];
    let leads = |way: &&&str| line.table.has(way) && line.table.column(way).kind == "lookup";
    let way = ways.iter().find(leads).expect("a way to the person");
    owner_of(drop, drop.pointed(line, way).unwrap())
}

#[test]
fn a_rows_person_is_that_of_its_parent() {
    for drop in drops() {
        // A further subject of a form is somebody else on purpose.
        let own = |line: &Line<'_>| line.table.has("PersonId") && line.table.name != "CaseFormMember";
        for line in casework(drop).filter(own) {
            for parent in
                ["CaseId", "CaseFormId", "LACEpisodeId", "InitialContactId", "OtherRelatedContactId"]
            {
                if line.table.has(parent) && line.table.column(parent).kind == "lookup" {
                    let owner = drop.pointed(line, parent).map(|parent| parent.guid("PersonId"));
                    assert!(
                        owner.is_none_or(|owner| owner == line.guid("PersonId")),
                        "{}.{parent}",
                        line.table.name
                    );
                }
            }
        }
    }
}

#[test]
fn contacts_are_decided_unless_new() {
    for drop in drops() {
        let followed: HashSet<_> =
            drop.rows("Case").filter_map(|case| case.guid("InitialContactId")).collect();
        assert!(followed.len() > 30);
        for contact in drop.rows("Contact") {
            let status = drop.code(contact, "ContactStatusId").unwrap();
            let open = ["New", "In Progress"].contains(&&*status);
            assert_eq!(contact.get("ContactAcceptedDateTime").is_none(), open);
            assert!(
                contact
                    .get("ContactAcceptedDateTime")
                    .is_none_or(|at| at >= contact.text("ContactReceivedDateTime"))
            );
            let outcome = drop.code(contact, "ContactOutcomeId");
            let no_case = ["Advice and information", "No further action"];
            let leads = outcome.is_none_or(|outcome| !no_case.contains(&&*outcome));
            assert!(leads || !followed.contains(&contact.key()), "the outcome lets a case follow");
        }
    }
}

#[test]
fn cases_end_exactly_when_closed_or_rejected() {
    for drop in drops() {
        for case in drop.rows("Case") {
            assert_eq!(drop.code(case, "DataFormId").as_deref(), Some("SocialCareCase"));
            let status = drop.code(case, "CaseStatusId").unwrap();
            let ended = status.starts_with("Closed") || status == "Rejected";
            assert_eq!(case.get("EndDateTime").is_some(), ended, "{status}");
            assert!(case.get("EndDateTime").is_none_or(|end| end >= case.text("StartDateTime")));
            assert!(
                case.get("ContactReceivedDateTime")
                    .is_none_or(|received| received <= case.text("StartDateTime"))
            );
            assert!(case.get("CaseRejectedReasonId").is_none() || status == "Rejected");
            assert!(case.get("CaseClosureReasonId").is_none() || status.starts_with("Closed"));
            title_and_age(drop, case);
        }
    }
}

fn title_and_age(drop: &CouncilDrop, case: Line<'_>) {
    let person = drop.pointed(case, "PersonId").unwrap();
    let first = person.filled("FirstName").map(|first| format!(", {first}")).unwrap_or_default();
    let day = person.get("DateOfBirth").or(person.get("ExpectedDateOfBirth")).unwrap();
    let title =
        format!("{}{first} - ({}) [{}]", person.text("LastName"), uk_form(day), case.text("CaseNumber"));
    assert_eq!(case.text("Title"), title);
    let counted =
        case.get("ContactReceivedDateTime").zip(person.get("DateOfBirth")).and_then(|(received, born)| {
            let received = uk_day(received);
            let years = received[..4].parse::<i32>().unwrap() - born[..4].parse::<i32>().unwrap();
            (received.as_str() >= born).then(|| (years - i32::from(received[5..] < born[5..])).to_string())
        });
    assert_eq!(case.get("PersonAge").map(str::to_owned), counted);
}

#[test]
fn one_open_leading_allocation_at_most() {
    for drop in drops() {
        let mut leading: HashMap<_, usize> = HashMap::new();
        for row in drop.rows("CaseInvolvement") {
            assert!(row.get("EndDate").is_none_or(|end| end >= row.text("StartDate")));
            let ended = drop.code(row, "InvolvementStatusId").as_deref() == Some("Ended");
            assert_eq!(row.get("EndDate").is_some(), ended);
            if !ended && drop.code(row, "InvolvementRoleId").as_deref() == Some("Allocated social worker") {
                *leading.entry(row.guid("PersonId")).or_default() += 1;
            }
        }
        assert!(leading.len() > 2 && leading.values().all(|count| *count == 1));
    }
}

#[test]
fn forms_have_the_dates_of_their_status() {
    for drop in drops() {
        for form in drop.rows("CaseForm") {
            let status = form.text("AssessmentStatusId");
            assert_eq!(form.get("CompletionDate").is_some(), ["2", "3", "5"].contains(&status));
            assert_eq!(form.get("TerminatedDate").is_some(), status == "6");
            let done = form.get("CompletionDate").or(form.get("TerminatedDate"));
            assert!(done.is_none_or(|done| done >= form.text("StartDate")));
            let case = drop.pointed(form, "CaseId").unwrap();
            let closed = case.get("EndDateTime").map(|end| &end[..10]);
            assert!(form.get("SignOffDate").zip(closed).is_none_or(|(signed, closed)| signed <= closed));
            if form.get("ClonedFromId").is_some() {
                let from = drop.find("CaseForm", form.text("ClonedFromId")).unwrap();
                assert_eq!(from.text("AnswersInitialized"), "1");
                let same_person = from.guid("PersonId") == form.guid("PersonId");
                assert!(!same_person || from.guid("CaseId") == form.guid("CaseId"));
                assert!(!same_person || from.text("StartDate") <= form.text("StartDate"));
            }
        }
    }
}

#[test]
fn empty_shells_have_neither_answers_nor_notes() {
    let mut shells = 0;
    for drop in drops() {
        let forms = drop.rows("CaseForm").chain(drop.rows("PersonForm"));
        let empty: HashSet<_> = forms
            .filter(|form| form.text("AnswersInitialized") == "0")
            .map(super::council_drop::Line::key)
            .collect();
        shells += empty.len();
        assert!(
            drop.rows("DocumentAnswer").all(|answer| !empty.contains(&answer.guid("AssessmentId").unwrap()))
        );
        assert!(drop.rows("CaseFormCaseNote").all(|note| !empty.contains(&note.guid("CaseFormId").unwrap())));
    }
    assert!(shells > 5, "{shells}");
}

/// The typed column of each question type.
const COLUMNS: [(&str, &str); 11] = [
    ("1", "ShortAnswer"),
    ("2", "ParagraphAnswer"),
    ("3", "DateAnswer"),
    ("4", "DateAndTimeAnswer"),
    ("5", "NumericAnswer"),
    ("6", "DecimalAnswer"),
    ("7", "TrueFalseAnswer"),
    ("8", "PicklistValueId"),
    ("9", "MultichoiceAnswerId"),
    ("11", "LookupObjectId"),
    ("12", "ImageId"),
];

#[test]
fn answers_fill_the_one_column_of_their_question() {
    let mut kinds = HashSet::new();
    for drop in drops() {
        let cells: HashSet<_> = drop
            .rows("TableQuestionCell")
            .map(|cell| cell.guid("CellQuestionIdentifierId").unwrap())
            .collect();
        let mut natural = HashSet::new();
        for answer in drop.rows("DocumentAnswer") {
            let kind = answer.text("QuestionTypeId");
            let filled: Vec<_> = COLUMNS
                .iter()
                .filter(|(_, column)| answer.get(column).is_some())
                .map(|(kind, _)| *kind)
                .collect();
            assert_eq!(filled, if kind == "10" { vec![] } else { vec![kind] });
            assert!(["ShortAnswer", "ParagraphAnswer"].iter().all(|column| answer.get(column) != Some("")));
            let question = drop.pointed(answer, "DocumentQuestionIdentifierId").unwrap();
            assert_eq!(catalogue(drop, question).text("QuestionTypeId"), kind);
            let form = drop.find(answer.text("AssessmentIdTableName"), answer.text("AssessmentId")).unwrap();
            assert_eq!(
                form.guid("DocumentId"),
                question.guid("DocumentId"),
                "the question is the template's"
            );
            assert_eq!(answer.get("GridRowId").is_some(), cells.contains(&question.key()));
            let identity = (form.key(), question.key(), answer.get("GridRowId"));
            assert!(natural.insert(identity));
            for column in ["PicklistValueId", "MultichoiceAnswerId"] {
                let choice = drop.pointed(answer, column).map(|choice| choice.guid("QuestionCatalogueId"));
                assert!(choice.is_none_or(|of| of == Some(catalogue(drop, question).key())));
            }
            kinds.insert(kind.to_owned());
        }
    }
    let all = COLUMNS.iter().map(|(kind, _)| *kind).chain(["10"]);
    for kind in all.filter(|kind| !["6", "12"].contains(kind)) {
        assert!(kinds.contains(kind), "type {kind}");
    }
}

/// The catalogue's row of a question of a template.
fn catalogue<'a>(drop: &'a CouncilDrop, question: Line<'a>) -> Line<'a> {
    drop.pointed(drop.pointed(question, "DocumentSectionQuestionId").unwrap(), "QuestionCatalogueId").unwrap()
}

#[test]
fn completed_forms_answer_what_is_mandatory() {
    for drop in drops() {
        let cells: HashSet<_> = drop
            .rows("TableQuestionCell")
            .map(|cell| cell.guid("CellQuestionIdentifierId").unwrap())
            .collect();
        let answered: HashSet<_> = drop
            .rows("DocumentAnswer")
            .map(|answer| {
                (answer.guid("AssessmentId").unwrap(), answer.guid("DocumentQuestionIdentifierId").unwrap())
            })
            .collect();
        for form in drop.rows("CaseForm").filter(|form| form.get("CompletionDate").is_some()) {
            let template = form.guid("DocumentId");
            for question in drop
                .rows("DocumentQuestionIdentifier")
                .filter(|question| question.guid("DocumentId") == template)
            {
                let must = question.text("IsMandatory") == "1" && !cells.contains(&question.key());
                assert!(
                    !must || answered.contains(&(form.key(), question.key())),
                    "{}",
                    question.text("Identifier")
                );
            }
        }
    }
}

#[test]
fn rows_of_tables_are_whole_and_scales_are_scales() {
    for drop in drops() {
        let mut rows: HashMap<_, HashMap<String, String>> = HashMap::new();
        for answer in drop.rows("DocumentAnswer").filter(|answer| answer.get("GridRowId").is_some()) {
            let question = drop.pointed(answer, "DocumentQuestionIdentifierId").unwrap();
            let cells = rows.entry((answer.guid("AssessmentId"), answer.text("GridRowId"))).or_default();
            cells.insert(
                question.text("Identifier").to_owned(),
                answer.get("NumericAnswer").unwrap_or_default().to_owned(),
            );
        }
        for ((_, number), cells) in rows {
            assert!((1..=3).contains(&number.parse::<u8>().unwrap()));
            assert_eq!(cells.contains_key("QA-DQ-119"), cells.contains_key("QA-DQ-120"));
            assert!(cells.get("QA-DQ-121").is_none_or(|scale| scale.parse::<u8>().unwrap() <= 10));
        }
    }
}

#[test]
fn checklists_have_a_row_for_every_option() {
    for drop in drops() {
        let mut ticks: HashMap<String, Vec<Line<'_>>> = HashMap::new();
        for tick in drop.rows("DocumentAnswerChecklist") {
            ticks.entry(tick.guid("DocumentAnswerId").unwrap()).or_default().push(tick);
        }
        for answer in drop.rows("DocumentAnswer").filter(|answer| answer.text("QuestionTypeId") == "10") {
            let own = ticks.remove(&answer.key()).unwrap();
            let question =
                catalogue(drop, drop.pointed(answer, "DocumentQuestionIdentifierId").unwrap()).key();
            let options: HashSet<_> = drop
                .hanging("MultiOptionAnswer", "QuestionCatalogueId", &question)
                .map(super::council_drop::Line::key)
                .collect();
            let held: HashSet<_> = own.iter().map(|tick| tick.guid("MultiOptionAnswerId").unwrap()).collect();
            assert_eq!((held.len(), &held), (own.len(), &options));
            assert!(own.iter().any(|tick| tick.text("Checked") == "1"));
            assert!(own.iter().all(|tick| tick.text("Inactive") == answer.text("Inactive")));
        }
        assert!(ticks.is_empty());
    }
}

#[test]
fn care_leaver_contacts_of_a_person_are_on_different_days() {
    for drop in drops() {
        let mut days = HashSet::new();
        for answer in drop.rows("DocumentAnswer") {
            let question = drop.pointed(answer, "DocumentQuestionIdentifierId").unwrap();
            if question.text("Identifier") == "QA-DQ-164" {
                let form = drop.find("CaseForm", answer.text("AssessmentId")).unwrap();
                assert!(days.insert((form.guid("PersonId"), answer.text("DateAnswer"))));
            }
        }
    }
}

#[test]
fn copies_of_notes_share_group_and_text_but_no_person() {
    let mut copies = 0;
    for drop in drops() {
        for table in ["PersonCaseNote", "CaseCaseNote", "CaseFormCaseNote"] {
            for note in drop.rows(table) {
                assert_eq!(note.text("IsCloned") == "1", note.get("ClonedFromId").is_some());
                let Some(from) = note.get("ClonedFromId") else { continue };
                let from = drop.find(note.text("ClonedFromIdTableName"), from).unwrap();
                assert!(note.get("GroupRecordId").is_some());
                assert_eq!(note.guid("GroupRecordId"), from.guid("GroupRecordId"));
                assert_eq!(
                    (note.get("Subject"), note.get("Notes")),
                    (from.get("Subject"), from.get("Notes"))
                );
                assert_ne!(note.guid("PersonId"), from.guid("PersonId"));
                copies += 1;
            }
        }
    }
    assert!(copies > 20, "{copies}");
}

#[test]
fn nothing_past_is_dated_after_the_extract() {
    let events = [
        "CaseNoteDate",
        "ContactReceivedDateTime",
        "StartDateTime",
        "EndDateTime",
        "StartDate",
        "EndDate",
        "CompletionDate",
        "SignOffDate",
        "TerminatedDate",
        "Date",
        "SignificantEventDate",
        "DateAnswer",
        "DateAndTimeAnswer",
        "DateOfBirth",
    ];
    for drop in drops() {
        // Meetings are planned.
        for line in casework(drop).filter(|line| line.table.name != "Appointment") {
            for event in events.iter().filter(|event| line.table.has(event)) {
                assert!(line.get(event).is_none_or(|at| at < "2026-07-01"), "{}.{event}", line.table.name);
            }
        }
    }
}

fn casework(drop: &CouncilDrop) -> impl Iterator<Item = Line<'_>> {
    drop.tables.values().filter(|table| table.role == "casework").flat_map(|table| drop.rows(&table.name))
}

//! The rules there are, and what a mapping must name for each.

use super::inspection::Inspection;

/// What a rule is called, what a mapping must name for it, and what checks it.
#[derive(Clone, Copy, Debug)]
pub struct Signature {
    /// The name in `check`.
    pub name: &'static str,
    /// The columns that it needs.
    pub columns: &'static [&'static str],
    /// Whether it takes other columns besides.
    pub open: bool,
    /// The texts that it needs.
    pub values: &'static [&'static str],
    /// The texts that it takes besides.
    pub optional: &'static [&'static str],
    /// The entities that it needs.
    pub entities: &'static [&'static str],
    pub(super) run: Run,
}

/// No two rules have one name.
impl PartialEq for Signature {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Signature {}

/// What checks a rule.
pub(super) type Run = fn(&mut Inspection<'_>);

/// The rule of a name.
pub fn signature(name: &str) -> Option<&'static Signature> {
    let place = RULES.binary_search_by_key(&name, |rule| rule.name).ok()?;
    RULES.get(place)
}

/// Every rule, in order of name.
pub fn signatures() -> &'static [Signature] {
    RULES
}

/// A rule that takes exactly these columns.
const fn closed(
    name: &'static str,
    columns: &'static [&'static str],
    values: &'static [&'static str],
    entities: &'static [&'static str],
    run: Run,
) -> Signature {
    Signature { name, columns, open: false, values, optional: &[], entities, run }
}

/// A rule that takes other columns besides.
const fn open(
    name: &'static str,
    columns: &'static [&'static str],
    values: &'static [&'static str],
    entities: &'static [&'static str],
    run: Run,
) -> Signature {
    Signature { name, columns, open: true, values, optional: &[], entities, run }
}

static RULES: &[Signature] = &[
    open(
        "address-disagrees",
        &["type", "end"],
        &["primary"],
        &["address"],
        super::address_disagrees::address_disagrees,
    ),
    closed(
        "adoption-signal",
        &[
            "status",
            "status_code",
            "placement",
            "placement_code",
            "ended",
            "ended_code",
            "person",
            "link_before",
            "link_after",
        ],
        &["statuses", "placements", "reasons"],
        &["link"],
        super::adoption_signal::adoption_signal,
    ),
    closed("alert-exposed-to", &["role"], &["exposed"], &[], super::alert_exposed_to::alert_exposed_to),
    open("answer-columns", &["type"], &["numbers", "whole"], &[], super::answer_columns::answer_columns),
    closed(
        "answer-label-disagrees",
        &["option", "label", "shown"],
        &[],
        &[],
        super::answer_label_disagrees::answer_label_disagrees,
    ),
    closed(
        "answers-on-empty-form",
        &["flag", "form"],
        &[],
        &["answer"],
        super::answers_on_empty_form::answers_on_empty_form,
    ),
    closed("author", &["author", "service"], &[], &[], super::author::author),
    closed("birth", &["born", "expected", "age", "kind"], &["unborn"], &[], super::birth::birth),
    open("cloned-record", &["from"], &[], &[], super::cloned_record::cloned_record),
    closed(
        "cp-category-multiple",
        &["category", "code", "name"],
        &["multiple", "categories"],
        &[],
        super::cp_category_multiple::cp_category_multiple,
    ),
    closed("cp-end-no-reason", &["end", "reason"], &[], &[], super::cp_end_no_reason::cp_end_no_reason),
    closed(
        "cp-no-conference",
        &["case", "start", "form_case", "form_template", "form_completed", "template_code"],
        &["conference", "templates"],
        &["form", "template"],
        super::cp_no_conference::cp_no_conference,
    ),
    closed("cp-overlap", &["start", "end"], &[], &[], super::cp_overlap::cp_overlap),
    closed(
        "cp-status-date-differs",
        &["start", "changed"],
        &[],
        &[],
        super::cp_status_date_differs::cp_status_date_differs,
    ),
    Signature {
        optional: &["code"],
        ..closed("dates-in-order", &["start", "end"], &[], &[], super::dates_in_order::dates_in_order)
    },
    closed("deceased-person", &["flag", "died"], &[], &[], super::deceased_person::deceased_person),
    open("embedded-person-id", &[], &[], &[], super::embedded_person_id::embedded_person_id),
    closed(
        "error-record-with-work",
        &["flag"],
        &[],
        &[],
        super::error_record_with_work::error_record_with_work,
    ),
    closed("filled-by-policy", &["value"], &["policy"], &[], super::filled_by_policy::filled_by_policy),
    closed("flag-copied", &["flag", "end"], &["code"], &["of"], super::flag_copied::flag_copied),
    closed("form-cancelled", &["status"], &["cancelled"], &[], super::form_cancelled::form_cancelled),
    open("future-date", &[], &[], &[], super::future_date::future_date),
    open("govcode", &["code", "gov_code", "name"], &[], &["list"], super::govcode::govcode),
    closed(
        "grid-unmapped",
        &["question", "row", "cell", "table"],
        &[],
        &["cell"],
        super::grid_unmapped::grid_unmapped,
    ),
    closed("inactive-record", &["flag"], &[], &[], super::inactive_record::inactive_record),
    closed("inactive-team", &["team", "inactive"], &[], &[], super::inactive_team::inactive_team),
    open("inactive-worker", &["inactive"], &[], &[], super::inactive_worker::inactive_worker),
    open("label-disagrees", &[], &[], &[], super::label_disagrees::label_disagrees),
    closed(
        "lac-episodes",
        &["start", "end", "episode", "status_start", "status_end"],
        &[],
        &["status"],
        super::lac_episodes::lac_episodes,
    ),
    closed(
        "lac-statuses",
        &["episode", "status", "status_type", "start", "end"],
        &["not_looked_after"],
        &[],
        super::lac_statuses::lac_statuses,
    ),
    closed(
        "mandatory-answer-missing",
        &[
            "completed",
            "template",
            "form",
            "question",
            "identifier",
            "identifier_template",
            "mandatory",
            "cell",
            "table",
        ],
        &[],
        &["answer", "identifier", "cell"],
        super::mandatory_answer_missing::mandatory_answer_missing,
    ),
    closed("mime-type", &["type", "name"], &["types"], &[], super::mime_type::mime_type),
    closed("missing-no-end", &["end"], &[], &[], super::missing_no_end::missing_no_end),
    closed("names", &["first", "middle", "last", "full"], &["placeholders"], &[], super::names::names),
    closed("nhs-superseded", &["flag", "number"], &[], &[], super::nhs_superseded::nhs_superseded),
    closed("note-text", &["text"], &[], &[], super::note_text::note_text),
    closed(
        "person-case-mismatch",
        &["person", "parent", "parent_person"],
        &[],
        &[],
        super::person_case_mismatch::person_case_mismatch,
    ),
    closed(
        "placement-outside-status",
        &["placement", "status", "status_type", "start", "end"],
        &["not_looked_after"],
        &[],
        super::placement_outside_status::placement_outside_status,
    ),
    closed("polymorphic-table", &[], &[], &[], super::polymorphic_table::polymorphic_table),
    closed("postcode", &["postcode"], &[], &[], super::postcode::postcode),
    closed("pupil-number", &["current", "former", "reason"], &[], &[], super::pupil_number::pupil_number),
    closed(
        "question-unmapped",
        &["question", "identifier"],
        &["questions"],
        &[],
        super::question_unmapped::question_unmapped,
    ),
    closed(
        "rec-inconsistent",
        &["episode", "reason", "reason_code", "start", "end"],
        &["continues"],
        &[],
        super::rec_inconsistent::rec_inconsistent,
    ),
    closed(
        "relationship-no-start",
        &["start"],
        &["policy"],
        &[],
        super::relationship_no_start::relationship_no_start,
    ),
    closed(
        "relationship-pairs",
        &["person", "other", "type", "other_type", "start", "end"],
        &[],
        &[],
        super::relationship_pairs::relationship_pairs,
    ),
    closed(
        "restriction",
        &["restriction", "access", "end"],
        &["scope", "allow", "deny"],
        &[],
        super::restriction::restriction,
    ),
    closed("retired-code", &[], &[], &[], super::retired_code::retired_code),
    closed(
        "rne-mismatch",
        &["episode", "reason", "reason_code", "status", "placement", "postcode", "start", "end"],
        &[],
        &[],
        super::rne_mismatch::rne_mismatch,
    ),
    closed(
        "safety-sets",
        &["form", "question", "row", "identifier"],
        &["danger", "goal", "scale", "block", "most"],
        &["answer", "identifier"],
        super::safety_sets::safety_sets,
    ),
    closed(
        "scale-out-of-range",
        &["question", "identifier", "value"],
        &["scales", "least", "most"],
        &[],
        super::scale_out_of_range::scale_out_of_range,
    ),
    closed("self-relationship", &["person", "other"], &[], &[], super::self_relationship::self_relationship),
    closed("shared-file", &["file"], &[], &[], super::shared_file::shared_file),
    closed(
        "signed-off-after-closure",
        &["signed_off", "parent", "closed"],
        &[],
        &[],
        super::signed_off_after_closure::signed_off_after_closure,
    ),
    open("step-dates", &["status"], &[], &[], super::step_dates::step_dates),
    closed(
        "template-unknown",
        &["template", "code"],
        &["templates"],
        &[],
        super::template_unknown::template_unknown,
    ),
    closed(
        "third-party-information",
        &["flag"],
        &[],
        &[],
        super::third_party_information::third_party_information,
    ),
    closed(
        "two-leading-workers",
        &["role", "role_name", "end"],
        &["leading"],
        &[],
        super::two_leading_workers::two_leading_workers,
    ),
    closed(
        "unknown-case-kind",
        &["kind", "name"],
        &["known"],
        &[],
        super::unknown_case_kind::unknown_case_kind,
    ),
    closed("worker-text-only", &["text", "worker"], &[], &[], super::worker_text_only::worker_text_only),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_found_by_name() {
        assert!(RULES.is_sorted_by_key(|rule| rule.name));
        assert!(signature("birth").is_some());
        assert!(signature("berth").is_none());
    }
}

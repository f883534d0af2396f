//! The rules of the domain: what cannot be, or should be looked at, among the records of one case file.
//!
//! One file a rule. A rule is named in a mapping file with the columns it looks at; no table or column is named here.
//! It raises reason codes and decides nothing: what a code does is the catalogue's business.

mod author;
mod case_view;
mod catalogue;
mod counted_once;
mod findings;
mod inspection;
mod lookup;
mod period;

mod address_disagrees;
mod adoption_signal;
mod alert_exposed_to;
mod answer_columns;
mod answer_label_disagrees;
mod answers_on_empty_form;
mod birth;
mod cloned_record;
mod cp_category_multiple;
mod cp_end_no_reason;
mod cp_no_conference;
mod cp_overlap;
mod cp_status_date_differs;
mod dates_in_order;
mod deceased_person;
mod embedded_person_id;
mod error_record_with_work;
mod filled_by_policy;
mod flag_copied;
mod form_cancelled;
mod future_date;
mod govcode;
mod grid_unmapped;
mod inactive_record;
mod inactive_team;
mod inactive_worker;
mod label_disagrees;
mod lac_episodes;
mod lac_statuses;
mod mandatory_answer_missing;
mod meaning;
mod mime_type;
mod missing_no_end;
mod names;
mod nhs_superseded;
mod note_text;
mod person_case_mismatch;
mod placement_outside_status;
mod polymorphic_table;
mod postcode;
mod pupil_number;
mod question_unmapped;
mod rec_inconsistent;
mod relationship_no_start;
mod relationship_pairs;
mod restriction;
mod retired_code;
mod rne_mismatch;
mod safety_sets;
mod scale_out_of_range;
mod self_relationship;
mod shared_file;
mod signed_off_after_closure;
mod step_dates;
mod template_unknown;
mod third_party_information;
mod two_leading_workers;
mod unknown_case_kind;
mod worker_text_only;

pub use case_view::CaseView;
pub use catalogue::{Signature, signature, signatures};
pub use counted_once::CountedOnce;
pub use findings::Findings;
pub use lookup::Lookup;
pub use meaning::meaning;
pub use names::is_placeholder;

use self::inspection::Inspection;
use crate::map::plan::{EntityPlan, Rule};
use crate::record::{Guid, SourceRecord};

/// Checks one rule of one entity on a case file and appends what it finds.
pub fn check(rule: &Rule, entity: &EntityPlan, case: &CaseView<'_>, world: &dyn Lookup, out: &mut Findings) {
    (rule.signature.run)(&mut Inspection { rule, entity, case, world, out });
}

/// The key of the record that stands for one which a rule of its entity found to say the same from the other side.
pub fn mirror(
    entity: &EntityPlan,
    case: &CaseView<'_>,
    world: &dyn Lookup,
    record: &SourceRecord,
) -> Option<Guid> {
    let mut out = Findings::default();
    let mut pairs = entity.rules.iter().filter(|rule| rule.name() == "relationship-pairs");
    pairs.find_map(|rule| {
        relationship_pairs::mirror(&Inspection { rule, entity, case, world, out: &mut out }, record)
    })
}

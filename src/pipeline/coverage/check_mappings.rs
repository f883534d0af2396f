//! The mappings by themselves: names, types, codes, examples, profiles, rules for people, validations, totals, extracts, and
//! audits.

use std::path::Path;

use crate::map::plan::Plan;
use crate::map::{check_examples, compile};
use crate::pipeline::sample::AuditRules;
use crate::pipeline::stage::PeopleRules;
use crate::reconcile::check::validation::Validations;
use crate::reconcile::extract::load_extract_rules;
use crate::reconcile::totals::load_totals;
use crate::record::Diagnostic;
use crate::source::Profile;

/// Compiles a mappings folder, runs its examples, and reads its profiles, rules for people, validations, totals, and rules for
/// extracts and audits.
///
/// # Errors
/// Every mistake of every file. Examples are run, and profiles and rules read, once the mappings compile.
pub fn check_mappings(mappings: &Path) -> Result<Plan, Vec<Diagnostic>> {
    let plan = compile(mappings)?;
    let mut found = check_examples(&plan, mappings);
    if let Err(mistakes) = Profile::all(mappings, plan.dictionary()) {
        found.extend(mistakes.into_iter().map(|mistake| mistake.diagnostic));
    }
    if let Err(mistakes) = PeopleRules::load(mappings, plan.dictionary()) {
        found.extend(mistakes);
    }
    if let Err(mistakes) = Validations::load(mappings, plan.contract()) {
        found.extend(mistakes);
    }
    if let Err(mistakes) = load_totals(mappings, &plan) {
        found.extend(mistakes);
    }
    if let Err(mistakes) = load_extract_rules(mappings, plan.contract()) {
        found.extend(mistakes);
    }
    if let Err(mistakes) = AuditRules::load(mappings, &plan) {
        found.extend(mistakes);
    }
    if found.is_empty() { Ok(plan) } else { Err(found) }
}

//! What to do next.

use super::{PlaceNames, may_be_retried, plural};
use crate::record::{Action, Reason};
use crate::report::model::{Beside, Report, Retry, Verdict};

/// A thing to do, and the command that does it where there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextStep {
    /// What to do.
    pub text: String,
    /// What to type.
    pub command: Option<String>,
}

impl NextStep {
    fn say(text: impl Into<String>) -> Self {
        Self { text: text.into(), command: None }
    }

    fn run(text: impl Into<String>, command: String) -> Self {
        Self { text: text.into(), command: Some(command) }
    }
}

/// What to do next after a run.
pub fn next_steps(report: &Report, names: &PlaceNames) -> Vec<NextStep> {
    if !report.failed_batches.is_empty() {
        return vec![retry_failed(names)];
    }
    match report.verdict {
        Verdict::Reconciled if report.run.dry_run => vec![for_real(report, names, "Run it for real.")],
        Verdict::Reconciled => {
            audit_left(report, names).into_iter().chain(hand_over(report, names)).collect()
        }
        Verdict::ReconciledWithExceptions if report.run.dry_run => vec![
            put_right(),
            for_real(
                report,
                names,
                "Or run it for real: held case files are left for later, all others are written whole.",
            ),
        ],
        Verdict::ReconciledWithExceptions => {
            let mut steps = if may_be_retried(report) { vec![put_right(), retry(names)] } else { Vec::new() };
            steps.extend(by_hand(report, names));
            steps.extend(audit_left(report, names));
            steps.extend(hand_over(report, names));
            steps
        }
        Verdict::NotReconciled if report.differs_in_mosaic_alone() => not_in_mosaic(names),
        Verdict::NotReconciled if report.fails_in_audit_alone() => audit_failed(report, names),
        Verdict::NotReconciled if report.fails_in_audit() => {
            not_reconciled(names).into_iter().chain(audit_failed(report, names)).collect()
        }
        Verdict::NotReconciled => not_reconciled(names),
        Verdict::Unproven => unproven(names),
        Verdict::Refused => refused(report, names),
    }
}

fn migrate(names: &PlaceNames, text: &str) -> NextStep {
    NextStep::run(text, names.migrate())
}

/// What does for real what a dry run tried. Beside a run of something else that is written, `migrate` would be refused.
fn for_real(report: &Report, names: &PlaceNames, text: &str) -> NextStep {
    let command = match report.run.named.beside {
        None => return migrate(names, text),
        Some(Beside::Mappings) => names.retry(),
        Some(Beside::Drop) => format!("{} --source {}", names.retry(), names.export),
    };
    let text = "This folder holds case files of another run, which stay as they are. Write those that nothing holds, beside them; the \
                dry run was of all as if none were written.";
    NextStep::run(text, command)
}

fn reconcile(names: &PlaceNames, text: &str) -> NextStep {
    NextStep::run(text, names.reconcile())
}

fn retry(names: &PlaceNames) -> NextStep {
    NextStep::run(
        "Write the case files that nothing holds any more; add --source with a corrected export or corrected rows where the data was put right.",
        names.retry(),
    )
}

fn retry_failed(names: &PlaceNames) -> NextStep {
    NextStep::run(
        "Mend the cause, then write what is left; addresses, records that join two people, and the proof come with the last of them.",
        names.retry(),
    )
}

fn put_right() -> NextStep {
    NextStep::say(
        "Go through the causes listed here. Put them right in CareDirector, the mappings or the policy, whichever is at fault.",
    )
}

/// What no later run writes.
fn by_hand(report: &Report, names: &PlaceNames) -> Vec<NextStep> {
    let mut steps = Vec::new();
    if !report.rejected_values.is_empty() {
        steps.push(NextStep::say(format!(
            "Go through {}/exceptions/values.csv: these values of written records are not in the columns meant for them, and no later run puts them there.",
            names.results
        )));
    }
    if report.retry.as_ref().is_some_and(Retry::has_changes) {
        steps.push(NextStep::say(format!(
            "Enter in Mosaic by hand, once the files are loaded, what {}/exceptions/changed.csv lists: what is sealed stays as it is.",
            names.results
        )));
    }
    if let Some(retry) = report.retry.as_ref().filter(|retry| retry.all_gone() > 0) {
        steps.push(NextStep::say(format!(
            "Find out why {}: {}/exceptions/changed.csv lists each. Bring them back with a later export, or enter them in Mosaic by hand.",
            retry.gone_in_words(),
            names.results
        )));
    }
    steps
}

/// What the audit of a sample leaves to be done.
fn audit_left(report: &Report, names: &PlaceNames) -> Vec<NextStep> {
    let Some(audit) = &report.audit else { return Vec::new() };
    let PlaceNames { out, ledger, .. } = names;
    let mut steps = Vec::new();
    if audit.figures.open > 0 && audit.came_back() {
        let open = plural(audit.figures.open, "case file", "case files");
        steps.push(NextStep::run(
            format!("Have the {open} of the sample looked at that nobody has looked at yet, and take the whole list in again."),
            format!("care2mosaic sample {out} --results LIST{ledger}"),
        ));
    }
    if let Some(draw) = audit.awaited().last() {
        let size = plural(draw.figures.size, "case file", "case files");
        steps.push(NextStep::run(
            format!("Have the {size} of draw {} compared with both systems, and take the list in that says what was found.", draw.number),
            format!("care2mosaic sample {out} --results LIST{ledger}"),
        ));
    }
    if let Some(draw) = audit.draws.last().filter(|draw| draw.figures.written_since > 0) {
        let since = plural(draw.figures.written_since, "case file was", "case files were");
        let size = draw.tolerable.as_ref().map_or_else(
            || format!("--size {}", draw.figures.at_random()),
            |tolerable| format!("--confidence {} --tolerable {tolerable}", draw.figures.confidence),
        );
        steps.push(NextStep::run(
            format!("{since} written since the last sample was drawn: draw another, out of all that are written now."),
            format!("care2mosaic sample {out} {size} --to audit-{}{ledger}", draw.number + 1),
        ));
    }
    steps
}

fn hand_over(report: &Report, names: &PlaceNames) -> Vec<NextStep> {
    let PlaceNames { out, ledger, .. } = names;
    let when = if may_be_retried(report) { "Once nothing more is to be written, draw" } else { "Draw" };
    let draw = NextStep::run(
        format!(
            "{when} a sample of case files, for practitioners to compare with both systems before anybody signs."
        ),
        format!("care2mosaic sample {out} --size 20{ledger}"),
    );
    let keep = NextStep::say(format!(
        "Keep the folder {} as it is, with proof.key: the proof is of what it holds now, and nothing in it may be changed.",
        names.results
    ));
    let sign = NextStep::run(
        format!(
            "Have {}/reconciliation/report.html read, and signed by the people named under Sign-off; then sign the root with an SSH key, after which no audit is added.",
            names.results
        ),
        format!("care2mosaic seal {out} --sign-key KEY{ledger}"),
    );
    let load = NextStep::run(
        format!(
            "Hand {}/data to whoever loads it into Mosaic. To look at it in a database first, load it into staging tables.",
            names.results
        ),
        format!("care2mosaic load {out} --to sqlite://staging.sqlite{ledger}"),
    );
    // A folder that is signed takes no audit.
    match (&names.signed_by, &report.audit) {
        (Some(_), _) => vec![keep, load],
        (None, Some(_)) => vec![keep, sign, load],
        (None, None) => vec![draw, keep, sign, load],
    }
}

fn unproven(names: &PlaceNames) -> Vec<NextStep> {
    let compare = reconcile(names, "Compare the files with the export.");
    match &names.unproven {
        Some(why) => vec![NextStep::say(format!("It could not be proved yet: {why}.")), compare],
        None => vec![compare],
    }
}

fn not_reconciled(names: &PlaceNames) -> Vec<NextStep> {
    vec![
        NextStep::say(format!(
            "Look at {}/reconciliation/differences.csv: it names the case file, record and field of each difference.",
            names.results
        )),
        reconcile(names, "If files were changed since they were written, put them back and compare again."),
    ]
}

fn audit_failed(report: &Report, names: &PlaceNames) -> Vec<NextStep> {
    let first = report.audit.as_ref().and_then(|audit| audit.wrong_case_files.first());
    let first = first.map_or_else(|| "PERSONNUMBER".to_owned(), u64::to_string);
    let PlaceNames { out, ledger, .. } = names;
    vec![
        NextStep::run(
            "Go through the sheets of the case files found wrong with those who checked them, record by record: is the mapping at fault, the data in CareDirector, or was it a mistake of the audit?",
            format!("care2mosaic trace {out} {first}{ledger}"),
        ),
        NextStep::say(
            "Where the mappings or the data are at fault: look for the same cause in all case files, put it right, migrate into a new folder (sealed batches never change), and draw a sample of that.",
        ),
        NextStep::run(
            "Where the audit was mistaken: correct the line in the whole list, and give it in again with the reason; the report shows both.",
            format!("care2mosaic sample {out} --results LIST --reason TEXT{ledger}"),
        ),
    ]
}

fn not_in_mosaic(names: &PlaceNames) -> Vec<NextStep> {
    vec![
        NextStep::say(format!(
            "Look at {}/reconciliation/mosaic.csv with whoever loaded the files: it names the table, key and column of each row.",
            names.results
        )),
        reconcile(
            names,
            "The files are sound. Before they are loaded again, prove them without the extract.",
        ),
    ]
}

fn refused(report: &Report, names: &PlaceNames) -> Vec<NextStep> {
    let codes = report.stops.iter().filter_map(|stop| stop.code.parse::<Reason>().ok());
    let mut steps =
        vec![NextStep::say("Put right what is listed under Stops; each line says what was expected.")];
    if codes.map(Reason::action).any(|action| action == Action::StopMapping) {
        steps.push(NextStep::run("See whether the mappings cover the export.", names.check()));
    }
    steps.push(run_again(report, names));
    steps
}

fn run_again(report: &Report, names: &PlaceNames) -> NextStep {
    let again = names.again.clone();
    if report.run.dry_run {
        let again = again.unwrap_or_else(|| format!("{} --dry-run", names.migrate()));
        return NextStep::run("Run it again.", again);
    }
    if report.retry.is_none() {
        return migrate(names, "Run it again: the folder is free for it.");
    }
    let again = again.unwrap_or_else(|| format!("{} --source {}", names.retry(), names.export));
    NextStep::run("Run it again; what is sealed stays as it is.", again)
}

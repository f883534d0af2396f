//! Stops that the council has looked at and lets pass.

use super::Exit;
use crate::map::plan::{Acknowledgement, Policy};
use crate::record::{Action, Reason, Stop};

/// The codes that an acknowledgement lifts (`hard-cases.md`); any other has to be put right.
const LIFTABLE: [Reason; 8] = [
    Reason::RaggedRow,
    Reason::RowLimitHit,
    Reason::TruncatedAtExcelLimit,
    Reason::ActiveOnly,
    Reason::AuditColumnsAbsent,
    Reason::RestrictedPlaceholder,
    Reason::AdoptionLinkAbsent,
    // The basis of the column is confirmed by whoever acknowledges it.
    Reason::MidnightShift,
];

/// An acknowledgement and how many stops it lifted.
#[derive(Clone, Debug)]
pub(crate) struct Lifted {
    /// The acknowledgement.
    pub(crate) acknowledgement: Acknowledgement,
    /// How many stops; 0 is worth a warning.
    pub(crate) stops: u64,
}

/// The stops of a drop, weighed against the policy.
#[derive(Clone, Debug)]
pub(crate) struct WeighedStops {
    /// Those that refuse the run, in order.
    pub(crate) open: Vec<Stop>,
    /// Every acknowledgement of the policy, in its order.
    pub(crate) lifted: Vec<Lifted>,
    /// Whether files of the drop could not be read.
    pub(crate) unread: bool,
}

impl WeighedStops {
    /// Weighs stops; `entity_of` gives the name of the entity that a file feeds. Rows with too many or too few fields can
    /// be let pass only in files whose fields are `quoted`: elsewhere nobody knows where the row begins.
    pub(crate) fn new(
        stops: &[Stop],
        policy: &Policy,
        quoted: impl Fn(&str) -> bool,
        entity_of: impl Fn(&str) -> Option<String>,
    ) -> Self {
        let lifted = policy.acknowledgements.iter();
        let mut lifted: Vec<_> =
            lifted.map(|one| Lifted { acknowledgement: one.clone(), stops: 0 }).collect();
        let mut open = Vec::new();
        for stop in stops {
            let entity = entity_of(&stop.file);
            let about = |one: &Lifted| is_about(&one.acknowledgement, stop, entity.as_deref());
            let liftable = stop.reason != Reason::RaggedRow || quoted(&stop.file);
            match lifted.iter_mut().find(|one| liftable && about(one)) {
                Some(one) => one.stops += 1,
                None => open.push(stop.clone()),
            }
        }
        Self { open, lifted, unread: false }
    }

    /// The code that the command ends with; done where nothing refuses the run.
    pub(crate) fn exit(&self) -> Exit {
        let stops = self.open.iter().map(|stop| match stop.reason.action() {
            Action::StopProof => Exit::Integrity,
            Action::StopMapping => Exit::Mappings,
            _ => Exit::Source,
        });
        Exit::of(stops.chain(self.unread.then_some(Exit::Source)))
    }
}

fn is_about(acknowledgement: &Acknowledgement, stop: &Stop, entity: Option<&str>) -> bool {
    let named = acknowledgement.file.as_str();
    // Of two files whose names differ in case each is one by itself.
    let same = |name: &str| !name.is_empty() && name.eq_ignore_ascii_case(named);
    let own = !named.is_empty() && stop.file == named;
    acknowledgement.code == stop.reason
        && LIFTABLE.contains(&stop.reason)
        && (own || same(&stop.field) || entity.is_some_and(same))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stop(reason: Reason, file: &str, field: &str) -> Stop {
        Stop { reason, file: file.to_owned(), line: 0, field: field.to_owned(), message: String::new() }
    }

    fn policy(code: Reason, file: &str) -> Policy {
        let acknowledgement = Acknowledgement {
            code,
            file: file.to_owned(),
            reason: "counted".to_owned(),
            decided_by: "a manager".to_owned(),
            on: jiff::civil::date(2026, 11, 20),
        };
        Policy { acknowledgements: vec![acknowledgement], ..Policy::default() }
    }

    #[test]
    fn a_stop_is_lifted_by_its_file_or_entity() {
        let stops = [stop(Reason::RowLimitHit, "Case.csv", ""), stop(Reason::RowLimitHit, "Contact.csv", "")];
        for name in ["Case.csv", "Case", "case"] {
            let weighed = WeighedStops::new(
                &stops,
                &policy(Reason::RowLimitHit, name),
                |_| true,
                |path| path.strip_suffix(".csv").map(str::to_owned),
            );
            assert_eq!(weighed.open, [stops[1].clone()]);
            assert_eq!(weighed.lifted[0].stops, 1);
        }
        let another = WeighedStops::new(&stops, &policy(Reason::RowLimitHit, "case.csv"), |_| true, |_| None);
        assert_eq!(another.open, stops, "of two files whose names differ in case each is one by itself");
        let absent = [stop(Reason::AdoptionLinkAbsent, "", "AdoptionLink")];
        let weighed = WeighedStops::new(
            &absent,
            &policy(Reason::AdoptionLinkAbsent, "AdoptionLink"),
            |_| true,
            |_| None,
        );
        assert!(weighed.open.is_empty());
        assert_eq!(weighed.exit(), Exit::Done);
    }

    #[test]
    fn ragged_rows_are_lifted_only_where_fields_are_quoted() {
        let stops = [stop(Reason::RaggedRow, "Case.dat", "")];
        let policy = policy(Reason::RaggedRow, "Case.dat");
        let open = |quoted| WeighedStops::new(&stops, &policy, |_| quoted, |_| None).open.len();
        assert_eq!((open(true), open(false)), (0, 1));
    }

    #[test]
    fn some_stops_are_never_lifted() {
        let stops = [stop(Reason::BadEncoding, "Case.csv", "")];
        let weighed = WeighedStops::new(&stops, &policy(Reason::BadEncoding, "Case.csv"), |_| true, |_| None);
        assert_eq!((weighed.open.len(), weighed.lifted[0].stops, weighed.exit()), (1, 0, Exit::Source));
    }

    #[test]
    fn the_gravest_stop_gives_the_code() {
        let stops = [stop(Reason::UnmappedColumn, "Case.csv", ""), stop(Reason::BadEncoding, "Case.csv", "")];
        let weighed = WeighedStops::new(&stops, &Policy::default(), |_| true, |_| None);
        assert_eq!(weighed.exit(), Exit::Source);
    }
}

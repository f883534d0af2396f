//! Providers and professionals of other agencies.

mod rows;

use crate::record::Guid;
use crate::synth::{Place, Rng, names};

pub(super) use rows::rows;

/// A school, home, agency or carer's household.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provider {
    /// Its identifier.
    pub guid: Guid,
    /// Its name.
    pub name: String,
    /// The name of its type.
    pub kind: &'static str,
    /// Where it is.
    pub place: Place,
    /// The place of the provider it belongs to.
    pub parent: Option<usize>,
}

/// A person of another agency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Professional {
    /// The identifier.
    pub guid: Guid,
    /// Forename, if it is known.
    pub first_name: Option<&'static str>,
    /// Surname.
    pub last_name: &'static str,
    /// The name of the profession.
    pub profession: &'static str,
}

impl Professional {
    /// As labels show the professional: surname, comma, forename.
    pub fn shown(&self) -> String {
        self.first_name
            .map_or_else(|| self.last_name.to_owned(), |first| format!("{}, {first}", self.last_name))
    }
}

/// Types of providers with how many of a hundred are of each.
const KINDS: [(u64, &str); 12] = [
    (20, "Primary school"),
    (12, "Secondary school"),
    (4, "Special school"),
    (5, "Nursery"),
    (2, "College"),
    (10, "Children’s home"),
    (6, "Fostering agency"),
    (24, "Foster carer household"),
    (5, "Supported accommodation"),
    (1, "Adoption agency"),
    (8, "GP practice"),
    (3, "Hospital"),
];

/// Professions.
const PROFESSIONS: [&str; 10] = [
    "General practitioner",
    "Health visitor",
    "School nurse",
    "Midwife",
    "Paediatrician",
    "Dentist",
    "Head teacher",
    "SENCO",
    "Police officer",
    "Solicitor",
];

/// Makes providers and professionals; a larger council has more.
pub(super) fn directory(people: u64, rng: &mut Rng) -> (Vec<Provider>, Vec<Professional>) {
    let count = usize::try_from((people / 60).clamp(60, 3000)).unwrap_or(60);
    let mut providers: Vec<Provider> = Vec::with_capacity(count);
    for place in 0..count {
        let kind = KINDS.get(place).map_or_else(|| rng.weighted(&KINDS), |(_, kind)| *kind);
        let agency = providers.iter().position(|provider| provider.kind == "Fostering agency");
        let parent = agency.filter(|_| kind == "Foster carer household" && rng.percent(40));
        providers.push(Provider {
            guid: rng.guid(),
            name: name(kind, place, rng),
            kind,
            place: Place::any(rng),
            parent,
        });
    }
    let professionals = (0..count).map(|place| professional(place, rng)).collect();
    (providers, professionals)
}

fn name(kind: &str, place: usize, rng: &mut Rng) -> String {
    let (district, surname) = (rng.pick(&names::DISTRICTS), rng.pick(&names::SURNAMES));
    let school = if rng.percent(30) { format!("Ysgol {district}") } else { format!("{district} School") };
    match kind {
        "Primary school" | "Secondary school" | "Special school" | "College" => {
            format!("{school} {}", place + 1)
        }
        "Foster carer household" => format!("{surname} household {}", place + 1),
        "GP practice" => format!("{district} Surgery {}", place + 1),
        _ => format!("{district} {kind} {}", place + 1),
    }
}

fn professional(place: usize, rng: &mut Rng) -> Professional {
    let first = if rng.percent(60) { rng.pick(&names::FEMALE) } else { rng.pick(&names::MALE) };
    Professional {
        guid: rng.guid(),
        first_name: (!rng.percent(5)).then_some(first),
        last_name: rng.pick(&names::SURNAMES),
        profession: PROFESSIONS[place % PROFESSIONS.len()],
    }
}

//! Addresses that do not exist.

use super::{Rng, names};

/// A place, as address columns write it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Name of the building.
    pub building: Option<String>,
    /// Number in the street.
    pub number: Option<String>,
    /// Street.
    pub street: String,
    /// Village or district.
    pub district: Option<String>,
    /// Town.
    pub town: String,
    /// Postcode, of an area that does not exist.
    pub postcode: String,
    /// Unique property reference number.
    pub uprn: Option<String>,
}

impl Place {
    /// Any place.
    pub(super) fn any(rng: &mut Rng) -> Self {
        Self {
            building: rng.percent(15).then(|| rng.pick(&names::HOUSES).to_owned()),
            number: rng.percent(92).then(|| rng.between(1, 240).to_string()),
            street: rng.pick(&names::STREETS).to_owned(),
            district: rng.percent(30).then(|| rng.pick(&names::DISTRICTS).to_owned()),
            town: rng.pick(&names::TOWNS).to_owned(),
            postcode: written(rng),
            uprn: rng.percent(70).then(|| format!("{:012}", 1_000_000 + rng.below(99_998_000_000))),
        }
    }

    /// A place where families of the whole council have lived.
    pub(super) fn hostel() -> Self {
        Self {
            building: Some("Harbour House".to_owned()),
            number: Some("1".to_owned()),
            street: "Harbour Row".to_owned(),
            district: None,
            town: "Porthsynth".to_owned(),
            postcode: "QX1 1AA".to_owned(),
            uprn: Some("000099900001".to_owned()),
        }
    }
}

/// A postcode as people write it: mostly in standard form.
fn written(rng: &mut Rng) -> String {
    let postcode = postcode(rng);
    match rng.below(100) {
        0..4 => postcode.replace(' ', ""),
        4..7 => postcode.to_lowercase(),
        _ => postcode,
    }
}

/// A postcode of an area that does not exist.
pub(super) fn postcode(rng: &mut Rng) -> String {
    let letter = |rng: &mut Rng| char::from(b"ABDEFGHJLNPQRSTUWXYZ"[rng.index(20)]);
    let (one, two) = (letter(rng), letter(rng));
    format!("QX{} {}{one}{two}", rng.between(1, 19), rng.below(10))
}

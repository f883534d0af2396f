//! Rows of providers and professionals.

use super::{Professional, Provider};
use crate::synth::council::Council;
use crate::synth::council::workforce::stamped;
use crate::synth::draft::Draft;
use crate::synth::place::postcode;
use crate::synth::{Rng, Row, names};

/// All rows of other agencies.
pub(in crate::synth::council) fn rows(council: &Council, rng: &mut Rng) -> Vec<Row> {
    let mut rows = Vec::new();
    for (provider, number) in council.providers().iter().zip(1001..) {
        rows.push(provider_row(council, rng, provider, number));
    }
    for (professional, number) in council.professionals().iter().zip(5001..) {
        rows.push(professional_row(council, rng, professional, number));
    }
    rows
}

fn provider_row(council: &Council, rng: &mut Rng, provider: &Provider, number: i64) -> Row {
    let mut row = Draft::new(council.schema(), "Provider");
    row.guid(rng, "ProviderId", provider.guid).number("ProviderNumber", number).text("Name", &*provider.name);
    row.guid(rng, "ProviderTypeId", council.named("ProviderType", provider.kind).guid);
    row.guid(rng, "ParentProviderId", provider.parent.map(|parent| council.providers()[parent].guid));
    let school = provider.kind.contains("school") || provider.kind == "College" || provider.kind == "Nursery";
    row.put("EstablishmentNumber", school.then(|| format!("999{:04}", number % 10_000)));
    let inspected = ["Children’s home", "Fostering agency", "Adoption agency"].contains(&provider.kind);
    row.put("OfstedURN", inspected.then(|| format!("SC{:06}", 400_000 + number)));
    let place = &provider.place;
    row.put("AddressLine1", place.number.clone()).text("AddressLine2", &*place.street);
    row.text("AddressLine4", &*place.town).text("Postcode", &*place.postcode);
    row.put("MainPhone", rng.percent(85).then(|| format!("01632 960{:03}", number % 1000)));
    row.put("Email", rng.percent(70).then(|| format!("office{number}@agency.example")));
    row.flag("Inactive", rng.percent(4));
    stamped(council, rng, row)
}

fn professional_row(council: &Council, rng: &mut Rng, professional: &Professional, number: i64) -> Row {
    let mut row = Draft::new(council.schema(), "Professional");
    row.guid(rng, "ProfessionalId", professional.guid).number("ProfessionalNumber", number);
    row.put("ProfessionalCode", rng.percent(40).then(|| format!("P{number:05}")));
    row.guid(rng, "ProfessionTypeId", council.named("ProfessionType", professional.profession).guid);
    row.put("Title", rng.percent(50).then(|| rng.pick(&["Dr", "Ms", "Mr", "Mrs", "Professor"]).to_owned()));
    row.put("FirstName", professional.first_name.map(str::to_owned)).text("LastName", professional.last_name);
    if rng.percent(60) {
        row.number("AddressLine1", rng.between(1, 200)).text("AddressLine2", rng.pick(&names::STREETS));
        row.text("AddressLine4", rng.pick(&names::TOWNS)).text("Postcode", postcode(rng));
    }
    row.put("BusinessPhone", rng.percent(70).then(|| format!("01632 961{:03}", number % 1000)));
    row.put("MobilePhone", rng.percent(30).then(|| format!("07700 900{:03}", number % 1000)));
    row.put("Email", rng.percent(50).then(|| format!("professional{number}@agency.example")));
    row.flag("Inactive", rng.percent(5));
    stamped(council, rng, row)
}

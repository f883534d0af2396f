//! Cells that another record of the same case file fills.

use crate::map::world::World;

/// A language that the child speaks, and how well.
fn speaks(world: &mut World, language: &str, fluency: &str, end: &str) {
    let (language, fluency) = (world.refer("Language", language), world.refer("LanguageFluency", fluency));
    let cells = [
        ("LanguageId", language.as_str()),
        ("LanguageFluencyId", fluency.as_str()),
        ("StartDate", if end == "NULL" { "2018-01-01" } else { "2020-01-01" }),
        ("EndDate", end),
    ];
    world.add("PersonLanguage", &cells);
}

#[test]
fn fluency_is_that_of_english_as_it_is_now() {
    let mut world = World::new();
    speaks(&mut world, "Polish", "Fluent", "NULL");
    speaks(&mut world, "English", "Some", "2021-01-01");
    speaks(&mut world, "English", "Good", "NULL");
    assert_eq!(world.map().row("MO_PERSONS")["FLUENCY_IN_ENGLISH"], "Good");
}

#[test]
fn without_english_fluency_stays_empty() {
    let mut world = World::new();
    speaks(&mut world, "Polish", "Fluent", "NULL");
    assert_eq!(world.map().row("MO_PERSONS").get("FLUENCY_IN_ENGLISH").map_or("", String::as_str), "");
}

/// A placement from the 15th of January 2020, and service provisions with these first and last days: the providers that
/// the placement names, by place.
fn provider_of(provisions: &[(&str, &str)]) -> Option<usize> {
    let mut world = World::new();
    world.add("Case", &[]);
    let episode = world.add("LACEpisode", &[("StartDate", "2020-01-15")]).to_string();
    let status = world.refer("LACLegalStatus", "C2");
    let placement = world.refer("LACPlacement", "Temporary - carer's holiday");
    let cells = [
        ("LACEpisodeId", episode.as_str()),
        ("LACLegalStatusId", status.as_str()),
        ("LACPlacementId", placement.as_str()),
        ("StartDate", "2020-01-15"),
    ];
    world.add("PersonLACLegalStatus", &cells);
    let mut providers = Vec::new();
    for (start, end) in provisions {
        let provider = world.add("Provider", &[("OfstedURN", "SC123456")]).to_string();
        let cells = [("ProviderId", provider.as_str()), ("ActualStartDate", start), ("ActualEndDate", end)];
        world.add("ServiceProvision", &cells);
        providers.push(provider);
    }
    let mapped = world.map();
    let row = mapped.row("LOOKED_AFTER_PLACEMENTS");
    let cell = |column: &str| row.get(column).map_or("", String::as_str).to_owned();
    assert_eq!(cell("ORG_LEGACY_ID").is_empty(), cell("OFSTED_URN").is_empty());
    providers.iter().position(|provider| *provider == cell("ORG_LEGACY_ID"))
}

#[test]
fn a_placement_has_the_provider_of_the_one_service_open_when_it_begins() {
    assert_eq!(provider_of(&[("2020-01-15", "NULL")]), Some(0));
    assert_eq!(provider_of(&[("2019-05-01", "2020-01-15"), ("2020-01-10", "2020-02-01")]), Some(1));
    assert_eq!(provider_of(&[("2020-01-16", "NULL")]), None, "begun later");
    assert_eq!(provider_of(&[("NULL", "NULL")]), None, "planned only");
    assert_eq!(provider_of(&[("2020-01-01", "NULL"), ("2020-01-15", "NULL")]), None, "two of them");
}

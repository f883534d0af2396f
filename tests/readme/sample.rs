//! The sample exports are what the generator makes.

use crate::support::{Workplace, files};

/// Each sample, and how it is made.
const SAMPLES: [(&str, &str); 11] = [
    ("v6-sql", "--people 120 --seed 3"),
    ("text", "--people 6 --seed 3 --shape text"),
    ("bcp", "--people 6 --seed 3 --shape bcp"),
    ("odata", "--people 6 --seed 3 --shape odata"),
    ("service-json", "--people 6 --seed 3 --shape service-json"),
    ("data-xml", "--people 6 --seed 3 --shape data-xml"),
    ("spreadsheet-xml", "--people 6 --seed 3 --shape spreadsheet-xml"),
    ("xlsx", "--people 6 --seed 3 --shape xlsx"),
    ("screen", "--people 6 --seed 3 --shape screen"),
    ("annotations", "--people 6 --seed 3 --shape annotations"),
    ("reporting-tables", "--people 10 --seed 3 --shape reporting-tables"),
];

#[test]
fn the_sample_exports_are_made_again_byte_by_byte() {
    let workplace = Workplace::new();
    for (sample, how) in SAMPLES {
        workplace.run(&format!("synth {sample} {how}")).ended(0);
        let made = files(&workplace.path(sample));
        let kept = files(&Workplace::package(&format!("sample-exports/{sample}")));
        assert!(
            made.keys().eq(kept.keys()),
            "{sample} has other files; sample-exports/README.md says how to make it"
        );
        for (name, bytes) in made {
            assert!(
                bytes == kept[&name],
                "{sample}/{name} differs; sample-exports/README.md says how to make it"
            );
        }
    }
}

#[test]
fn the_page_of_samples_names_every_one_and_how_it_is_made() {
    let page = std::fs::read_to_string(Workplace::package("sample-exports/README.md")).unwrap();
    for (sample, how) in SAMPLES {
        assert!(page.contains(&format!("`care2mosaic synth sample-exports/{sample} {how}`")), "{sample}");
    }
}

//! The sample exports are what the generator makes.

use crate::support::{Workplace, files};

#[test]
fn the_sample_export_is_made_again_byte_by_byte() {
    let workplace = Workplace::new();
    workplace.run("synth v6-sql --people 120 --seed 3").ended(0);
    let made = files(&workplace.path("v6-sql"));
    let kept = files(&Workplace::package("sample-exports/v6-sql"));
    assert!(
        made.keys().eq(kept.keys()),
        "the sample has other files; sample-exports/README.md says how to make it"
    );
    for (name, bytes) in made {
        assert!(bytes == kept[&name], "{name} differs; sample-exports/README.md says how to make it");
    }
}

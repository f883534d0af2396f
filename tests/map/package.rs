//! The package's own mappings.

use std::path::Path;

use care2mosaic::map::{check_examples, compile, render};

/// The mappings folder of the package.
pub(crate) fn package_mappings() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/mappings"))
}

#[test]
fn the_packages_mappings_have_no_mistake() {
    if let Err(found) = compile(package_mappings()) {
        panic!("{}", render(package_mappings(), &found, false));
    }
}

#[test]
fn the_packages_examples_give_what_they_say() {
    let plan = compile(package_mappings()).expect("the test above");
    let found = check_examples(&plan, package_mappings());
    assert!(found.is_empty(), "{}", render(package_mappings(), &found, false));
}

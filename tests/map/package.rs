//! The package's own mappings.

use std::path::Path;

use care2mosaic::map::compile;

/// The mappings folder of the package.
pub(crate) fn package_mappings() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/mappings"))
}

#[test]
fn the_packages_mappings_have_no_mistake() {
    if let Err(found) = compile(package_mappings()) {
        let shown: Vec<_> = found
            .iter()
            .map(|one| {
                format!(
                    "{}:{}: {} ({}) {}",
                    one.file.display(),
                    one.span.start,
                    one.title,
                    one.label,
                    one.help.as_deref().unwrap_or("")
                )
            })
            .collect();
        panic!("{} mistakes:\n{}", shown.len(), shown.join("\n"));
    }
}

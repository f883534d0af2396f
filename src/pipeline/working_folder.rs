//! The folder that a command was typed in, from which relative places are found again.

use std::path::Path;

use super::MigrateRequest;

/// What is kept of it.
pub(super) fn typed_in(request: &MigrateRequest) -> Option<String> {
    request.typed_in.as_ref().map(|folder| folder.display().to_string())
}

/// Turns a place that is not found as it was typed into the one that it was in the folder in which it was typed, where there
/// is something.
pub(super) fn find_again(place: &mut String, typed_in: Option<&str>) {
    let Some(typed_in) = typed_in.filter(|_| !Path::new(place).exists()) else { return };
    let there = Path::new(typed_in).join(&*place);
    if there.exists() {
        *place = there.display().to_string();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_where_it_was_typed_unless_it_is_found_from_here() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("export")).unwrap();
        std::fs::create_dir(folder.path().join("src")).unwrap();
        let typed_in = folder.path().to_str();
        let found = |place: &str| {
            let mut place = place.to_owned();
            find_again(&mut place, typed_in);
            place
        };
        assert_eq!(found("export"), folder.path().join("export").display().to_string());
        assert_eq!(["src", "/nowhere", "nowhere"].map(found), ["src", "/nowhere", "nowhere"]);
    }
}

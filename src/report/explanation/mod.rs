//! What each reason code means in plain English, and what to do about it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// A reason code in plain English.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Explanation {
    /// The code.
    pub code: String,
    /// What was found.
    pub meaning: String,
    /// What a person can do about it.
    pub next_step: String,
}

static EXPLANATIONS: LazyLock<BTreeMap<String, Explanation>> = LazyLock::new(|| {
    let table = csv::Reader::from_reader(include_bytes!("explanations.csv").as_slice());
    let lines = table.into_deserialize::<Explanation>().map_while(Result::ok);
    lines.map(|line| (line.code.clone(), line)).collect()
});

impl Explanation {
    /// The explanation of a code; none where the code is of a later catalogue.
    pub fn of(code: &str) -> Option<&'static Self> {
        EXPLANATIONS.get(code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Reason;

    #[test]
    fn every_code_is_explained_once_and_no_other() {
        assert_eq!(EXPLANATIONS.len(), Reason::ALL.len());
        for reason in Reason::ALL {
            let explanation = Explanation::of(reason.code()).unwrap_or_else(|| panic!("{reason}"));
            assert!(explanation.meaning.ends_with('.') && explanation.next_step.ends_with('.'), "{reason}");
        }
    }
}

//! A profile as one page that needs no network and no script.

use askama::Template;

use super::{ColumnProfile, DropProfile, EntityProfile, Relation, Suspicion};
use crate::report::explanation::Explanation;
use crate::report::html::filters;
use crate::report::html::words;
use crate::report::summary::thousands;

/// The page of a profile.
///
/// # Panics
/// Never: text and numbers alone are written, to memory.
pub fn to_html(profile: &DropProfile) -> String {
    let page = Page { profile }.render().expect("a page is written to memory, from text and numbers");
    page + "\n"
}

#[derive(Template)]
#[template(path = "profile.html")]
struct Page<'a> {
    profile: &'a DropProfile,
}

impl Page<'_> {
    fn records(&self) -> u64 {
        self.profile.files.iter().map(|file| file.records).sum()
    }

    fn size(&self) -> u64 {
        self.profile.files.iter().map(|file| file.bytes).sum()
    }

    /// What looks wrong, one reason after the other.
    fn suspicions(&self) -> Vec<&[Suspicion]> {
        self.profile.suspicious.chunk_by(|one, next| one.reason == next.reason).collect()
    }

    fn broken_relations(&self) -> Vec<&Relation> {
        self.profile.relations.iter().filter(|one| one.missing.is_some_and(|missing| missing > 0)).collect()
    }
}

impl ColumnProfile {
    /// The lengths of its values, as a range.
    fn lengths(&self) -> String {
        range(self.shortest, self.longest)
    }

    /// How many different values it has.
    fn different(&self) -> String {
        self.distinct.map_or_else(|| "> 10,000".to_owned(), thousands)
    }

    /// The years of its days, as a range.
    fn years(&self) -> String {
        range(self.first_year, self.last_year)
    }
}

impl Suspicion {
    /// What its code means in plain English.
    fn meaning(&self) -> Option<&'static str> {
        Explanation::of(&self.reason).map(|explanation| explanation.meaning.as_str())
    }
}

impl EntityProfile {
    fn repeats(&self) -> u64 {
        self.repeated_keys.unwrap_or_default()
    }
}

fn range<T: PartialEq + ToString>(from: Option<T>, to: Option<T>) -> String {
    match (from, to) {
        (Some(from), Some(to)) if from == to => from.to_string(),
        (Some(from), Some(to)) => format!("{}–{}", from.to_string(), to.to_string()),
        _ => String::new(),
    }
}

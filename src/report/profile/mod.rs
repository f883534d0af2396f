//! What a drop looks like before anything is mapped: for people (text, HTML) and for programs (JSON).

mod drop_profile;
mod page;
mod text;

pub use drop_profile::{
    CodeCount, ColumnProfile, DropProfile, EntityProfile, FileProfile, IgnoredFile, Relation, StopFound,
    Suspicion,
};
pub use page::to_html;
pub use text::to_text;

//! What was rebuilt of a source value.

use std::borrow::Cow;

/// What was rebuilt of a source value from the import files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::reconcile) enum Rebuilt<'t> {
    /// No value.
    Null,
    /// A value in its normal form.
    Value(Cow<'t, str>),
    /// What stands there cannot have been made of any value.
    Impossible,
}

impl<'t> Rebuilt<'t> {
    /// A value, or none where it is empty.
    pub(in crate::reconcile) fn filled(text: Cow<'t, str>) -> Self {
        if text.is_empty() { Self::Null } else { Self::Value(text) }
    }

    /// A value that may be impossible.
    pub(in crate::reconcile) fn possible(value: Option<Cow<'t, str>>) -> Self {
        value.map_or(Self::Impossible, Self::Value)
    }

    /// The value, where there is one.
    pub(in crate::reconcile) fn value(&self) -> Option<&str> {
        match self {
            Self::Value(text) => Some(text),
            Self::Null | Self::Impossible => None,
        }
    }

    /// Whether it is exactly this value of the export.
    pub(in crate::reconcile) fn is(&self, source: Option<&str>) -> bool {
        match self {
            Self::Null => source.is_none(),
            Self::Value(text) => source == Some(text.as_ref()),
            Self::Impossible => false,
        }
    }
}

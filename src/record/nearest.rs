//! The valid name that is nearest to a wrong one.

/// The candidate that resembles the text most, without regard to case; none where nothing is near.
pub(crate) fn nearest<'a>(text: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let text = text.to_lowercase();
    let score = |candidate: &str| strsim::jaro_winkler(&text, &candidate.to_lowercase());
    let near = candidates.map(|candidate| (score(candidate), candidate)).filter(|(score, _)| *score > 0.75);
    // Ties are broken by name, so that a message does not depend on the order of candidates.
    near.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1))).map(|(_, candidate)| candidate)
}

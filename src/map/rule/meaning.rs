//! What rules find that are called like no code: each raises several, or that which a mapping names.

/// What a rule finds, in words; none for one that is called like the code it raises, whose words tell.
pub fn meaning(name: &str) -> Option<&'static str> {
    let found = match name {
        "answer-columns" => {
            "An answer stands in several typed columns, or in another than that of its question type."
        }
        "author" => "A record was written by the account of an interface.",
        "birth" => {
            "A person is unborn, overdue, of an age without a birth date, without either, or born after the extract."
        }
        "dates-in-order" => "An end is before its start; under the code that is named, where one is.",
        "filled-by-policy" => {
            "A column is empty and the policy gives a value for it: counted as missing-mandatory, and written."
        }
        "flag-copied" => {
            "A flag on a person says that an open record of another table stands, and none does."
        }
        "govcode" => {
            "A statutory code of a list is missing, stands beside another name, or is that of several names."
        }
        "lac-episodes" => {
            "Two periods of care of a child go on, or one does not begin and end with its legal statuses."
        }
        "lac-statuses" => {
            "A child's legal statuses overlap, both go on, leave a gap, or end with care still open."
        }
        "mime-type" => "The type that is recorded of a file is none of those that its name tells.",
        "names" => "A name stands for none, or a full name is not made of its parts.",
        "note-text" => {
            "A note has markup, pictures, rubbish or nothing to see in its text. Its pictures become documents where the \
             policy says of what category."
        }
        "polymorphic-table" => "The table named beside an id is not known, or not where the id stands.",
        "postcode" => "A postcode is none, or stands for a place that has none.",
        "pupil-number" => "A former pupil number stands alone, or a reason in the place of one.",
        "relationship-pairs" => {
            "Two people are in one relationship twice: the same from the other side, or one that disagrees."
        }
        "restriction" => "A record, or a note, form or document, is restricted; or was.",
        "safety-sets" => {
            "Danger statements, goals and scales of Signs of Safety are not one set, not whole, or in one text."
        }
        "step-dates" => "Dates of a piece of work do not go with its status, or are not there.",
        _ => return None,
    };
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::meaning;
    use crate::map::rule::signatures;
    use crate::record::Reason;

    #[test]
    fn every_check_has_words_once() {
        for signature in signatures() {
            let code = signature.name.parse::<Reason>().is_ok();
            assert!(code != meaning(signature.name).is_some(), "{}", signature.name);
        }
    }
}

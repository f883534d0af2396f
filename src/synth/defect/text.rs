//! Texts of notes.

use jiff::civil::{Date, date};

use super::{Kind, Site};
use crate::record::Reason;
use crate::synth::clock::Moment;

pub(super) const KINDS: &[Kind] = &[
    Kind::beside(Reason::HtmlConverted, |site| {
        noted(site, Reason::HtmlConverted, "<div>Seen at home.</div><div>Well.</div>")
    }),
    Kind::beside(Reason::StrayMarkup, |site| noted(site, Reason::StrayMarkup, "Calibri\">Seen at home.")),
    Kind::alone(Reason::InlineImage, image),
    Kind::beside(Reason::CidReference, |site| {
        noted(site, Reason::CidReference, "<p>See the plan.</p><img src=\"cid:image001.png@01DA\">")
    }),
    Kind::beside(Reason::Mojibake, |site| {
        noted(site, Reason::Mojibake, "MotherÃ¢â‚¬â„¢s partner was there; so was ZoÃ«.")
    }),
    Kind::beside(Reason::ReplacementCharacter, |site| {
        noted(site, Reason::ReplacementCharacter, "Zo\u{FFFD} was seen at school.")
    }),
    Kind::beside(Reason::UnusualSpace, |site| {
        noted(site, Reason::UnusualSpace, "Seen\u{A0}at\u{A0}home\u{2028}and well.")
    }),
    Kind::beside(Reason::EmptyText, |site| noted(site, Reason::EmptyText, "<p>&nbsp;</p>")),
    Kind::alone(Reason::ControlCharacter, |site| {
        noted(site, Reason::ControlCharacter, "Seen at home.\u{0B}Well.")
    }),
    Kind::beside(Reason::ThirdPartyInformation, third_party),
    Kind::beside(Reason::TextAtWidthLimit, at_width),
    Kind::beside(Reason::FormulaLikeText, formula),
    Kind::beside(Reason::NullLiteral, null_word),
    Kind::beside(Reason::FutureDate, in_future),
    Kind::beside(Reason::ClockChangeRepeat, shown_twice),
];

const DAY: Date = date(2024, 11, 6);

/// A picture of one point, pasted into the text.
const IMAGE: &str = "<p>Photo of the room:</p><img src=\"data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7\">";

fn noted(site: &mut Site<'_>, reason: Reason, text: &str) -> Option<()> {
    let person = site.anyone()?;
    let note = site.note(person, DAY, text);
    site.expect(reason, person, note, Some("Notes"));
    Some(())
}

/// Without a declared category a picture cannot be lifted out of the text, and the note is turned away.
fn image(site: &mut Site<'_>) -> Option<()> {
    let person = site.anyone()?;
    let note = site.note(person, DAY, IMAGE);
    site.expect_critical(Reason::InlineImage, person, note, "Notes");
    Some(())
}

/// A note with one column different.
fn with(site: &mut Site<'_>, reason: Reason, column: &'static str, value: &str) -> Option<()> {
    let person = site.anyone()?;
    let note = site.note(person, DAY, "Seen at home.");
    site.put(note, column, Some(value));
    site.expect(reason, person, note, Some(column));
    Some(())
}

fn third_party(site: &mut Site<'_>) -> Option<()> {
    with(site, Reason::ThirdPartyInformation, "InformationByThirdParty", "1")
}

/// As long as an earlier system let a subject be.
fn at_width(site: &mut Site<'_>) -> Option<()> {
    let subject: String =
        "Visit to the placement and call to the school. ".chars().cycle().take(450).collect();
    with(site, Reason::TextAtWidthLimit, "Subject", &subject.replace(' ', "-"))
}

fn formula(site: &mut Site<'_>) -> Option<()> {
    with(site, Reason::FormulaLikeText, "Subject", "=HYPERLINK(\"http://example.test\")")
}

fn null_word(site: &mut Site<'_>) -> Option<()> {
    with(site, Reason::NullLiteral, "Subject", "NULL")
}

fn in_future(site: &mut Site<'_>) -> Option<()> {
    with(site, Reason::FutureDate, "CaseNoteDate", &Moment::at(date(2027, 2, 3), 10, 0, 0, 0).text())
}

/// Half past one of the night on which London's clocks go back.
fn shown_twice(site: &mut Site<'_>) -> Option<()> {
    with(site, Reason::ClockChangeRepeat, "CaseNoteDate", &Moment::at(date(2024, 10, 27), 0, 30, 0, 0).text())
}

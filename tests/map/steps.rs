//! Steps and their laws.

use care2mosaic::map::plan::{CheckDigit, Step};
use care2mosaic::map::step::{Applied, apply, doc_of, docs, invert, is_placeholder, normalise, passes_check};
use care2mosaic::record::Reason;
use proptest::prelude::*;
use proptest::strategy::Union;

/// Every step that needs no more than the value.
fn plain_steps() -> Vec<Step> {
    vec![
        Step::Guid,
        Step::Suffix("photo".to_owned()),
        Step::Trim,
        Step::Text,
        Step::Digits,
        Step::Postcode,
        Step::Uprn,
        Step::Int,
        Step::Decimal,
        Step::Date,
        Step::Midnight,
        Step::Local,
        Step::UkDay,
        Step::YesNo,
        Step::Not,
        Step::Tri,
        Step::Html,
        Step::Check(CheckDigit::Nhs),
        Step::Check(CheckDigit::Upn),
        Step::Check(CheckDigit::Uln),
    ]
}

/// Texts that a column may hold: of each form that some step knows, and of no form at all.
fn texts() -> Union<BoxedStrategy<String>> {
    Union::new([
        any::<String>().boxed(),
        "[ \t\r\n]{0,2}[A-Za-z0-9éŵ’<>&;/\"=' \r\n]{0,40}[ \t]{0,2}".boxed(),
        "[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}".boxed(),
        "[0-9]{4}-[0-9]{2}-[0-9]{2}".boxed(),
        "(19|20)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]) ([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\\.[0-9]{3}".boxed(),
        "2020-(03|10)-(25|29) 0[0-2]:[0-5][0-9]:[0-5][0-9]\\.000".boxed(),
        "[-+]?[0-9]{1,12}(\\.[0-9]{0,4})?".boxed(),
        "[0-4]".boxed(),
        "999[ ]?[0-9]{3}[ ]?[0-9]{4}".boxed(),
        "[A-Za-z][0-9]{11}[0-9A-Za-z]".boxed(),
        "[A-Za-z]{1,2}[0-9][0-9A-Za-z]?[ ]{0,2}[0-9][A-Za-z]{2}".boxed(),
    ])
}

/// What a reader sees of a note, its line ends as LF.
fn seen(text: &str) -> String {
    let Applied::Value { text: made, .. } = apply(&Step::Html, text).unwrap() else { return String::new() };
    let shown = made.replace("<p>", "").replace("</p>", "").replace("<br>", "\n");
    shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn what_a_step_makes_is_undone_up_to_the_normal_form(text in texts()) {
        for step in plain_steps().into_iter().filter(|step| *step != Step::UkDay) {
            let normal = normalise(&step, &text);
            match apply(&step, &text).unwrap() {
                Applied::Value { text: made, .. } => prop_assert_eq!(invert(&step, &made), normal, "{:?} of {:?}", step, text),
                Applied::Empty { .. } | Applied::Refused(_) => prop_assert_eq!(normal, None, "{:?} of {:?}", step, text),
            }
        }
    }

    #[test]
    fn a_normal_form_is_its_own(text in texts()) {
        let stable = |step: &Step| !matches!(step, Step::UkDay | Step::Local | Step::Html);
        for step in plain_steps().into_iter().filter(stable) {
            if let Some(normal) = normalise(&step, &text) {
                prop_assert_eq!(normalise(&step, &normal), Some(normal.clone()), "{:?} of {:?}", step, text);
            }
        }
    }

    #[test]
    fn check_digits_agree_with_the_slow_way(digits in "[0-9]{9}", last in 0_u32..10) {
        let text = format!("{digits}{last}");
        let sum: u32 = text.chars().take(9).zip((2..=10).rev()).map(|(c, w)| c.to_digit(10).unwrap() * w).sum();
        let nhs = (0..10).find(|digit| (sum + digit).is_multiple_of(11)) == Some(last);
        let uln = !sum.is_multiple_of(11) && (sum + last) % 11 == 10;
        let real = |kind| !is_placeholder(kind, &text);
        prop_assert_eq!(passes_check(CheckDigit::Nhs, &text), nhs && real(CheckDigit::Nhs));
        prop_assert_eq!(passes_check(CheckDigit::Uln, &text), uln && real(CheckDigit::Uln));
    }

    #[test]
    fn markup_keeps_every_visible_character(text in "[a-z <>&\"=/é]{0,60}") {
        let shown = |text: &str| text.replace("<p>", "").replace("</p>", "").replace("<br>", "");
        let Applied::Value { text: made, .. } = apply(&Step::Html, &text).unwrap() else { return Ok(()) };
        let letters = |text: &str| text.chars().filter(|c| *c == 'é').count();
        prop_assert!(letters(&shown(&made)) <= letters(&text));
        prop_assert!(!shown(&made).contains('<'), "{made}");
    }

    #[test]
    fn nothing_visible_is_lost_without_elements(text in "([a-z5 .;#/!\n\"']|& |<[yz][a-z5]{0,4}|<Not |>|<!--|--){1,40}") {
        prop_assert_eq!(seen(&text), text);
    }

    #[test]
    fn words_in_brackets_stay_beside_tags(text in "([a-z5.;#/!\"']|<[yz][a-z5]{0,4}|<Not|>|--){1,40}") {
        prop_assert_eq!(seen(&format!("<p><b>{text}</b></p>")), text);
    }
}

#[test]
fn published_vectors() {
    let applied = |kind, text: &'static str| apply(&Step::Check(kind), text).unwrap();
    let refused = Applied::Refused;
    for text in ["9990000018", "9990000123", "9990000050", "9876543210"] {
        assert!(passes_check(CheckDigit::Nhs, text), "{text}");
    }
    for text in ["9990001236", "9990000108", "9990000000", "9990000009"] {
        assert_eq!(applied(CheckDigit::Nhs, text), refused(Reason::BadCheckDigit), "{text}");
    }
    for text in ["0000000000", "1111111111"] {
        assert_eq!(applied(CheckDigit::Nhs, text), refused(Reason::PlaceholderIdentifier), "{text}");
    }
    for text in
        ["B801200005001", "H801200001001", "P999100012001", "D999100012002", "P99910001200B", "A99910001200A"]
    {
        assert!(passes_check(CheckDigit::Upn, text), "{text}");
    }
    for text in ["P999100012010", "B207000016049"] {
        assert_eq!(applied(CheckDigit::Upn, text), refused(Reason::BadCheckDigit), "{text}");
    }
    assert_eq!(applied(CheckDigit::Upn, "A000000000000"), refused(Reason::PlaceholderIdentifier));
    for text in ["P99910001200", "P999100012O01", "I999100012001", "P99910001200I"] {
        assert_eq!(applied(CheckDigit::Upn, text), refused(Reason::BadIdentifierFormat), "{text}");
    }
    assert_eq!(applied(CheckDigit::Upn, "un3"), Applied::Empty { note: Some(Reason::UpnUnknownReason) });
    for text in ["1234567899", "1000000000", "1000000140"] {
        assert!(passes_check(CheckDigit::Uln, text), "{text}");
    }
    for text in ["1000000060", "1234567890"] {
        assert_eq!(applied(CheckDigit::Uln, text), refused(Reason::BadCheckDigit), "{text}");
    }
}

#[test]
fn examples_in_the_manual_hold() {
    let other_checks = [Step::Check(CheckDigit::Upn), Step::Check(CheckDigit::Uln)];
    for step in plain_steps().into_iter().filter(|step| !other_checks.contains(step)) {
        let (before, after) = doc_of(&step).example;
        let Some(Applied::Value { text, .. }) = apply(&step, before) else { panic!("{step:?}") };
        assert_eq!(text, after, "{step:?}");
    }
    let names: Vec<_> = docs().iter().map(|doc| doc.name).collect();
    let mut unique = names.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), names.len());
    let manual = include_str!("../../mappings/README.md");
    for doc in docs() {
        assert!(manual.contains(doc.name), "the manual of the mappings does not name the step {}", doc.name);
        assert!(doc.summary.len() < 100 && !doc.detail.is_empty());
    }
}

//! `report.html`.

use std::collections::BTreeMap;

use care2mosaic::report::html::to_html;
use care2mosaic::report::model::{Check, CheckStatus, FieldStatus, Report, Verdict};
use care2mosaic::report::summary::{PlaceNames, thousands};
use care2mosaic::report::text::to_text;

use super::sample;

fn page(report: &Report) -> String {
    to_html(report, &PlaceNames::default())
}

/// Every opening tag of an HTML page, as its name and attributes.
fn tags(page: &str) -> impl Iterator<Item = &str> {
    page.split('<').skip(1).filter_map(|rest| rest.split_once('>')).map(|(tag, _)| tag)
}

#[test]
fn it_needs_neither_network_nor_script() {
    let page = page(&sample::with_exceptions());
    for forbidden in ["http:", "https:", "<script", "<link", "<img", "@import", "url("] {
        assert!(!page.contains(forbidden), "{forbidden}");
    }
}

#[test]
fn it_begins_with_the_verdict_in_words() {
    let report = sample::with_exceptions();
    let page = page(&report);
    let main = page.split_once("<main").unwrap().1;
    let heading = main.split_once("<h1").unwrap().1;
    let heading = heading.split_once('>').unwrap().1.split_once("</h1>").unwrap().0;
    assert!(heading.starts_with("Reconciled with exceptions."), "{heading}");
    assert!(main.find("<table").unwrap() > main.find("What to do next").unwrap());
}

#[test]
fn page_one_says_how_much_is_carried_by_columns_values_and_bytes() {
    let report = sample::with_exceptions();
    let page = page(&report);
    let head = format!("{}<span class=\"about\">", FieldStatus::Carried.name());
    let first = page.split(&head).nth(1).unwrap();
    let row: Vec<&str> =
        first.split("</tr>").next().unwrap().split("<td class=\"number\">").skip(1).collect();
    let cells: Vec<&str> = row.iter().map(|cell| cell.trim_end_matches("</td>")).collect();
    // Columns, filled values, and the shares of values and bytes.
    assert_eq!(cells, ["1", "119", "42.19%", "42.19%"]);
    let shares = care2mosaic::report::model::Share::all(&report.fields);
    assert_eq!((shares[0].columns, shares[0].filled, shares[0].bytes), (1, 119, 1309));
}

#[test]
fn every_table_has_a_caption_and_headers() {
    for report in [sample::third_run(), sample::refused(), sample::not_reconciled(), sample::reconciled()] {
        let page = page(&report);
        for table in page.split("<table").skip(1) {
            let table = table.split_once("</table>").unwrap().0;
            assert!(table.contains("<caption>") && table.contains("scope=\"col\""), "{table}");
        }
    }
}

#[test]
fn every_tag_is_closed() {
    const VOID: [&str; 4] = ["meta", "br", "!DOCTYPE", "input"];
    for report in [sample::third_run(), sample::refused(), sample::not_reconciled(), sample::reconciled()] {
        let page = page(&report);
        let mut open = Vec::new();
        for tag in tags(&page) {
            let name = tag.split_whitespace().next().unwrap();
            match name.strip_prefix('/') {
                Some(name) => assert_eq!(open.pop(), Some(name)),
                None if VOID.contains(&name) => {}
                None => open.push(name),
            }
        }
        assert_eq!(open, [""; 0]);
    }
}

#[test]
fn every_link_has_its_target() {
    let page = page(&sample::third_run());
    for link in page.split("href=\"#").skip(1) {
        let id = link.split_once('"').unwrap().0;
        assert!(page.contains(&format!("id=\"{id}\"")), "{id}");
    }
}

#[test]
fn what_is_folded_on_a_screen_is_open_on_paper() {
    let page = page(&sample::with_exceptions());
    assert!(page.contains("<details>"));
    let paper = page.split_once("@media print {").unwrap().1;
    let rule = paper.split_once("details::details-content {").expect("a rule for what is folded").1;
    assert!(rule.split('}').next().unwrap().contains("content-visibility: visible"));
}

#[test]
fn a_failed_audit_speaks_of_the_audit_and_not_of_differences() {
    let mut report = sample::reconciled();
    report.verdict = Verdict::NotReconciled;
    let audit = r#"{"population": 900, "size": 60, "right": 58, "wrong": 2, "open": 0, "confidence": "95.00",
        "upper_bound": "10.00", "wrong_case_files": [77, 1204]}"#;
    report.audit = serde_json::from_str(audit).unwrap();
    report.checks[0] = Check {
        id: "sample-check-failed".into(),
        summary: "Every case file was found right".into(),
        status: CheckStatus::Failed,
        findings: 2,
    };
    for said in [self::page(&report), to_text(&report, &PlaceNames::default())] {
        assert!(said.contains("An audit found case files wrong"), "{said}");
        assert!(said.contains("2 case files were found wrong (77, 1204)"), "{said}");
        assert!(said.contains("care2mosaic trace OUT 77") && said.contains("--reason TEXT"), "{said}");
        assert!(
            !said.contains("differences.csv") && !said.contains("do not say what the export says"),
            "{said}"
        );
    }
    // Where files differ as well, both are told.
    report.fields[0].differences = 3;
    report.checks[1].status = CheckStatus::Failed;
    report.checks[1].findings = 3;
    let said = self::page(&report);
    assert!(
        said.contains("1 check found something, and 3 values differ") && said.contains("differences.csv")
    );
    assert!(said.contains("2 case files were found wrong"));
}

#[test]
fn a_cause_is_explained_with_its_count_and_first_place() {
    let page = page(&sample::with_exceptions());
    assert!(page.contains("fails its check digit"));
    assert!(page.contains("Look the number up and correct it at source"));
    assert!(page.contains("first at Person.csv, line 40"));
    assert!(page.contains("<td class=\"number\">16</td>"));
}

#[test]
fn a_refused_run_lists_its_stops_and_no_sign_off() {
    let page = page(&sample::refused());
    assert!(page.contains("unmapped-column") && page.contains("Person.csv, line 1"));
    assert!(!page.contains("id=\"sign-off\""));
}

#[test]
fn what_mappings_say_is_escaped() {
    let mut report = sample::with_exceptions();
    report.fields[2].reason = "<b>&".into();
    let page = page(&report);
    assert!(page.contains("&#60;b&#62;&#38;") && !page.contains("<b>&"));
}

#[test]
fn what_was_held_and_rejected_is_shown_from_run_to_run() {
    let page = page(&sample::third_run());
    let trend = page.split_once("<section id=\"trend\"").unwrap().1.split_once("</section>").unwrap().0;
    let words =
        "dry run 1: 1,200 held, 40 rejected; run 2: 300 held, 40 rejected; run 4: 20 held, 0 rejected.";
    assert!(trend.contains(&format!("<desc id=\"trend-words\">{words}</desc>")), "{trend}");
    let drawn: Vec<_> = trend.split("<rect class=\"").skip(1).collect();
    let height =
        |bar: &str| bar.split_once("height=\"").unwrap().1.split_once('"').unwrap().0.parse().unwrap();
    let heights: Vec<u64> = drawn.iter().map(|bar| height(bar)).collect();
    assert_eq!(heights, [160, 5, 40, 5, 2, 0]);
    assert!(
        trend.contains("<th scope=\"row\">1, dry run</th>")
            && trend.contains("<td class=\"number\">120</td>")
    );
    assert!(!self::page(&sample::with_exceptions()).contains("id=\"trend\""), "one run is no trend");
}

#[test]
fn the_page_has_all_that_is_signed_for() {
    let report = sample::third_run();
    let page = page(&report);
    let order = [
        "id=\"verdict\"",
        "id=\"figures\"",
        "id=\"inputs\"",
        "id=\"balance\"",
        "id=\"causes\"",
        "Excluded by rule",
        "id=\"fields\"",
        "id=\"targets\"",
        "id=\"checks\"",
        "id=\"trend\"",
        "id=\"decisions\"",
        "id=\"proof\"",
        "id=\"sign-off\"",
        "id=\"annexes\"",
    ];
    let places: Vec<_> =
        order.iter().map(|part| page.find(part).unwrap_or_else(|| panic!("{part}"))).collect();
    assert!(places.is_sorted(), "{places:?}");
    let root = &report.root.as_ref().unwrap().value;
    assert_eq!(page.matches(root.as_str()).count(), 2, "in the proof and where it is signed");
    for name in report.policies.keys() {
        assert!(page.contains(name.as_str()), "{name}");
    }
    let checks = page.split_once("id=\"checks\"").unwrap().1.split_once("</section>").unwrap().0;
    assert!(!report.totals.is_empty());
    for total in &report.totals {
        let row = checks
            .split("<tr>")
            .find(|row| row.contains(&total.title))
            .unwrap_or_else(|| panic!("{}", total.title));
        let cells = [total.migrated(), total.written()]
            .map(|count| format!("<td class=\"number\">{}</td>", thousands(count)));
        assert!(row.contains(&cells.concat()) && row.contains("<td>yes</td>"), "{row}");
    }
}

/// The colours of a block of the style sheet, by name.
fn colours(block: &str) -> BTreeMap<&str, [f64; 3]> {
    let channel = |hex: &str| {
        let part = f64::from(u8::from_str_radix(hex, 16).unwrap()) / 255.0;
        if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    let colour = |text: &str| {
        let hex = text.trim().trim_start_matches('#');
        let hex =
            if hex.len() == 3 { hex.chars().flat_map(|digit| [digit; 2]).collect() } else { hex.to_owned() };
        [&hex[..2], &hex[2..4], &hex[4..6]].map(channel)
    };
    let named = block.split("--").skip(1).filter_map(|part| part.split_once(';')?.0.split_once(':'));
    named.map(|(name, value)| (name, colour(value))).collect()
}

/// The contrast of two colours, as WCAG 2.2 has it.
fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let light = |[red, green, blue]: [f64; 3]| 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05;
    let (one, other) = (light(one), light(other));
    one.max(other) / one.min(other)
}

#[test]
fn every_colour_can_be_told_from_its_ground() {
    let page = page(&sample::third_run());
    let blocks: Vec<_> = page.split(":root {").skip(1).map(|rest| rest.split_once('}').unwrap().0).collect();
    assert_eq!(blocks.len(), 3, "light, dark, and print");
    for block in blocks {
        let colours = colours(block);
        for ground in ["paper", "tint"] {
            // Text needs 4.5; what is drawn, 3.
            for (name, least) in [
                ("ink", 4.5),
                ("soft", 4.5),
                ("note", 4.5),
                ("good", 3.0),
                ("some", 3.0),
                ("wait", 3.0),
                ("none", 3.0),
                ("bad", 3.0),
            ] {
                let ratio = contrast(colours[name], colours[ground]);
                assert!(ratio >= least, "{name} on {ground}: {ratio:.2} in{block}");
            }
        }
    }
}

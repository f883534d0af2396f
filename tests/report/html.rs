//! `report.html`.

use care2mosaic::report::html::to_html;
use care2mosaic::report::model::Report;
use care2mosaic::report::summary::PlaceNames;

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
fn every_table_has_a_caption_and_headers() {
    for report in
        [sample::with_exceptions(), sample::refused(), sample::not_reconciled(), sample::reconciled()]
    {
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
    for report in
        [sample::with_exceptions(), sample::refused(), sample::not_reconciled(), sample::reconciled()]
    {
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
    let page = page(&sample::with_exceptions());
    for link in page.split("href=\"#").skip(1) {
        let id = link.split_once('"').unwrap().0;
        assert!(page.contains(&format!("id=\"{id}\"")), "{id}");
    }
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

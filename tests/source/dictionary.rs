//! The data dictionary, the council's own and broken ones.

use std::path::Path;

use care2mosaic::record::Reason;
use care2mosaic::source::{Dictionary, Kind, Mistake, Role, TimeBasis};

const HEADER: &str = "TABLE,ROLE,COLUMN,TYPE,NULLABLE,KIND,REFERS_TO,TIME\n";

fn mappings() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("mappings")
}

fn mistakes(lines: &str) -> Vec<(Mistake, String)> {
    let text = format!("{HEADER}{lines}");
    let found = Dictionary::parse(Path::new("dictionary.csv"), &text).unwrap_err();
    let shown = |mistake: &Mistake| text[mistake.diagnostic.span.clone()].to_owned();
    found.iter().map(|mistake| (mistake.clone(), shown(mistake))).collect()
}

#[test]
fn the_standard_dictionary_is_read_whole() {
    let dictionary = Dictionary::load(&mappings().join("dictionary.csv")).unwrap();
    assert_eq!(dictionary.entities().len(), 221);
    assert_eq!(dictionary.entities().iter().map(|entity| entity.columns.len()).sum::<usize>(), 3752);
    let contact = dictionary.entity(dictionary.find("CONTACT").unwrap());
    assert_eq!(contact.role, Role::Casework);
    let field = |name: &str| contact.column(name).unwrap();
    let Kind::Polymorphic { tables, table_column, name_column } = &contact.field(field("RegardingId")).kind
    else {
        panic!("RegardingId is polymorphic");
    };
    assert_eq!(tables.len(), 3);
    assert_eq!(*table_column, contact.column("RegardingIdTableName"));
    assert_eq!(*name_column, contact.column("RegardingIdName"));
    assert_eq!(contact.field(field("CreatedOn")).time, Some(TimeBasis::Utc));
    assert_eq!(contact.key, contact.column("ContactId"));
}

#[test]
fn every_label_knows_its_column() {
    let dictionary = Dictionary::load(&mappings().join("dictionary.csv")).unwrap();
    let columns = dictionary.entities().iter().flat_map(|entity| &entity.columns);
    let lost: Vec<_> = columns.filter(|column| column.kind == Kind::Label { of: None }).collect();
    assert_eq!(lost, Vec::<&care2mosaic::source::Column>::new());
}

#[test]
fn all_mistakes_are_told_at_once_and_where_they_stand() {
    let found = mistakes(
        "A,casework,AId,guid,N,key,,\nA,casework,BId,guid,Y,,,\nA,casework,C,datetime,Y,date,,\n\
         A,casework,D,txt,Y,text,,\nA,casework,E,guid,Y,lookup,Aa,\nA,case,F,int,Y,number,,\n",
    );
    let stops: Vec<_> = found.iter().filter_map(|(mistake, _)| mistake.reason).collect();
    assert_eq!(stops, [Reason::LookupKindUndeclared, Reason::TimeBasisUndeclared]);
    let places: Vec<_> = found.iter().map(|(_, place)| place.as_str()).collect();
    assert_eq!(places, ["case", "", "", "txt", "Aa"]);
}

#[test]
fn a_spreadsheet_may_have_moved_the_columns() {
    let text = "\u{feff}Column,Table,Role,Type,Nullable,Kind,Refers_To,Time\r\nAId,A,casework,guid,N,key,,\r\n,,,,,,,\r\n";
    let dictionary = Dictionary::parse(Path::new("dictionary.csv"), text).unwrap();
    assert_eq!(dictionary.entities()[0].columns[0].name, "AId");
}

#[test]
fn a_missing_column_of_the_file_is_named() {
    let found = Dictionary::parse(Path::new("dictionary.csv"), "TABLE,ROLE\n").unwrap_err();
    assert!(found[0].diagnostic.title.contains("COLUMN, TYPE, NULLABLE, KIND, REFERS_TO, TIME"));
}

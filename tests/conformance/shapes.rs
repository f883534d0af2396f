//! The same council gives the same import files from every shape it can leave CareDirector in.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;

use care2mosaic::source::Encoding;
use care2mosaic::synth::ShapeName;

use crate::support::{Workplace, copy_folder, files};

const COUNCIL: &str = "--people 14 --seed 9";

/// The import files of a drop, which must be proved as well.
fn imported(workplace: &Workplace, export: &str) -> BTreeMap<String, Vec<u8>> {
    let mappings = Workplace::mappings();
    let out = format!("out-{}", export.replace(['/', '.'], "-"));
    workplace
        .run(&format!("migrate {export} --out {out} --mappings {} --quiet", mappings.display()))
        .ended(0);
    files(&workplace.path(&format!("{out}/data")))
}

fn standard(workplace: &Workplace) -> BTreeMap<String, Vec<u8>> {
    workplace.run(&format!("synth standard {COUNCIL}")).ended(0);
    imported(workplace, "standard")
}

fn assert_same(expected: &BTreeMap<String, Vec<u8>>, found: &BTreeMap<String, Vec<u8>>, what: &str) {
    assert!(expected.len() > 20, "{} files", expected.len());
    assert!(expected.keys().eq(found.keys()), "{what} gives other files");
    let differing: Vec<_> =
        expected.iter().filter(|(name, bytes)| found[*name] != **bytes).map(|(name, _)| name).collect();
    assert!(differing.is_empty(), "{what}: {differing:?} differ");
}

/// Puts every table of a drop into another form, under another name.
fn each_table(from: &Path, to: &Path, put: impl Fn(&str, Vec<u8>) -> (String, Vec<u8>)) {
    for (name, bytes) in files(from) {
        let (name, bytes) = if name.contains('/') { (name, bytes) } else { put(&name, bytes) };
        let path = to.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

#[test]
fn every_shape_gives_the_same_import_files() {
    let workplace = Workplace::in_memory();
    let expected = standard(&workplace);
    // Screens and flat tables cannot hold everything: tests/conformance/screens.rs and reporting_tables.rs.
    let part = [ShapeName::V6Sql, ShapeName::Screen, ShapeName::ReportingTables];
    for shape in ShapeName::ALL.into_iter().filter(|shape| !part.contains(shape)) {
        let name = shape.name();
        workplace.run(&format!("synth {name} {COUNCIL} --shape {name}")).ended(0);
        assert_same(&expected, &imported(&workplace, name), name);
    }
}

#[test]
fn every_encoding_gives_the_same_import_files() {
    let workplace = Workplace::in_memory();
    workplace.run(&format!("synth standard {COUNCIL}")).ended(0);
    // A council whose every character Windows-1252 has.
    each_table(&workplace.path("standard"), &workplace.path("plain"), |name, bytes| {
        let known = |c: &char| Encoding::Windows1252.bytes_of(&c.to_string()).is_some();
        let text = String::from_utf8(bytes).unwrap();
        (name.to_owned(), text.chars().filter(known).collect::<String>().into_bytes())
    });
    for (export, encoding, mark) in [
        ("western", Encoding::Windows1252, ""),
        ("big", Encoding::Utf16Be, "\u{feff}"),
        ("marked", Encoding::Utf8, "\u{feff}"),
    ] {
        each_table(&workplace.path("plain"), &workplace.path(export), |name, bytes| {
            let text = format!("{mark}{}", String::from_utf8(bytes).unwrap());
            (name.replace(".csv", ".txt"), encoding.bytes_of(&text).unwrap())
        });
    }
    let expected = imported(&workplace, "plain");
    // The commas stay: of the profile for text, only the delimiter is another.
    let mappings = workplace.path("mappings");
    copy_folder(&Workplace::mappings(), &mappings);
    let profile = mappings.join("profiles/text.toml");
    let commas = fs::read_to_string(&profile).unwrap().replace("\"\\t\"", "\",\"");
    fs::write(&profile, commas).unwrap();
    for export in ["western", "big", "marked"] {
        workplace.run(&format!("migrate {export} --out same-{export} --mappings mappings --quiet")).ended(0);
        let data = files(&workplace.path(&format!("same-{export}/data")));
        // The manifests name the mappings, which are others here.
        let rows = |files: &BTreeMap<String, Vec<u8>>| -> BTreeMap<String, Vec<u8>> {
            let files = files.iter().filter(|(name, _)| !name.ends_with("manifest.json"));
            files.map(|(name, bytes)| (name.clone(), bytes.clone())).collect()
        };
        assert_same(&rows(&expected), &rows(&data), export);
    }
}

#[test]
fn compressed_tables_and_drops_give_the_same_import_files() {
    let workplace = Workplace::in_memory();
    let expected = standard(&workplace);
    each_table(&workplace.path("standard"), &workplace.path("gzip"), |name, bytes| {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        packed.write_all(&bytes).unwrap();
        (format!("{name}.gz"), packed.finish().unwrap())
    });
    assert_same(&expected, &imported(&workplace, "gzip"), "gzip");
    each_table(&workplace.path("standard"), &workplace.path("zips"), |name, bytes| {
        (format!("{name}.zip"), zipped([(name.to_owned(), bytes)].into()))
    });
    assert_same(&expected, &imported(&workplace, "zips"), "zip by table");
    workplace.write("drop.zip", zipped(files(&workplace.path("standard"))));
    assert_same(&expected, &imported(&workplace, "drop.zip"), "zip");
    workplace.run(&format!("synth tool {COUNCIL} --shape data-xml")).ended(0);
    workplace.write("tool.zip", zipped(files(&workplace.path("tool"))));
    assert_same(&expected, &imported(&workplace, "tool.zip"), "zip with data.xml");
    let left: Vec<_> =
        fs::read_dir(workplace.path("")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().starts_with('.')), "{left:?}");
}

fn zipped(files: BTreeMap<String, Vec<u8>>) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(&bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

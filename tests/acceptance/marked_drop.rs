//! A synthetic drop in which every value that could say something of somebody is a mark of its own.

use std::collections::BTreeSet;
use std::path::Path;

use care2mosaic::source::{Dictionary, Entity, Kind, Role};

use crate::support::files;

/// What every mark begins with, whatever the case of its letters.
pub(super) const WORD: &str = "zq7k";
/// What every mark of digits begins with.
pub(super) const DIGITS: &str = "735051";

/// What a drop says, and nothing else may say.
pub(super) struct MarkedDrop {
    /// Days of birth.
    pub(super) births: BTreeSet<String>,
    next: u32,
}

impl MarkedDrop {
    /// Puts marks into every text, name and number of a drop of the standard shape, and into its attached files.
    pub(super) fn mark(drop: &Path, mappings: &Path) -> Self {
        let dictionary = Dictionary::load(&mappings.join("dictionary.csv")).unwrap();
        let mut marked = Self { births: BTreeSet::new(), next: 0 };
        for entity in dictionary.entities() {
            let path = drop.join(format!("{}.csv", entity.name));
            if entity.role != Role::Reference && entity.name != "ControlTotals" && path.exists() {
                marked.table(&path, entity);
            }
        }
        for file in std::fs::read_dir(drop.join("files")).unwrap() {
            let path = file.unwrap().path();
            let mut bytes = std::fs::read(&path).unwrap();
            let mark = marked.word();
            if let Some(at) = bytes.len().checked_sub(mark.len()) {
                bytes[at..].copy_from_slice(mark.as_bytes());
                std::fs::write(&path, bytes).unwrap();
            }
        }
        marked
    }

    /// Puts marks into the names of all attached files of views of the screens, and into the rows that name them; adds files
    /// that no row names, some in folders that people named.
    pub(super) fn of_names(drop: &Path) -> Self {
        let mut marked = Self { births: BTreeSet::new(), next: 0 };
        let attached = files(&drop.join("files")).into_keys();
        let mut names: Vec<(String, String)> = attached.map(|path| marked.renamed(drop, &path)).collect();
        // A name may be the end of another.
        names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        for (table, bytes) in files(drop).into_iter().filter(|(path, _)| !path.contains('/')) {
            let Ok(text) = String::from_utf8(bytes) else { continue };
            let text = names.iter().fold(text, |text, (name, mark)| text.replace(name, mark));
            std::fs::write(drop.join(table), text).unwrap();
        }
        let (folder, key) = (marked.word(), "00000000-0000-4000-8000-00000000000a");
        for above in [format!("files/{folder}"), format!("files/{key}"), "files".to_owned()] {
            std::fs::create_dir_all(drop.join(&above)).unwrap();
            for name in [format!("{}.PDF", marked.word()), format!("plan.{}", marked.word()), marked.word()] {
                std::fs::write(drop.join(&above).join(name), "nobody's").unwrap();
            }
        }
        marked
    }

    /// Gives an attached file a mark for its name: the name that it had, and the mark.
    fn renamed(&mut self, drop: &Path, path: &str) -> (String, String) {
        let (folder, name) = path.rsplit_once('/').unwrap();
        let mark = format!("{}.{}", self.word(), name.rsplit_once('.').unwrap().1);
        let folder = drop.join("files").join(folder);
        std::fs::rename(folder.join(name), folder.join(&mark)).unwrap();
        (name.to_owned(), mark)
    }

    fn table(&mut self, path: &Path, entity: &Entity) {
        if std::fs::metadata(path).unwrap().len() == 0 {
            return;
        }
        let kept = kept(entity);
        let mut reader = csv::Reader::from_path(path).unwrap();
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
        let header = reader.headers().unwrap().clone();
        writer.write_record(&header).unwrap();
        for row in reader.records() {
            let row = row.unwrap();
            if row == header {
                writer.write_record(&row).unwrap();
                continue;
            }
            let cells = header.iter().zip(&row).map(|(name, text)| {
                let Some(field) = entity.column(name).filter(|_| !kept.contains(name)) else {
                    return text.to_owned();
                };
                self.see(name, text);
                self.cell(&entity.field(field).kind, text)
            });
            writer.write_record(cells.collect::<Vec<_>>()).unwrap();
        }
        std::fs::write(path, writer.into_inner().unwrap()).unwrap();
    }

    fn see(&mut self, column: &str, text: &str) {
        if column == "DateOfBirth" && text.len() >= 10 && text < "2026" {
            self.births.insert(text[..10].to_owned());
        }
    }

    fn cell(&mut self, kind: &Kind, text: &str) -> String {
        if text.is_empty() || text == "NULL" {
            return text.to_owned();
        }
        match kind {
            Kind::Text | Kind::Html => match text.rsplit_once('.').filter(|(_, ending)| ending.len() < 5) {
                Some((_, ending)) if ending.bytes().all(|byte| byte.is_ascii_alphanumeric()) => {
                    format!("{}.{ending}", self.word())
                }
                _ => self.word(),
            },
            Kind::Identifier if text.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.next += 1;
                format!("{DIGITS}{:04}", self.next % 10_000)
            }
            Kind::Identifier => self.word(),
            _ => text.to_owned(),
        }
    }

    fn word(&mut self) -> String {
        self.next += 1;
        format!("Zq7k{:06}", self.next)
    }

    /// What of the drop a text says; none where it says nothing.
    pub(super) fn told_by(&self, bytes: &[u8]) -> Option<String> {
        let text = String::from_utf8_lossy(bytes).to_lowercase();
        for mark in [WORD, DIGITS] {
            if let Some(at) = text.find(mark) {
                return Some(text[at..].chars().take(10).collect());
            }
        }
        let dates = text.as_bytes().windows(10).filter(|ten| ten[4] == b'-' && ten[7] == b'-');
        dates.map(|ten| String::from_utf8_lossy(ten).into_owned()).find(|ten| self.births.contains(ten))
    }
}

/// The columns that keys and tables are found by: the number of a person, and the names of tables.
fn kept(entity: &Entity) -> BTreeSet<String> {
    let mut kept = BTreeSet::from(["PersonNumber".to_owned()]);
    for column in &entity.columns {
        if let Kind::Polymorphic { table_column: Some(table), .. } = &column.kind {
            kept.insert(entity.field(*table).name.clone());
        }
    }
    kept
}

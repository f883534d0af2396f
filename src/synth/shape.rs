//! The same council in the other shapes in which it can leave CareDirector.

mod data_xml_table;
mod flat_answers;
mod flat_forms;
mod json_table;
mod screen_labels;
mod screen_table;
mod shape_name;
mod sheet_table;
mod table_writer;
mod text_table;

use std::fs::{DirBuilder, File};
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;

pub use shape_name::ShapeName;

use self::flat_forms::FlatForms;
use self::screen_labels::ScreenLabels;
use self::table_writer::{Beside, table_writer};
use super::drop_writer::refuse_occupied;
use super::{Schema, SynthError, SynthOptions, SynthSummary};
use crate::record::{EntityId, FileId, SourceRecord};
use crate::source::{Delimited, DelimitedReader, Dictionary, Encoding, Entity, Format, Profile};

/// The standard profile of annotations.
const ANNOTATIONS: &str = include_str!("../../mappings/profiles/annotations.toml");

/// Writes a synthetic drop of a shape into a new folder: the standard drop, written over again table by table.
pub fn synth_shape(dir: &Path, options: &SynthOptions, shape: ShapeName) -> Result<SynthSummary, SynthError> {
    if shape == ShapeName::V6Sql {
        return super::synth(dir, options);
    }
    if options.defects.is_some() {
        return Err(SynthError::DefectsOfAShape);
    }
    refuse_occupied(dir)?;
    let parent = dir.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    DirBuilder::new().recursive(true).mode(0o700).create(parent).map_err(SynthError::at(parent))?;
    let folder =
        tempfile::Builder::new().prefix(".synth-").tempdir_in(parent).map_err(SynthError::at(parent))?;
    let (standard, shaped) = (folder.path().join("standard"), folder.path().join("shaped"));
    let mut summary = super::synth(&standard, options)?;
    DirBuilder::new().mode(0o700).create(&shaped).map_err(SynthError::at(&shaped))?;
    let schema = Schema::standard();
    let dictionary = schema.dictionary();
    if shape == ShapeName::DataXml {
        data_xml_table::begin(&shaped)?;
    }
    let beside = match shape {
        ShapeName::Screen => Beside::Labels(Box::new(ScreenLabels::read(&standard, dictionary)?)),
        ShapeName::Annotations => {
            let profile = standard_profile("annotations", ANNOTATIONS, dictionary);
            Beside::Annotations(Box::new(profile), standard.join("files"))
        }
        ShapeName::ReportingTables => Beside::Forms(Box::new(FlatForms::read(&standard, dictionary)?)),
        _ => Beside::Nothing,
    };
    for id in dictionary.ids() {
        let entity = (id, dictionary.entity(id));
        let mut writer = table_writer(&shaped, entity, shape, &beside)?;
        each_row(&standard, entity, |record| writer.row(record))?;
        writer.finish()?;
    }
    if shape == ShapeName::DataXml {
        data_xml_table::end(&shaped)?;
    }
    let (from, to) = (standard.join("files"), shaped.join("files"));
    match &beside {
        Beside::Nothing | Beside::Forms(_) => std::fs::rename(&from, &to).map_err(SynthError::at(&to))?,
        Beside::Labels(labels) => name_files(&standard, &to, &labels.profile, dictionary)?,
        Beside::Annotations(..) => {}
    }
    summary.bytes = size(&shaped)?;
    if dir.exists() {
        std::fs::remove_dir(dir).map_err(SynthError::at(dir))?;
    }
    std::fs::rename(&shaped, dir).map_err(SynthError::at(dir))?;
    Ok(summary)
}

/// A profile that is compiled in: what is written is what it says.
fn standard_profile(name: &str, text: &str, dictionary: &Dictionary) -> Profile {
    Profile::parse(name, text, dictionary).expect("the standard profile is well formed: a test reads it")
}

/// Puts attachments where a profile says that their records name them.
fn name_files(drop: &Path, to: &Path, profile: &Profile, dictionary: &Dictionary) -> Result<(), SynthError> {
    let Some(rule) = &profile.documents else { return Ok(()) };
    let entity = dictionary.entity(rule.entity);
    each_row(drop, (rule.entity, entity), |record| {
        let key = entity.key.and_then(|key| record.guid(key)).unwrap_or_default();
        let from = drop.join("files").join(key.to_string());
        let Some(path) = rule.named.as_ref().and_then(|named| named.of(record)) else { return Ok(()) };
        let to = to.join(path);
        if !from.is_file() {
            return Ok(());
        }
        let folder = to.parent().unwrap_or(&to);
        DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(SynthError::at(folder))?;
        std::fs::rename(&from, &to).map_err(SynthError::at(&to))
    })
}

/// Hands on every row of a table of the standard drop.
fn each_row(
    drop: &Path,
    (id, entity): (EntityId, &Entity),
    mut see: impl FnMut(&SourceRecord) -> Result<(), SynthError>,
) -> Result<(), SynthError> {
    let path = drop.join(format!("{}.csv", entity.name));
    let input = File::open(&path).map_err(SynthError::at(&path))?;
    let format = Format::standard(Vec::new(), Vec::new());
    let form = (&format, &Delimited::default(), Encoding::Utf8);
    let mut reader =
        DelimitedReader::new(input, form, (id, entity), FileId(0)).map_err(SynthError::at(&path))?;
    while let Some(record) = reader.next_record().map_err(SynthError::at(&path))? {
        see(&record)?;
    }
    Ok(())
}

/// The bytes of all files of a folder.
fn size(folder: &Path) -> Result<u64, SynthError> {
    let mut bytes = 0;
    for entry in std::fs::read_dir(folder).map_err(SynthError::at(folder))? {
        let entry = entry.map_err(SynthError::at(folder))?;
        let metadata = entry.metadata().map_err(SynthError::at(folder))?;
        bytes += if metadata.is_dir() { size(&entry.path())? } else { metadata.len() };
    }
    Ok(bytes)
}

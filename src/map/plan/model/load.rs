//! Reads `model.toml` and turns its names into numbers.

use std::path::Path;

use super::raw::{Name, RawForms, RawModel, RawReference};
use super::{Display, DocumentModel, FormModel, Model, OptionSets, PeopleModel, ReferenceColumns};
use crate::record::nearest;
use crate::record::{Diagnostic, EntityId, FieldId, MappingFile};
use crate::source::{Dictionary, Entity};

const FILE: MappingFile = MappingFile("model.toml");

impl Model {
    /// Reads `model.toml` of a mappings folder. Every name that the dictionary lacks is reported.
    pub fn load(mappings: &Path, dictionary: &Dictionary) -> Result<Self, Vec<Diagnostic>> {
        let raw: RawModel = FILE.read(mappings, "mistake in the model of the source")?;
        let mut names = Names { dictionary, mistakes: Vec::new() };
        let model = names.model(&raw);
        if names.mistakes.is_empty() { Ok(model) } else { Err(names.mistakes) }
    }
}

/// A name that is none of those that there are.
fn unknown<'a>(name: &Name, title: String, there: impl Iterator<Item = &'a str>) -> Diagnostic {
    let help = nearest(name.get_ref(), there).map(|near| format!("did you mean `{near}`?"));
    Diagnostic { help, ..FILE.mistake(name.span(), title, "no such name") }
}

/// Looks names up and remembers those that are not there.
struct Names<'a> {
    dictionary: &'a Dictionary,
    mistakes: Vec<Diagnostic>,
}

impl Names<'_> {
    fn entity(&mut self, name: &Name) -> EntityId {
        self.dictionary.find(name.get_ref()).unwrap_or_else(|| {
            let there = self.dictionary.entities().iter().map(|entity| entity.name.as_str());
            let title = format!("the data dictionary has no table `{}`", name.get_ref());
            self.mistakes.push(unknown(name, title, there));
            EntityId(0)
        })
    }

    fn field(&mut self, entity: EntityId, name: &Name) -> FieldId {
        let entity = self.dictionary.entity(entity);
        entity.column(name.get_ref()).unwrap_or_else(|| {
            let there = entity.columns.iter().map(|column| column.name.as_str());
            let title = format!("`{}` has no column `{}`", entity.name, name.get_ref());
            self.mistakes.push(unknown(name, title, there));
            FieldId(0)
        })
    }

    fn model(&mut self, raw: &RawModel) -> Model {
        let dictionary = self.dictionary;
        let mut displays: Vec<_> =
            dictionary.entities().iter().map(|e| display(e, &raw.display.default)).collect();
        for (name, columns) in &raw.display.of {
            let entity = self.entity(name);
            let columns = columns.iter().map(|column| self.field(entity, column)).collect();
            displays[usize::from(entity.0)] = Display { columns };
        }
        Model {
            displays,
            reference: self.reference(&raw.reference),
            options: self.options(raw),
            people: self.people(raw),
            forms: self.forms(&raw.forms),
            documents: self.documents(raw),
        }
    }

    fn reference(&mut self, raw: &RawReference) -> Vec<ReferenceColumns> {
        let mut all: Vec<_> =
            self.dictionary.entities().iter().map(|entity| reference(entity, raw)).collect();
        for (name, column) in &raw.code_of {
            let entity = self.entity(name);
            all[usize::from(entity.0)].code = Some(self.field(entity, column));
        }
        for (name, column) in &raw.name_of {
            let entity = self.entity(name);
            all[usize::from(entity.0)].name = Some(self.field(entity, column));
        }
        all
    }

    fn options(&mut self, raw: &RawModel) -> OptionSets {
        let raw = &raw.option_sets;
        let (set, value) = (self.entity(&raw.set), self.entity(&raw.value));
        OptionSets {
            set,
            set_name: self.field(set, &raw.set_name),
            value,
            of_set: self.field(value, &raw.of_set),
            number: self.field(value, &raw.number),
            text: self.field(value, &raw.text),
        }
    }

    fn people(&mut self, raw: &RawModel) -> PeopleModel {
        let raw = &raw.people;
        let (person, worker) = (self.entity(&raw.person), self.entity(&raw.worker));
        PeopleModel {
            person,
            created_by: self.field(person, &raw.created_by),
            worker,
            user_name: self.field(worker, &raw.user_name),
        }
    }

    fn documents(&mut self, raw: &RawModel) -> DocumentModel {
        let raw = &raw.documents;
        let file = self.entity(&raw.file);
        DocumentModel { file, name: self.field(file, &raw.name), size: self.field(file, &raw.size) }
    }

    fn forms(&mut self, raw: &RawForms) -> FormModel {
        let (answer, question, place) =
            (self.entity(&raw.answer), self.entity(&raw.question), self.entity(&raw.place));
        let (cell, option, tick) = (self.entity(&raw.cell), self.entity(&raw.option), self.entity(&raw.tick));
        FormModel {
            answer,
            answer_form: self.field(answer, &raw.answer_form),
            answer_question: self.field(answer, &raw.answer_question),
            answer_row: self.field(answer, &raw.answer_row),
            answer_kind: self.field(answer, &raw.answer_kind),
            values: raw.values.iter().map(|(kind, name)| (kind.clone(), self.field(answer, name))).collect(),
            question,
            identifier: self.field(question, &raw.identifier),
            question_place: self.field(question, &raw.question_place),
            place,
            place_catalogue: self.field(place, &raw.place_catalogue),
            user_codes: raw.user_codes.clone(),
            cell,
            cell_table: self.field(cell, &raw.cell_table),
            cell_question: self.field(cell, &raw.cell_question),
            cell_subject: self.field(cell, &raw.cell_subject),
            option,
            option_catalogue: self.field(option, &raw.option_catalogue),
            option_name: self.field(option, &raw.option_name),
            option_order: self.field(option, &raw.option_order),
            tick,
            tick_answer: self.field(tick, &raw.tick_answer),
            tick_option: self.field(tick, &raw.tick_option),
            ticked: self.field(tick, &raw.ticked),
        }
    }
}

fn display(entity: &Entity, columns: &[String]) -> Display {
    Display { columns: columns.iter().find_map(|column| entity.column(column)).into_iter().collect() }
}

fn reference(entity: &Entity, raw: &RawReference) -> ReferenceColumns {
    ReferenceColumns {
        name: entity.column(&raw.name),
        code: entity.column(&raw.code),
        gov_code: entity.column(&raw.gov_code),
        end: entity.column(&raw.end),
        inactive: entity.column(&raw.inactive),
    }
}

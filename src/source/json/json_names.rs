//! Which column the name of a JSON member is.

use std::collections::HashMap;

use crate::record::EntityId;
use crate::source::{Entity, Format, Kind};

/// What stands between the name of a column and what is said of its value.
const FORMATTED: &str = "@odata.community.display.v1.formattedvalue";
const LOOKUP_NAME: &str = "@microsoft.dynamics.crm.lookuplogicalname";

/// What a member is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::source) enum Member {
    /// The value of a column.
    Column(usize),
    /// Something said of a value that the entity has no column for, or of the answer as a whole.
    Remark,
    /// No column of the entity.
    Unknown,
}

/// The columns of an entity by the names that members have.
#[derive(Debug)]
pub(in crate::source) struct JsonNames {
    columns: HashMap<String, usize>,
    /// By column, the column that shows what its value points at, and the column that names the table.
    labels: Vec<Option<usize>>,
    tables: Vec<Option<usize>>,
    /// Names as members wrote them, in the order in which they came first, and the place of each.
    known: Vec<(String, Member)>,
    places: HashMap<String, usize>,
    /// The place of the name that most likely comes next: records have their members in one order.
    next: usize,
}

impl JsonNames {
    pub(in crate::source) fn new(format: &Format, (id, entity): (EntityId, &Entity)) -> Self {
        let fields = || entity.fields().map(|field| usize::from(field.0)).zip(&entity.columns);
        let called = format.called.iter().filter(|called| called.entity == id);
        let called = called.map(|called| (called.name.to_lowercase(), usize::from(called.column.0)));
        let own = fields().map(|(place, column)| (column.name.to_lowercase(), place));
        let columns = called.chain(own).collect();
        let (mut labels, mut tables) = (vec![None; entity.columns.len()], vec![None; entity.columns.len()]);
        for (place, column) in fields() {
            match &column.kind {
                Kind::Label { of: Some(of) } => {
                    labels[usize::from(of.0)] = Some(place);
                }
                Kind::Polymorphic { table_column, name_column, .. } => {
                    tables[place] = table_column.map(|table| usize::from(table.0));
                    labels[place] = name_column.map(|name| usize::from(name.0)).or(labels[place]);
                }
                _ => {}
            }
        }
        Self { columns, labels, tables, known: Vec::new(), places: HashMap::new(), next: 0 }
    }

    /// What the member of that name is. Names are compared without regard to case.
    pub(in crate::source) fn member(&mut self, name: &str) -> Member {
        if let Some((_, member)) = self.known.get(self.next).filter(|(next, _)| next == name) {
            self.next += 1;
            return *member;
        }
        let place = match self.places.get(name) {
            Some(place) => *place,
            None => self.learn(name),
        };
        self.next = place + 1;
        self.known[place].1
    }

    fn learn(&mut self, name: &str) -> usize {
        let member = self.look_up(&name.to_lowercase());
        self.known.push((name.to_owned(), member));
        self.places.insert(name.to_owned(), self.known.len() - 1);
        self.known.len() - 1
    }

    /// The column that shows what a column's value points at.
    pub(in crate::source) fn label(&self, column: usize) -> Option<usize> {
        self.labels.get(column).copied().flatten()
    }

    /// The column that names the table that a column's value points into.
    pub(in crate::source) fn table(&self, column: usize) -> Option<usize> {
        self.tables.get(column).copied().flatten()
    }

    fn look_up(&self, name: &str) -> Member {
        let Some((base, remark)) = name.find('@').map(|place| name.split_at(place)) else {
            return self.column(name).map_or(Member::Unknown, Member::Column);
        };
        let beside = match remark {
            FORMATTED => self.column(base).and_then(|column| self.label(column)),
            LOOKUP_NAME => self.column(base).and_then(|column| self.table(column)),
            _ => None,
        };
        beside.map_or(Member::Remark, Member::Column)
    }

    /// A column by its own name, or by `_name_value`, as lookups are called.
    fn column(&self, name: &str) -> Option<usize> {
        let lookup = || name.strip_prefix('_').and_then(|name| name.strip_suffix("_value"));
        self.columns.get(name).or_else(|| self.columns.get(lookup()?)).copied()
    }
}

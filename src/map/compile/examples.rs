//! Examples: the names in them must be there.

use super::Compiler;
use crate::map::raw::RawExample;

impl Compiler<'_> {
    /// Checks the names of examples; they are run by [`check_examples`](crate::map::check_examples).
    pub(super) fn examples(&mut self, raw: &[RawExample]) {
        for example in raw {
            for name in example.given.keys() {
                self.field(name);
            }
            for gives in &example.gives {
                let Some(table) = self.table(&gives.table) else { continue };
                for name in gives.row.get_ref().keys() {
                    self.target_column(table, name);
                }
            }
        }
    }
}

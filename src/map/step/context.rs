//! Steps that need to know more than the value: code tables, keys of other records, the width of a column.

use super::StepDoc;

/// `code`
pub(super) const CODE: StepDoc = StepDoc {
    name: "code",
    summary: "through a code table",
    detail: "`by` says what the table is keyed by: number, name, code or GovCode. A code without a row is unmapped-code; one \
             without a target leaves the column empty, and is unmapped-code where the column must be filled. A declared \
             other spelling is counted (label-variant).",
    example: ("2", "F"),
    loses: Some("which of several codes it was, where they share a target"),
    in_context: true,
};

/// `fit`
pub(super) const FIT: StepDoc = StepDoc {
    name: "fit",
    summary: "no longer than the column",
    detail: "`reject` turns the row away (over-length); `empty` leaves the column empty, and the text stands in the note \
             alone; `head` also writes it as the first line of the record's own note.",
    example: ("Visit", "Visit"),
    loses: Some("a text that is too long, which stands in the note"),
    in_context: true,
};

/// `person`
pub(super) const PERSON: StepDoc = StepDoc {
    name: "person",
    summary: "the key of a person, merges followed",
    detail: "A key that leads to nobody is dangling-lookup.",
    example: ("0A1B2C3D-0000-4000-8000-000000000003", "0a1b2c3d-0000-4000-8000-000000000003"),
    loses: None,
    in_context: true,
};

/// `step`
pub(super) const STEP: StepDoc = StepDoc {
    name: "step",
    summary: "the key of a record that became a step, merges followed",
    detail: "Where it is the work of another person, the row is written last; where that work is not written, it waits \
             for the run that writes it (link-endpoint-missing until then).",
    example: ("0A1B2C3D-0000-4000-8000-000000000002", "0a1b2c3d-0000-4000-8000-000000000002"),
    loses: None,
    in_context: true,
};

/// `organisation`
pub(super) const ORGANISATION: StepDoc = StepDoc {
    name: "organisation",
    summary: "the key of a team, provider or other organisation",
    detail: "A key that leads to none that is written is dangling-lookup.",
    example: ("0A1B2C3D-0000-4000-8000-000000000041", "0a1b2c3d-0000-4000-8000-000000000041"),
    loses: None,
    in_context: true,
};

/// `worker`
pub(super) const WORKER: StepDoc = StepDoc {
    name: "worker",
    summary: "the key of a worker",
    detail: "A key that leads to none that is written is dangling-lookup.",
    example: ("0A1B2C3D-0000-4000-8000-000000000042", "0a1b2c3d-0000-4000-8000-000000000042"),
    loses: None,
    in_context: true,
};

/// `worker-user-name`
pub(super) const WORKER_USER_NAME: StepDoc = StepDoc {
    name: "worker-user-name",
    summary: "the user name of a worker",
    detail: "Notes hold authors by user name. One that is no worker, or whose name is too long for the column, is \
             unknown-author, unless the policy names a substitute.",
    example: ("0A1B2C3D-0000-4000-8000-000000000042", "j.example"),
    loses: None,
    in_context: true,
};

/// `person-reference`
pub(super) const PERSON_REFERENCE: StepDoc = StepDoc {
    name: "person-reference",
    summary: "a person's key; any other record as `display [guid]`",
    detail: "A key that leads to nothing, or to a person who is not written, is person-ref-unresolved.",
    example: (
        "0A1B2C3D-0000-4000-8000-000000000044",
        "Hilltop School [0a1b2c3d-0000-4000-8000-000000000044]",
    ),
    loses: None,
    in_context: true,
};

/// `person-reference-list`
pub(super) const PERSON_REFERENCE_LIST: StepDoc = StepDoc {
    name: "person-reference-list",
    summary: "the keys of several people, merges followed",
    detail: "Keys that spaces, commas, semicolons or bars part, in braces or without, as they come; a person who is named twice, \
             or after merging, stands once. A text with anything else, or with a key of nobody or of a person who is not \
             written, is person-ref-unresolved as a whole. No answer that goes through it is embedded-person-id.",
    example: (
        "{0A1B2C3D-0000-4000-8000-000000000003}, 0A1B2C3D-0000-4000-8000-000000000004",
        "0a1b2c3d-0000-4000-8000-000000000003;0a1b2c3d-0000-4000-8000-000000000004",
    ),
    loses: None,
    in_context: true,
};

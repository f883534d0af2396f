-- The ledger: runs, files, batches, case files, exceptions. It never holds a field's value.
-- Version 1. Readers may read a newer ledger of the same version; a writer refuses another version.

CREATE TABLE IF NOT EXISTS ledger (version INTEGER NOT NULL);

CREATE TABLE IF NOT EXISTS run (
    number       INTEGER PRIMARY KEY,
    id           TEXT    NOT NULL UNIQUE,
    dry_run      INTEGER NOT NULL,
    started      TEXT    NOT NULL,
    finished     TEXT,
    verdict      TEXT,
    exit_code    INTEGER,
    fingerprint  TEXT    NOT NULL
);

CREATE TABLE IF NOT EXISTS source_file (
    run     INTEGER NOT NULL REFERENCES run (number),
    path    TEXT    NOT NULL,
    entity  TEXT    NOT NULL,
    records INTEGER NOT NULL,
    bytes   INTEGER NOT NULL,
    sha256  TEXT    NOT NULL,
    PRIMARY KEY (run, path)
);

CREATE TABLE IF NOT EXISTS batch (
    number          INTEGER PRIMARY KEY,
    run             INTEGER NOT NULL REFERENCES run (number),
    kind            TEXT    NOT NULL,
    state           TEXT    NOT NULL,
    reason          TEXT,
    case_files      INTEGER NOT NULL,
    manifest_sha256 TEXT
);

CREATE TABLE IF NOT EXISTS case_file (
    run      INTEGER NOT NULL REFERENCES run (number),
    number   INTEGER NOT NULL,
    state    TEXT    NOT NULL,
    batch    INTEGER,
    records  INTEGER NOT NULL,
    PRIMARY KEY (run, number)
);

CREATE TABLE IF NOT EXISTS exception (
    run       INTEGER NOT NULL REFERENCES run (number),
    kind      TEXT    NOT NULL,
    entity    TEXT    NOT NULL,
    source_id TEXT    NOT NULL,
    case_file INTEGER,
    file      TEXT    NOT NULL,
    line      INTEGER NOT NULL,
    field     TEXT    NOT NULL,
    reason    TEXT    NOT NULL,
    rule      TEXT    NOT NULL
);

CREATE TABLE IF NOT EXISTS tally (
    run     INTEGER NOT NULL REFERENCES run (number),
    entity  TEXT    NOT NULL,
    outcome TEXT    NOT NULL,
    records INTEGER NOT NULL,
    PRIMARY KEY (run, entity, outcome)
);

CREATE TABLE IF NOT EXISTS output_file (
    path   TEXT PRIMARY KEY,
    run    INTEGER NOT NULL REFERENCES run (number),
    sha256 TEXT NOT NULL
);

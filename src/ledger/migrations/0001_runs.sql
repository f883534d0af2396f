-- The ledger: runs, files, batches, case files, exceptions. It never holds a field's value.
-- SQLite and PostgreSQL read the same text.

CREATE TABLE IF NOT EXISTS run (
    number       BIGINT  PRIMARY KEY,
    id           TEXT    NOT NULL UNIQUE,
    dry_run      BOOLEAN NOT NULL,
    started      TEXT    NOT NULL,
    finished     TEXT,
    verdict      TEXT,
    exit_code    BIGINT,
    fingerprint  TEXT    NOT NULL
);

CREATE TABLE IF NOT EXISTS source_file (
    run     BIGINT  NOT NULL REFERENCES run (number),
    path    TEXT    NOT NULL,
    entity  TEXT    NOT NULL,
    records BIGINT  NOT NULL,
    bytes   BIGINT  NOT NULL,
    sha256  TEXT    NOT NULL,
    PRIMARY KEY (run, path)
);

CREATE TABLE IF NOT EXISTS batch (
    number          BIGINT  PRIMARY KEY,
    run             BIGINT  NOT NULL REFERENCES run (number),
    kind            TEXT    NOT NULL,
    state           TEXT    NOT NULL,
    reason          TEXT,
    case_files      BIGINT  NOT NULL,
    manifest_sha256 TEXT
);

CREATE TABLE IF NOT EXISTS case_file (
    run      BIGINT  NOT NULL REFERENCES run (number),
    place    BIGINT  NOT NULL,
    number   BIGINT  NOT NULL,
    state    TEXT    NOT NULL,
    batch    BIGINT,
    records  BIGINT  NOT NULL,
    PRIMARY KEY (run, place)
);

CREATE TABLE IF NOT EXISTS exception (
    run       BIGINT  NOT NULL REFERENCES run (number),
    kind      TEXT    NOT NULL,
    entity    TEXT    NOT NULL,
    source_id TEXT    NOT NULL,
    case_file BIGINT,
    file      TEXT    NOT NULL,
    line      BIGINT  NOT NULL,
    field     TEXT    NOT NULL,
    reason    TEXT    NOT NULL,
    rule      TEXT    NOT NULL
);

CREATE TABLE IF NOT EXISTS tally (
    run     BIGINT  NOT NULL REFERENCES run (number),
    entity  TEXT    NOT NULL,
    outcome TEXT    NOT NULL,
    records BIGINT  NOT NULL,
    PRIMARY KEY (run, entity, outcome)
);

CREATE TABLE IF NOT EXISTS output_file (
    path   TEXT PRIMARY KEY,
    run    BIGINT  NOT NULL REFERENCES run (number),
    sha256 TEXT NOT NULL
);

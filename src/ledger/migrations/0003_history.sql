-- What each run found, by reason, so that runs can be compared: dry runs too, of which no single record is kept.

CREATE TABLE cause (
    run     BIGINT NOT NULL REFERENCES run (number),
    kind    TEXT   NOT NULL,
    entity  TEXT   NOT NULL,
    field   TEXT   NOT NULL,
    reason  TEXT   NOT NULL,
    records BIGINT NOT NULL,
    PRIMARY KEY (run, kind, entity, field, reason)
);

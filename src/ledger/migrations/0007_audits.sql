-- Audits by people: every sample that was drawn, and every list of results that came back. Nothing here is ever changed.

CREATE TABLE audit_draw (
    number     BIGINT PRIMARY KEY,
    run        BIGINT NOT NULL REFERENCES run (number),
    drawn      TEXT   NOT NULL,
    -- As text: a seed has 64 bits without a sign.
    seed       TEXT   NOT NULL,
    -- In percent. What must not be reached is none where a number was asked for.
    confidence TEXT   NOT NULL,
    tolerable  TEXT
);

CREATE TABLE audit_stratum (
    draw       BIGINT NOT NULL REFERENCES audit_draw (number),
    place      BIGINT NOT NULL,
    name       TEXT   NOT NULL,
    case_files BIGINT NOT NULL,
    PRIMARY KEY (draw, place)
);

CREATE TABLE audit_case_file (
    draw      BIGINT NOT NULL REFERENCES audit_draw (number),
    case_file BIGINT NOT NULL,
    stratum   TEXT   NOT NULL,
    -- 1 where it was drawn besides, so that its group is looked at; 0 where it was drawn at random out of all.
    besides   BIGINT NOT NULL,
    PRIMARY KEY (draw, case_file)
);

CREATE TABLE audit_list (
    number  BIGINT PRIMARY KEY,
    draw    BIGINT NOT NULL REFERENCES audit_draw (number),
    taken   TEXT   NOT NULL,
    sha256  TEXT   NOT NULL,
    verdict TEXT   NOT NULL,
    -- Why an earlier result was taken back.
    reason  TEXT
);

CREATE TABLE audit_result (
    list       BIGINT NOT NULL REFERENCES audit_list (number),
    case_file  BIGINT NOT NULL,
    result     TEXT   NOT NULL,
    checked_by TEXT   NOT NULL,
    checked_on TEXT   NOT NULL,
    PRIMARY KEY (list, case_file)
);

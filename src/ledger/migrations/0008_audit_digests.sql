-- What vouches for a sample that was drawn and for a list of results: SHA-256 of its cells, noted once with them and never again, so
-- that whoever changes them without it is found, and no later command notes it anew.

CREATE TABLE audit_digest (
    -- draw or list
    kind   TEXT   NOT NULL,
    number BIGINT NOT NULL,
    -- Empty for what was noted before there were digests: nothing vouches for it.
    sha256 TEXT   NOT NULL,
    PRIMARY KEY (kind, number)
);

INSERT INTO audit_digest (kind, number, sha256) SELECT 'draw', number, '' FROM audit_draw;
INSERT INTO audit_digest (kind, number, sha256) SELECT 'list', number, '' FROM audit_list;

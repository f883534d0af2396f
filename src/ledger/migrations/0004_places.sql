-- Which output folder the ledger is of, so that it is never used for two.

CREATE TABLE place (
    -- What the folder itself keeps, wherever it is mounted.
    id   TEXT PRIMARY KEY,
    path TEXT NOT NULL
);

-- The code that a command ends with, which could not write the batch.
ALTER TABLE batch ADD COLUMN exit_code BIGINT;

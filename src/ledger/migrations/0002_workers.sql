-- Processes that work on one run together. Times are milliseconds since 1970 by the clock of the database.

CREATE TABLE worker (
    id    TEXT   PRIMARY KEY,
    -- None while it reads the drop.
    run   BIGINT REFERENCES run (number),
    seen  BIGINT NOT NULL,
    lease BIGINT NOT NULL
);

-- Who has it in hand, or had it last.
ALTER TABLE batch ADD COLUMN worker TEXT;

-- Who writes what follows the last batch.
ALTER TABLE run ADD COLUMN finisher TEXT;

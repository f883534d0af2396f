-- When a process first set about ending a run: whoever ends it in its place says the same, and writes the same bytes.
ALTER TABLE run ADD COLUMN ending TEXT;

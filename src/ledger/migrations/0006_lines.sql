-- What a run listed of sealed case files is read again by later runs, some case files at a time.
CREATE INDEX exception_case_file ON exception (run, case_file);

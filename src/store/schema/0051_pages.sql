-- What the slowest pages of the staff ask of a store with 300,000 files, so that it is read in an index.

-- Open files by state, for those that wait without a clock.
CREATE INDEX case_file_open_state ON case_file (office, state, changed_at, id) WHERE closed_at IS NULL;
-- All names are looked through for words that stand anywhere in them: in this index, not in the rows. It has what employee_name had.
CREATE INDEX employee_search ON employee (office, name, nip, id);
DROP INDEX employee_name;
-- Reports counted without those whose file is shut to the reader.
CREATE INDEX report_office_file ON report (office, case_file);
-- How many files came with each message of a talk.
CREATE INDEX report_file_message ON report_file (message) WHERE message IS NOT NULL;
-- The ages of hand-overs are grouped by receiver and day in the order of this index; it has what handover_age had.
CREATE INDEX handover_day ON handover (office, receiver, (sent_at / 86400000000), sent_at, id, case_file, outcome);
DROP INDEX handover_age;
-- On SQLite 0044 did not drop it: its DROP INDEX was passed over in silence (src/store/sqlite.c, on_authorise).
DROP INDEX IF EXISTS alike_group_open;

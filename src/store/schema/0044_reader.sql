-- What is shut to one reader, cheap to ask. Every list asks it ("$reader", tools/sqlc.py), and PostgreSQL planned the fourteen
-- parts of the view anew each time, which took longer than the list. There case_shut is a function now that plans them once for
-- a connection; file_shut is the view as it was, for those who ask by the file.
CREATE VIEW file_shut AS SELECT s.app_user AS app_user, s.case_file AS case_file FROM case_shut s;
-- postgres: DROP VIEW file_shut;
-- postgres: ALTER VIEW case_shut RENAME TO file_shut;
-- postgres: CREATE FUNCTION netra_shut(reader BIGINT) RETURNS SETOF BIGINT LANGUAGE plpgsql STABLE ROWS 10
-- postgres:   SET plan_cache_mode = force_generic_plan
-- postgres:   AS $$ BEGIN RETURN QUERY SELECT s.case_file FROM file_shut s WHERE s.app_user = reader; END $$;
-- postgres: CREATE VIEW case_shut AS
-- postgres:   SELECT u.id AS app_user, s.case_file AS case_file FROM app_user u CROSS JOIN LATERAL netra_shut(u.id) s(case_file);
-- postgres: CREATE OR REPLACE VIEW cluster_shut AS
-- postgres:   SELECT s.app_user AS app_user, i.cluster AS cluster FROM case_shut s JOIN review_item i ON i.case_file = s.case_file;

-- The ages of hand-overs are counted in an index: no row is read.
CREATE INDEX handover_age ON handover (office, receiver, sent_at, id, case_file, outcome);

-- Groups are counted by state and holder in the index alone; an index of SQLite ends with the id anyway.
-- postgres: DROP INDEX case_file_state;
-- postgres: CREATE INDEX case_file_state ON case_file (office, state, id);
-- postgres: DROP INDEX case_file_owner;
-- postgres: CREATE INDEX case_file_owner ON case_file (owner, state, id);

-- Suggested groups are asked newest first (alike_group_newest); this one, with all of them, was chosen instead.
DROP INDEX alike_group_open;

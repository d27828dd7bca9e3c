-- Casework: tasks and notes of a file that stay inside, the words by which files are found, and what pages ask of a store
-- with three hundred thousand files.

-- Something to do in a file, for one officer or for whoever takes it.
CREATE TABLE case_task (
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	case_file BIGINT NOT NULL REFERENCES case_file (id),
	text TEXT NOT NULL,
	app_user BIGINT REFERENCES app_user (id), -- who does it; NULL: nobody has it yet
	until_on BIGINT,                    -- day; NULL: none was set
	made_at BIGINT NOT NULL,
	made_by BIGINT REFERENCES app_user (id),
	done_at BIGINT,
	done_by BIGINT REFERENCES app_user (id),
	version BIGINT NOT NULL
);
CREATE INDEX case_task_file ON case_task (case_file, id);
CREATE INDEX case_task_open ON case_task (office, until_on, id) WHERE done_at IS NULL;

-- What officers write for each other about a file. It lies apart from the timeline, so that nothing which leaves the office
-- (room, package, papers, interface of programs, export, receipt) can carry it: none of them reads this table.
CREATE TABLE case_note ( -- append-only
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	case_file BIGINT NOT NULL REFERENCES case_file (id),
	at BIGINT NOT NULL,
	app_user BIGINT REFERENCES app_user (id),
	text TEXT NOT NULL
);
CREATE INDEX case_note_file ON case_note (case_file, id);

-- Where each word of a title begins, with what follows it: 24 letters in lower case. Worked out from titles, and can be again
-- (desk/docket/case_list.sql has the same rule).
CREATE TABLE case_word ( -- unsealed
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL,
	case_file BIGINT NOT NULL,
	start TEXT NOT NULL
);
CREATE INDEX case_word_start ON case_word (office, start, case_file);
CREATE INDEX case_word_file ON case_word (case_file);
INSERT INTO case_word (id, office, case_file, start)
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300)
SELECT row_number() OVER (ORDER BY f.id, n.i), f.office, f.id, substr(lower(f.title), n.i, 24)
  FROM case_file f JOIN n ON n.i <= length(f.title)
 WHERE (substr(lower(f.title), n.i, 1) BETWEEN 'a' AND 'z' OR substr(f.title, n.i, 1) BETWEEN '0' AND '9')
   AND NOT (substr(' ' || lower(f.title), n.i, 1) BETWEEN 'a' AND 'z' OR substr(' ' || f.title, n.i, 1) BETWEEN '0' AND '9');

-- A file as lists show it: no names of people.
CREATE VIEW case_line AS
SELECT f.id, f.office, f.kind, f.procedure, f.state, coalesce(f.register_number, f.receipt_number) AS number, f.title, f.event_on,
       f.event_place, f.owner, (SELECT u.name FROM app_user u WHERE u.id = f.owner) AS owner_name, f.opened_at, f.changed_at,
       f.closed_at, f.late,
       (SELECT count(*) FROM case_person p WHERE p.case_file = f.id AND p.role = 'terlapor') AS people,
       (SELECT count(*) FROM case_file j WHERE j.joined_to = f.id) AS joined, f.rulepack
  FROM case_file f;

CREATE INDEX clock_run_first ON clock_run (case_file, last_moment, id) WHERE ended_at IS NULL;
CREATE INDEX case_file_open ON case_file (office, changed_at, id) WHERE closed_at IS NULL;
CREATE INDEX case_file_ended ON case_file (office, closed_at, id) WHERE closed_at IS NOT NULL;
CREATE INDEX case_file_owner ON case_file (owner, state);
CREATE INDEX case_file_owner_ended ON case_file (owner, closed_at, id) WHERE closed_at IS NOT NULL;
CREATE INDEX case_file_unowned ON case_file (office, opened_at, id) WHERE owner IS NULL AND closed_at IS NULL AND joined_to IS NULL;
CREATE INDEX case_file_place ON case_file (office, event_on, lower(event_place));
CREATE INDEX case_event_change ON case_event (case_file, id);
CREATE INDEX handover_open ON handover (office, sent_at, id) WHERE state <> 'CLOSED';
CREATE INDEX case_exhibit_of ON case_exhibit (file);
CREATE INDEX report_file_of ON report_file (file);
CREATE INDEX clock_run_going ON clock_run (office, id) WHERE ended_at IS NULL;
CREATE INDEX case_file_live ON case_file (office, opened_at, id) WHERE closed_at IS NULL AND joined_to IS NULL;
CREATE INDEX case_file_submitted ON case_file (office, opened_at, id) WHERE state = 'SUBMITTED' AND joined_to IS NULL;
CREATE INDEX case_file_follows ON case_file (office, joined_to) WHERE joined_to IS NOT NULL;
CREATE INDEX case_file_pack ON case_file (office, rulepack, closed_at);
CREATE INDEX review_decision_undo ON review_decision (other) WHERE decision = 'undo';
CREATE INDEX report_place ON report (event_on, lower(place));
CREATE INDEX report_link_url ON report_link (url);

-- The calendar of working days: decrees that two people typed, the versions they made, pauses, and every deadline that
-- moved with them.

-- A decree about days off. It counts once two different people have typed the same (decree_typing).
CREATE TABLE decree (
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id), -- where it was typed
	national BIGINT NOT NULL,           -- 1: for every office of the store; 0: for this one
	number TEXT NOT NULL,               -- SKB 1497/2025, 2/2025, 5/2025
	title TEXT NOT NULL,
	decided_on BIGINT NOT NULL,         -- the day of the decree: later ones override earlier ones
	covers_from BIGINT,                 -- it says of every day from here to there whether it is free; NULL: single days
	covers_to BIGINT,
	source TEXT NOT NULL,               -- where it can be read
	state TEXT NOT NULL,                -- pending, in_force, dropped
	first_by BIGINT REFERENCES app_user (id), -- NULL: read from a file by the program
	first_at BIGINT NOT NULL,
	second_by BIGINT REFERENCES app_user (id),
	decided_at BIGINT,                  -- when it came in force, or was dropped
	reason TEXT,                        -- why it was dropped
	UNIQUE (office, number)
);

-- What one person typed, whole. Corrections are further typings; the newest of each person counts.
CREATE TABLE decree_typing ( -- append-only
	id BIGINT PRIMARY KEY,
	decree BIGINT NOT NULL REFERENCES decree (id),
	at BIGINT NOT NULL,
	app_user BIGINT,                    -- NULL: the program
	how TEXT NOT NULL,                  -- page, file, rows (confirmed row by row), api
	decided_on BIGINT NOT NULL,
	covers_from BIGINT,
	covers_to BIGINT,
	file_name TEXT NOT NULL,
	sha256 TEXT NOT NULL                -- of the file, or of the rows as they were sent
);
CREATE INDEX decree_typing_of ON decree_typing (decree, id);

CREATE TABLE decree_row ( -- append-only
	id BIGINT PRIMARY KEY,
	typing BIGINT NOT NULL REFERENCES decree_typing (id),
	line BIGINT NOT NULL,
	change TEXT NOT NULL,               -- add, withdraw, move
	day BIGINT NOT NULL,
	moved_from BIGINT,                  -- of a day that moves: where it was
	kind TEXT NOT NULL,                 -- libur_nasional, cuti_bersama, hari_pemungutan_suara, libur_daerah
	name TEXT NOT NULL
);
CREATE INDEX decree_row_of ON decree_row (typing, line);

-- Each calendar by which this office ever counted, whole: a deadline names it by its hash for ever.
CREATE TABLE calendar_version ( -- append-only
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	number BIGINT NOT NULL,             -- 1, 2, 3 ...
	hash TEXT NOT NULL,                 -- clock_run.calendar
	at BIGINT NOT NULL,
	app_user BIGINT,
	decree BIGINT REFERENCES decree (id), -- what made it; NULL: the rule pack or a setting
	rulepack TEXT NOT NULL,             -- the pack whose days it begins with
	covers_from BIGINT NOT NULL,
	covers_to BIGINT NOT NULL,
	joint_leave_works BIGINT NOT NULL,  -- setting clock.cuti_bersama_is_working_day
	days TEXT NOT NULL,                 -- JSON: every day off with kind, name and decree
	UNIQUE (office, number)
);

-- The sum with which a clock started, each day with its reason (R11). It lies apart from clock_run, so that moving a date
-- moves a slim row, and so that nobody can rewrite it.
CREATE TABLE clock_sum ( -- append-only
	id BIGINT PRIMARY KEY,              -- that of the clock_run
	sum TEXT NOT NULL                   -- JSON
);

-- One new result for all open clocks that share rule, start and old result; @clock_run for one with pauses.
CREATE TABLE clock_recount ( -- append-only
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	version BIGINT REFERENCES calendar_version (id), -- NULL: a pause, not the calendar, moved it
	clock TEXT NOT NULL,
	rulepack TEXT NOT NULL,
	start_on BIGINT NOT NULL,
	clock_run BIGINT,
	old_last BIGINT NOT NULL,
	new_last BIGINT NOT NULL,
	old_status TEXT NOT NULL,
	new_status TEXT NOT NULL,
	notice BIGINT NOT NULL,             -- as clock_run.notice
	sum TEXT NOT NULL,                  -- JSON of the new count, each day (R11); the start's hour is in clock_run
	text TEXT NOT NULL                  -- for the timeline
);
CREATE INDEX clock_recount_of ON clock_recount (version, clock, start_on);

-- Which clocks moved by it: the list of moved files, and a line of each file's timeline.
CREATE TABLE clock_move ( -- append-only
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL,
	recount BIGINT NOT NULL,            -- clock_recount
	case_file BIGINT NOT NULL,
	clock_run BIGINT NOT NULL,
	at BIGINT NOT NULL,
	app_user BIGINT
);
CREATE INDEX clock_move_file ON clock_move (case_file, id);

-- Days that a clock passes over, where the law allows it (law_clock.pausable).
CREATE TABLE clock_pause (
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	clock_run BIGINT NOT NULL REFERENCES clock_run (id),
	from_on BIGINT NOT NULL,
	to_on BIGINT,                       -- NULL: nobody knows yet
	reason TEXT NOT NULL,
	made_by BIGINT,
	made_at BIGINT NOT NULL,
	ended_by BIGINT,
	ended_at BIGINT
);
CREATE INDEX clock_pause_of ON clock_pause (clock_run, from_on);

ALTER TABLE clock_run ADD COLUMN moved BIGINT;   -- clock_recount that gave the present result; NULL: as first counted
ALTER TABLE clock_run ADD COLUMN notice BIGINT;  -- 1: the date changed, not yet seen; 2: it came earlier, to be confirmed
ALTER TABLE clock_run ADD COLUMN pauses BIGINT;  -- how many pauses it has had; NULL: none
CREATE INDEX clock_run_notice ON clock_run (office, notice) WHERE notice IS NOT NULL;
CREATE INDEX clock_run_pauses ON clock_run (office, id) WHERE pauses IS NOT NULL;

-- The docket: files (report or finding), the people in them, what happened, which clocks run, which letters went.

CREATE TABLE case_file (
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	kind TEXT NOT NULL,                 -- report, finding, info
	procedure TEXT NOT NULL,            -- pilkada, pemilu
	contest BIGINT REFERENCES contest (id),
	state TEXT NOT NULL,                -- law/states.toml
	receipt_number TEXT,                -- 006/PL/PW/Kota/99.01/X/2024
	register_number TEXT,               -- 006/REG/LP/PW/Kota/99.01/X/2024; given when registered
	title TEXT NOT NULL,                -- neutral words, no names
	summary TEXT NOT NULL,
	event_on BIGINT,                    -- day of the event: the law of this day judges it
	event_place TEXT,
	known_on BIGINT,                    -- day on which it became known
	late BIGINT NOT NULL,               -- the report window had passed
	owner BIGINT REFERENCES app_user (id),
	joined_to BIGINT REFERENCES case_file (id), -- same event, carried on in that file
	rulepack TEXT NOT NULL,             -- hash of the pack it started with
	opened_at BIGINT NOT NULL,
	changed_at BIGINT NOT NULL,
	closed_at BIGINT,
	version BIGINT NOT NULL             -- raised by each change: optimistic editing
);
CREATE INDEX case_file_state ON case_file (office, state);
CREATE INDEX case_file_register ON case_file (office, register_number);
CREATE INDEX case_file_receipt ON case_file (office, receipt_number);
CREATE INDEX case_file_opened ON case_file (office, opened_at);
CREATE INDEX case_file_joined ON case_file (joined_to);

CREATE TABLE case_event ( -- append-only
	id BIGINT PRIMARY KEY,
	case_file BIGINT NOT NULL REFERENCES case_file (id),
	at BIGINT NOT NULL,
	app_user BIGINT,                    -- NULL: the program or the public
	event TEXT NOT NULL,                -- law/transitions.toml, or note, letter, evidence, message
	transition TEXT,                    -- T05
	from_state TEXT NOT NULL,
	to_state TEXT NOT NULL,
	text TEXT NOT NULL,                 -- for the timeline
	kind TEXT NOT NULL,                 -- state, note, letter, evidence, talk, clock
	ref BIGINT                          -- the row it speaks of
);
CREATE INDEX case_event_file ON case_event (case_file, at);

CREATE TABLE case_person (
	id BIGINT PRIMARY KEY,
	case_file BIGINT NOT NULL REFERENCES case_file (id),
	role TEXT NOT NULL,                 -- terlapor, saksi, atasan, ahli, pelapor
	number BIGINT NOT NULL,             -- 1, 2, 3 in the file
	employee BIGINT REFERENCES employee (id),
	name TEXT NOT NULL,
	nip TEXT,
	class TEXT NOT NULL,                -- on the day of the event
	class_source TEXT NOT NULL,         -- registry, officer
	agency TEXT,
	position TEXT,
	address TEXT,
	act_code TEXT,                      -- alleged act, law/acts.toml; NULL until somebody chose it
	statement TEXT,                     -- what the person said, in short
	account_owned TEXT NOT NULL,        -- none, claimed, admitted, proven: is the account the person's
	intent TEXT,                        -- spontan, diajak, disengaja, tidak tahu: as said and found
	reach TEXT,
	removed_on BIGINT,                  -- when the post was taken down
	repeated BIGINT NOT NULL,           -- 1: not for the first time
	outcome TEXT,                       -- proven, not_proven, not_violation; NULL before the plenary
	outcome_at BIGINT,
	version BIGINT NOT NULL,
	UNIQUE (case_file, number)
);
CREATE INDEX case_person_employee ON case_person (employee);

CREATE TABLE clock_run (
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL,
	case_file BIGINT NOT NULL REFERENCES case_file (id),
	person BIGINT REFERENCES case_person (id), -- for clocks that run per person (DS-PPK)
	clock TEXT NOT NULL,                -- PK-HANDLE
	start_on BIGINT NOT NULL,
	start_at BIGINT,                    -- NULL: it started from a date on a form
	last_moment BIGINT NOT NULL,
	sum TEXT NOT NULL,                  -- JSON: each day, counted or not, why (R11)
	calendar TEXT NOT NULL,
	rulepack TEXT NOT NULL,
	status TEXT NOT NULL,               -- running, stopped, switched, expired, uncounted (no calendar yet)
	ended_at BIGINT,
	end_reason TEXT
);
CREATE INDEX clock_run_open ON clock_run (office, status, last_moment);
CREATE INDEX clock_run_file ON clock_run (case_file);

CREATE TABLE letter (
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	case_file BIGINT REFERENCES case_file (id),
	person BIGINT REFERENCES case_person (id),
	form TEXT NOT NULL,                 -- key of law/forms.toml: summons, minutes, study, forwarding, ...
	form_code TEXT NOT NULL,            -- as printed: B.9
	number TEXT,                        -- NULL: this paper bears no number of its own
	subject TEXT NOT NULL,
	recipient TEXT NOT NULL,
	markdown TEXT NOT NULL,             -- the filled text, as printed
	missing BIGINT NOT NULL,            -- facts that were not there, marked on the paper
	file BIGINT NOT NULL REFERENCES evidence_file (id), -- the PDF
	check_code TEXT NOT NULL UNIQUE,    -- in the QR: /periksa/<code>
	made_at BIGINT NOT NULL,
	made_by BIGINT,
	signed_at BIGINT,                   -- wet ink: when the signed paper was scanned or noted
	signed_by TEXT,
	scan BIGINT REFERENCES evidence_file (id),
	delivered_at BIGINT,
	delivered_how TEXT
);
CREATE INDEX letter_case ON letter (case_file);

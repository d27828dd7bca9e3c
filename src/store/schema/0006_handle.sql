-- Casework: the initial review, evidence of a file, invitations and the room behind them, clarification, study, plenary.

-- One mark per element of the initial review; a change of mind is a new row, the last one counts.
CREATE TABLE review_mark ( -- append-only
	id BIGINT PRIMARY KEY,
	case_file BIGINT NOT NULL REFERENCES case_file (id),
	element TEXT NOT NULL,              -- F1, M2: law/requirements
	met BIGINT NOT NULL,
	reason TEXT NOT NULL,
	at BIGINT NOT NULL,
	app_user BIGINT
);
CREATE INDEX review_mark_file ON review_mark (case_file, id);

-- Evidence of a file: B-1, B-2 ... What the reported persons may see is a decision of staff, per exhibit.
CREATE TABLE case_exhibit (
	id BIGINT PRIMARY KEY,
	case_file BIGINT NOT NULL REFERENCES case_file (id),
	number BIGINT NOT NULL,             -- 1: "B-1"
	file BIGINT NOT NULL REFERENCES evidence_file (id),
	description TEXT NOT NULL,
	origin TEXT NOT NULL,               -- report, patrol, room, officer
	person BIGINT REFERENCES case_person (id), -- whose counter-evidence it is
	showable BIGINT NOT NULL,           -- 1: the reported persons may see it in their room
	added_at BIGINT NOT NULL,
	added_by BIGINT,
	UNIQUE (case_file, number)
);

CREATE TABLE summons (
	id BIGINT PRIMARY KEY,
	case_file BIGINT NOT NULL REFERENCES case_file (id),
	person BIGINT NOT NULL REFERENCES case_person (id),
	attempt BIGINT NOT NULL,            -- 1 first invitation, 2 second
	hear_at BIGINT NOT NULL,
	place TEXT NOT NULL,
	online BIGINT NOT NULL,
	warning TEXT,                       -- said when it went out later than the law wants; NULL: in time
	code BYTEA NOT NULL UNIQUE,         -- keyed hash of the one-time code of the room
	code_used_at BIGINT,
	letter BIGINT REFERENCES letter (id),
	outcome TEXT,                       -- heard, absent, written, moved; NULL: still to come
	outcome_at BIGINT,
	made_at BIGINT NOT NULL,
	made_by BIGINT,
	UNIQUE (person, attempt, hear_at)
);
CREATE INDEX summons_file ON summons (case_file);

-- The room of a summoned person: opened once by the code, then kept by its own address until it ends.
CREATE TABLE room (
	id BIGINT PRIMARY KEY,
	summons BIGINT NOT NULL REFERENCES summons (id),
	token BYTEA NOT NULL UNIQUE,        -- keyed hash
	opened_at BIGINT NOT NULL,
	ends_at BIGINT NOT NULL
);

CREATE TABLE room_try ( -- unsealed
	id BIGINT PRIMARY KEY,
	source BYTEA NOT NULL,              -- keyed hash of the address; the key lives an hour
	at BIGINT NOT NULL
);
CREATE INDEX room_try_source ON room_try (source, at);

-- What the summoned person hands in: a written answer, another date, a companion, counter-evidence.
CREATE TABLE room_item ( -- append-only
	id BIGINT PRIMARY KEY,
	case_file BIGINT NOT NULL REFERENCES case_file (id),
	person BIGINT NOT NULL REFERENCES case_person (id),
	summons BIGINT NOT NULL REFERENCES summons (id),
	kind TEXT NOT NULL,                 -- answer, other_date, companion, evidence
	text TEXT NOT NULL,
	file BIGINT REFERENCES evidence_file (id),
	at BIGINT NOT NULL
);
CREATE INDEX room_item_file ON room_item (case_file);

CREATE TABLE hearing (
	id BIGINT PRIMARY KEY,
	case_file BIGINT NOT NULL REFERENCES case_file (id),
	person BIGINT NOT NULL REFERENCES case_person (id),
	summons BIGINT REFERENCES summons (id),
	held_at BIGINT NOT NULL,
	place TEXT NOT NULL,
	online BIGINT NOT NULL,
	oath TEXT NOT NULL,                 -- taken, declined: the clarification goes on without it
	companion TEXT NOT NULL,
	state TEXT NOT NULL,                -- open, read_back, closed
	signature TEXT,                     -- signed, declined: a choice, not an error
	signature_reason TEXT,
	letter BIGINT REFERENCES letter (id),
	closed_at BIGINT,
	made_by BIGINT,
	version BIGINT NOT NULL
);
CREATE INDEX hearing_file ON hearing (case_file);

CREATE TABLE hearing_line ( -- append-only
	id BIGINT PRIMARY KEY,
	hearing BIGINT NOT NULL REFERENCES hearing (id),
	number BIGINT NOT NULL,
	question TEXT NOT NULL,
	answer TEXT NOT NULL,
	at BIGINT NOT NULL,
	UNIQUE (hearing, number)
);

-- What the person changed when the minutes were read back; the original stays beside it.
CREATE TABLE hearing_correction ( -- append-only
	id BIGINT PRIMARY KEY,
	line BIGINT NOT NULL REFERENCES hearing_line (id),
	text TEXT NOT NULL,
	at BIGINT NOT NULL
);

CREATE TABLE study (
	id BIGINT PRIMARY KEY,
	case_file BIGINT NOT NULL UNIQUE REFERENCES case_file (id),
	position_text TEXT NOT NULL,        -- I the case in short
	data_text TEXT NOT NULL,            -- II data
	legal_text TEXT NOT NULL,           -- III a
	facts_text TEXT NOT NULL,           -- III b
	recommendation TEXT NOT NULL,       -- V
	signed_at BIGINT,
	signed_by BIGINT,
	letter BIGINT REFERENCES letter (id),
	changed_at BIGINT NOT NULL,
	changed_by BIGINT,
	version BIGINT NOT NULL
);

-- III c and IV: each person and act by itself.
CREATE TABLE study_point (
	id BIGINT PRIMARY KEY,
	study BIGINT NOT NULL REFERENCES study (id),
	person BIGINT NOT NULL REFERENCES case_person (id),
	act_code TEXT NOT NULL,
	analysis TEXT NOT NULL,
	quotes TEXT NOT NULL,               -- which evidence carries it, quoted
	conclusion TEXT NOT NULL,           -- proven, not_proven, not_violation
	version BIGINT NOT NULL,
	UNIQUE (study, person, act_code)
);

CREATE TABLE plenary (
	id BIGINT PRIMARY KEY,
	case_file BIGINT NOT NULL REFERENCES case_file (id),
	agenda TEXT NOT NULL,
	held_at BIGINT NOT NULL,
	place TEXT NOT NULL,
	event TEXT NOT NULL,                -- what it let happen: decide_other_law, ...
	letter BIGINT REFERENCES letter (id),
	made_by BIGINT
);
CREATE INDEX plenary_file ON plenary (case_file);

CREATE TABLE plenary_vote ( -- append-only
	id BIGINT PRIMARY KEY,
	plenary BIGINT NOT NULL REFERENCES plenary (id),
	app_user BIGINT NOT NULL REFERENCES app_user (id),
	vote TEXT NOT NULL,                 -- agree, dissent, absent
	opinion TEXT NOT NULL,              -- of a dissenting member, in full
	at BIGINT NOT NULL,
	UNIQUE (plenary, app_user)
);

CREATE TABLE plenary_decision ( -- append-only
	id BIGINT PRIMARY KEY,
	plenary BIGINT NOT NULL REFERENCES plenary (id),
	case_file BIGINT NOT NULL REFERENCES case_file (id),
	person BIGINT NOT NULL REFERENCES case_person (id),
	act_code TEXT NOT NULL,
	outcome TEXT NOT NULL,              -- proven, not_proven, not_violation
	reason TEXT NOT NULL,
	at BIGINT NOT NULL,
	UNIQUE (plenary, person, act_code)
);
CREATE INDEX plenary_decision_person ON plenary_decision (person);

-- "Not proven": this evidence never brings this person up again.
CREATE TABLE name_repair ( -- append-only
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	case_file BIGINT NOT NULL REFERENCES case_file (id),
	person BIGINT NOT NULL REFERENCES case_person (id),
	employee BIGINT REFERENCES employee (id),
	sha256 TEXT NOT NULL,               -- of the evidence
	at BIGINT NOT NULL
);
CREATE INDEX name_repair_employee ON name_repair (employee);

-- Outreach events: planned, invited to, attended, asked before and after. What came in at a door or from paper is kept as it came,
-- also when it does not count; what counts is its state.

CREATE TABLE outreach (
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	title TEXT NOT NULL,
	purpose TEXT NOT NULL,
	place TEXT NOT NULL,
	speaker TEXT NOT NULL,
	starts_at BIGINT NOT NULL,          -- moments
	ends_at BIGINT NOT NULL,
	door_key TEXT NOT NULL,             -- three digits with which each code of the event begins
	token TEXT NOT NULL,                -- of everybody's link
	questions TEXT NOT NULL,            -- codes of the quiz (law/quiz.toml), with blanks between
	after_at BIGINT,                    -- when the second quiz was opened by hand; NULL: it opens at the end
	made_at BIGINT NOT NULL,
	made_by BIGINT REFERENCES app_user (id),
	UNIQUE (token)
);
CREATE INDEX outreach_office ON outreach (office, starts_at);

CREATE TABLE outreach_group (
	id BIGINT PRIMARY KEY,
	event BIGINT NOT NULL REFERENCES outreach (id),
	code TEXT NOT NULL,                 -- asn, thl, village_head, village_official, bpd, other
	expected BIGINT NOT NULL,
	UNIQUE (event, code)
);

CREATE TABLE outreach_invite ( -- append-only
	id BIGINT PRIMARY KEY,
	event BIGINT NOT NULL REFERENCES outreach (id),
	person BIGINT REFERENCES roster_row (id), -- NULL: typed by hand
	name TEXT NOT NULL,
	grp TEXT NOT NULL,
	unit TEXT NOT NULL,                 -- "" when none was said
	who TEXT NOT NULL,                  -- name without titles and marks, for finding doubles
	code TEXT NOT NULL,                 -- nine digits
	token TEXT NOT NULL,                -- of the invitation's page
	at BIGINT NOT NULL,
	app_user BIGINT REFERENCES app_user (id),
	UNIQUE (event, code),
	UNIQUE (event, person),
	UNIQUE (token)
);
CREATE INDEX outreach_invite_code ON outreach_invite (code);
CREATE INDEX outreach_invite_person ON outreach_invite (person);
CREATE INDEX outreach_invite_who ON outreach_invite (event, who);

-- A phone or kiosk that checks people in: whoever has its link may.
CREATE TABLE outreach_door (
	id BIGINT PRIMARY KEY,
	event BIGINT NOT NULL REFERENCES outreach (id),
	name TEXT NOT NULL,
	token TEXT NOT NULL,
	made_at BIGINT NOT NULL,
	made_by BIGINT REFERENCES app_user (id),
	closed_at BIGINT,
	UNIQUE (token),
	UNIQUE (event, name)
);

CREATE TABLE outreach_entry (
	id BIGINT PRIMARY KEY,
	event BIGINT NOT NULL REFERENCES outreach (id),
	key TEXT NOT NULL,                  -- made where it was entered: sent twice, it is one entry
	kind TEXT NOT NULL,                 -- scan, walkin, paper
	door BIGINT REFERENCES outreach_door (id),
	invite BIGINT REFERENCES outreach_invite (id),
	code TEXT NOT NULL,                 -- as it was read; of a guest without invitation, the code given at the door; ""
	name TEXT NOT NULL,
	grp TEXT NOT NULL,
	unit TEXT NOT NULL,
	who TEXT NOT NULL,
	arrived_at BIGINT NOT NULL,         -- by the office's clock
	phone_at BIGINT,                    -- by the phone's own clock, when it said so
	clock_off_s BIGINT NOT NULL,        -- how much the phone's clock was ahead when it sent; 0: right, or not said
	got_at BIGINT NOT NULL,             -- when it reached the office
	state TEXT NOT NULL,                -- counted, double, foreign, unknown, early, late, dropped
	same_as BIGINT REFERENCES outreach_entry (id),
	state_by BIGINT REFERENCES app_user (id), -- NULL: the rules
	state_reason TEXT NOT NULL,
	app_user BIGINT REFERENCES app_user (id), -- who keyed it in from paper
	token TEXT NOT NULL,                -- of the attendant's own page
	certificate TEXT NOT NULL,          -- what a certificate is checked by
	UNIQUE (event, key),
	UNIQUE (token),
	UNIQUE (certificate)
);
CREATE UNIQUE INDEX outreach_entry_once ON outreach_entry (invite) WHERE state = 'counted';
CREATE INDEX outreach_entry_event ON outreach_entry (event, state);
CREATE INDEX outreach_entry_who ON outreach_entry (event, who);
CREATE INDEX outreach_entry_code ON outreach_entry (event, code);

-- No answers: only how many were right.
CREATE TABLE outreach_score ( -- append-only
	id BIGINT PRIMARY KEY,
	entry BIGINT NOT NULL REFERENCES outreach_entry (id),
	part TEXT NOT NULL,                 -- before, after
	score BIGINT NOT NULL,
	asked BIGINT NOT NULL,
	at BIGINT NOT NULL,
	UNIQUE (entry, part)
);

CREATE TABLE outreach_file ( -- append-only
	id BIGINT PRIMARY KEY,
	event BIGINT NOT NULL REFERENCES outreach (id),
	kind TEXT NOT NULL,                 -- material, photo, sheet (of signatures)
	number BIGINT NOT NULL,             -- version of the material; running number of photos and sheets
	file BIGINT NOT NULL REFERENCES evidence_file (id),
	title TEXT NOT NULL,
	at BIGINT NOT NULL,
	app_user BIGINT REFERENCES app_user (id),
	UNIQUE (event, kind, number)
);

CREATE TABLE outreach_minutes ( -- append-only
	id BIGINT PRIMARY KEY,
	event BIGINT NOT NULL REFERENCES outreach (id),
	text TEXT NOT NULL,
	at BIGINT NOT NULL,
	app_user BIGINT REFERENCES app_user (id)
);
CREATE INDEX outreach_minutes_event ON outreach_minutes (event);

-- Who promised to pass on what to whom.
CREATE TABLE outreach_duty (
	id BIGINT PRIMARY KEY,
	event BIGINT NOT NULL REFERENCES outreach (id),
	who TEXT NOT NULL,
	audience TEXT NOT NULL,
	what TEXT NOT NULL,
	due_on BIGINT NOT NULL,             -- day
	at BIGINT NOT NULL,
	app_user BIGINT REFERENCES app_user (id),
	done_on BIGINT,                     -- day
	done_note TEXT,
	done_by BIGINT REFERENCES app_user (id)
);
CREATE INDEX outreach_duty_event ON outreach_duty (event);

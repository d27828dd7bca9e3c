-- Lists of people who are asked: to sign a pledge, to acknowledge a letter, to come to an event. A list is kept as each import
-- left it; who is gone stays, with the day, because what they signed stays.

CREATE TABLE roster (
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	title TEXT NOT NULL,
	made_at BIGINT NOT NULL,
	made_by BIGINT REFERENCES app_user (id),
	UNIQUE (office, title)
);

-- Who is taken out of the denominator, and why. Shown beside every share.
CREATE TABLE roster_rule (
	id BIGINT PRIMARY KEY,
	roster BIGINT NOT NULL REFERENCES roster (id),
	word TEXT NOT NULL,                 -- how the list's column "status" begins, in small letters: "cuti", "pensiun"
	excuse TEXT NOT NULL,               -- leave, retired, detached, other
	made_at BIGINT NOT NULL,
	made_by BIGINT REFERENCES app_user (id),
	UNIQUE (roster, word)
);

CREATE TABLE roster_run ( -- append-only
	id BIGINT PRIMARY KEY,
	roster BIGINT NOT NULL REFERENCES roster (id),
	at BIGINT NOT NULL,
	app_user BIGINT REFERENCES app_user (id),
	file_name TEXT NOT NULL,
	sha256 TEXT NOT NULL,
	rows_read BIGINT NOT NULL,
	rows_kept BIGINT NOT NULL,
	rows_rejected BIGINT NOT NULL,
	added BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	moved BIGINT NOT NULL,              -- of the changed: to another agency
	gone BIGINT NOT NULL,
	same BIGINT NOT NULL
);

CREATE TABLE roster_row (
	id BIGINT PRIMARY KEY,
	roster BIGINT NOT NULL REFERENCES roster (id),
	number TEXT,                        -- NIP or NI PPPK of 18 digits, else as the list wrote it; NULL: none, signs on paper
	name TEXT NOT NULL,
	class TEXT NOT NULL,
	agency BIGINT REFERENCES agency (id),
	unit TEXT,
	position TEXT,
	status TEXT NOT NULL,               -- as the list says; "" when it says nothing
	excuse TEXT NOT NULL,               -- "": counts; leave, retired, detached, other
	excuse_by TEXT NOT NULL,            -- "", rule, hand
	excuse_reason TEXT NOT NULL,        -- the rule's word, or what was typed
	birth BYTEA,                        -- keyed hash of the birth day; NULL: neither number nor list says it
	code BYTEA,                         -- keyed hash of the one-time code that was last printed; NULL: none
	code_used_at BIGINT,
	run BIGINT NOT NULL,                -- roster_run, the last import that had the person
	gone_at BIGINT,                     -- not in the list any more since then
	changed_at BIGINT NOT NULL,
	UNIQUE (roster, number)
);
CREATE INDEX roster_row_agency ON roster_row (roster, agency, name, id);
CREATE INDEX roster_row_run ON roster_row (roster, run);
CREATE INDEX roster_row_nameless ON roster_row (roster, name) WHERE number IS NULL;

-- How many people each agency has in a list: worked out from the rows, and can be again.
CREATE TABLE roster_unit ( -- unsealed
	id BIGINT PRIMARY KEY,
	roster BIGINT NOT NULL,
	agency BIGINT NOT NULL,             -- 0: the list names none
	people BIGINT NOT NULL,             -- in the list, not gone
	leave BIGINT NOT NULL,
	retired BIGINT NOT NULL,
	detached BIGINT NOT NULL,
	other BIGINT NOT NULL,
	UNIQUE (roster, agency)
);

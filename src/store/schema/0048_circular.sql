-- Circular letters, and accounts of namesakes.

-- Circular letters: what was told to whom, who received it, and who has said that it was read. A letter is never changed, only
-- followed by another version; what was acknowledged stays with the version that was.

CREATE TABLE circular (
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	kind TEXT NOT NULL,                 -- himbauan, edaran
	issuer TEXT NOT NULL,               -- another institution whose letter this is; "": ours
	subject TEXT NOT NULL,
	roster BIGINT REFERENCES roster (id), -- whose people are asked at the end of the cascade; NULL: nobody
	takes TEXT NOT NULL,                -- what proves them beside the number: code, birth, either
	made_at BIGINT NOT NULL,
	made_by BIGINT REFERENCES app_user (id),
	UNIQUE (office, subject)
);

CREATE TABLE circular_version ( -- append-only
	id BIGINT PRIMARY KEY,
	circular BIGINT NOT NULL REFERENCES circular (id),
	number BIGINT NOT NULL,             -- 1, 2, ...
	letter_number TEXT NOT NULL,        -- the office's own, without gaps; of another's letter theirs
	dated_on BIGINT NOT NULL,           -- day on the letter
	letter BIGINT REFERENCES letter (id), -- ours
	file BIGINT NOT NULL REFERENCES evidence_file (id), -- our PDF, or the scan of theirs
	made_at BIGINT NOT NULL,
	made_by BIGINT REFERENCES app_user (id),
	UNIQUE (circular, number)
);

-- What the letter forbids, point by point.
CREATE TABLE circular_point ( -- append-only
	id BIGINT PRIMARY KEY,
	version BIGINT NOT NULL REFERENCES circular_version (id),
	number BIGINT NOT NULL,
	text TEXT NOT NULL,
	act TEXT NOT NULL,                  -- code of the act in the law's pack; "": none
	basis TEXT NOT NULL,                -- its articles as they were then
	UNIQUE (version, number)
);

CREATE TABLE circular_withdrawal ( -- append-only
	id BIGINT PRIMARY KEY,
	version BIGINT NOT NULL REFERENCES circular_version (id),
	reason TEXT NOT NULL,
	at BIGINT NOT NULL,
	app_user BIGINT REFERENCES app_user (id),
	UNIQUE (version)
);

-- To whom: a head (Mayor, Sekda, personnel board), or a unit (OPD, district, village), written to by us or reached through a head.
CREATE TABLE circular_addressee ( -- append-only
	id BIGINT PRIMARY KEY,
	circular BIGINT NOT NULL REFERENCES circular (id),
	parent BIGINT REFERENCES circular_addressee (id), -- who passed it on; NULL: we wrote
	rung TEXT NOT NULL,                 -- head, unit
	name TEXT NOT NULL,                 -- "Wali Kota Tirtamulya", "Camat Randusari"
	agency BIGINT REFERENCES agency (id), -- whose people it may be passed on to; NULL: none of the list
	app_user BIGINT REFERENCES app_user (id), -- a partner who may acknowledge by logging in; NULL: by the link alone
	token TEXT NOT NULL,                -- of the link, and of the QR on the sheet
	people TEXT NOT NULL,               -- token of the link for the unit's people
	made_at BIGINT NOT NULL,
	made_by BIGINT REFERENCES app_user (id),
	UNIQUE (token),
	UNIQUE (people),
	UNIQUE (circular, name)
);
CREATE INDEX circular_addressee_parent ON circular_addressee (parent);

-- Proof of delivery.
CREATE TABLE circular_delivery ( -- append-only
	id BIGINT PRIMARY KEY,
	version BIGINT NOT NULL REFERENCES circular_version (id),
	addressee BIGINT NOT NULL REFERENCES circular_addressee (id),
	how TEXT NOT NULL,                  -- hand, post, mail, link (passed on through ours)
	received_by TEXT NOT NULL,
	received_on BIGINT NOT NULL,        -- day
	file BIGINT REFERENCES evidence_file (id), -- photo or scan of the receipt
	at BIGINT NOT NULL,
	app_user BIGINT REFERENCES app_user (id)
);
CREATE INDEX circular_delivery_of ON circular_delivery (version, addressee);

CREATE TABLE circular_ack ( -- append-only
	id BIGINT PRIMARY KEY,
	version BIGINT NOT NULL REFERENCES circular_version (id),
	addressee BIGINT NOT NULL REFERENCES circular_addressee (id),
	how TEXT NOT NULL,                  -- link, login
	by_name TEXT NOT NULL,
	at BIGINT NOT NULL,
	app_user BIGINT REFERENCES app_user (id),
	UNIQUE (version, addressee)
);

-- An addressee has passed a version on: to a unit, or to the people of the list.
CREATE TABLE circular_pass ( -- append-only
	id BIGINT PRIMARY KEY,
	version BIGINT NOT NULL REFERENCES circular_version (id),
	addressee BIGINT NOT NULL REFERENCES circular_addressee (id),
	target BIGINT NOT NULL,             -- circular_addressee; 0: the unit's people
	at BIGINT NOT NULL,
	UNIQUE (version, addressee, target)
);

-- Somebody of the list has read it.
CREATE TABLE circular_read ( -- append-only
	id BIGINT PRIMARY KEY,
	version BIGINT NOT NULL REFERENCES circular_version (id),
	person BIGINT NOT NULL REFERENCES roster_row (id),
	agency BIGINT NOT NULL,             -- of the person on that day; 0: none
	addressee BIGINT NOT NULL REFERENCES circular_addressee (id), -- through whose link
	method TEXT NOT NULL,               -- code, birth
	at BIGINT NOT NULL,
	UNIQUE (version, person)
);
CREATE INDEX circular_read_person ON circular_read (person);

-- At most two for one version, never two on one day.
CREATE TABLE circular_reminder ( -- append-only
	id BIGINT PRIMARY KEY,
	version BIGINT NOT NULL REFERENCES circular_version (id),
	addressee BIGINT NOT NULL REFERENCES circular_addressee (id),
	number BIGINT NOT NULL,             -- 1, 2
	day BIGINT NOT NULL,
	letter BIGINT NOT NULL REFERENCES letter (id),
	at BIGINT NOT NULL,
	app_user BIGINT REFERENCES app_user (id), -- NULL: the program, because it was time
	UNIQUE (version, addressee, number),
	UNIQUE (version, addressee, day)
);

-- How many of each agency have read a version: kept with each acknowledgement, and can be counted again.
CREATE TABLE circular_unit ( -- unsealed
	id BIGINT PRIMARY KEY,
	version BIGINT NOT NULL,
	agency BIGINT NOT NULL,
	readers BIGINT NOT NULL,            -- of those who count
	beyond BIGINT NOT NULL,             -- read it, though excused
	UNIQUE (version, agency)
);

-- Whose act a hint is about: the account, or the name where there is none. Older hints do not say.
ALTER TABLE alert ADD COLUMN author TEXT;

-- An officer saw that an account is not the employee's whose name it bears: it never brings up that employee again.
CREATE TABLE account_namesake (
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	platform TEXT NOT NULL,
	author TEXT NOT NULL,               -- as alert.author
	employee BIGINT NOT NULL REFERENCES employee (id),
	cluster BIGINT NOT NULL REFERENCES cluster (id), -- in which it was seen
	at BIGINT NOT NULL,
	app_user BIGINT REFERENCES app_user (id),
	undone_at BIGINT                    -- taken back with the decision
);
CREATE INDEX account_namesake_author ON account_namesake (office, platform, author, employee);
CREATE INDEX account_namesake_cluster ON account_namesake (cluster);

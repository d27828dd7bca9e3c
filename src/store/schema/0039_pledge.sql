-- Pledges: a campaign asks the people of a list to sign a text. What was signed stays as it was signed; a text is never
-- changed, only followed by another.

CREATE TABLE pledge (
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	roster BIGINT NOT NULL REFERENCES roster (id),
	title TEXT NOT NULL,
	institution TEXT NOT NULL,          -- whose people are asked: "Pemerintah Kota Tirtamulya"
	proof TEXT NOT NULL,                -- code, birth, either
	opens_on BIGINT NOT NULL,           -- day, the first and the last on which one may sign
	closes_on BIGINT NOT NULL,
	read_by TEXT,                       -- who led the reading aloud, as what, when, where; NULL: nobody (yet)
	read_as TEXT,
	read_on BIGINT,                     -- day
	read_at_place TEXT,
	made_at BIGINT NOT NULL,
	made_by BIGINT REFERENCES app_user (id),
	UNIQUE (office, title)
);

CREATE TABLE pledge_version ( -- append-only
	id BIGINT PRIMARY KEY,
	pledge BIGINT NOT NULL REFERENCES pledge (id),
	number BIGINT NOT NULL,             -- 1, 2, ... within the campaign
	text TEXT NOT NULL,                 -- one point a line
	sha256 TEXT NOT NULL,               -- of the text
	source TEXT NOT NULL,               -- where the wording is from
	asks_anew BIGINT NOT NULL,          -- 1: who signed an earlier one is asked again
	made_at BIGINT NOT NULL,
	made_by BIGINT REFERENCES app_user (id),
	UNIQUE (pledge, number)
);

CREATE TABLE pledge_withdrawal ( -- append-only
	id BIGINT PRIMARY KEY,
	version BIGINT NOT NULL REFERENCES pledge_version (id),
	reason TEXT NOT NULL,
	at BIGINT NOT NULL,
	app_user BIGINT REFERENCES app_user (id),
	UNIQUE (version)
);

-- What a link or a poster says: which campaign, and whose poster it was.
CREATE TABLE pledge_door ( -- append-only
	id BIGINT PRIMARY KEY,
	pledge BIGINT NOT NULL REFERENCES pledge (id),
	agency BIGINT NOT NULL,             -- 0: everybody's
	token TEXT NOT NULL,
	UNIQUE (token),
	UNIQUE (pledge, agency)
);

CREATE TABLE pledge_sign ( -- append-only
	id BIGINT PRIMARY KEY,
	version BIGINT NOT NULL REFERENCES pledge_version (id),
	person BIGINT NOT NULL REFERENCES roster_row (id),
	agency BIGINT NOT NULL,             -- of the person on that day; 0: none
	at BIGINT NOT NULL,
	method TEXT NOT NULL,               -- code, birth
	kiosk BIGINT NOT NULL,              -- 1: at a kiosk
	code TEXT NOT NULL,                 -- of the evidence page
	UNIQUE (version, person),
	UNIQUE (code)
);
CREATE INDEX pledge_sign_person ON pledge_sign (person);

-- Data for prevention, no violation: read by the head of the personnel board alone.
CREATE TABLE pledge_refusal ( -- append-only
	id BIGINT PRIMARY KEY,
	version BIGINT NOT NULL REFERENCES pledge_version (id),
	person BIGINT NOT NULL REFERENCES roster_row (id),
	kind TEXT NOT NULL,                 -- declined, reserved (signed, with a reservation)
	reason TEXT NOT NULL,
	at BIGINT NOT NULL,
	UNIQUE (version, person, kind)
);

-- How many of each agency have signed a text that counts: kept with each signature, and can be counted again.
CREATE TABLE pledge_unit ( -- unsealed
	id BIGINT PRIMARY KEY,
	pledge BIGINT NOT NULL,
	agency BIGINT NOT NULL,
	signed BIGINT NOT NULL,             -- of those who count
	beyond BIGINT NOT NULL,             -- signed, though excused
	UNIQUE (pledge, agency)
);

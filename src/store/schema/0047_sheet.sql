-- Signatures on paper, keyed in by two; declarations that several institutions sign one after the other; certificates of
-- compliance; who printed slips with one-time codes.

ALTER TABLE pledge_sign ADD COLUMN way TEXT;         -- link, poster, kiosk, paper; NULL: from before this was told apart
ALTER TABLE pledge_sign ADD COLUMN sheet_row BIGINT; -- pledge_sheet_row, of a signature on paper; NULL: none
ALTER TABLE pledge_unit ADD COLUMN poster BIGINT; -- of all that signed of the agency: by poster, at a kiosk, on paper; the rest by link
ALTER TABLE pledge_unit ADD COLUMN kiosk BIGINT;
ALTER TABLE pledge_unit ADD COLUMN paper BIGINT;

-- A sheet of paper with signatures. The scan is evidence by its content.
CREATE TABLE pledge_sheet (
	id BIGINT PRIMARY KEY,
	pledge BIGINT NOT NULL REFERENCES pledge (id),
	version BIGINT NOT NULL REFERENCES pledge_version (id), -- the text that stands on the paper
	agency BIGINT NOT NULL,             -- 0: people of several units
	number BIGINT NOT NULL,             -- 1, 2, ... within the campaign; stands on the paper
	printed BIGINT NOT NULL,            -- rows that we printed names in; 0: the sheet came from elsewhere
	place TEXT NOT NULL,                -- "" and no day until the sheet comes back
	held_on BIGINT,                     -- day
	file BIGINT REFERENCES evidence_file (id),
	lines BIGINT NOT NULL,              -- rows that somebody has keyed
	waiting BIGINT NOT NULL,            -- of these: nobody else has confirmed yet
	made_at BIGINT NOT NULL,
	made_by BIGINT REFERENCES app_user (id),
	UNIQUE (pledge, number)
);
CREATE INDEX pledge_sheet_file ON pledge_sheet (file);

-- Who stands in which row of a sheet that we printed.
CREATE TABLE pledge_sheet_print ( -- append-only
	id BIGINT PRIMARY KEY,
	sheet BIGINT NOT NULL REFERENCES pledge_sheet (id),
	line BIGINT NOT NULL,               -- 1, 2, ...
	person BIGINT NOT NULL REFERENCES roster_row (id),
	UNIQUE (sheet, line)
);

-- The sheet as one person read it.
CREATE TABLE pledge_keying ( -- append-only
	id BIGINT PRIMARY KEY,
	sheet BIGINT NOT NULL REFERENCES pledge_sheet (id),
	turn BIGINT NOT NULL,               -- 1, 2: the second is another person
	how TEXT NOT NULL,                  -- keyed: all its rows; ticked: rows of the first that the second found on the paper
	at BIGINT NOT NULL,
	app_user BIGINT NOT NULL REFERENCES app_user (id)
);
CREATE INDEX pledge_keying_sheet ON pledge_keying (sheet, id);

CREATE TABLE pledge_keyed ( -- append-only
	id BIGINT PRIMARY KEY,
	keying BIGINT NOT NULL REFERENCES pledge_keying (id),
	line BIGINT NOT NULL,
	typed TEXT NOT NULL,                -- number, name, or "" where the row said who it is
	person BIGINT REFERENCES roster_row (id), -- NULL: nobody of the list
	signed BIGINT NOT NULL,
	UNIQUE (keying, line)
);

-- A row that two people agree on, and what came of it.
CREATE TABLE pledge_sheet_row ( -- append-only
	id BIGINT PRIMARY KEY,
	sheet BIGINT NOT NULL REFERENCES pledge_sheet (id),
	line BIGINT NOT NULL,
	typed TEXT NOT NULL,
	person BIGINT REFERENCES roster_row (id),
	outcome TEXT NOT NULL,              -- signed: a signature was written; double: the person had signed; blank: no signature; unknown: nobody of the list
	sign BIGINT REFERENCES pledge_sign (id), -- signed: that one; double: the one that was there before
	first_by BIGINT NOT NULL REFERENCES app_user (id),
	second_by BIGINT NOT NULL REFERENCES app_user (id),
	settled BIGINT NOT NULL,            -- 1: the two had read it differently
	at BIGINT NOT NULL,
	UNIQUE (sheet, line)
);

-- Slips with one-time codes: who printed them, when, for whom. The codes themselves are kept nowhere.
CREATE TABLE pledge_slips ( -- append-only
	id BIGINT PRIMARY KEY,
	pledge BIGINT NOT NULL REFERENCES pledge (id),
	agency BIGINT NOT NULL,
	codes BIGINT NOT NULL,
	at BIGINT NOT NULL,
	app_user BIGINT REFERENCES app_user (id)
);
CREATE INDEX pledge_slips_pledge ON pledge_slips (pledge, id);

-- A declaration that several institutions sign one after the other.
CREATE TABLE joint (
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	pledge BIGINT REFERENCES pledge (id), -- the campaign that it stands beside; NULL: none
	number TEXT NOT NULL,
	title TEXT NOT NULL,
	place TEXT NOT NULL,
	held_on BIGINT NOT NULL,            -- day
	read_by TEXT NOT NULL,              -- who led the reading aloud; "": nobody named
	read_as TEXT NOT NULL,
	code TEXT NOT NULL,                 -- of the public page that checks it
	made_at BIGINT NOT NULL,
	made_by BIGINT REFERENCES app_user (id),
	withdrawn_at BIGINT,                -- with its reason; its signatures stay
	withdrawn_why TEXT,
	UNIQUE (office, number),
	UNIQUE (code)
);

CREATE TABLE joint_text ( -- append-only
	id BIGINT PRIMARY KEY,
	joint BIGINT NOT NULL REFERENCES joint (id),
	version BIGINT NOT NULL,            -- 1, 2, ...; another one only while nobody has signed
	text TEXT NOT NULL,                 -- one point a line
	sha256 TEXT NOT NULL,
	made_at BIGINT NOT NULL,
	made_by BIGINT REFERENCES app_user (id),
	UNIQUE (joint, version)
);

-- Who signs, in this order; witnesses come after all institutions.
CREATE TABLE joint_party (
	id BIGINT PRIMARY KEY,
	joint BIGINT NOT NULL REFERENCES joint (id),
	place BIGINT NOT NULL,              -- 1, 2, ...
	witness BIGINT NOT NULL,
	institution TEXT NOT NULL,
	signer TEXT NOT NULL,
	position TEXT NOT NULL,
	app_user BIGINT REFERENCES app_user (id), -- signs with the own login; NULL: by link or ink
	link BYTEA,                         -- keyed hash of the one-time link that was last made; NULL: none
	link_until BIGINT,
	UNIQUE (joint, place)
);
CREATE INDEX joint_party_link ON joint_party (link);

CREATE TABLE joint_sign ( -- append-only
	id BIGINT PRIMARY KEY,
	party BIGINT NOT NULL REFERENCES joint_party (id),
	text BIGINT NOT NULL REFERENCES joint_text (id),
	method TEXT NOT NULL,               -- ink, login, link
	signed_on BIGINT NOT NULL,          -- day
	file BIGINT REFERENCES evidence_file (id), -- of ink: the scan
	at BIGINT NOT NULL,
	app_user BIGINT REFERENCES app_user (id), -- who signed with a login, or who put the scan in
	UNIQUE (party)
);

-- What the regional secretary hands over: figures and hashes as they were, with the list they were counted from.
CREATE TABLE pledge_certificate ( -- append-only
	id BIGINT PRIMARY KEY,
	pledge BIGINT NOT NULL REFERENCES pledge (id),
	number TEXT NOT NULL,
	code TEXT NOT NULL,                 -- of the public page that checks it
	version BIGINT NOT NULL REFERENCES pledge_version (id),
	joint BIGINT REFERENCES joint (id), -- the declaration it stands beside; NULL: none
	file BIGINT NOT NULL REFERENCES evidence_file (id), -- the list as CSV
	list_sha256 TEXT NOT NULL,          -- of that CSV
	people BIGINT NOT NULL,             -- in the list = leave + retired + detached + other + those who count
	leave BIGINT NOT NULL,
	retired BIGINT NOT NULL,
	detached BIGINT NOT NULL,
	other BIGINT NOT NULL,
	signed BIGINT NOT NULL,             -- of those who count
	beyond BIGINT NOT NULL,             -- signed, though excused
	link BIGINT NOT NULL,               -- of signed + beyond: how
	poster BIGINT NOT NULL,
	kiosk BIGINT NOT NULL,
	paper BIGINT NOT NULL,
	at BIGINT NOT NULL,
	made_by BIGINT REFERENCES app_user (id),
	UNIQUE (code)
);
CREATE INDEX pledge_certificate_pledge ON pledge_certificate (pledge, id);

-- Pictures that were opened in the jail (src/jail), and reports that seem to tell of one event.

-- What came of opening a file: pictures of our own making, kept as files beside the sealed original. A picture without
-- a row waits for its turn.
CREATE TABLE picture ( -- append-only
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	file BIGINT NOT NULL UNIQUE REFERENCES evidence_file (id), -- the original as it came
	at BIGINT NOT NULL,
	opened BIGINT NOT NULL,             -- 0: it could not be; the original is kept all the same
	why TEXT NOT NULL,                  -- no_picture, too_large, damaged, died, time; '' when opened
	width BIGINT NOT NULL,              -- pixels of the original, upright
	height BIGINT NOT NULL,
	working BIGINT REFERENCES evidence_file (id), -- at most 2,048 pixels a side
	thumb BIGINT REFERENCES evidence_file (id),   -- at most 320
	pdq BYTEA,                          -- eight hashes of 32 bytes: as it stands, then turned and mirrored
	quality BIGINT NOT NULL             -- 0 to 100; a dull picture is compared with none
);

-- Which reports seem to tell of one event. A suggestion of the program: it joins nothing by itself.
CREATE TABLE alike (
	id BIGINT PRIMARY KEY REFERENCES report (id),
	office BIGINT NOT NULL REFERENCES office (id),
	grp BIGINT NOT NULL,                -- the first report of the group; its own id when it is alone
	how TEXT NOT NULL,                  -- file, picture, mirrored, link, text; '' for the first
	score BIGINT NOT NULL,              -- 0 to 1000
	other BIGINT,                       -- the report it was found alike with
	at BIGINT NOT NULL
);
CREATE INDEX alike_grp ON alike (grp);

CREATE TABLE alike_group (
	id BIGINT PRIMARY KEY,              -- the first report
	office BIGINT NOT NULL REFERENCES office (id),
	reports BIGINT NOT NULL,
	alone BIGINT NOT NULL,              -- of these, not joined to another file
	last_at BIGINT NOT NULL             -- when the newest of them came
);
CREATE INDEX alike_group_open ON alike_group (office, alone, last_at);

-- What a report is compared by. Worked out from sealed rows, and can be again.
CREATE TABLE alike_trait ( -- append-only, unsealed
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL,
	report BIGINT NOT NULL,
	part BIGINT,                        -- report_file; NULL: text or link of the report
	kind TEXT NOT NULL,                 -- file, pdq, link, text
	name BYTEA NOT NULL                 -- SHA-256, PDQ, hash of the link, sketch of the text
);
CREATE INDEX alike_trait_name ON alike_trait (office, kind, name, id);
CREATE INDEX alike_trait_part ON alike_trait (part);
CREATE INDEX alike_trait_report ON alike_trait (report);

-- An officer said that a report tells of something else than a group: it is not suggested again.
CREATE TABLE alike_no (
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	report BIGINT NOT NULL REFERENCES report (id),
	grp BIGINT NOT NULL,                -- follows the group when it grows together with another
	at BIGINT NOT NULL,
	app_user BIGINT REFERENCES app_user (id)
);
CREATE INDEX alike_no_report ON alike_no (report);
CREATE INDEX alike_no_grp ON alike_no (grp);

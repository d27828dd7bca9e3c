-- Reminders of a pledge: two at most, in office hours, one message for each head of a unit, who alone sees the names. A message
-- holds none: the head reads who is missing at that moment.

CREATE TABLE pledge_reminder ( -- append-only
	id BIGINT PRIMARY KEY,
	pledge BIGINT NOT NULL REFERENCES pledge (id),
	number BIGINT NOT NULL,             -- 1, 2
	at BIGINT NOT NULL,
	made_by BIGINT REFERENCES app_user (id), -- NULL: the program, so many days before the end
	UNIQUE (pledge, number)
);

CREATE TABLE pledge_notice ( -- append-only
	id BIGINT PRIMARY KEY,
	reminder BIGINT NOT NULL REFERENCES pledge_reminder (id),
	agency BIGINT NOT NULL REFERENCES agency (id),
	missing BIGINT NOT NULL,            -- how many were named to the head then
	at BIGINT NOT NULL,
	UNIQUE (reminder, agency)
);
CREATE INDEX pledge_notice_agency ON pledge_notice (agency, id);

CREATE TABLE pledge_notice_read ( -- append-only
	id BIGINT PRIMARY KEY,
	notice BIGINT NOT NULL REFERENCES pledge_notice (id),
	app_user BIGINT NOT NULL REFERENCES app_user (id),
	at BIGINT NOT NULL,
	UNIQUE (notice, app_user)
);

-- How many signed each text, kept with each signature: pledges of millions are not counted for a page.
CREATE TABLE pledge_tally ( -- unsealed
	id BIGINT PRIMARY KEY,
	version BIGINT NOT NULL,
	signs BIGINT NOT NULL,
	UNIQUE (version)
);
INSERT INTO pledge_tally (id, version, signs) SELECT min(id), version, count(*) FROM pledge_sign GROUP BY version;

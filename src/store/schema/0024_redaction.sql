-- Redaction: what of an exhibit others may see. See desk/docket/redaction.h.

-- One version of the copy that readers outside of the office get. The highest version counts, the others stay.
CREATE TABLE case_redaction ( -- append-only
	id BIGINT PRIMARY KEY,
	exhibit BIGINT NOT NULL REFERENCES case_exhibit (id),
	version BIGINT NOT NULL,            -- 1, 2 ...
	kind TEXT NOT NULL,                 -- picture, text; none: an officer looked and stated that nothing has to be hidden
	file BIGINT NOT NULL REFERENCES evidence_file (id), -- what is shown; with none that of the exhibit, or it without metadata
	description TEXT NOT NULL,          -- how the exhibit is called outside; '': as inside
	made_at BIGINT NOT NULL,
	made_by BIGINT,
	UNIQUE (exhibit, version)
);

-- What was hidden in it, and why.
CREATE TABLE case_redaction_mark ( -- append-only
	id BIGINT PRIMARY KEY,
	redaction BIGINT NOT NULL REFERENCES case_redaction (id),
	number BIGINT NOT NULL,             -- 1, 2 ...
	from_left BIGINT NOT NULL,          -- of a picture as it is seen, in hundredths of a percent of its side; 0 in a text
	from_top BIGINT NOT NULL,
	width BIGINT NOT NULL,
	height BIGINT NOT NULL,
	words TEXT NOT NULL,                -- of a text: what was replaced; '' in a picture
	reason TEXT NOT NULL,               -- person, reporter, private, child, other
	note TEXT NOT NULL,                 -- of other: why
	UNIQUE (redaction, number)
);

-- The crest on an office's letterhead. Official emblems are not ours to draw: an office sets its own, and until then the
-- program's mark stands there. Nothing is changed or thrown away: the newest row of an office counts, and a letter names the
-- row it was printed with.
CREATE TABLE office_crest ( -- append-only
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	original BIGINT REFERENCES evidence_file (id), -- as it came; NULL: back to the program's own mark
	copy BIGINT REFERENCES evidence_file (id),     -- a small JPEG made anew in the jail: what is printed
	width BIGINT NOT NULL,                         -- of the original; 0 for the program's own mark
	height BIGINT NOT NULL,
	at BIGINT NOT NULL,
	app_user BIGINT REFERENCES app_user (id),
	reason TEXT NOT NULL
);
CREATE INDEX office_crest_newest ON office_crest (office, id);

-- The study, element by element, and its quotes of sealed items. Secret until the plenary decides, as the study is.

-- Whether an element of the act is met for one person and act, and why.
CREATE TABLE study_element (
	id BIGINT PRIMARY KEY,
	point BIGINT NOT NULL REFERENCES study_point (id),
	element TEXT NOT NULL,              -- who, act, when, where, intent, rule
	met BIGINT NOT NULL,
	reason TEXT NOT NULL,
	UNIQUE (point, element)
);

-- Words of a sealed item that carry a point, with the place where they stand in it.
CREATE TABLE study_quote (
	id BIGINT PRIMARY KEY,
	point BIGINT NOT NULL REFERENCES study_point (id),
	kind TEXT NOT NULL,                 -- exhibit, line, correction, answer, post
	item BIGINT NOT NULL,               -- the row of that kind
	label TEXT NOT NULL,                -- as the study prints it: B-2; Berita acara Ratna, jawaban 3
	sha256 TEXT NOT NULL,               -- of the file, or of the item's text
	span_from BIGINT NOT NULL,          -- bytes of the text; both 0: the item as a whole
	span_to BIGINT NOT NULL,
	words TEXT NOT NULL,                -- as they stand there; empty: the item as a whole
	at BIGINT NOT NULL,
	app_user BIGINT REFERENCES app_user (id),
	dropped_at BIGINT                   -- taken out again before the study was signed
);
CREATE INDEX study_quote_point ON study_quote (point);

-- Published figures: each edition as it went out, with its hash. Old editions stay (PRODUCT N37).
CREATE TABLE figures_edition ( -- append-only
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	number BIGINT NOT NULL,             -- 1, 2, 3 ...
	at BIGINT NOT NULL,                 -- the figures are as of this moment
	csv TEXT NOT NULL,
	json TEXT NOT NULL,
	sha256_csv TEXT NOT NULL,
	sha256_json TEXT NOT NULL,
	note TEXT NOT NULL,                 -- what changed, what it corrects
	app_user BIGINT REFERENCES app_user (id),
	UNIQUE (office, number)
);

-- Papers: what each was printed with, the office's own templates, and how letters come to be signed.

-- All that stands on a letter beside its text, so that it can be printed again byte by byte, alone or with the others of
-- its file; and which version of which template it was made from.
CREATE TABLE letter_print ( -- append-only
	id BIGINT PRIMARY KEY REFERENCES letter (id),
	office BIGINT NOT NULL REFERENCES office (id),
	version BIGINT NOT NULL,            -- of the template; 0: the built-in one
	template_sha256 TEXT NOT NULL,
	sheet TEXT NOT NULL,                -- JSON: letterhead, head, signature, foot
	lacks TEXT NOT NULL                 -- JSON: what the facts are called that were not there
);

-- Templates that a lawyer of the office wrote. Nothing is changed or thrown away: another version follows.
CREATE TABLE letter_template ( -- append-only
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	form TEXT NOT NULL,                 -- key of law/forms.toml
	version BIGINT NOT NULL,            -- 1, 2, 3 ...; 0 is the built-in one and has no row
	text TEXT NOT NULL,
	sha256 TEXT NOT NULL,
	at BIGINT NOT NULL,
	app_user BIGINT REFERENCES app_user (id),
	reason TEXT NOT NULL,
	UNIQUE (office, form, version)
);
-- From when on which version prints: the newest row of a form counts.
CREATE TABLE letter_template_use ( -- append-only
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	form TEXT NOT NULL,
	version BIGINT NOT NULL,
	at BIGINT NOT NULL,
	app_user BIGINT REFERENCES app_user (id),
	reason TEXT NOT NULL
);
CREATE INDEX letter_template_use_form ON letter_template_use (office, form, id);

-- Each try to sign a letter, and what came of it. Neither the signer's number nor the passphrase is kept.
CREATE TABLE letter_signing ( -- append-only
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	letter BIGINT NOT NULL REFERENCES letter (id),
	at BIGINT NOT NULL,
	app_user BIGINT REFERENCES app_user (id),
	how TEXT NOT NULL,                  -- ink, bsre
	outcome TEXT NOT NULL,              -- signed, not_registered, expired, passphrase, timeout, unreachable, refused, not_pdf
	words TEXT NOT NULL,                -- for people
	signed_on BIGINT,                   -- ink: the day on the paper
	file BIGINT REFERENCES evidence_file (id) -- the scan, or the signed PDF
);
CREATE INDEX letter_signing_letter ON letter_signing (letter);

-- The chain of evidence: one line of seals per office, each with the hash of the one before, and the files.

CREATE TABLE seal ( -- append-only, unsealed
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL,
	seq BIGINT NOT NULL,                -- 1, 2, 3 ... per office, no gaps
	at BIGINT NOT NULL,
	body BYTEA NOT NULL,                -- which rows and files, with their hashes (core/chain)
	link BYTEA NOT NULL,                -- SHA-256 (previous link, office, seq, at, body)
	UNIQUE (office, seq)
);

CREATE TABLE chain_head ( -- unsealed
	id BIGINT PRIMARY KEY,              -- the office
	seq BIGINT NOT NULL,
	link BYTEA NOT NULL
);

-- Signed statements of how far a chain reached: given to witnesses.
CREATE TABLE checkpoint ( -- append-only
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL,
	at BIGINT NOT NULL,
	seq BIGINT NOT NULL,
	link BYTEA NOT NULL,
	signature BYTEA NOT NULL            -- Ed25519 by the office's key
);

-- Files by content: evidence/<first two>/<sha256> in the data folder.
CREATE TABLE evidence_file ( -- append-only
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	sha256 TEXT NOT NULL,
	size BIGINT NOT NULL,
	type TEXT NOT NULL,                 -- by its first bytes: image/jpeg, application/pdf, ...
	name TEXT NOT NULL,                 -- as it was called; never a path
	origin TEXT NOT NULL,               -- report, patrol, letter, room, import
	at BIGINT NOT NULL,
	app_user BIGINT
);
CREATE INDEX evidence_file_sha ON evidence_file (office, sha256);

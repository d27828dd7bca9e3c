-- Rule packs that the office installs: whose signature it trusts, which pack counts from when and for whom, and what
-- counsel said about single rows. The bodies of the packs are in table rulepack.

CREATE TABLE pack_publisher (
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	key_id TEXT NOT NULL,               -- first 16 hex digits of the SHA-256 of the key
	public_key BYTEA NOT NULL,          -- Ed25519
	name TEXT NOT NULL,                 -- who signs with it
	reason TEXT NOT NULL,               -- why it is trusted: how the key was compared
	trusted_at BIGINT NOT NULL,
	trusted_by TEXT NOT NULL,           -- a person: the login, or who sat at the terminal
	ended_at BIGINT,                    -- no longer trusted for new packs
	ended_by TEXT,
	ended_why TEXT,
	UNIQUE (office, key_id)
);

-- A pack counts for new files of its scope from a day on, until another row of the same scope takes over.
CREATE TABLE pack_install ( -- append-only
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	rulepack TEXT NOT NULL,             -- hash; rulepack.hash
	name TEXT NOT NULL,
	version TEXT NOT NULL,
	election TEXT NOT NULL,             -- PILKADA-2024; '': every election
	procedure TEXT NOT NULL,            -- pilkada, pemilu; '': both
	from_on BIGINT NOT NULL,
	key_id TEXT NOT NULL,
	signature BYTEA NOT NULL,
	signed_at BIGINT NOT NULL,
	signer_words TEXT NOT NULL,
	at BIGINT NOT NULL,
	app_user BIGINT,
	who TEXT NOT NULL,
	reason TEXT NOT NULL,
	forced BIGINT NOT NULL              -- 1: older than the one that counted before, put in force all the same
);
CREATE INDEX pack_install_office ON pack_install (office, from_on);

-- Counsel looked at a row of a pack that nobody had seen in its source.
CREATE TABLE pack_opinion ( -- append-only
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	rulepack TEXT NOT NULL,
	kind TEXT NOT NULL,                 -- clock, form, ...
	name TEXT NOT NULL,                 -- PK-REVIEW
	result TEXT NOT NULL,               -- confirmed, wrong, open
	checked_by TEXT NOT NULL,
	checked_on BIGINT NOT NULL,
	source TEXT NOT NULL,               -- where it was read
	text TEXT NOT NULL,                 -- what was found; for a wrong row, what it should say
	at BIGINT NOT NULL,
	app_user BIGINT
);
CREATE INDEX pack_opinion_row ON pack_opinion (office, rulepack, kind, name);

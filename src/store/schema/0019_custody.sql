-- Custody of the identity vault: whose hands open it, and nothing that opens it by itself. See desk/vault/custody.h.

-- The office's vault keys, the newest last. The public half seals; the secret half is kept nowhere once it is in custody.
CREATE TABLE vault_key (
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	number BIGINT NOT NULL,             -- 1, 2, 3 ...; boxes that name no key are of number 1
	public BYTEA NOT NULL,              -- X25519
	signature BYTEA NOT NULL,           -- Ed25519 by the office (keys/sign.key): a key put here by a stranger seals nothing
	at BIGINT NOT NULL,
	sheets_at BIGINT,                   -- when its recovery sheets were printed last; NULL: never
	over_at BIGINT,                     -- all boxes moved to a newer key, or given up; its shares are gone
	UNIQUE (office, number)
);

-- People who hold a share. Their secret is wrapped by a passphrase that nobody else knows.
CREATE TABLE vault_custodian (
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	app_user BIGINT NOT NULL REFERENCES app_user (id),
	public BYTEA NOT NULL,              -- X25519, of this person
	wrapped BYTEA NOT NULL,             -- its secret under the passphrase; empty once ended
	salt BYTEA NOT NULL,
	passes BIGINT NOT NULL,             -- of Argon2id
	memory_kib BIGINT NOT NULL,
	at BIGINT NOT NULL,
	changed_at BIGINT NOT NULL,         -- the passphrase's last change
	ended_at BIGINT                     -- no longer a custodian
);
CREATE INDEX vault_custodian_user ON vault_custodian (app_user, ended_at);

-- For each key and each pair of custodians two shares, one for each of them; together they do what the key does.
CREATE TABLE vault_share (
	id BIGINT PRIMARY KEY,
	vault_key BIGINT NOT NULL REFERENCES vault_key (id),
	custodian BIGINT NOT NULL REFERENCES vault_custodian (id), -- whose it is
	partner BIGINT NOT NULL REFERENCES vault_custodian (id),   -- with whom it works
	body BYTEA NOT NULL,                -- sealed to the custodian's public key
	UNIQUE (vault_key, custodian, partner)
);

-- What the first custodian leaves for the second: good for one box and one request, gone when it is decided.
CREATE TABLE vault_part ( -- unsealed
	id BIGINT PRIMARY KEY,
	request BIGINT NOT NULL REFERENCES vault_request (id),
	box BIGINT NOT NULL REFERENCES vault_box (id),
	giver BIGINT NOT NULL REFERENCES vault_custodian (id),
	taker BIGINT NOT NULL REFERENCES vault_custodian (id),
	body BYTEA NOT NULL                 -- sealed to the taker's public key
);
CREATE INDEX vault_part_request ON vault_part (request, taker);

-- A box's key, sealed again to a newer key of the office.
CREATE TABLE vault_rewrap ( -- append-only
	id BIGINT PRIMARY KEY,
	box BIGINT NOT NULL REFERENCES vault_box (id),
	vault_key BIGINT NOT NULL REFERENCES vault_key (id),
	body BYTEA NOT NULL,
	UNIQUE (box, vault_key)
);

-- How far a reporter has read what the office wrote, for staff only. It says that, never when: unsealed, so that no seal
-- of the chain holds the moment either.
CREATE TABLE talk_seen ( -- unsealed
	id BIGINT PRIMARY KEY REFERENCES report (id),
	message BIGINT NOT NULL             -- the last one of the office that stood on a page which the code opened
);

-- How many receipts were ever used again: one row for a month of arrivals, no row for a report. desk/intake/talk.c.
CREATE TABLE receipt_return ( -- unsealed
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	month BIGINT NOT NULL,              -- in which the reports arrived: 12 * year + month - 1
	noise BIGINT NOT NULL,              -- bits that were set at random before the first receipt
	bits BYTEA NOT NULL,
	UNIQUE (office, month)
);

-- The log of receipts: one leaf a report, in the order in which they came, as a Merkle tree (RFC 6962) whose heads are
-- signed and published every day. Nothing here tells what a report says.

CREATE TABLE log_leaf ( -- append-only
	id BIGINT PRIMARY KEY,              -- the report
	office BIGINT NOT NULL REFERENCES office (id),
	position BIGINT NOT NULL,           -- 0, 1, 2 ... per office, no gaps
	hash BYTEA NOT NULL,                -- of the signed line of the receipt, as a leaf
	UNIQUE (office, position)
);

-- Full subtrees of 256 leaves, of 256 of those ...: kept so that a proof reads a few hundred hashes.
CREATE TABLE log_node ( -- append-only
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	level BIGINT NOT NULL,              -- 8, 16, 24 ...: it has 2^level leaves
	number BIGINT NOT NULL,             -- so many of its size stand to its left
	hash BYTEA NOT NULL,
	UNIQUE (office, level, number)
);

-- How far the log has come; verified against the leaves.
CREATE TABLE log_state ( -- unsealed
	id BIGINT PRIMARY KEY,              -- the office
	size BIGINT NOT NULL,
	tops BYTEA NOT NULL                 -- hashes of the full subtrees that make it up, the largest first
);

-- Signed statements of how far the log had come: published, and sent to witnesses.
CREATE TABLE log_head ( -- append-only
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	at BIGINT NOT NULL,
	day BIGINT,                         -- the one head of that day; NULL: made on demand
	size BIGINT NOT NULL,
	root BYTEA NOT NULL,
	size_before BIGINT NOT NULL,        -- of the head before it; 0: it is the first
	proof BYTEA NOT NULL,               -- that the tree of that head is the beginning of this one (RFC 6962, 2.1.2)
	signature BYTEA NOT NULL,           -- Ed25519 by the office's key
	UNIQUE (office, day)
);
CREATE INDEX log_head_size ON log_head (office, size, id);

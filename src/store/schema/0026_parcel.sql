-- Hand-overs as one sealed file: whose keys, what is inside, which file went out, and when it went another way. See
-- desk/forward/parcels.h.

-- Public keys of recipients. A key that was wrong is revoked and stays.
CREATE TABLE recipient_key (
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	route TEXT NOT NULL,                -- law/routes: BKN, OPD_HEAD, ...; KPU, DKPP
	receiver TEXT NOT NULL,             -- as hand-overs name the recipient
	public BYTEA NOT NULL,              -- a point of P-256, not compressed
	print TEXT NOT NULL,                -- its fingerprint as both sides read it aloud
	checked_with TEXT NOT NULL,         -- with whom, and how, the fingerprint was compared
	checked_by BIGINT NOT NULL REFERENCES app_user (id),
	registered_at BIGINT NOT NULL,
	valid_from BIGINT NOT NULL,         -- days, both included
	valid_to BIGINT NOT NULL,
	revoked_at BIGINT,
	revoked_by BIGINT REFERENCES app_user (id),
	revoked_why TEXT,
	UNIQUE (office, receiver, print)
);

-- A package as it was handed over, or will be fetched; a second one after a return is a second row.
CREATE TABLE parcel (
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	handover BIGINT NOT NULL REFERENCES handover (id),
	at BIGINT NOT NULL,
	app_user BIGINT,
	way TEXT NOT NULL,                  -- sealed, paper, carrier
	why TEXT NOT NULL,                  -- of paper and carrier, as the officer said; '' when sealed
	recipient_key BIGINT REFERENCES recipient_key (id), -- sealed to it
	masked BIGINT NOT NULL,             -- places where another person's name was taken out
	file BIGINT REFERENCES evidence_file (id) -- the one file; NULL until it is made
);
CREATE INDEX parcel_of ON parcel (handover, at);

CREATE TABLE parcel_file ( -- append-only
	id BIGINT PRIMARY KEY,
	parcel BIGINT NOT NULL REFERENCES parcel (id),
	position BIGINT NOT NULL,
	name TEXT NOT NULL,                 -- inside the package: surat.pdf, bukti/B-01.jpg
	file BIGINT NOT NULL REFERENCES evidence_file (id)
);
CREATE INDEX parcel_file_of ON parcel_file (parcel, position);

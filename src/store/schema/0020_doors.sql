-- Doors: when a report reached the office by law, beside when it was keyed in; messages that a gateway dropped as files.

-- A letter of yesterday, a message of last night: it counts from the day it came, whoever keys it in later.
CREATE TABLE report_arrival ( -- append-only
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	report BIGINT NOT NULL UNIQUE REFERENCES report (id),
	received_at BIGINT NOT NULL,        -- when it reached the office or its gateway
	day_only BIGINT NOT NULL,           -- 1: only the day is known (a letter)
	how TEXT NOT NULL,                  -- why it is known: "cap pos masuk", "waktu terima gerbang wa"
	keyed_at BIGINT NOT NULL,
	app_user BIGINT REFERENCES app_user (id) -- NULL: the program
);
ALTER TABLE case_file ADD COLUMN received_at BIGINT; -- its clocks and its law count from then; NULL: from opened_at

-- A place in a report is looked up by its name (desk/registry/place.c).
CREATE INDEX region_name ON region (LOWER(name));

-- Which message of a gateway became what: each is taken once. No address and no id of the sender is kept, only keyed hashes.
CREATE TABLE gateway_message ( -- append-only
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	message_key BYTEA NOT NULL UNIQUE,  -- keyed hash of channel and message id
	report BIGINT NOT NULL REFERENCES report (id),
	message BIGINT REFERENCES message (id), -- NULL: part of the report itself
	first BIGINT NOT NULL,              -- 1: the receipt was drawn from this message
	at BIGINT NOT NULL
);
CREATE INDEX gateway_message_report ON gateway_message (report);

-- Who is in the middle of telling us something: so that five messages and three photos are one report. Thrown away when the
-- thread is over (gateway.thread_days).
CREATE TABLE gateway_thread ( -- unsealed
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	sender_key BYTEA NOT NULL,          -- keyed hash of channel and address
	report BIGINT NOT NULL REFERENCES report (id),
	first_at BIGINT NOT NULL,
	last_at BIGINT NOT NULL
);
CREATE INDEX gateway_thread_sender ON gateway_thread (office, sender_key);

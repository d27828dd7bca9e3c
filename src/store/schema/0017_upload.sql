-- Uploads in pieces (tus 1.0): files on their way into a report. The bytes lie sealed in the data folder, uploads/<id>,
-- until the last piece has come; then they are evidence like any other, and the row only says so to a sender who missed
-- the answer. Rows and bytes are gone after a week.

CREATE TABLE upload ( -- unsealed
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	report BIGINT NOT NULL REFERENCES report (id),
	id_key BYTEA NOT NULL UNIQUE,       -- keyed hash of the id that the sender holds
	salt BYTEA NOT NULL,                -- with the office's key: what the bytes are sealed with
	size BIGINT NOT NULL,               -- bytes of the whole file
	made_at BIGINT NOT NULL,
	expires_at BIGINT NOT NULL,
	finished_at BIGINT                  -- NULL: pieces are missing
);
CREATE INDEX upload_report ON upload (report);
CREATE INDEX upload_expires ON upload (expires_at);
CREATE INDEX upload_open ON upload (office, report, size) WHERE finished_at IS NULL; -- counted at each opening

-- Secret addresses under which a calendar program reads the running deadlines of an office or of one officer.

CREATE TABLE calendar_feed (
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	app_user BIGINT NOT NULL REFERENCES app_user (id), -- who made it; its rights end with theirs
	token BYTEA NOT NULL UNIQUE,        -- keyed hash of the secret part of the address
	scope TEXT NOT NULL,                -- office: all files; mine: the files this officer holds
	name TEXT NOT NULL,                 -- where it is used: "ponsel Laras"
	created_at BIGINT NOT NULL,
	ended_at BIGINT                     -- revoked
);
CREATE INDEX calendar_feed_user ON calendar_feed (app_user, created_at);

-- Requests of programs that bear an Idempotency-Key: what was answered, so that the same request again changes nothing.

CREATE TABLE api_once ( -- unsealed
	id BIGINT PRIMARY KEY,
	app_user BIGINT NOT NULL REFERENCES app_user (id),
	key_hash BYTEA NOT NULL UNIQUE,     -- keyed hash of user and key
	request BYTEA NOT NULL,             -- hash of method, address and body
	http BIGINT NOT NULL,               -- status answered; 0: not answered yet
	answer BYTEA,                       -- sealed with a key made of the Idempotency-Key, which is not kept
	created_at BIGINT NOT NULL
);
CREATE INDEX api_once_created ON api_once (created_at);

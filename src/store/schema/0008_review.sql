-- The review desk: what was decided about each cluster of posts, by whom, and what waits for whom.

-- One row per cluster that somebody has decided about; a cluster without a row waits.
CREATE TABLE review_item (
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	cluster BIGINT NOT NULL UNIQUE,
	status TEXT NOT NULL,               -- waiting, second (waits for another reader), snoozed, decided
	until_on BIGINT,                    -- snoozed until this day
	first_reader BIGINT REFERENCES app_user (id), -- whoever asked for the second reader; may not be that reader
	decision BIGINT,                    -- the decision in force
	case_file BIGINT REFERENCES case_file (id), -- the file it opened or joined
	changed_at BIGINT NOT NULL
);
CREATE INDEX review_item_status ON review_item (office, status);
CREATE INDEX review_item_case ON review_item (case_file);

-- Every decision ever taken, also those undone.
CREATE TABLE review_decision ( -- append-only
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	cluster BIGINT NOT NULL,
	at BIGINT NOT NULL,
	app_user BIGINT NOT NULL REFERENCES app_user (id),
	decision TEXT NOT NULL,             -- not_relevant, info, finding, attach, duplicate, snooze, escalate, undo
	effect TEXT NOT NULL,               -- the status it gave the cluster
	from_status TEXT NOT NULL,          -- the status it found: what an undo goes back to
	reason TEXT NOT NULL,
	act_code TEXT,                      -- the act that the officer saw, law/acts.toml
	case_file BIGINT REFERENCES case_file (id),
	other BIGINT,                       -- duplicate: the other cluster; undo: the decision undone
	until_on BIGINT,
	signals TEXT NOT NULL,              -- what it rested on: codes, by comma
	people TEXT NOT NULL,               -- alerts of the persons ticked, by comma
	seconds BIGINT NOT NULL             -- from opening to deciding, at most five minutes
);
CREATE INDEX review_decision_cluster ON review_decision (cluster, at);
CREATE INDEX review_decision_day ON review_decision (office, at);

-- Ten clusters lent to one officer for half an hour, so that nobody reads twice.
CREATE TABLE review_lease ( -- unsealed
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL,
	cluster BIGINT NOT NULL UNIQUE,
	app_user BIGINT NOT NULL,
	until_at BIGINT NOT NULL,
	opened_at BIGINT,                   -- first shown to its officer in this lease
	place BIGINT NOT NULL               -- 1 .. 10 in the batch
);
CREATE INDEX review_lease_user ON review_lease (app_user, until_at);

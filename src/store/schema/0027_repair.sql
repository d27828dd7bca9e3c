-- A name that was repaired leaves the hot lists; and what was decided may be asked to be reviewed.

-- Hints that say nothing any more: their evidence was weighed and did not prove anything against this person.
CREATE TABLE alert_cleared ( -- append-only
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	alert BIGINT NOT NULL UNIQUE REFERENCES alert (id),
	cluster BIGINT NOT NULL REFERENCES cluster (id),
	case_file BIGINT NOT NULL REFERENCES case_file (id), -- in which the name was repaired
	at BIGINT NOT NULL
);
CREATE INDEX alert_cleared_cluster ON alert_cleared (cluster);

-- Clusters none of whose hints says anything any more: triage does not show them.
CREATE VIEW cluster_cleared AS
SELECT DISTINCT x.cluster AS cluster, x.office AS office FROM alert_cleared x
 WHERE NOT EXISTS (SELECT 1 FROM alert a WHERE a.cluster = x.cluster
                      AND NOT EXISTS (SELECT 1 FROM alert_cleared y WHERE y.alert = a.id));

-- Somebody asks that a decision of the plenary be looked at again. The decision itself is never changed.
CREATE TABLE decision_review ( -- append-only
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	case_file BIGINT NOT NULL REFERENCES case_file (id),
	person BIGINT NOT NULL REFERENCES case_person (id), -- about whom it was decided
	asked_by TEXT NOT NULL,             -- person, reporter
	ground TEXT NOT NULL,
	known_on BIGINT NOT NULL,           -- day on which whoever asks learnt of the decision
	asked_on BIGINT NOT NULL,
	due_on BIGINT NOT NULL,             -- last day by the clock
	clock TEXT NOT NULL,                -- by which that was counted
	in_time BIGINT NOT NULL,            -- late ones are recorded too
	at BIGINT NOT NULL,
	app_user BIGINT REFERENCES app_user (id)
);
CREATE INDEX decision_review_file ON decision_review (case_file);
CREATE INDEX decision_review_person ON decision_review (person);

-- How it ended: by a plenary of its own, with minutes of its own.
CREATE TABLE decision_reviewed ( -- append-only
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	review BIGINT NOT NULL UNIQUE REFERENCES decision_review (id),
	plenary BIGINT NOT NULL REFERENCES plenary (id),
	before TEXT NOT NULL,               -- proven, not_proven, not_violation
	outcome TEXT NOT NULL,
	reason TEXT NOT NULL,
	letter BIGINT REFERENCES letter (id), -- to the receiver whose hand-over was withdrawn
	at BIGINT NOT NULL,
	app_user BIGINT REFERENCES app_user (id)
);

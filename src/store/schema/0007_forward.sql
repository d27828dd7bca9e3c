-- Hand-overs: one package per person to the body that may judge, what came back, and what became of it.

CREATE TABLE handover (
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	case_file BIGINT NOT NULL REFERENCES case_file (id),
	person BIGINT NOT NULL UNIQUE REFERENCES case_person (id),
	route TEXT NOT NULL,                -- law/routes: BKN, KASN, OPD_HEAD, ...
	receiver TEXT NOT NULL,
	copy_to TEXT NOT NULL,
	state TEXT NOT NULL,                -- law/states: FORWARDED, ACKNOWLEDGED, ...
	letter BIGINT REFERENCES letter (id),
	machine BIGINT REFERENCES evidence_file (id),  -- JSON
	manifest BIGINT REFERENCES evidence_file (id), -- what is in the package, with hashes
	sent_at BIGINT NOT NULL,
	receipt_number TEXT,                -- number in SBT or of the signed receipt
	task TEXT,                          -- what the receiver wants completed; NULL: nothing open
	task_due BIGINT,                    -- instant
	outcome TEXT,                       -- closed list of desk/forward
	decree_number TEXT,
	decree_on BIGINT,
	escalated_at BIGINT,
	changed_at BIGINT NOT NULL,
	version BIGINT NOT NULL
);
CREATE INDEX handover_file ON handover (case_file);
CREATE INDEX handover_state ON handover (office, state);

CREATE TABLE handover_event ( -- append-only
	id BIGINT PRIMARY KEY,
	handover BIGINT NOT NULL REFERENCES handover (id),
	at BIGINT NOT NULL,
	app_user BIGINT,
	event TEXT NOT NULL,
	from_state TEXT NOT NULL,
	to_state TEXT NOT NULL,
	reason TEXT,                        -- code of a return, or of an outcome
	text TEXT NOT NULL
);
CREATE INDEX handover_event_of ON handover_event (handover, at);

-- The vulnerability index and early warning (desk/risk). What is counted is dated, so that the index of any earlier day can be
-- made again as it was. No row here names an employee.

-- Who of a contest holds the office now, as it was said: the newest row counts.
CREATE TABLE contest_incumbent ( -- append-only
	id BIGINT PRIMARY KEY,
	contest BIGINT NOT NULL REFERENCES contest (id),
	number BIGINT NOT NULL,             -- of the pair; 0: none stands
	at BIGINT NOT NULL,
	app_user BIGINT REFERENCES app_user (id)
);
CREATE INDEX contest_incumbent_newest ON contest_incumbent (contest, id);

-- What an officer wrote down: kin of an official stands, officials were replaced; or that it was looked for and there is none.
CREATE TABLE risk_fact (
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	fact TEXT NOT NULL,                 -- relative, mutation
	contest BIGINT NOT NULL REFERENCES contest (id),
	agency BIGINT REFERENCES agency (id), -- NULL: the contest's whole area
	happened_on BIGINT NOT NULL,
	n BIGINT NOT NULL,                  -- how many; 0: looked for, none
	reason TEXT NOT NULL,               -- without names of employees
	at BIGINT NOT NULL,
	app_user BIGINT REFERENCES app_user (id),
	ended_at BIGINT,                    -- taken back
	ended_by BIGINT REFERENCES app_user (id),
	end_reason TEXT
);
CREATE INDEX risk_fact_office ON risk_fact (office, id);

-- How far a unit has come: so many of so many people. The newest day counts.
CREATE TABLE risk_measure ( -- append-only
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	fact TEXT NOT NULL,                 -- pledge, circular
	agency BIGINT NOT NULL REFERENCES agency (id),
	day BIGINT NOT NULL,
	done BIGINT NOT NULL,
	total BIGINT NOT NULL,
	source TEXT NOT NULL,
	at BIGINT NOT NULL,
	app_user BIGINT REFERENCES app_user (id)
);
CREATE INDEX risk_measure_office ON risk_measure (office, id);

-- Rules of law/warnings.toml, switched on and off: the newest row of a rule counts; none: off.
CREATE TABLE risk_switch ( -- append-only
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	rule TEXT NOT NULL,
	active BIGINT NOT NULL,
	reason TEXT NOT NULL,
	at BIGINT NOT NULL,
	app_user BIGINT REFERENCES app_user (id)
);
CREATE INDEX risk_switch_office ON risk_switch (office, rule, id);

-- A rule has fired. Its words are kept as they were; the same cause never fires twice.
CREATE TABLE risk_warning (
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	rule TEXT NOT NULL,
	cause TEXT NOT NULL,                -- the stage of an election, or the unit and the day
	fired_on BIGINT NOT NULL,
	agency BIGINT REFERENCES agency (id), -- NULL: the whole area
	name_id TEXT NOT NULL,
	name_en TEXT NOT NULL,
	do_id TEXT NOT NULL,
	do_en TEXT NOT NULL,
	why_id TEXT NOT NULL,
	why_en TEXT NOT NULL,
	roles TEXT NOT NULL,                -- codes, each between commas: ,prevention,chair,
	at BIGINT NOT NULL,
	answer TEXT,                        -- done, not_needed; NULL: open
	answer_reason TEXT,
	answered_at BIGINT,
	answered_by BIGINT REFERENCES app_user (id),
	UNIQUE (office, rule, cause)
);
CREATE INDEX risk_warning_open ON risk_warning (office, answered_at);

CREATE TABLE risk_run (                     -- the last day on which the rules were looked at
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL UNIQUE REFERENCES office (id),
	day BIGINT NOT NULL
);

-- What the plenary held proven, for the count of past cases.
CREATE INDEX case_person_proven ON case_person (case_file) WHERE outcome = 'proven';

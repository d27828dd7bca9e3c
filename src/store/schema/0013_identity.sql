-- Personal numbers: who confirmed whose, on what paper; and what the register's lists wrote of a number before or beside
-- the one that counts.

-- How sure we are that a person of a file is who the file says: each confirmation and each withdrawal is a row. A row
-- speaks of a name with a number; when either is changed later, it no longer counts.
CREATE TABLE person_proof ( -- append-only
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	person BIGINT NOT NULL REFERENCES case_person (id),
	level TEXT NOT NULL,                -- registry, bkd, bkn, withdrawn
	name TEXT NOT NULL,                 -- as confirmed
	number TEXT,                        -- as confirmed; NULL: the person bears none
	at BIGINT NOT NULL,
	app_user BIGINT REFERENCES app_user (id), -- NULL: the program
	reference TEXT NOT NULL,            -- letter, screen print, list: on what paper
	evidence BIGINT REFERENCES evidence_file (id),
	reason TEXT NOT NULL,
	nik_check TEXT NOT NULL             -- was a NIK held against the number: '', agrees, birth, sex, birth_sex; the NIK is not kept
);
CREATE INDEX person_proof_person ON person_proof (person, id);

-- What a list said of an employee's number, class and agency before a later list changed them ('former'), and what it
-- wrote that is no number, or a doubtful one. A number follows the agency for PPPK; the class of a person is dated.
CREATE TABLE employee_number ( -- append-only
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	employee BIGINT NOT NULL REFERENCES employee (id),
	kind TEXT NOT NULL,                 -- former, not_valid, old_nip, nik, doubtful
	number TEXT NOT NULL,               -- as written; '' when there was none
	class TEXT NOT NULL,                -- at that time
	agency BIGINT REFERENCES agency (id),
	warnings BIGINT NOT NULL,           -- bits of enum identity_warning
	birth_stated BIGINT,                -- as the list says, only when it contradicts the number
	sex_stated BIGINT NOT NULL,         -- enum sex, the same; 0: it does not
	import_run BIGINT,                  -- the list that changed it, or wrote it
	at BIGINT NOT NULL
);
CREATE INDEX employee_number_employee ON employee_number (employee, id);
CREATE INDEX employee_number_number ON employee_number (office, number);

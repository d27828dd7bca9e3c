-- Reports: what people tell the office, exactly as it came; the talk with them by code; the sealed identities.

CREATE TABLE report ( -- append-only
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	case_file BIGINT NOT NULL REFERENCES case_file (id), -- the file opened for it; joined_to tells where it went
	number TEXT NOT NULL,               -- 006/PL/PW/Kota/99.01/X/2024
	at BIGINT NOT NULL,                 -- when it arrived
	channel TEXT NOT NULL,              -- web, api, counter, phone, letter
	english BIGINT NOT NULL,            -- 1: the reporter reads English
	body TEXT NOT NULL,                 -- in the reporter's words; "" when only a link or a file came
	place TEXT,
	event_on BIGINT,
	known_on BIGINT,
	said_when TEXT,                     -- a date we could not read, as it was written
	window_end BIGINT,                  -- last moment of the report window; NULL: it could not be counted
	late BIGINT NOT NULL,               -- 1: after the window; weighed by people, never a reason to refuse
	has_contact BIGINT NOT NULL,        -- 1: a sealed box lies in the vault
	code_key BYTEA NOT NULL UNIQUE,     -- keyed hash of the 16 digits
	once_key BYTEA NOT NULL UNIQUE,     -- keyed hash of the sender's random value and the content
	check_code TEXT NOT NULL UNIQUE,    -- in the QR of the paper: /periksa/<code>
	content TEXT NOT NULL,              -- SHA-256 of the canonical content, in the signed receipt
	signature BYTEA NOT NULL,           -- Ed25519 of the signed receipt
	taken_by BIGINT REFERENCES app_user (id) -- counter officer; NULL: the reporter alone
);
CREATE INDEX report_file_case ON report (case_file);
CREATE INDEX report_at ON report (office, at);

CREATE TABLE report_person ( -- append-only
	id BIGINT PRIMARY KEY,
	report BIGINT NOT NULL REFERENCES report (id),
	role TEXT NOT NULL,                 -- terlapor, saksi: as the reporter names them, never a finding
	name TEXT NOT NULL,
	position TEXT
);
CREATE INDEX report_person_report ON report_person (report);

CREATE TABLE report_link ( -- append-only
	id BIGINT PRIMARY KEY,
	report BIGINT NOT NULL REFERENCES report (id),
	url TEXT NOT NULL                   -- as it was written; made a link only when it is http(s)
);
CREATE INDEX report_link_report ON report_link (report);

-- The talk between the office and a reporter it knows only by a code.
CREATE TABLE message ( -- append-only
	id BIGINT PRIMARY KEY,
	report BIGINT NOT NULL REFERENCES report (id),
	at BIGINT NOT NULL,
	from_office BIGINT NOT NULL,
	app_user BIGINT REFERENCES app_user (id),
	kind TEXT NOT NULL,                 -- message, question, completion, files
	body TEXT NOT NULL
);
CREATE INDEX message_report ON message (report, at);

CREATE TABLE report_file ( -- append-only
	id BIGINT PRIMARY KEY,
	report BIGINT NOT NULL REFERENCES report (id),
	message BIGINT REFERENCES message (id), -- NULL: came with the report
	file BIGINT NOT NULL REFERENCES evidence_file (id),
	known_type BIGINT NOT NULL,         -- 0: kept as it is, only offered for download
	place_removed BIGINT NOT NULL       -- 1: the reporter asked us to take the place out before keeping it
);
CREATE INDEX report_file_report ON report_file (report);

-- Which file carries a report on, and who decided so; the last row of a report counts.
CREATE TABLE case_report ( -- append-only
	id BIGINT PRIMARY KEY,
	report BIGINT NOT NULL REFERENCES report (id),
	case_file BIGINT NOT NULL REFERENCES case_file (id),
	attached BIGINT NOT NULL,           -- 1 attached, 0 detached
	at BIGINT NOT NULL,
	app_user BIGINT REFERENCES app_user (id),
	reason TEXT NOT NULL
);
CREATE INDEX case_report_case ON case_report (case_file);
CREATE INDEX case_report_report ON case_report (report);

-- Files of a form that came back to its sender (a question before sending): given back within two hours or gone.
CREATE TABLE held_file ( -- unsealed
	id BIGINT PRIMARY KEY,
	once_key BYTEA NOT NULL,            -- keyed hash of the form's random value
	at BIGINT NOT NULL,
	name TEXT NOT NULL,
	body BYTEA NOT NULL
);
CREATE INDEX held_file_once ON held_file (once_key);

-- The vault: who a reporter is, readable only with the office's vault key, two custodians and a reason.
CREATE TABLE vault_box ( -- append-only
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	report BIGINT NOT NULL REFERENCES report (id),
	at BIGINT NOT NULL,
	body BYTEA NOT NULL                 -- sealed key, nonce, XChaCha20-Poly1305 text
);
CREATE INDEX vault_box_report ON vault_box (report);

CREATE TABLE vault_request ( -- append-only
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	report BIGINT NOT NULL REFERENCES report (id),
	asked_by BIGINT NOT NULL REFERENCES app_user (id),
	at BIGINT NOT NULL,
	reason TEXT NOT NULL
);
CREATE INDEX vault_request_report ON vault_request (report);

CREATE TABLE vault_answer ( -- append-only
	id BIGINT PRIMARY KEY,
	request BIGINT NOT NULL REFERENCES vault_request (id),
	app_user BIGINT NOT NULL REFERENCES app_user (id),
	approves BIGINT NOT NULL,
	motive TEXT NOT NULL,
	at BIGINT NOT NULL,
	UNIQUE (request, app_user)
);

CREATE TABLE vault_view ( -- append-only
	id BIGINT PRIMARY KEY,
	request BIGINT NOT NULL REFERENCES vault_request (id),
	app_user BIGINT NOT NULL REFERENCES app_user (id),
	at BIGINT NOT NULL
);

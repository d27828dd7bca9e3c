-- The office, its people, its settings, the registry and the elections it watches.
-- Types are the same on both databases: BIGINT, TEXT, BYTEA. Days are days since 1970-01-01, instants are
-- microseconds in UTC, booleans 0 and 1. The comment after CREATE TABLE ( says what the database itself
-- guards: append-only refuses UPDATE and DELETE; unsealed tables are left out of the evidence chain.

CREATE TABLE office (
	id BIGINT PRIMARY KEY,
	parent BIGINT REFERENCES office (id),
	code TEXT NOT NULL UNIQUE,          -- Bawaslu's own area code: 99.01
	name TEXT NOT NULL,                 -- Bawaslu Kota Tirtamulya
	level TEXT NOT NULL,                -- RI, Prov, Kab, Kota, Kec
	region TEXT NOT NULL,               -- Kemendagri code of its area
	zone BIGINT NOT NULL,               -- enum zone
	city TEXT NOT NULL,                 -- place named on letters
	address TEXT NOT NULL,
	phone TEXT NOT NULL,
	email TEXT NOT NULL,
	drill BIGINT NOT NULL,              -- 1: training data, said on every page
	clock_started BIGINT,               -- drill clock: this machine moment ...
	clock_shows BIGINT                  -- ... counts as this one
);

CREATE TABLE setting (
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	name TEXT NOT NULL,
	value TEXT NOT NULL,
	reason TEXT NOT NULL,
	changed_at BIGINT NOT NULL,
	changed_by BIGINT,
	UNIQUE (office, name)
);

CREATE TABLE app_user (
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	login TEXT NOT NULL UNIQUE,
	name TEXT NOT NULL,
	position TEXT NOT NULL,             -- as printed under a signature
	role TEXT NOT NULL,                 -- enum role
	password TEXT NOT NULL,             -- Argon2id, parameters inside
	totp BYTEA,                         -- secret of the second factor; NULL: not set up
	totp_last BIGINT NOT NULL,          -- last step used, so that a code counts once
	nip TEXT,                           -- for conflict of interest
	disabled_at BIGINT,
	created_at BIGINT NOT NULL
);

CREATE TABLE session ( -- unsealed
	id BIGINT PRIMARY KEY,
	token BYTEA NOT NULL UNIQUE,        -- keyed hash of the cookie
	app_user BIGINT NOT NULL REFERENCES app_user (id),
	csrf TEXT NOT NULL,
	created_at BIGINT NOT NULL,
	seen_at BIGINT NOT NULL,
	ends_at BIGINT NOT NULL
);

CREATE TABLE api_token (
	id BIGINT PRIMARY KEY,
	app_user BIGINT NOT NULL REFERENCES app_user (id),
	token BYTEA NOT NULL UNIQUE,        -- keyed hash
	name TEXT NOT NULL,
	created_at BIGINT NOT NULL,
	ended_at BIGINT
);

CREATE TABLE access_log ( -- append-only
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	at BIGINT NOT NULL,
	app_user BIGINT,                    -- NULL: the program itself
	action TEXT NOT NULL,               -- login, login_failed, view, export, open_identity, ...
	kind TEXT NOT NULL,                 -- case, report, letter, ...
	object BIGINT,
	reason TEXT NOT NULL
);
CREATE INDEX access_log_object ON access_log (kind, object);

CREATE TABLE import_run ( -- append-only
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	at BIGINT NOT NULL,
	app_user BIGINT,
	kind TEXT NOT NULL,                 -- registry, accounts, watchlist, posts, holidays, regions, agencies
	file_name TEXT NOT NULL,
	sha256 TEXT NOT NULL,
	rows_read BIGINT NOT NULL,
	rows_kept BIGINT NOT NULL,
	rows_rejected BIGINT NOT NULL,
	note TEXT NOT NULL
);

CREATE TABLE region (
	id BIGINT PRIMARY KEY,
	code TEXT NOT NULL UNIQUE,          -- Kemendagri: 35, 35.79, 35.79.01
	name TEXT NOT NULL,
	kind TEXT NOT NULL
);

CREATE TABLE agency (
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	name TEXT NOT NULL,
	code TEXT,
	region TEXT,
	head TEXT,                          -- title of its head, for letters: "Kepala Dinas Perhubungan"
	UNIQUE (office, name)
);

CREATE TABLE employee (
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	nip TEXT,                           -- 18 digits; NULL when unknown
	name TEXT NOT NULL,
	front_title TEXT,
	back_title TEXT,
	class TEXT NOT NULL,                -- law.h, subject_class
	class_derived BIGINT NOT NULL,      -- 1: a hint from the number, not given
	agency BIGINT REFERENCES agency (id),
	unit TEXT,
	position TEXT,
	region TEXT,
	status TEXT,                        -- aktif, cuti, pensiun, ...
	import_run BIGINT,
	changed_at BIGINT NOT NULL,
	UNIQUE (office, nip)
);
CREATE INDEX employee_name ON employee (office, name);

CREATE TABLE account (
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	platform TEXT NOT NULL,
	handle TEXT NOT NULL,
	employee BIGINT NOT NULL REFERENCES employee (id),
	evidence TEXT NOT NULL,             -- none, claimed, admitted, proven
	changed_at BIGINT NOT NULL,
	UNIQUE (office, platform, handle)
);

CREATE TABLE contest (
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	code TEXT NOT NULL,                 -- 35.79/walikota/2024
	title TEXT NOT NULL,                -- Pemilihan Wali Kota dan Wakil Wali Kota ...
	kind TEXT NOT NULL,                 -- PG, PB, PW (numbers of papers), PL for Pemilu
	election TEXT NOT NULL,             -- PILKADA-2024
	procedure TEXT NOT NULL,            -- pilkada, pemilu
	region TEXT NOT NULL,
	determined_on BIGINT,               -- day on which the candidates were determined
	voting_on BIGINT,
	UNIQUE (office, code)
);

CREATE TABLE candidate_pair (
	id BIGINT PRIMARY KEY,
	contest BIGINT NOT NULL REFERENCES contest (id),
	number BIGINT NOT NULL,             -- 0 before the draw
	head TEXT NOT NULL,
	deputy TEXT,
	incumbent BIGINT NOT NULL,
	UNIQUE (contest, number)
);

CREATE TABLE watch_term (
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	contest TEXT NOT NULL,
	pair BIGINT NOT NULL,
	kind TEXT NOT NULL,                 -- name, nick, acronym, slogan, hashtag, account, number, party, jingle
	term TEXT NOT NULL,
	region TEXT,
	UNIQUE (office, contest, pair, kind, term)
);

CREATE TABLE holiday (
	id BIGINT PRIMARY KEY,
	office BIGINT REFERENCES office (id), -- NULL: everywhere
	day BIGINT NOT NULL,
	kind TEXT NOT NULL,
	name TEXT NOT NULL,
	basis TEXT NOT NULL,
	source TEXT NOT NULL,
	entered_by BIGINT,
	entered_at BIGINT NOT NULL
);

-- Legal numbers without gaps: a row per office, register and year, raised in the transaction that uses it.
CREATE TABLE number_seq (
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	register TEXT NOT NULL,             -- receipt, report, finding, letter:PM, ...
	year BIGINT NOT NULL,
	last BIGINT NOT NULL,
	UNIQUE (office, register, year)
);

-- Rule packs this office has used; a file keeps the one it started with.
CREATE TABLE rulepack (
	id BIGINT PRIMARY KEY,
	hash TEXT NOT NULL UNIQUE,
	version TEXT NOT NULL,
	body TEXT NOT NULL,
	installed_at BIGINT NOT NULL
);

-- Work for later, written in the transaction that asks for it (bus/).
CREATE TABLE outbox ( -- unsealed
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL,
	topic TEXT NOT NULL,
	body TEXT NOT NULL,
	created_at BIGINT NOT NULL,
	taken_at BIGINT,
	done_at BIGINT,
	tries BIGINT NOT NULL,
	error TEXT
);
CREATE INDEX outbox_open ON outbox (topic, done_at, id);

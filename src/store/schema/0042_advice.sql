-- The advice desk: questions of anybody, answers with their rule, and pictures of campaigns that the self-check knows.

-- A question is forgotten: once it is published its words are gone, and after advice.keep_days all of it. Unsealed, so that the
-- chain keeps no hash of what somebody asked and nothing stands in the way of forgetting.
CREATE TABLE advice_question ( -- unsealed
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	code_key BYTEA NOT NULL UNIQUE,     -- keyed hash of the asker's code
	text TEXT NOT NULL,                 -- as asked; '' once an answer is published
	class TEXT NOT NULL,                -- of the asker, as said: PNS, PPPK, ...
	asked_at BIGINT NOT NULL,
	state TEXT NOT NULL,                -- waiting, private, published
	reply TEXT NOT NULL,                -- of a private answer; else ''
	act TEXT NOT NULL,                  -- the rule of a private answer: code in the law's pack, or ''
	basis TEXT NOT NULL,                -- its articles
	phase TEXT NOT NULL,
	answered_at BIGINT,
	answer BIGINT,                      -- advice_answer; NULL: none was published
	keep_until BIGINT NOT NULL,         -- thrown away then
	version BIGINT NOT NULL
);
CREATE INDEX advice_question_state ON advice_question (office, state, id);
CREATE INDEX advice_question_keep ON advice_question (keep_until);

-- A published answer: which edition of it counts.
CREATE TABLE advice_answer (
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	edition BIGINT NOT NULL,            -- advice_edition
	state TEXT NOT NULL,                -- published, withdrawn
	first_at BIGINT NOT NULL,
	changed_at BIGINT NOT NULL,
	version BIGINT NOT NULL
);
CREATE INDEX advice_answer_shown ON advice_answer (office, state, id);

-- What was said on which day, by which rule. Earlier editions stay.
CREATE TABLE advice_edition ( -- append-only
	id BIGINT PRIMARY KEY,
	answer BIGINT NOT NULL REFERENCES advice_answer (id),
	number BIGINT NOT NULL,
	question TEXT NOT NULL,             -- as edited: without names
	reply TEXT NOT NULL,
	act TEXT NOT NULL,                  -- code of the rule in the law's pack, or ''
	rule TEXT NOT NULL,                 -- its title, or ''
	basis TEXT NOT NULL,                -- its articles, or what the officer wrote
	phase TEXT NOT NULL,                -- the stage in which the answer holds: any, before_candidacy, after_candidacy
	pack TEXT NOT NULL,                 -- SHA-256 of the pack by which it was answered
	rule_hash TEXT NOT NULL,            -- of the rule's row as it was then; '' without one
	at BIGINT NOT NULL,
	app_user BIGINT REFERENCES app_user (id),
	reason TEXT NOT NULL                -- why it was changed; '' for the first
);
CREATE INDEX advice_edition_of ON advice_edition (answer, number);

-- Stems of published questions, so that a like question finds them. Worked out, and can be again.
CREATE TABLE advice_word ( -- unsealed
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL,
	answer BIGINT NOT NULL,
	word BIGINT NOT NULL                -- hash of the stem
);
CREATE INDEX advice_word_of ON advice_word (office, word, answer);
CREATE INDEX advice_word_answer ON advice_word (answer);

-- Campaign pictures that are public anyway (posters, candidates' own posts): only their fingerprint is kept. Nothing from a
-- report or a file may come here, or the self-check would tell strangers what the office holds.
CREATE TABLE campaign_picture (
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	title TEXT NOT NULL,                -- "Poster pasangan nomor 2"
	source TEXT NOT NULL,               -- where everybody can see it
	pdq BYTEA NOT NULL,
	at BIGINT NOT NULL,
	app_user BIGINT REFERENCES app_user (id),
	dropped_at BIGINT
);
CREATE INDEX campaign_picture_office ON campaign_picture (office, id);

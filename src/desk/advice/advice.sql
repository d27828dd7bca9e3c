-- advice.sql -- questions, answers and their editions, words by which like questions are found, campaign pictures.

-- advice_question_add(id id, office id, code_key bytes, text text, class text, asked_at instant, keep_until instant) -> changed
INSERT INTO advice_question (id, office, code_key, text, class, asked_at, state, reply, act, basis, phase, keep_until, version)
VALUES ($1, $2, $3, $4, $5, $6, 'waiting', '', '', '', 'any', $7, 1) ON CONFLICT (code_key) DO NOTHING;

-- advice_question_get(office id, id id) -> maybe (id id, text text, class text, asked_at instant, state text, keep_until instant, version int)
SELECT id, text, class, asked_at, state, keep_until, version FROM advice_question WHERE office = $1 AND id = $2;

-- advice_question_by_code(office id, code_key bytes) -> maybe (id id, state text, asked_at instant, reply text, act text, basis text, phase text, answered_at instant?, answer id?, keep_until instant)
SELECT id, state, asked_at, reply, act, basis, phase, answered_at, answer, keep_until FROM advice_question
 WHERE office = $1 AND code_key = $2;

-- advice_waiting(office id, max int) -> rows (id id, text text, class text, asked_at instant, keep_until instant)
-- Oldest first.
SELECT id, text, class, asked_at, keep_until FROM advice_question WHERE office = $1 AND state = 'waiting' ORDER BY id LIMIT $2;

-- advice_waiting_n(office id) -> row (n int)
SELECT count(*) FROM advice_question WHERE office = $1 AND state = 'waiting';

-- advice_question_private(id id, version int, reply text, act text, basis text, phase text, at instant, keep_until instant) -> changed
UPDATE advice_question SET state = 'private', reply = $3, act = $4, basis = $5, phase = $6, answered_at = $7, keep_until = $8,
       version = version + 1 WHERE id = $1 AND version = $2 AND state = 'waiting';

-- advice_question_published(id id, version int, answer id, basis text, at instant, keep_until instant) -> changed
-- What was asked in the asker's own words is forgotten at once.
UPDATE advice_question SET state = 'published', text = '', class = '', answer = $3, basis = $4, answered_at = $5, keep_until = $6,
       version = version + 1 WHERE id = $1 AND version = $2 AND state = 'waiting';

-- advice_questions_forget(before instant) -> changed
DELETE FROM advice_question WHERE keep_until <= $1;

-- advice_answer_add(id id, office id, edition id, at instant) -> none
INSERT INTO advice_answer (id, office, edition, state, first_at, changed_at, version) VALUES ($1, $2, $3, 'published', $4, $4, 1);

-- advice_answer_set(id id, version int, edition id, state text, at instant) -> changed
UPDATE advice_answer SET edition = $3, state = $4, changed_at = $5, version = version + 1 WHERE id = $1 AND version = $2;

-- advice_edition_add(id id, answer id, number int, question text, reply text, act text, rule text, basis text, phase text, pack text, rule_hash text, at instant, app_user id?, reason text) -> none
INSERT INTO advice_edition (id, answer, number, question, reply, act, rule, basis, phase, pack, rule_hash, at, app_user, reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14);

-- advice_answer_get(office id, id id) -> maybe (id id, state text, version int, first_at instant, number int, question text, reply text, act text, rule text, basis text, phase text, pack text, rule_hash text, at instant)
SELECT a.id, a.state, a.version, a.first_at, e.number, e.question, e.reply, e.act, e.rule, e.basis, e.phase, e.pack, e.rule_hash, e.at
  FROM advice_answer a JOIN advice_edition e ON e.id = a.edition WHERE a.office = $1 AND a.id = $2;

-- advice_editions(answer id) -> rows (number int, at instant, user_name text?, reason text, basis text)
-- Newest first.
SELECT e.number, e.at, u.name, e.reason, e.basis FROM advice_edition e LEFT JOIN app_user u ON u.id = e.app_user
 WHERE e.answer = $1 ORDER BY e.number DESC;

-- advice_published(office id, before int, max int) -> rows (id id, number int, question text, reply text, act text, rule text, basis text, phase text, pack text, rule_hash text, at instant)
-- Newest first, those made before $2.
SELECT a.id, e.number, e.question, e.reply, e.act, e.rule, e.basis, e.phase, e.pack, e.rule_hash, e.at
  FROM advice_answer a JOIN advice_edition e ON e.id = a.edition
 WHERE a.office = $1 AND a.state = 'published' AND a.id < $2 ORDER BY a.id DESC LIMIT $3;

-- advice_published_since(office id, after int, max int) -> rows (id id, number int, question text, reply text, act text, rule text, basis text, phase text, pack text, rule_hash text, at instant)
-- Oldest first, for programs.
SELECT a.id, e.number, e.question, e.reply, e.act, e.rule, e.basis, e.phase, e.pack, e.rule_hash, e.at
  FROM advice_answer a JOIN advice_edition e ON e.id = a.edition
 WHERE a.office = $1 AND a.state = 'published' AND a.id > $2 ORDER BY a.id LIMIT $3;

-- advice_published_n(office id) -> row (n int)
SELECT count(*) FROM advice_answer WHERE office = $1 AND state = 'published';

-- advice_rules(office id) -> rows (id id, question text, act text, pack text, rule_hash text)
-- What each published answer cites: whether it must be looked at again.
SELECT a.id, e.question, e.act, e.pack, e.rule_hash FROM advice_answer a JOIN advice_edition e ON e.id = a.edition
 WHERE a.office = $1 AND a.state = 'published' ORDER BY a.id;

-- advice_word_add(id id, office id, answer id, word int) -> none
INSERT INTO advice_word (id, office, answer, word) VALUES ($1, $2, $3, $4);

-- advice_words_drop(answer id) -> changed
DELETE FROM advice_word WHERE answer = $1;

-- advice_word_answers(office id, word int, max int) -> rows (answer id)
SELECT answer FROM advice_word WHERE office = $1 AND word = $2 ORDER BY answer LIMIT $3;

-- campaign_picture_add(id id, office id, title text, source text, pdq bytes, at instant, app_user id?) -> none
INSERT INTO campaign_picture (id, office, title, source, pdq, at, app_user) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- campaign_pictures(office id) -> rows (id id, title text, source text, pdq bytes, at instant)
-- Those in use, newest first.
SELECT id, title, source, pdq, at FROM campaign_picture WHERE office = $1 AND dropped_at IS NULL ORDER BY id DESC;

-- campaign_picture_drop(office id, id id, at instant) -> changed
UPDATE campaign_picture SET dropped_at = $3 WHERE office = $1 AND id = $2 AND dropped_at IS NULL;

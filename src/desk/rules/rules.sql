-- rules.sql -- installed rule packs, whom the office trusts to sign them, and what counsel said about rows.

-- publisher_add(id id, office id, key_id text, public_key bytes, name text, reason text, trusted_at instant, trusted_by text) -> none
INSERT INTO pack_publisher (id, office, key_id, public_key, name, reason, trusted_at, trusted_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- publisher_by_key(office id, key_id text) -> maybe (id id, key_id text, public_key bytes, name text, trusted_at instant, ended_at instant?)
SELECT id, key_id, public_key, name, trusted_at, ended_at FROM pack_publisher WHERE office = $1 AND key_id = $2;

-- publishers(office id) -> rows (id id, key_id text, public_key bytes, name text, reason text, trusted_at instant, trusted_by text, ended_at instant?, ended_by text?, ended_why text?)
SELECT id, key_id, public_key, name, reason, trusted_at, trusted_by, ended_at, ended_by, ended_why
  FROM pack_publisher WHERE office = $1 ORDER BY trusted_at, id;

-- publisher_end(id id, at instant, who text, why text) -> changed
UPDATE pack_publisher SET ended_at = $2, ended_by = $3, ended_why = $4 WHERE id = $1 AND ended_at IS NULL;

-- publisher_again(id id, name text, reason text, at instant, who text) -> changed
-- Trusted once more after it was not.
UPDATE pack_publisher SET name = $2, reason = $3, trusted_at = $4, trusted_by = $5, ended_at = NULL, ended_by = NULL, ended_why = NULL
 WHERE id = $1 AND ended_at IS NOT NULL;

-- pack_store(id id, hash text, version text, body text, at instant) -> none
INSERT INTO rulepack (id, hash, version, body, installed_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (hash) DO NOTHING;

-- pack_install_add(id id, office id, rulepack text, name text, version text, election text, procedure text, from_on day, key_id text, signature bytes, signed_at instant, signer_words text, at instant, user id?, who text, reason text, forced bool) -> none
INSERT INTO pack_install (id, office, rulepack, name, version, election, procedure, from_on, key_id, signature, signed_at,
                          signer_words, at, app_user, who, reason, forced)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17);

-- pack_running(office id, election text, procedure text, on_day day) -> maybe (id id, rulepack text, name text, version text, election text, procedure text, from_on day, signed_at instant)
-- The pack that counts for this scope on that day; none: the built-in one. The order is that of desk/packs.sql.
SELECT id, rulepack, name, version, election, procedure, from_on, signed_at FROM pack_install
 WHERE office = $1 AND (election = '' OR election = $2) AND (procedure = '' OR procedure = $3) AND from_on <= $4
 ORDER BY CASE WHEN election <> '' THEN 0 WHEN procedure <> '' THEN 1 ELSE 2 END, from_on DESC, id DESC LIMIT 1;

-- pack_installs(office id) -> rows (id id, rulepack text, name text, version text, election text, procedure text, from_on day, key_id text, signed_at instant, signer_words text, at instant, who text, reason text, forced bool, publisher text?)
-- The newest first.
SELECT i.id, i.rulepack, i.name, i.version, i.election, i.procedure, i.from_on, i.key_id, i.signed_at, i.signer_words, i.at, i.who,
       i.reason, i.forced, p.name
  FROM pack_install i LEFT JOIN pack_publisher p ON p.office = i.office AND p.key_id = i.key_id
 WHERE i.office = $1 ORDER BY i.from_on DESC, i.id DESC;

-- files_by_pack(office id) -> rows (rulepack text, open_files int, files int)
-- How many files each pack judges, and how many of them are open; both are counted up to 1,000.
SELECT r.hash, (SELECT count(*) FROM (SELECT 1 FROM case_file f WHERE f.office = $1 AND f.rulepack = r.hash AND f.closed_at IS NULL
          AND f.id NOT IN (SELECT s.case_file FROM case_shut s WHERE s.app_user = $reader) LIMIT 1000) x),
       (SELECT count(*) FROM (SELECT 1 FROM case_file f WHERE f.office = $1 AND f.rulepack = r.hash
          AND f.id NOT IN (SELECT s.case_file FROM case_shut s WHERE s.app_user = $reader) LIMIT 1000) y)
  FROM rulepack r WHERE EXISTS (SELECT 1 FROM case_file f WHERE f.office = $1 AND f.rulepack = r.hash);

-- packs_kept(prefix text) -> rows (hash text, version text, installed_at instant)
-- Packs whose hash begins like that; $1 is a LIKE pattern.
SELECT hash, version, installed_at FROM rulepack WHERE hash LIKE $1 ORDER BY installed_at DESC, id DESC LIMIT 3;

-- pack_text(hash text) -> maybe (version text, body text)
SELECT version, body FROM rulepack WHERE hash = $1;

-- election_known(office id, election text) -> row (n int)
SELECT count(*) FROM contest WHERE office = $1 AND election = $2;

-- uses_clock(office id, rulepack text, code text) -> row (n int)
-- Open files under that pack in which the clock runs.
SELECT count(DISTINCT f.id) FROM case_file f JOIN clock_run c ON c.case_file = f.id
 WHERE f.office = $1 AND f.rulepack = $2 AND f.closed_at IS NULL AND c.clock = $3 AND c.ended_at IS NULL;

-- uses_state(office id, rulepack text, code text) -> row (n int)
SELECT count(*) FROM case_file f WHERE f.office = $1 AND f.rulepack = $2 AND f.closed_at IS NULL AND f.state = $3;

-- uses_act(office id, rulepack text, code text) -> row (n int)
SELECT count(DISTINCT f.id) FROM case_file f JOIN case_person p ON p.case_file = f.id
 WHERE f.office = $1 AND f.rulepack = $2 AND f.closed_at IS NULL AND p.act_code = $3;

-- uses_form(office id, rulepack text, code text) -> row (n int)
SELECT count(DISTINCT f.id) FROM case_file f JOIN letter l ON l.case_file = f.id
 WHERE f.office = $1 AND f.rulepack = $2 AND f.closed_at IS NULL AND l.form = $3;

-- opinion_add(id id, office id, rulepack text, kind text, name text, result text, checked_by text, checked_on day, source text, text text, at instant, user id?) -> none
INSERT INTO pack_opinion (id, office, rulepack, kind, name, result, checked_by, checked_on, source, text, at, app_user)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- opinions(office id, rulepack text) -> rows (id id, kind text, name text, result text, checked_by text, checked_on day, source text, text text, at instant, user_name text?)
-- The newest first, so that the last word on a row is found first.
SELECT o.id, o.kind, o.name, o.result, o.checked_by, o.checked_on, o.source, o.text, o.at, u.name
  FROM pack_opinion o LEFT JOIN app_user u ON u.id = o.app_user
 WHERE o.office = $1 AND o.rulepack = $2 ORDER BY o.id DESC;

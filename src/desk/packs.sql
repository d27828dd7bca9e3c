-- packs.sql -- the texts of rule packs, and which of them are in force.

-- rulepack_body(hash text) -> maybe (body text)
SELECT body FROM rulepack WHERE hash = $1;

-- rulepack_there(hash text) -> maybe (id id)
SELECT id FROM rulepack WHERE hash = $1;

-- rulepack_keep(id id, hash text, version text, body text, installed_at instant) -> none
-- Kept for ever: a file is judged by the pack it started with.
INSERT INTO rulepack (id, hash, version, body, installed_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (hash) DO NOTHING;

-- regime_state(office id) -> row (installs int, newest int)
SELECT count(*), coalesce(max(id), 0) FROM pack_install WHERE office = $1;

-- regime_rules(office id) -> rows (id id, rulepack text, election text, procedure text, from_on day)
-- The most particular first, then the newest: the order in which regime_rule asks them.
SELECT id, rulepack, election, procedure, from_on FROM pack_install WHERE office = $1
 ORDER BY CASE WHEN election <> '' THEN 0 WHEN procedure <> '' THEN 1 ELSE 2 END, from_on DESC, id DESC;

-- access.sql -- users, sessions, API tokens, and the log of who saw or did what.

-- user_by_login(login text) -> maybe (id id, office id, login text, name text, position text, role text, password text, totp bytes?, totp_last int, agency id?, disabled_at instant?)
SELECT id, office, login, name, position, role, password, totp, totp_last, agency, disabled_at FROM app_user WHERE login = $1;

-- user_by_id(id id) -> maybe (id id, office id, login text, name text, position text, role text, password text, totp bytes?, totp_last int, agency id?, disabled_at instant?)
SELECT id, office, login, name, position, role, password, totp, totp_last, agency, disabled_at FROM app_user WHERE id = $1;

-- user_list(office id) -> rows (id id, login text, name text, position text, role text, second_factor bool, disabled_at instant?, created_at instant)
SELECT id, login, name, position, role, CASE WHEN totp IS NULL THEN 0 ELSE 1 END, disabled_at, created_at
  FROM app_user WHERE office = $1 ORDER BY role, login;

-- user_insert(id id, office id, login text, name text, position text, role text, password text, nip text?, agency id?, created_at instant) -> none
INSERT INTO app_user (id, office, login, name, position, role, password, totp, totp_last, nip, agency, disabled_at, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, NULL, 0, $8, $9, NULL, $10);

-- user_password_put(id id, password text) -> changed
UPDATE app_user SET password = $2 WHERE id = $1;

-- user_role_put(id id, role text, agency id?) -> changed
UPDATE app_user SET role = $2, agency = $3 WHERE id = $1;

-- user_disabled_put(id id, disabled_at instant?) -> changed
UPDATE app_user SET disabled_at = $2 WHERE id = $1;

-- user_totp_put(id id, totp bytes?) -> changed
UPDATE app_user SET totp = $2, totp_last = 0 WHERE id = $1;

-- user_totp_use(id id, step int) -> changed
-- A step counts once and never goes back; no row changed: the code was used already.
UPDATE app_user SET totp_last = $2 WHERE id = $1 AND totp_last < $2;

-- session_insert(id id, token bytes, app_user id, csrf text, now instant, ends_at instant) -> none
INSERT INTO session (id, token, app_user, csrf, created_at, seen_at, ends_at) VALUES ($1, $2, $3, $4, $5, $5, $6);

-- session_by_token(token bytes) -> maybe (id id, app_user id, csrf text, seen_at instant, ends_at instant, login text, name text, position text, role text, agency id?, disabled_at instant?)
SELECT s.id, s.app_user, s.csrf, s.seen_at, s.ends_at, u.login, u.name, u.position, u.role, u.agency, u.disabled_at
  FROM session s JOIN app_user u ON u.id = s.app_user WHERE s.token = $1;

-- session_list(app_user id, now instant) -> rows (id id, created_at instant, seen_at instant, ends_at instant)
SELECT id, created_at, seen_at, ends_at FROM session WHERE app_user = $1 AND ends_at > $2 ORDER BY seen_at DESC, id DESC;

-- session_seen(id id, seen_at instant) -> changed
UPDATE session SET seen_at = $2 WHERE id = $1 AND seen_at < $2;

-- session_end(token bytes) -> changed
DELETE FROM session WHERE token = $1;

-- session_end_other(app_user id, token bytes) -> changed
DELETE FROM session WHERE app_user = $1 AND token <> $2;

-- session_end_all(app_user id) -> changed
DELETE FROM session WHERE app_user = $1;

-- session_prune(ended_before instant, seen_before instant) -> changed
DELETE FROM session WHERE ends_at < $1 OR seen_at < $2;

-- token_insert(id id, app_user id, token bytes, name text, created_at instant) -> none
INSERT INTO api_token (id, app_user, token, name, created_at, ended_at) VALUES ($1, $2, $3, $4, $5, NULL);

-- token_by_hash(token bytes) -> maybe (id id, app_user id, ended_at instant?, login text, name text, position text, role text, agency id?, disabled_at instant?)
SELECT t.id, t.app_user, t.ended_at, u.login, u.name, u.position, u.role, u.agency, u.disabled_at
  FROM api_token t JOIN app_user u ON u.id = t.app_user WHERE t.token = $1;

-- token_end_all(app_user id, ended_at instant) -> changed
UPDATE api_token SET ended_at = $2 WHERE app_user = $1 AND ended_at IS NULL;

-- access_log_insert(id id, office id, at instant, app_user id?, action text, kind text, object id?, reason text) -> none
INSERT INTO access_log (id, office, at, app_user, action, kind, object, reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- access_log_count(kind text, object id, action text, since instant) -> row (n int)
SELECT COUNT(*) FROM access_log WHERE kind = $1 AND object = $2 AND action = $3 AND at > $4;

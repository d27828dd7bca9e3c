-- once.sql -- requests of programs that are to count once.

-- once_add(id id, app_user id, key_hash bytes, request bytes, created_at instant) -> changed
-- 0 rows: the key was used before.
INSERT INTO api_once (id, app_user, key_hash, request, http, created_at) VALUES ($1, $2, $3, $4, 0, $5)
    ON CONFLICT (key_hash) DO NOTHING;

-- once_get(key_hash bytes) -> maybe (id id, request bytes, http int, answer bytes?)
SELECT id, request, http, answer FROM api_once WHERE key_hash = $1;

-- once_end(id id, http int, answer bytes) -> changed
UPDATE api_once SET http = $2, answer = $3 WHERE id = $1 AND http = 0;

-- once_drop(id id) -> changed
DELETE FROM api_once WHERE id = $1 AND http = 0;

-- once_prune(before instant) -> changed
DELETE FROM api_once WHERE created_at < $1;

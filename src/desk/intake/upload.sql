-- upload.sql -- files that come in pieces, until they are whole.

-- upload_insert(id id, office id, report id, id_key bytes, salt bytes, size int, made_at instant, expires_at instant) -> none
INSERT INTO upload (id, office, report, id_key, salt, size, made_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- upload_by_key(office id, id_key bytes) -> maybe (id id, report id, salt bytes, size int, expires_at instant, finished_at instant?)
SELECT id, report, salt, size, expires_at, finished_at FROM upload WHERE office = $1 AND id_key = $2;

-- upload_there(id id) -> maybe (id id)
SELECT id FROM upload WHERE id = $1;

-- uploads_count(office id, report id) -> row (of_report int, n int, bytes int)
-- How many are under way, for one report and in all, and the bytes they may become.
SELECT CAST(coalesce(sum(CASE WHEN report = $2 THEN 1 ELSE 0 END), 0) AS BIGINT), count(*), CAST(coalesce(sum(size), 0) AS BIGINT)
  FROM upload WHERE office = $1 AND finished_at IS NULL;

-- upload_finish(id id, now instant) -> changed
-- Once only: whoever comes second changes nothing.
UPDATE upload SET finished_at = $2 WHERE id = $1 AND finished_at IS NULL;

-- upload_remove(id id) -> changed
DELETE FROM upload WHERE id = $1;

-- uploads_open(office id, after int, max int) -> rows (id id, id_key bytes, report id, salt bytes, size int, expires_at instant)
SELECT id, id_key, report, salt, size, expires_at FROM upload
 WHERE office = $1 AND id > $2 AND finished_at IS NULL ORDER BY id LIMIT $3;

-- uploads_ended(office id, now instant, max int) -> rows (id id, id_key bytes)
-- Past their week, finished or not.
SELECT id, id_key FROM upload WHERE office = $1 AND expires_at < $2 ORDER BY expires_at, id LIMIT $3;

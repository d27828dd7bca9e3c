-- bus.sql -- jobs in the outbox. taken_at is the end of the lease, or of the rest after a failure: a job is free
-- when it is NULL or past.

-- job_insert(id id, office int, topic text, body text, created_at instant) -> none
INSERT INTO outbox (id, office, topic, body, created_at, tries) VALUES ($1, $2, $3, $4, $5, 0);

-- jobs_take(topic text, now instant, until instant, tries_max int, max int) -> rows (id id, office int, body text, created_at instant, tries int)
-- The free jobs of a topic, oldest first, taken until $3.
UPDATE outbox SET taken_at = $3, tries = tries + 1
 WHERE id IN (SELECT id FROM outbox
               WHERE topic = $1 AND done_at IS NULL AND tries < $4 AND (taken_at IS NULL OR taken_at <= $2)
               ORDER BY id LIMIT $5)
RETURNING id, office, body, created_at, tries;

-- job_done(id id, lease instant, now instant) -> changed
UPDATE outbox SET done_at = $3, error = NULL WHERE id = $1 AND taken_at = $2 AND done_at IS NULL;

-- job_rest(id id, lease instant, until instant, why text) -> changed
UPDATE outbox SET taken_at = $3, error = $4 WHERE id = $1 AND taken_at = $2 AND done_at IS NULL;

-- jobs_sweep(before instant) -> changed
DELETE FROM outbox WHERE done_at < $1;

-- jobs_open(tries_max int) -> row (open int, dead int, oldest instant?)
-- For doctor and metrics: what waits, what was given up, since when the oldest waits.
SELECT coalesce(sum(CASE WHEN tries < $1 THEN 1 ELSE 0 END), 0) AS open,
       coalesce(sum(CASE WHEN tries < $1 THEN 0 ELSE 1 END), 0) AS dead, min(created_at) AS oldest
  FROM outbox WHERE done_at IS NULL;

-- gateway.sql -- messages that a gateway dropped: which were taken, and who is in the middle of telling us something.

-- gateway_seen(message_key bytes) -> maybe (report id, message id?, first bool)
SELECT report, message, first FROM gateway_message WHERE message_key = $1;

-- gateway_message_add(id id, office id, message_key bytes, report id, message id?, first bool, at instant) -> none
INSERT INTO gateway_message (id, office, message_key, report, message, first, at) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- gateway_message_last(report id) -> maybe (id id)
-- The message that was just written down.
SELECT id FROM message WHERE report = $1 AND from_office = 0 ORDER BY id DESC LIMIT 1;

-- gateway_thread_live(office id, sender_key bytes, since instant, until instant) -> maybe (id id, report id)
SELECT id, report FROM gateway_thread WHERE office = $1 AND sender_key = $2 AND last_at >= $3 AND first_at <= $4
 ORDER BY last_at DESC, id DESC LIMIT 1;

-- gateway_thread_of(office id, sender_key bytes, report id) -> maybe (id id)
SELECT id FROM gateway_thread WHERE office = $1 AND sender_key = $2 AND report = $3 ORDER BY id LIMIT 1;

-- gateway_thread_add(id id, office id, sender_key bytes, report id, at instant) -> none
INSERT INTO gateway_thread (id, office, sender_key, report, first_at, last_at) VALUES ($1, $2, $3, $4, $5, $5);

-- gateway_thread_touch(id id, at instant) -> changed
UPDATE gateway_thread SET last_at = $2 WHERE id = $1 AND last_at < $2;

-- gateway_threads_drop(office id, before instant) -> changed
DELETE FROM gateway_thread WHERE office = $1 AND last_at < $2;

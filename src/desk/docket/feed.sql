-- feed.sql -- secret addresses of the calendar of deadlines, and what such a calendar shows.

-- calendar_feed_add(id id, office id, app_user id, token bytes, scope text, name text, created_at instant) -> none
INSERT INTO calendar_feed (id, office, app_user, token, scope, name, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- calendar_feed_of(token bytes) -> maybe (id id, office id, app_user id, scope text, name text, ended_at instant?, role text, disabled_at instant?)
-- With the role its maker has now.
SELECT c.id, c.office, c.app_user, c.scope, c.name, c.ended_at, u.role, u.disabled_at
  FROM calendar_feed c JOIN app_user u ON u.id = c.app_user WHERE c.token = $1;

-- calendar_feeds(app_user id) -> rows (id id, scope text, name text, created_at instant, ended_at instant?)
-- The addresses one officer made, newest first.
SELECT id, scope, name, created_at, ended_at FROM calendar_feed WHERE app_user = $1 ORDER BY created_at DESC, id DESC LIMIT 50;

-- calendar_feed_end(id id, app_user id, ended_at instant) -> changed
UPDATE calendar_feed SET ended_at = $3 WHERE id = $1 AND app_user = $2 AND ended_at IS NULL;

-- calendar_feed_clocks(office id, owner id?, ended_after instant, max int, today day) -> rows (id id, case_file id, clock text, status text, start_on day, start_at instant?, last_moment instant, sum text, ended_at instant?, kind text, number text?, person int?, moves int, moved_at instant?, begun int, over int, turned_on day?, noted_at instant?)
-- The clocks that run, and those that ended lately so that calendars strike them out (not those that had ended when the file was opened); $2 NULL: of all files.
SELECT c.id, c.case_file, c.clock, c.status, c.start_on, c.start_at, c.last_moment,
       coalesce((SELECT g.sum FROM clock_recount g WHERE g.id = c.moved),
                (SELECT s.sum FROM clock_sum s WHERE s.id = c.id), c.sum), c.ended_at, f.kind,
       coalesce(f.register_number, f.receipt_number), p.number,
       (SELECT count(*) FROM clock_move m WHERE m.case_file = c.case_file AND m.clock_run = c.id),
       (SELECT max(m.at) FROM clock_move m WHERE m.case_file = c.case_file AND m.clock_run = c.id),
       (SELECT count(*) FROM clock_pause p WHERE p.clock_run = c.id AND p.from_on <= $5),
       (SELECT count(*) FROM clock_pause p WHERE p.clock_run = c.id AND p.to_on < $5),
       (SELECT max(CASE WHEN p.to_on < $5 THEN p.to_on + 1 ELSE p.from_on END) FROM clock_pause p
         WHERE p.clock_run = c.id AND p.from_on <= $5),
       (SELECT max(coalesce(p.ended_at, p.made_at)) FROM clock_pause p WHERE p.clock_run = c.id)
  FROM clock_run c
  JOIN case_file f ON f.id = c.case_file
  LEFT JOIN case_person p ON p.id = c.person
 WHERE c.office = $1 AND ($2 IS NULL OR f.owner = $2) AND c.status <> 'uncounted'
   AND (c.ended_at IS NULL OR (c.ended_at >= $3 AND c.ended_at > f.opened_at))
   AND c.case_file NOT IN (SELECT s.case_file FROM case_shut s WHERE s.app_user = $reader)
 ORDER BY CASE WHEN c.ended_at IS NULL THEN 0 ELSE 1 END, c.last_moment, c.id LIMIT $4;

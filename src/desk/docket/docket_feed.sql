-- docket_feed.sql -- what programs read with a cursor: rows with an id after the last one seen, in that order.

-- feed_window(since int, max int) -> row (events int, events_upto int, moves int, moves_upto int)
-- How far the next $2 lines of all timelines reach, and the next $2 dates that moved.
SELECT (SELECT count(*) FROM (SELECT id FROM case_event WHERE id > $1 ORDER BY id LIMIT $2) a),
       (SELECT coalesce(max(id), 0) FROM (SELECT id FROM case_event WHERE id > $1 ORDER BY id LIMIT $2) a),
       (SELECT count(*) FROM (SELECT id FROM clock_move WHERE id > $1 ORDER BY id LIMIT $2) b),
       (SELECT coalesce(max(id), 0) FROM (SELECT id FROM clock_move WHERE id > $1 ORDER BY id LIMIT $2) b);

-- cases_feed(office id, since int, upto int, states text?, max int) -> rows (change id, id id, kind text, procedure text, state text, number text?, title text, event_on day?, event_place text?, owner_name text?, joined_to id?, opened_at instant, changed_at instant, closed_at instant?, late bool, version int)
-- Files whose last change lies after $2 and not after $3, in its order; the change is the last line of their timeline.
-- $4: ",REGISTERED,STUDY," or NULL. In this order on both databases: few
-- lines, the last of each file, then their files, then those in the wanted states.
WITH lines AS MATERIALIZED (
       SELECT id AS change, case_file FROM case_event WHERE id > $2 AND id <= $3
       UNION ALL SELECT id, case_file FROM clock_move WHERE id > $2 AND id <= $3),
     last_of AS MATERIALIZED (SELECT max(change) AS change, case_file FROM lines GROUP BY case_file),
     latest AS MATERIALIZED (
       SELECT c.change, c.case_file FROM last_of c
        WHERE coalesce((SELECT max(n.id) FROM case_event n WHERE n.case_file = c.case_file), 0) <= c.change
          AND coalesce((SELECT max(m.id) FROM clock_move m WHERE m.case_file = c.case_file), 0) <= c.change),
     named AS MATERIALIZED (
       SELECT c.change, f.id, f.kind, f.procedure, f.state, coalesce(f.register_number, f.receipt_number) AS number, f.title, f.event_on,
              f.event_place, f.owner, f.joined_to, f.opened_at, f.changed_at, f.closed_at, f.late, f.version
         FROM latest c CROSS JOIN case_file f
        WHERE f.id = c.case_file AND f.office = $1 AND f.id NOT IN (SELECT s.case_file FROM case_shut s WHERE s.app_user = $reader))
SELECT f.change, f.id, f.kind, f.procedure, f.state, f.number, f.title, f.event_on, f.event_place, u.name, f.joined_to, f.opened_at,
       f.changed_at, f.closed_at, f.late, f.version
  FROM named f LEFT JOIN app_user u ON u.id = f.owner
 WHERE $4 IS NULL OR $4 LIKE '%,' || f.state || ',%'
 ORDER BY f.change LIMIT $5;

-- clocks_feed(office id, case_file id?, since int, open bool, max int) -> rows (id id, case_file id, number text?, person id?, person_name text?, clock text, start_on day, start_at instant?, last_moment instant, sum text, status text, ended_at instant?, end_reason text?, rulepack text)
-- Clocks in the order in which they started. $2: of one file, NULL all; $4: only those that have not ended. Each way has its
-- index; +office: by id, not by office and then sorted.
SELECT c.id, c.case_file, coalesce(f.register_number, f.receipt_number), c.person, p.name, c.clock, c.start_on, c.start_at,
       c.last_moment, coalesce((SELECT g.sum FROM clock_recount g WHERE g.id = c.moved),
                (SELECT s.sum FROM clock_sum s WHERE s.id = c.id), c.sum), c.status,
       c.ended_at, c.end_reason, f.rulepack
  FROM (SELECT id FROM (SELECT id FROM clock_run WHERE $2 IS NOT NULL AND case_file = $2 AND +office = $1 AND id > $3 AND ($4 = 0 OR ended_at IS NULL)
                         ORDER BY id LIMIT $5) a
        UNION ALL
        SELECT id FROM (SELECT id FROM clock_run WHERE $2 IS NULL AND $4 = 1 AND office = $1 AND ended_at IS NULL AND id > $3
                         ORDER BY id LIMIT $5) b
        UNION ALL
        SELECT id FROM (SELECT id FROM clock_run WHERE $2 IS NULL AND $4 = 0 AND +office = $1 AND id > $3 ORDER BY id LIMIT $5) d) x
  CROSS JOIN clock_run c JOIN case_file f ON f.id = c.case_file LEFT JOIN case_person p ON p.id = c.person
 WHERE c.id = x.id AND c.case_file NOT IN (SELECT s.case_file FROM case_shut s WHERE s.app_user = $reader)
 ORDER BY c.id LIMIT $5;

-- timeline_feed(case_file id, since int, max int) -> rows (id id, at instant, user_name text?, event text, transition text?, from_state text, to_state text, text text, kind text, ref id?)
-- What happened in a file, oldest first.
SELECT e.id, e.at, u.name, e.event, e.transition, e.from_state, e.to_state, e.text, e.kind, e.ref
  FROM (SELECT id, at, app_user, event, transition, from_state, to_state, text, kind, ref
          FROM case_event WHERE case_file = $1 AND id > $2
        UNION ALL
        SELECT m.id, m.at, m.app_user, 'clock_moved', NULL, '', '', g.text, 'clock', m.clock_run
          FROM clock_move m JOIN clock_recount g ON g.id = m.recount WHERE m.case_file = $1 AND m.id > $2) e
  LEFT JOIN app_user u ON u.id = e.app_user
 ORDER BY e.id LIMIT $3;

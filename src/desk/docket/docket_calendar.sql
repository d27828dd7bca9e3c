-- docket_calendar.sql -- clocks that move: recounted when the calendar changes, paused and resumed. A clock that was
-- paused is counted by itself; all others that share rule, start and present result are counted once and moved together.

-- recount_groups(office id) -> rows (clock text, rulepack text, start_on day, status text, last_moment instant, n int)
-- Open clocks without pauses, by what their result depends on.
SELECT clock, rulepack, start_on, status, last_moment, count(*) FROM clock_run
 WHERE office = $1 AND ended_at IS NULL AND pauses IS NULL
 GROUP BY clock, rulepack, start_on, status, last_moment ORDER BY clock, rulepack, start_on, status, last_moment;

-- recount_paused(office id) -> rows (id id)
-- Open clocks that have pauses.
SELECT id FROM clock_run WHERE office = $1 AND ended_at IS NULL AND pauses IS NOT NULL ORDER BY id;

-- recount_add(id id, office id, version id, clock text, rulepack text, start_on day, clock_run id, old_last instant, new_last instant, old_status text, new_status text, notice int, sum text, text text) -> none
-- A new result; $7: of one clock, NULL: of all that share the rest.
INSERT INTO clock_recount (id, office, version, clock, rulepack, start_on, clock_run, old_last, new_last, old_status,
                           new_status, notice, sum, text)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14);

-- moves_add(below id, office id, version id, after id, at instant, app_user id?) -> changed
-- A row for each clock that the new results of this version move (those with an id after $4), numbered on from $1.
INSERT INTO clock_move (id, office, recount, case_file, clock_run, at, app_user)
SELECT $1 + row_number() OVER (), $2, g.id, c.case_file, c.id, $5, $6
  FROM clock_run c
  JOIN clock_recount g ON g.version = $3 AND g.id > $4 AND g.clock_run IS NULL AND g.clock = c.clock
                      AND g.start_on = c.start_on AND g.rulepack = c.rulepack AND g.old_last = c.last_moment
                      AND g.old_status = c.status
 WHERE c.office = $2 AND c.ended_at IS NULL AND c.pauses IS NULL;

-- moves_carry(after id, upto id, calendar text) -> changed
-- What the moves say becomes the clocks' own.
UPDATE clock_run SET last_moment = m.new_last, calendar = $3, moved = m.recount, notice = m.notice, status = m.new_status
  FROM (SELECT v.clock_run, v.recount, g.new_last, g.notice, g.new_status
          FROM clock_move v JOIN clock_recount g ON g.id = v.recount WHERE v.id > $1 AND v.id <= $2) m
 WHERE clock_run.id = m.clock_run;

-- move_add(id id, office id, recount id, case_file id, clock_run id, at instant, app_user id?) -> none
-- One clock moves.
INSERT INTO clock_move (id, office, recount, case_file, clock_run, at, app_user) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- clock_run_move(id id, last_moment instant, calendar text, recount id?, notice int?, status text, pauses int?) -> changed
-- One clock gets a new result; without a recount (its end is not known yet) the last one stays.
UPDATE clock_run SET last_moment = $2, calendar = $3, moved = coalesce($4, moved), notice = coalesce($5, notice),
       status = $6, pauses = $7 WHERE id = $1 AND ended_at IS NULL;

-- clock_run_work(id id) -> row (id id, office id, case_file id, person id?, clock text, start_on day, start_at instant?, last_moment instant, calendar text, rulepack text, status text, ended_at instant?, notice int, pauses int)
-- A clock at work.
SELECT id, office, case_file, person, clock, start_on, start_at, last_moment, calendar, rulepack, status, ended_at,
       coalesce(notice, 0), coalesce(pauses, 0) FROM clock_run WHERE id = $1;

-- clock_pauses(clock_run id) -> rows (id id, from_on day, to_on day?, reason text, made_by id?, made_name text?, made_at instant, ended_by id?, ended_name text?, ended_at instant?)
-- The pauses of a clock, also those that are over.
SELECT p.id, p.from_on, p.to_on, p.reason, p.made_by, u.name, p.made_at, p.ended_by, x.name, p.ended_at
  FROM clock_pause p LEFT JOIN app_user u ON u.id = p.made_by LEFT JOIN app_user x ON x.id = p.ended_by
 WHERE p.clock_run = $1 ORDER BY p.from_on, p.id;

-- clock_pause_add(id id, office id, clock_run id, from_on day, to_on day?, reason text, made_by id?, made_at instant) -> none
-- A pause begins.
INSERT INTO clock_pause (id, office, clock_run, from_on, to_on, reason, made_by, made_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- clock_pause_end(id id, to_on day, ended_by id?, ended_at instant) -> changed
-- It ends: $2 is its last day.
UPDATE clock_pause SET to_on = $2, ended_by = $3, ended_at = $4 WHERE id = $1 AND ended_at IS NULL;

-- clocks_pause_turns(office id, today day, max int) -> rows (id id)
-- Clocks whose pause begins or is over today: running within a pause, or paused outside of one.
SELECT c.id FROM clock_run c
 WHERE c.office = $1 AND c.ended_at IS NULL AND c.pauses IS NOT NULL AND c.status IN ('running', 'expired', 'paused')
   AND (c.status = 'paused') <> EXISTS (SELECT 1 FROM clock_pause p WHERE p.clock_run = c.id AND p.from_on <= $2
                                          AND (p.to_on IS NULL OR p.to_on >= $2))
 ORDER BY c.id LIMIT $3;

-- clock_moves(clock_run id) -> rows (id id, at instant, user_name text?, old_last instant, new_last instant, old_status text, new_status text, notice int, version id?, decree id?, decree_number text?, sum text, text text)
-- How a clock came to its present date, oldest first.
SELECT m.id, m.at, u.name, g.old_last, g.new_last, g.old_status, g.new_status, g.notice, g.version, v.decree, d.number,
       g.sum, g.text
  FROM clock_move m JOIN clock_recount g ON g.id = m.recount
  LEFT JOIN calendar_version v ON v.id = g.version LEFT JOIN decree d ON d.id = v.decree
  LEFT JOIN app_user u ON u.id = m.app_user
 WHERE m.case_file = (SELECT c.case_file FROM clock_run c WHERE c.id = $1) AND m.clock_run = $1 ORDER BY m.id;

-- moves_of_version(version id, after int, max int) -> rows (id id, case_file id, clock_run id, clock text, kind text, number text?, title text, owner_name text?, person_name text?, old_last instant, new_last instant, old_status text, notice int)
-- The list of moved files.
SELECT m.id, m.case_file, m.clock_run, g.clock, f.kind, coalesce(f.register_number, f.receipt_number), f.title, u.name,
       p.name, g.old_last, g.new_last, g.old_status, g.notice
  FROM clock_recount g JOIN clock_move m ON m.recount = g.id JOIN case_file f ON f.id = m.case_file
  JOIN clock_run c ON c.id = m.clock_run
  LEFT JOIN app_user u ON u.id = f.owner LEFT JOIN case_person p ON p.id = c.person
 WHERE g.version = $1 AND m.id > $2
   AND m.case_file NOT IN (SELECT s.case_file FROM case_shut s WHERE s.app_user = $reader)
 ORDER BY m.id LIMIT $3;

-- moves_count(version id) -> row (clocks int, files int, earlier int, counted int)
-- How many clocks and files this version moved; those that came earlier; those that could be counted at last.
SELECT count(*), count(DISTINCT m.case_file), coalesce(sum(CASE WHEN g.notice = 2 THEN 1 ELSE 0 END), 0),
       coalesce(sum(CASE WHEN g.old_status = 'uncounted' THEN 1 ELSE 0 END), 0)
  FROM clock_recount g JOIN clock_move m ON m.recount = g.id
 WHERE g.version = $1 AND m.case_file NOT IN (SELECT s.case_file FROM case_shut s WHERE s.app_user = $reader);

-- moves_clocks(version id) -> rows (clock text)
-- Which clocks this version moved.
SELECT DISTINCT clock FROM clock_recount WHERE version = $1 ORDER BY clock;

-- moves_of_clock(version id, clock text, after int, max int) -> rows (id id, case_file id, new_last instant)
-- The files in which this version moved one clock.
SELECT m.id, m.case_file, g.new_last FROM clock_recount g JOIN clock_move m ON m.recount = g.id
 WHERE g.version = $1 AND g.clock = $2 AND m.id > $3 ORDER BY m.id LIMIT $4;

-- clocks_noticed(office id, owner id, max int) -> rows (id id, case_file id, clock text, last_moment instant, old_last instant, status text, notice int, kind text, number text?, title text, owner id?, owner_name text?, decree_number text?)
-- Changed dates that nobody has seen yet, of files that $2 holds or nobody: earlier ones first.
SELECT c.id, c.case_file, c.clock, c.last_moment, g.old_last, c.status, c.notice, f.kind,
       coalesce(f.register_number, f.receipt_number), f.title, f.owner, u.name, d.number
  FROM clock_run c JOIN case_file f ON f.id = c.case_file JOIN clock_recount g ON g.id = c.moved
  LEFT JOIN calendar_version v ON v.id = g.version LEFT JOIN decree d ON d.id = v.decree
  LEFT JOIN app_user u ON u.id = f.owner
 WHERE c.office = $1 AND c.notice IS NOT NULL AND c.ended_at IS NULL AND (f.owner IS NULL OR f.owner = $2)
   AND f.id NOT IN (SELECT s.case_file FROM case_shut s WHERE s.app_user = $reader)
 ORDER BY c.notice DESC, c.last_moment, c.id LIMIT $3;

-- clock_notice_clear(id id) -> changed
-- Somebody has seen the new date, or confirmed an earlier one.
UPDATE clock_run SET notice = NULL WHERE id = $1 AND notice IS NOT NULL;

-- clocks_stale(office id, calendar text, after id) -> row (n int)
-- Clocks that started after the calendar had changed, yet were counted by the one before.
SELECT count(*) FROM clock_run WHERE office = $1 AND id > $3 AND calendar <> $2 AND calendar <> '' AND ended_at IS NULL;

-- clock_sum_add(id id, sum text) -> none
-- The sum with which clock $1 started.
INSERT INTO clock_sum (id, sum) VALUES ($1, $2);

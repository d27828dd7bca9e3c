-- inside.sql -- tasks and notes of a file: for officers only. Nothing that leaves the office reads these tables.

-- task_add(id id, office id, case_file id, text text, app_user id?, until_on day?, made_at instant, made_by id?) -> none
INSERT INTO case_task (id, office, case_file, text, app_user, until_on, made_at, made_by, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1);

-- task_staff(office id) -> rows (id id, name text)
-- Who may work on files.
SELECT id, name FROM app_user WHERE office = $1 AND disabled_at IS NULL AND role IN ('handler', 'member', 'chair') ORDER BY name;

-- task_get(id id) -> maybe (case_file id, text text, app_user id?, done_at instant?, version int)
SELECT case_file, text, app_user, done_at, version FROM case_task WHERE id = $1;

-- task_done(id id, version int, done_at instant?, done_by id?) -> changed
-- Done, or open again with NULL; 0 rows: changed meanwhile.
UPDATE case_task SET done_at = $3, done_by = $4, version = version + 1 WHERE id = $1 AND version = $2;

-- task_take(id id, version int, app_user id?) -> changed
UPDATE case_task SET app_user = $3, version = version + 1 WHERE id = $1 AND version = $2 AND done_at IS NULL;

-- tasks_let_go(user id) -> changed
-- Open tasks of a user in files that are shut to them (conflict of interest): nobody has them now.
UPDATE case_task SET app_user = NULL, version = version + 1
 WHERE app_user = $1 AND done_at IS NULL AND case_file IN (SELECT s.case_file FROM case_shut s WHERE s.app_user = $1);

-- tasks_of(case_file id, max int) -> rows (id id, text text, app_user id?, user_name text?, until_on day?, made_at instant, made_name text?, done_at instant?, done_name text?, version int)
-- Open ones first, soonest first; then those that are done, the last first.
SELECT t.id, t.text, t.app_user, u.name, t.until_on, t.made_at, m.name, t.done_at, x.name, t.version
  FROM case_task t LEFT JOIN app_user u ON u.id = t.app_user LEFT JOIN app_user m ON m.id = t.made_by LEFT JOIN app_user x ON x.id = t.done_by
 WHERE t.case_file = $1
 ORDER BY CASE WHEN t.done_at IS NULL THEN 0 ELSE 1 END, CASE WHEN t.until_on IS NULL THEN 1 ELSE 0 END, t.until_on, t.done_at DESC, t.id LIMIT $2;

-- tasks_due(office id, user id, before day, max int) -> rows (id id, case_file id, text text, app_user id?, user_name text?, until_on day, kind text, number text?, title text)
-- Open tasks with a day before $3, soonest first: the reader's own, and those that nobody has.
SELECT t.id, t.case_file, t.text, t.app_user, u.name, t.until_on, f.kind, coalesce(f.register_number, f.receipt_number), f.title
  FROM case_task t JOIN case_file f ON f.id = t.case_file LEFT JOIN app_user u ON u.id = t.app_user
 WHERE t.office = $1 AND t.done_at IS NULL AND t.until_on < $3 AND (t.app_user IS NULL OR t.app_user = $2)
   AND t.case_file NOT IN (SELECT s.case_file FROM case_shut s WHERE s.app_user = $reader)
 ORDER BY t.until_on, t.id LIMIT $4;

-- note_add(id id, office id, case_file id, at instant, app_user id?, text text) -> none
INSERT INTO case_note (id, office, case_file, at, app_user, text) VALUES ($1, $2, $3, $4, $5, $6);

-- inside_lines(case_file id, kinds text?, before_at int, before_id int, max int) -> rows (id id, at instant, user_name text?, event text, to_state text, text text, kind text, ref id?)
-- What happened in a file, newest first, before line $4 at moment $3: states, papers, evidence, talk, deadlines and how they moved,
-- tasks, and notes with their words (event 'inside'). $2: ",letter,note," or NULL.
SELECT e.id, e.at, u.name, e.event, e.to_state, e.text, e.kind, e.ref
  FROM (SELECT c.id, c.at, c.app_user, CASE WHEN n.id IS NULL THEN c.event ELSE 'inside' END AS event, c.to_state,
               coalesce(n.text, c.text) AS text, c.kind, c.ref
          FROM case_event c LEFT JOIN case_note n ON n.id = c.ref AND n.case_file = c.case_file AND c.kind = 'note' WHERE c.case_file = $1
        UNION ALL
        SELECT m.id, m.at, m.app_user, 'clock_moved', '', g.text, 'clock', m.clock_run
          FROM clock_move m JOIN clock_recount g ON g.id = m.recount WHERE m.case_file = $1
        UNION ALL
        SELECT t.id, t.made_at, t.made_by, 'task', '', t.text, 'task', t.id FROM case_task t WHERE t.case_file = $1
        UNION ALL
        SELECT t.id, t.done_at, t.done_by, 'task_done', '', t.text, 'task', t.id
          FROM case_task t WHERE t.case_file = $1 AND t.done_at IS NOT NULL) e
  LEFT JOIN app_user u ON u.id = e.app_user
 WHERE ($2 IS NULL OR $2 LIKE '%,' || e.kind || ',%') AND (e.at < $3 OR (e.at = $3 AND e.id < $4))
 ORDER BY e.at DESC, e.id DESC LIMIT $5;

-- sitting.sql -- sittings of the plenary: agenda, attendance, minutes.

-- sitting_insert(id id, office id, held_at instant, place text, made_at instant, made_by id?) -> none
INSERT INTO sitting (id, office, held_at, place, state, note, made_at, made_by, version) VALUES ($1, $2, $3, $4, 'called', '', $5, $6, 1);

-- sitting_get(office id, id id) -> maybe (id id, held_at instant, place text, state text, number text?, opened_at instant?, ended_at instant?, note text, letter id?, version int)
SELECT id, held_at, place, state, number, opened_at, ended_at, note, letter, version FROM sitting WHERE office = $1 AND id = $2;

-- sitting_open_set(id id, version int, held_at instant, number text, opened_at instant) -> changed
UPDATE sitting SET state = 'open', held_at = $3, number = $4, opened_at = $5, version = version + 1 WHERE id = $1 AND version = $2 AND state = 'called';

-- sitting_end_set(id id, version int, state text, note text, ended_at instant, letter id?) -> changed
UPDATE sitting SET state = $3, note = $4, ended_at = $5, letter = $6, version = version + 1 WHERE id = $1 AND version = $2 AND ended_at IS NULL;

-- sittings(office id, live bool, max int) -> rows (id id, held_at instant, place text, state text, number text?, letter id?, files int, decided int)
-- $2: those that are called or open, the soonest first; else those that are over, the newest first.
SELECT s.id, s.held_at, s.place, s.state, s.number, s.letter,
       (SELECT count(*) FROM sitting_file f WHERE f.sitting = s.id AND f.dropped_at IS NULL
           AND f.case_file NOT IN (SELECT h.case_file FROM case_shut h WHERE h.app_user = $reader)),
       (SELECT count(*) FROM sitting_file f WHERE f.sitting = s.id AND f.plenary IS NOT NULL
           AND f.case_file NOT IN (SELECT h.case_file FROM case_shut h WHERE h.app_user = $reader))
  FROM sitting s WHERE s.office = $1 AND (($2 = 1 AND s.ended_at IS NULL) OR ($2 = 0 AND s.ended_at IS NOT NULL))
 ORDER BY CASE WHEN $2 = 1 THEN s.held_at ELSE -s.held_at END, s.id LIMIT $3;

-- sitting_file_insert(id id, sitting id, case_file id, added_at instant, added_by id?) -> none
-- At the end of the agenda.
INSERT INTO sitting_file (id, sitting, case_file, number, added_at, added_by)
SELECT $1, $2, $3, COALESCE(MAX(number), 0) + 1, $4, $5 FROM sitting_file WHERE sitting = $2;

-- sitting_file_drop(sitting id, case_file id, dropped_at instant) -> changed
-- What was decided stays on the agenda.
UPDATE sitting_file SET dropped_at = $3 WHERE sitting = $1 AND case_file = $2 AND dropped_at IS NULL AND plenary IS NULL;

-- sitting_file_decided(id id, plenary id) -> changed
UPDATE sitting_file SET plenary = $2 WHERE id = $1 AND plenary IS NULL;

-- sitting_files(sitting id) -> rows (id id, case_file id, number int, kind text, file_number text?, title text, state text, rulepack text, plenary id?, agree int, dissent int, shut bool)
-- The agenda; shut: to the reader, who gets nothing of the row but that it is there.
SELECT s.id, s.case_file, s.number, f.kind, coalesce(f.register_number, f.receipt_number), f.title, f.state, f.rulepack, s.plenary,
       (SELECT count(*) FROM plenary_vote v WHERE v.plenary = s.plenary AND v.vote = 'agree'),
       (SELECT count(*) FROM plenary_vote v WHERE v.plenary = s.plenary AND v.vote = 'dissent'),
       CASE WHEN s.case_file IN (SELECT h.case_file FROM case_shut h WHERE h.app_user = $reader) THEN 1 ELSE 0 END
  FROM sitting_file s JOIN case_file f ON f.id = s.case_file
 WHERE s.sitting = $1 AND s.dropped_at IS NULL ORDER BY s.number;

-- sitting_of_file(case_file id) -> maybe (id id, item id, number int, held_at instant, place text, state text, minutes_number text?)
-- The sitting on whose agenda a file stands and that is not over.
SELECT s.id, f.id, f.number, s.held_at, s.place, s.state, s.number
  FROM sitting_file f JOIN sitting s ON s.id = f.sitting
 WHERE f.case_file = $1 AND f.dropped_at IS NULL AND f.plenary IS NULL AND s.ended_at IS NULL ORDER BY s.id LIMIT 1;

-- sitting_presence_insert(id id, sitting id, app_user id, present bool, at instant, made_by id?) -> none
INSERT INTO sitting_presence (id, sitting, app_user, present, at, made_by) VALUES ($1, $2, $3, $4, $5, $6);

-- sitting_members(office id, sitting id) -> rows (id id, name text, position text, role text, present bool, came bool, late bool)
-- Those who vote, and whether they are there by what was said last; came: at some time they were; late: not when it was opened.
SELECT u.id, u.name, u.position, u.role,
       coalesce((SELECT p.present FROM sitting_presence p WHERE p.sitting = $2 AND p.app_user = u.id ORDER BY p.id DESC LIMIT 1), 0),
       coalesce((SELECT max(p.present) FROM sitting_presence p WHERE p.sitting = $2 AND p.app_user = u.id), 0),
       1 - coalesce((SELECT p.present FROM sitting_presence p WHERE p.sitting = $2 AND p.app_user = u.id ORDER BY p.id LIMIT 1), 0)
  FROM app_user u
 WHERE u.office = $1 AND ((u.disabled_at IS NULL AND u.role IN ('member', 'chair'))
        OR EXISTS (SELECT 1 FROM sitting_presence p WHERE p.sitting = $2 AND p.app_user = u.id))
 ORDER BY u.role, u.id;

-- sitting_waiting(office id, max int) -> rows (id id, kind text, number text?, title text, since instant)
-- Files that wait for the plenary and stand on no agenda.
SELECT f.id, f.kind, coalesce(f.register_number, f.receipt_number), f.title, f.changed_at FROM case_file f
 WHERE f.office = $1 AND f.state = 'PLENARY' AND f.id NOT IN (SELECT h.case_file FROM case_shut h WHERE h.app_user = $reader)
   AND NOT EXISTS (SELECT 1 FROM sitting_file x JOIN sitting s ON s.id = x.sitting
                    WHERE x.case_file = f.id AND x.dropped_at IS NULL AND x.plenary IS NULL AND s.ended_at IS NULL)
 ORDER BY f.changed_at, f.id LIMIT $2;

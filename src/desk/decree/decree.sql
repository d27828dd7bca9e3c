-- decree.sql -- decrees, their typings, and the calendar versions.

-- decree_add(id id, office id, national bool, number text, title text, decided_on day, covers_from day?, covers_to day?, source text, first_by id?, first_at instant) -> none
INSERT INTO decree (id, office, national, number, title, decided_on, covers_from, covers_to, source, state, first_by, first_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'pending', $10, $11);

-- decree_get(id id) -> row (id id, office id, national bool, number text, title text, decided_on day, covers_from day?, covers_to day?, source text, state text, first_by id?, first_name text?, first_at instant, second_by id?, second_name text?, decided_at instant?, reason text?)
SELECT d.id, d.office, d.national, d.number, d.title, d.decided_on, d.covers_from, d.covers_to, d.source, d.state, d.first_by,
       u.name, d.first_at, d.second_by, x.name, d.decided_at, d.reason
  FROM decree d LEFT JOIN app_user u ON u.id = d.first_by LEFT JOIN app_user x ON x.id = d.second_by WHERE d.id = $1;

-- decree_by_number(office id, number text) -> maybe (id id, state text)
SELECT id, state FROM decree WHERE office = $1 AND number = $2;

-- decrees_list(office id, max int) -> rows (id id, number text, title text, decided_on day, covers_from day?, covers_to day?, national bool, state text, first_by id?, first_name text?, first_at instant, second_name text?, decided_at instant?, days int, version id?, moved int)
-- Newest first; those that wait before all others.
SELECT d.id, d.number, d.title, d.decided_on, d.covers_from, d.covers_to, d.national, d.state, d.first_by, u.name, d.first_at,
       x.name, d.decided_at,
       (SELECT count(*) FROM decree_row r WHERE r.typing = (SELECT max(t.id) FROM decree_typing t WHERE t.decree = d.id)),
       v.id, (SELECT count(*) FROM clock_recount g JOIN clock_move m ON m.recount = g.id
                WHERE g.version = v.id AND m.case_file NOT IN (SELECT s.case_file FROM case_shut s WHERE s.app_user = $reader))
  FROM decree d LEFT JOIN app_user u ON u.id = d.first_by LEFT JOIN app_user x ON x.id = d.second_by
  LEFT JOIN calendar_version v ON v.decree = d.id AND v.office = $1
 WHERE d.office = $1 OR d.national = 1
 ORDER BY CASE WHEN d.state = 'pending' THEN 0 ELSE 1 END, d.decided_on DESC, d.id DESC LIMIT $2;

-- decree_in_force(id id, second_by id?, decided_on day, covers_from day?, covers_to day?, at instant) -> changed
UPDATE decree SET state = 'in_force', second_by = $2, decided_on = $3, covers_from = $4, covers_to = $5, decided_at = $6
 WHERE id = $1 AND state = 'pending';

-- decree_drop_set(id id, by id?, reason text, at instant) -> changed
UPDATE decree SET state = 'dropped', second_by = $2, reason = $3, decided_at = $4 WHERE id = $1 AND state = 'pending';

-- decree_typing_add(id id, decree id, at instant, app_user id?, how text, decided_on day, covers_from day?, covers_to day?, file_name text, sha256 text) -> none
INSERT INTO decree_typing (id, decree, at, app_user, how, decided_on, covers_from, covers_to, file_name, sha256)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- decree_row_add(id id, typing id, line int, change text, day day, moved_from day?, kind text, name text) -> none
INSERT INTO decree_row (id, typing, line, change, day, moved_from, kind, name) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- decree_typings(decree id) -> rows (id id, at instant, app_user id?, name text?, how text, decided_on day, covers_from day?, covers_to day?, file_name text, sha256 text)
-- Newest first.
SELECT t.id, t.at, t.app_user, u.name, t.how, t.decided_on, t.covers_from, t.covers_to, t.file_name, t.sha256
  FROM decree_typing t LEFT JOIN app_user u ON u.id = t.app_user WHERE t.decree = $1 ORDER BY t.id DESC;

-- decree_rows(typing id) -> rows (id id, line int, change text, day day, moved_from day?, kind text, name text)
-- By day.
SELECT id, line, change, day, moved_from, kind, name FROM decree_row WHERE typing = $1 ORDER BY day, line;

-- version_last(office id) -> maybe (id id, number int, hash text, at instant)
SELECT id, number, hash, at FROM calendar_version WHERE office = $1 ORDER BY number DESC LIMIT 1;

-- version_add(id id, office id, number int, hash text, at instant, app_user id?, decree id?, rulepack text, covers_from day, covers_to day, joint_leave_works bool, days text) -> none
INSERT INTO calendar_version (id, office, number, hash, at, app_user, decree, rulepack, covers_from, covers_to,
                              joint_leave_works, days)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- version_by_hash(office id, hash text) -> maybe (id id, number int, hash text, at instant, user_name text?, decree id?, rulepack text, covers_from day, covers_to day, joint_leave_works bool, days text)
-- What a deadline was counted by; of the same calendar in two numbers the first.
SELECT v.id, v.number, v.hash, v.at, u.name, v.decree, v.rulepack, v.covers_from, v.covers_to, v.joint_leave_works, v.days
  FROM calendar_version v LEFT JOIN app_user u ON u.id = v.app_user
 WHERE v.office = $1 AND v.hash = $2 ORDER BY v.number LIMIT 1;

-- version_of_decree(office id, decree id) -> maybe (id id, number int, hash text)
SELECT id, number, hash FROM calendar_version WHERE office = $1 AND decree = $2 ORDER BY number LIMIT 1;

-- versions_list(office id, max int) -> rows (id id, number int, hash text, at instant, user_name text?, decree id?, decree_number text?, rulepack text, covers_to day)
-- Newest first.
SELECT v.id, v.number, v.hash, v.at, u.name, v.decree, d.number, v.rulepack, v.covers_to
  FROM calendar_version v LEFT JOIN app_user u ON u.id = v.app_user LEFT JOIN decree d ON d.id = v.decree
 WHERE v.office = $1 ORDER BY v.number DESC LIMIT $2;

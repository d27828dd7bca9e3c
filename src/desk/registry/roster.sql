-- roster.sql -- lists of people who are asked.

-- roster_add(id id, office id, title text, made_at instant, made_by id?) -> none
INSERT INTO roster (id, office, title, made_at, made_by) VALUES ($1, $2, $3, $4, $5);

-- roster_titled(office id, title text) -> maybe (id id)
SELECT id FROM roster WHERE office = $1 AND title = $2;

-- roster_get(id id) -> maybe (id id, office id, title text, made_at instant)
SELECT id, office, title, made_at FROM roster WHERE id = $1;

-- roster_list(office id) -> rows (id id, title text, made_at instant, people int)
-- Lists, newest first, with how many people each has now.
SELECT r.id, r.title, r.made_at, coalesce((SELECT sum(u.people) FROM roster_unit u WHERE u.roster = r.id), 0)
  FROM roster r WHERE r.office = $1 ORDER BY r.id DESC;

-- roster_rules(roster id) -> rows (id id, word text, excuse text)
SELECT id, word, excuse FROM roster_rule WHERE roster = $1 ORDER BY word;

-- roster_rule_add(id id, roster id, word text, excuse text, made_at instant, made_by id?) -> none
INSERT INTO roster_rule (id, roster, word, excuse, made_at, made_by) VALUES ($1, $2, $3, $4, $5, $6);

-- roster_rule_remove(roster id, word text) -> changed
DELETE FROM roster_rule WHERE roster = $1 AND word = $2;

-- roster_run_add(id id, roster id, at instant, app_user id?, file_name text, sha256 text, rows_read int, rows_kept int, rows_rejected int, added int, changed int, moved int, gone int, same int) -> none
INSERT INTO roster_run (id, roster, at, app_user, file_name, sha256, rows_read, rows_kept, rows_rejected, added, changed, moved, gone, same)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14);

-- roster_runs(roster id) -> rows (id id, at instant, name text?, file_name text, sha256 text, rows_read int, rows_kept int, rows_rejected int, added int, changed int, moved int, gone int, same int)
-- The imports of a list, newest first, with who made each.
SELECT r.id, r.at, u.name, r.file_name, r.sha256, r.rows_read, r.rows_kept, r.rows_rejected, r.added, r.changed, r.moved, r.gone, r.same
  FROM roster_run r LEFT JOIN app_user u ON u.id = r.app_user WHERE r.roster = $1 ORDER BY r.id DESC;

-- roster_by_number(roster id, number text) -> maybe (id id, name text, class text, agency id, agency_name text?, unit text?, position text?, status text, excuse text, birth bytes?, code bytes?, code_used_at instant?, run id, gone_at instant?)
SELECT r.id, r.name, r.class, coalesce(r.agency, 0), a.name, r.unit, r.position, r.status, r.excuse, r.birth, r.code, r.code_used_at, r.run, r.gone_at
  FROM roster_row r LEFT JOIN agency a ON a.id = r.agency WHERE r.roster = $1 AND r.number = $2;

-- roster_by_name(roster id, name text, agency id) -> maybe (id id)
-- Somebody without a number: the same name in the same agency.
SELECT id FROM roster_row WHERE roster = $1 AND name = $2 AND number IS NULL AND coalesce(agency, 0) = $3 ORDER BY id LIMIT 1;

-- roster_row_get(id id) -> maybe (id id, roster id, number text?, name text, class text, agency id, agency_name text?, unit text?, position text?, status text, excuse text, excuse_by text, excuse_reason text, run id, gone_at instant?)
SELECT r.id, r.roster, r.number, r.name, r.class, coalesce(r.agency, 0), a.name, r.unit, r.position, r.status, r.excuse, r.excuse_by,
       r.excuse_reason, r.run, r.gone_at
  FROM roster_row r LEFT JOIN agency a ON a.id = r.agency WHERE r.id = $1;

-- roster_row_add(id id, roster id, number text?, name text, class text, agency id?, unit text?, position text?, status text, excuse text, excuse_by text, excuse_reason text, birth bytes?, run id, at instant) -> none
INSERT INTO roster_row (id, roster, number, name, class, agency, unit, position, status, excuse, excuse_by, excuse_reason, birth, run, changed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15);

-- roster_row_change(id id, name text, class text, agency id?, unit text?, position text?, status text, excuse text, excuse_by text, excuse_reason text, birth bytes?, run id, at instant) -> none
-- As the list says it now; who was gone is back.
UPDATE roster_row SET name = $2, class = $3, agency = $4, unit = $5, position = $6, status = $7, excuse = $8, excuse_by = $9,
       excuse_reason = $10, birth = $11, run = $12, gone_at = NULL, changed_at = $13 WHERE id = $1;

-- roster_row_seen(id id, run id) -> none
UPDATE roster_row SET run = $2 WHERE id = $1;

-- roster_row_excuse(id id, excuse text, excuse_by text, excuse_reason text, at instant) -> none
UPDATE roster_row SET excuse = $2, excuse_by = $3, excuse_reason = $4, changed_at = $5 WHERE id = $1;

-- roster_row_code(id id, code bytes?) -> none
UPDATE roster_row SET code = $2, code_used_at = NULL WHERE id = $1;

-- roster_row_code_use(id id, at instant) -> changed
UPDATE roster_row SET code_used_at = $2 WHERE id = $1 AND code IS NOT NULL AND code_used_at IS NULL;

-- roster_missing(roster id, run id, after int, max int) -> rows (id id, number text?, name text)
-- Those of the list whom this import did not have, in the order of their ids.
SELECT id, number, name FROM roster_row WHERE roster = $1 AND run <> $2 AND gone_at IS NULL AND id > $3 ORDER BY id LIMIT $4;

-- roster_row_gone(id id, at instant) -> none
UPDATE roster_row SET gone_at = $2, changed_at = $2 WHERE id = $1;

-- roster_of_status(roster id, word text, after int, max int) -> rows (id id)
-- Whose status begins with a word and whom no hand has excused, in the order of their ids.
SELECT id FROM roster_row WHERE roster = $1 AND substr(lower(status), 1, length($2)) = $2 AND excuse_by <> 'hand' AND id > $3 ORDER BY id LIMIT $4;

-- roster_by_hand(roster id, max int) -> rows (id id)
-- Who was excused, or counted again, by hand; the newest first.
SELECT id FROM roster_row WHERE roster = $1 AND excuse_by = 'hand' AND gone_at IS NULL ORDER BY changed_at DESC, id LIMIT $2;

-- roster_unit_forget(roster id) -> none
DELETE FROM roster_unit WHERE roster = $1;

-- roster_unit_count(roster id, first_id int) -> none
-- Counts all agencies of a list; the ids of the counts follow $2, which are as many as there may be agencies.
INSERT INTO roster_unit (id, roster, agency, people, leave, retired, detached, other)
SELECT $2 + row_number() OVER (ORDER BY coalesce(agency, 0)), roster, coalesce(agency, 0), count(*), sum(CASE WHEN excuse = 'leave' THEN 1 ELSE 0 END),
       sum(CASE WHEN excuse = 'retired' THEN 1 ELSE 0 END), sum(CASE WHEN excuse = 'detached' THEN 1 ELSE 0 END),
       sum(CASE WHEN excuse = 'other' THEN 1 ELSE 0 END)
  FROM roster_row WHERE roster = $1 AND gone_at IS NULL GROUP BY roster, coalesce(agency, 0);

-- roster_units(roster id) -> rows (agency id, name text?, people int, leave int, retired int, detached int, other int)
SELECT u.agency, a.name, u.people, u.leave, u.retired, u.detached, u.other
  FROM roster_unit u LEFT JOIN agency a ON a.id = u.agency WHERE u.roster = $1 ORDER BY a.name;

-- roster_of_unit(roster id, agency id, after text, after_id int, max int) -> rows (id id, number text?, name text, class text, unit text?, position text?, status text, excuse text, excuse_reason text)
-- People of one agency by name, $5 at a time.
SELECT id, number, name, class, unit, position, status, excuse, excuse_reason FROM roster_row
 WHERE roster = $1 AND agency = $2 AND gone_at IS NULL AND (name > $3 OR (name = $3 AND id > $4)) ORDER BY name, id LIMIT $5;

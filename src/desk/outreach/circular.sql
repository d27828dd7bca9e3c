-- circular.sql -- circular letters, to whom they went, who acknowledged them.

-- circular_add(id id, office id, kind text, issuer text, subject text, roster id?, takes text, made_at instant, made_by id?) -> none
INSERT INTO circular (id, office, kind, issuer, subject, roster, takes, made_at, made_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- circular_subject(office id, subject text) -> maybe (id id)
SELECT id FROM circular WHERE office = $1 AND subject = $2;

-- circular_get(id id, office id) -> maybe (id id, kind text, issuer text, subject text, roster id, roster_title text?, takes text, made_at instant)
SELECT c.id, c.kind, c.issuer, c.subject, coalesce(c.roster, 0), r.title, c.takes, c.made_at
  FROM circular c LEFT JOIN roster r ON r.id = c.roster WHERE c.id = $1 AND c.office = $2;

-- circular_list(office id) -> rows (id id, kind text, issuer text, subject text, version int, letter_number text?, dated_on day?, addressees int, acknowledged int, readers int, people int)
-- Circulars, newest first, with their newest version that was not withdrawn and its figures.
SELECT c.id, c.kind, c.issuer, c.subject, coalesce(v.number, 0), v.letter_number, v.dated_on,
       (SELECT count(*) FROM circular_addressee a WHERE a.circular = c.id),
       (SELECT count(*) FROM circular_ack k WHERE k.version = v.id),
       coalesce((SELECT sum(u.readers) FROM circular_unit u WHERE u.version = v.id), 0),
       coalesce((SELECT sum(u.people - u.leave - u.retired - u.detached - u.other) FROM roster_unit u WHERE u.roster = c.roster), 0)
  FROM circular c LEFT JOIN circular_version v ON v.circular = c.id AND v.number =
       (SELECT max(x.number) FROM circular_version x WHERE x.circular = c.id AND NOT EXISTS (SELECT 1 FROM circular_withdrawal w WHERE w.version = x.id))
 WHERE c.office = $1 ORDER BY c.id DESC;

-- circular_ids(office id) -> rows (id id)
SELECT id FROM circular WHERE office = $1 ORDER BY id;

-- circular_of_roster(roster id) -> rows (id id)
SELECT id FROM circular WHERE roster = $1 ORDER BY id;

-- circular_version_add(id id, circular id, number int, letter_number text, dated_on day, letter id?, file id, made_at instant, made_by id?) -> none
INSERT INTO circular_version (id, circular, number, letter_number, dated_on, letter, file, made_at, made_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- circular_last_number(circular id) -> row (n int)
SELECT coalesce(max(number), 0) AS n FROM circular_version WHERE circular = $1;

-- circular_versions(circular id) -> rows (id id, number int, letter_number text, dated_on day, made_at instant, file id, sha256 text, withdrawn_at instant?, reason text?, acks int, readers int, beyond int)
-- Newest first, with how many acknowledged each.
SELECT v.id, v.number, v.letter_number, v.dated_on, v.made_at, v.file, f.sha256, w.at, w.reason,
       (SELECT count(*) FROM circular_ack a WHERE a.version = v.id),
       coalesce((SELECT sum(u.readers) FROM circular_unit u WHERE u.version = v.id), 0),
       coalesce((SELECT sum(u.beyond) FROM circular_unit u WHERE u.version = v.id), 0)
  FROM circular_version v JOIN evidence_file f ON f.id = v.file LEFT JOIN circular_withdrawal w ON w.version = v.id
 WHERE v.circular = $1 ORDER BY v.number DESC;

-- circular_version_get(id id) -> maybe (id id, circular id, number int, letter_number text, dated_on day, file id)
SELECT id, circular, number, letter_number, dated_on, file FROM circular_version WHERE id = $1;

-- circular_now(circular id) -> maybe (version id, number int, letter_number text, dated_on day, made_at instant, file id)
-- The version that counts: the newest that was not withdrawn.
SELECT v.id, v.number, v.letter_number, v.dated_on, v.made_at, v.file FROM circular_version v
 WHERE v.circular = $1 AND NOT EXISTS (SELECT 1 FROM circular_withdrawal w WHERE w.version = v.id) ORDER BY v.number DESC LIMIT 1;

-- circular_point_add(id id, version id, number int, text text, act text, basis text) -> none
INSERT INTO circular_point (id, version, number, text, act, basis) VALUES ($1, $2, $3, $4, $5, $6);

-- circular_points(version id) -> rows (number int, text text, act text, basis text)
SELECT number, text, act, basis FROM circular_point WHERE version = $1 ORDER BY number;

-- circular_withdraw_add(id id, version id, reason text, at instant, app_user id?) -> none
INSERT INTO circular_withdrawal (id, version, reason, at, app_user) VALUES ($1, $2, $3, $4, $5);

-- circular_withdrawn(version id) -> maybe (at instant)
SELECT at FROM circular_withdrawal WHERE version = $1;

-- circular_addressee_add(id id, circular id, parent id?, rung text, name text, agency id?, app_user id?, token text, people text, made_at instant, made_by id?) -> none
INSERT INTO circular_addressee (id, circular, parent, rung, name, agency, app_user, token, people, made_at, made_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- circular_addressee(id id) -> maybe (id id, circular id, office id, parent id, rung text, name text, agency id, agency_name text?, app_user id, token text, people text)
SELECT a.id, a.circular, c.office, coalesce(a.parent, 0), a.rung, a.name, coalesce(a.agency, 0), g.name, coalesce(a.app_user, 0), a.token, a.people
  FROM circular_addressee a JOIN circular c ON c.id = a.circular LEFT JOIN agency g ON g.id = a.agency WHERE a.id = $1;

-- circular_addressee_of_token(token text) -> maybe (id id, to_people bool)
SELECT id, CASE WHEN people = $1 THEN 1 ELSE 0 END FROM circular_addressee WHERE token = $1 OR people = $1;

-- circular_addressee_of_user(circular id, app_user id) -> maybe (id id)
SELECT id FROM circular_addressee WHERE circular = $1 AND app_user = $2 ORDER BY id LIMIT 1;

-- circular_addressee_named(circular id, name text) -> maybe (id id, parent id)
SELECT id, coalesce(parent, 0) FROM circular_addressee WHERE circular = $1 AND lower(name) = lower($2);

-- circular_own_waiting(office id, app_user id) -> rows (circular id, subject text)
-- Letters that a partner has not acknowledged yet.
SELECT c.id, c.subject FROM circular_addressee a JOIN circular c ON c.id = a.circular JOIN circular_version v ON v.circular = c.id AND v.number =
       (SELECT max(x.number) FROM circular_version x WHERE x.circular = c.id AND NOT EXISTS (SELECT 1 FROM circular_withdrawal w WHERE w.version = x.id))
 WHERE a.app_user = $2 AND c.office = $1
   AND NOT EXISTS (SELECT 1 FROM circular_ack k WHERE k.version = v.id AND k.addressee = a.id)
 ORDER BY c.id;

-- circular_addressees(circular id, version id, roster id) -> rows (id id, parent id, rung text, name text, agency id, agency_name text?, user_name text?, token text, people text, received_by text?, received_on day?, how text?, delivery id, proof id, acked_at instant?, acked_by text?, acked_how text?, passed_units int, passed_people bool, below int, below_acked int, readers int, people_n int, reminders int, reminded_on day?)
-- Everybody it is addressed to, in the order of the cascade's making, as they stand with one version: delivered (the first proof),
-- acknowledged, passed on, how many below did.
SELECT a.id, coalesce(a.parent, 0), a.rung, a.name, coalesce(a.agency, 0), g.name, s.name, a.token, a.people,
       d.received_by, d.received_on, d.how, coalesce(d.id, 0), coalesce(d.file, 0), k.at, k.by_name, k.how,
       (SELECT count(*) FROM circular_pass p WHERE p.version = $2 AND p.addressee = a.id AND p.target > 0),
       CASE WHEN EXISTS (SELECT 1 FROM circular_pass p WHERE p.version = $2 AND p.addressee = a.id AND p.target = 0) THEN 1 ELSE 0 END,
       (SELECT count(*) FROM circular_addressee b WHERE b.parent = a.id),
       (SELECT count(*) FROM circular_addressee b JOIN circular_ack k2 ON k2.addressee = b.id AND k2.version = $2 WHERE b.parent = a.id),
       coalesce((SELECT u.readers FROM circular_unit u WHERE u.version = $2 AND u.agency = a.agency), 0),
       coalesce((SELECT u.people - u.leave - u.retired - u.detached - u.other FROM roster_unit u WHERE u.roster = $3 AND u.agency = a.agency), 0),
       (SELECT count(*) FROM circular_reminder r WHERE r.version = $2 AND r.addressee = a.id),
       (SELECT max(r.day) FROM circular_reminder r WHERE r.version = $2 AND r.addressee = a.id)
  FROM circular_addressee a LEFT JOIN agency g ON g.id = a.agency LEFT JOIN app_user s ON s.id = a.app_user
  LEFT JOIN circular_delivery d ON d.id = (SELECT min(x.id) FROM circular_delivery x WHERE x.version = $2 AND x.addressee = a.id)
  LEFT JOIN circular_ack k ON k.version = $2 AND k.addressee = a.id
 WHERE a.circular = $1 ORDER BY a.id;

-- circular_below(parent id) -> rows (id id, name text)
SELECT id, name FROM circular_addressee WHERE parent = $1 ORDER BY id;

-- circular_delivery_add(id id, version id, addressee id, how text, received_by text, received_on day, file id?, at instant, app_user id?) -> none
INSERT INTO circular_delivery (id, version, addressee, how, received_by, received_on, file, at, app_user) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- circular_delivery_first(version id, addressee id) -> row (on_day int)
-- The first day on which it was received; 0 when there is no proof.
SELECT coalesce(min(received_on), 0) AS on_day FROM circular_delivery WHERE version = $1 AND addressee = $2;

-- circular_delivery_file(id id, circular id) -> maybe (file id)
SELECT d.file FROM circular_delivery d JOIN circular_version v ON v.id = d.version WHERE d.id = $1 AND v.circular = $2 AND d.file IS NOT NULL;

-- circular_ack_add(id id, version id, addressee id, how text, by_name text, at instant, app_user id?) -> changed
INSERT INTO circular_ack (id, version, addressee, how, by_name, at, app_user) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (version, addressee) DO NOTHING;

-- circular_ack_of(version id, addressee id) -> maybe (at instant, by_name text)
SELECT at, by_name FROM circular_ack WHERE version = $1 AND addressee = $2;

-- circular_pass_add(id id, version id, addressee id, target int, at instant) -> changed
INSERT INTO circular_pass (id, version, addressee, target, at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (version, addressee, target) DO NOTHING;

-- circular_passed(version id, addressee id, target int) -> maybe (at instant)
SELECT at FROM circular_pass WHERE version = $1 AND addressee = $2 AND target = $3;

-- circular_read_add(id id, version id, person id, agency int, addressee id, method text, at instant) -> changed
INSERT INTO circular_read (id, version, person, agency, addressee, method, at) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (version, person) DO NOTHING;

-- circular_read_of(version id, person id) -> maybe (at instant)
SELECT at FROM circular_read WHERE version = $1 AND person = $2;

-- circular_unit_more(id id, version id, agency int, readers int, beyond int) -> none
INSERT INTO circular_unit (id, version, agency, readers, beyond) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (version, agency) DO UPDATE SET readers = circular_unit.readers + $4, beyond = circular_unit.beyond + $5;

-- circular_unit_forget(circular id) -> none
DELETE FROM circular_unit WHERE version IN (SELECT id FROM circular_version WHERE circular = $1);

-- circular_unit_count(circular id, first_id int) -> none
-- Counts all agencies of all versions, as people are placed in the list now; ids follow $2.
INSERT INTO circular_unit (id, version, agency, readers, beyond)
SELECT $2 + row_number() OVER (ORDER BY t.version, t.agency), t.version, t.agency, sum(t.counts), sum(1 - t.counts)
  FROM (SELECT x.version AS version, coalesce(r.agency, 0) AS agency, CASE WHEN r.excuse = '' THEN 1 ELSE 0 END AS counts
          FROM circular_version v JOIN circular_read x ON x.version = v.id JOIN roster_row r ON r.id = x.person
         WHERE v.circular = $1 AND r.gone_at IS NULL) t
 GROUP BY t.version, t.agency;

-- circular_board(roster id, first id, second id) -> rows (agency int, name text?, people int, excused int, first_readers int, second_readers int)
-- Two versions side by side, by unit; 0 for a version that is not there.
SELECT u.agency, a.name, u.people, u.leave + u.retired + u.detached + u.other, coalesce(x.readers, 0), coalesce(y.readers, 0)
  FROM roster_unit u LEFT JOIN agency a ON a.id = u.agency
  LEFT JOIN circular_unit x ON x.version = $2 AND x.agency = u.agency LEFT JOIN circular_unit y ON y.version = $3 AND y.agency = u.agency
 WHERE u.roster = $1 ORDER BY a.name;

-- circular_missing(version id, roster id, agency int, after text, after_id int, max int) -> rows (id id, number text?, name text, unit text?, position text?)
-- Who counts and has not read a version, by name.
SELECT r.id, r.number, r.name, r.unit, r.position FROM roster_row r
 WHERE r.roster = $2 AND r.agency = $3 AND r.gone_at IS NULL AND r.excuse = '' AND (r.name > $4 OR (r.name = $4 AND r.id > $5))
   AND NOT EXISTS (SELECT 1 FROM circular_read x WHERE x.version = $1 AND x.person = r.id)
 ORDER BY r.name, r.id LIMIT $6;

-- circular_reminder_add(id id, version id, addressee id, number int, day day, letter id, at instant, app_user id?) -> none
INSERT INTO circular_reminder (id, version, addressee, number, day, letter, at, app_user) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- circular_reminders(circular id) -> rows (id id, at instant, number int, version int, name text, letter id, letter_number text?, file id, by_name text?)
-- All that went out, newest first.
SELECT r.id, r.at, r.number, v.number, a.name, r.letter, l.number, l.file, u.name
  FROM circular_reminder r JOIN circular_version v ON v.id = r.version JOIN circular_addressee a ON a.id = r.addressee JOIN letter l ON l.id = r.letter
  LEFT JOIN app_user u ON u.id = r.app_user WHERE v.circular = $1 ORDER BY r.id DESC;

-- circular_reminder_file(id id, circular id) -> maybe (file id)
SELECT l.file FROM circular_reminder r JOIN circular_version v ON v.id = r.version JOIN letter l ON l.id = r.letter WHERE r.id = $1 AND v.circular = $2;

-- circular_unanswered(office id) -> rows (circular id, version id, addressee id, received_on int, reminders int, last_day int)
-- Who received the version that counts, and has not acknowledged it: reminded so often, last on that day (0: never).
SELECT v.circular, v.id, a.id, (SELECT min(d.received_on) FROM circular_delivery d WHERE d.version = v.id AND d.addressee = a.id),
       (SELECT count(*) FROM circular_reminder r WHERE r.version = v.id AND r.addressee = a.id),
       coalesce((SELECT max(r.day) FROM circular_reminder r WHERE r.version = v.id AND r.addressee = a.id), 0)
  FROM circular c JOIN circular_version v ON v.circular = c.id AND v.number =
       (SELECT max(x.number) FROM circular_version x WHERE x.circular = c.id AND NOT EXISTS (SELECT 1 FROM circular_withdrawal w WHERE w.version = x.id))
  JOIN circular_addressee a ON a.circular = c.id
 WHERE c.office = $1 AND EXISTS (SELECT 1 FROM circular_delivery d WHERE d.version = v.id AND d.addressee = a.id)
   AND NOT EXISTS (SELECT 1 FROM circular_ack k WHERE k.version = v.id AND k.addressee = a.id)
 ORDER BY a.id;

-- circular_coverage(office id) -> rows (agency id, name text, done int, total int)
-- Of each agency: who read the version that counts and who counts, over all circulars with a list.
SELECT a.id, a.name, sum(coalesce(s.readers, 0)), sum(u.people - u.leave - u.retired - u.detached - u.other)
  FROM circular c JOIN circular_version v ON v.circular = c.id AND v.number =
       (SELECT max(x.number) FROM circular_version x WHERE x.circular = c.id AND NOT EXISTS (SELECT 1 FROM circular_withdrawal w WHERE w.version = x.id))
  JOIN roster_unit u ON u.roster = c.roster AND u.agency > 0 JOIN agency a ON a.id = u.agency
  LEFT JOIN circular_unit s ON s.version = v.id AND s.agency = u.agency
 WHERE c.office = $1 GROUP BY a.id, a.name ORDER BY a.name;

-- circular_partners(office id) -> rows (id id, name text, position text, role text)
-- Partners who can log in: a letter may be addressed to them.
SELECT id, name, position, role FROM app_user WHERE office = $1 AND role IN ('secretary', 'personnel', 'unit') AND disabled_at IS NULL ORDER BY name;

-- circular_letter_file(letter id) -> row (file id)
SELECT file FROM letter WHERE id = $1;

-- circular_agency_named(office id, name text) -> maybe (id id)
SELECT id FROM agency WHERE office = $1 AND lower(name) = lower($2) ORDER BY id LIMIT 1;

-- circular_reminded(version id, addressee id) -> row (n int, last_day int)
SELECT count(*) AS n, coalesce(max(day), 0) AS last_day FROM circular_reminder WHERE version = $1 AND addressee = $2;

-- circular_agencies(office id) -> rows (id id, name text)
SELECT id, name FROM agency WHERE office = $1 ORDER BY name;

-- circular_unit_door(circular id, agency id) -> maybe (name text, people text)
-- The addressee through whose link an agency's people acknowledge.
SELECT name, people FROM circular_addressee WHERE circular = $1 AND agency = $2 ORDER BY id LIMIT 1;

-- handle.sql -- casework: what the pages of a file show and what the steps of handling write.

-- handle_contests(office id) -> rows (id id, title text)
SELECT id, title FROM contest WHERE office = $1 ORDER BY title;

-- People

-- handle_registry(office id, pattern text, start text) -> rows (id id, name text, nip text?, class text, agency text?, position text?, status text?)
-- Employees whose name holds the words of the pattern or whose number begins so (handle_find); at most 20. All names are looked
-- through, in an index (employee_search); with ESCAPE PostgreSQL would spend as long again on each.
SELECT e.id, e.name, e.nip, e.class, a.name, e.position, e.status
  FROM (SELECT s.id FROM employee s WHERE s.office = $1 AND (LOWER(s.name) LIKE $2 OR s.nip LIKE $3)
         ORDER BY s.name, s.id LIMIT 20) x
  JOIN employee e ON e.id = x.id LEFT JOIN agency a ON a.id = e.agency
 ORDER BY e.name, e.id;

-- handle_employee(office id, id id) -> row (id id, name text, front_title text?, back_title text?, nip text?, class text, agency text?, position text?)
SELECT e.id, e.name, e.front_title, e.back_title, e.nip, e.class, a.name, e.position
  FROM employee e LEFT JOIN agency a ON a.id = e.agency WHERE e.office = $1 AND e.id = $2;

-- handle_members(office id, case_file id?) -> rows (id id, name text, position text, role text)
-- Those who vote; $2: those who may vote about this file, to whom it is not shut. NULL: all of them.
SELECT id, name, position, role FROM app_user
 WHERE office = $1 AND disabled_at IS NULL AND role IN ('member', 'chair')
   AND id NOT IN (SELECT s.app_user FROM file_shut s WHERE s.case_file = $2) ORDER BY id;

-- handle_staff(office id) -> rows (id id, name text)
SELECT id, name FROM app_user WHERE office = $1 AND disabled_at IS NULL AND role <> 'admin' ORDER BY name;

-- handle_user(id id) -> maybe (name text, position text)
SELECT name, position FROM app_user WHERE id = $1;

-- Initial review

-- handle_mark_insert(id id, case_file id, element text, met bool, reason text, at instant, app_user id?) -> none
INSERT INTO review_mark (id, case_file, element, met, reason, at, app_user) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- handle_marks(case_file id) -> rows (element text, met bool, reason text, at instant, who text?)
-- The mark that counts for each element: its last.
SELECT m.element, m.met, m.reason, m.at, u.name FROM review_mark m LEFT JOIN app_user u ON u.id = m.app_user
 WHERE m.case_file = $1 AND m.id = (SELECT MAX(n.id) FROM review_mark n WHERE n.case_file = $1 AND n.element = m.element) ORDER BY m.element;

-- handle_report(case_file id) -> maybe (body text, place text?, event_on day?, window_end instant?, late bool, has_contact bool, persons int, proofs int)
-- The file's own report, for the way it should go.
SELECT r.body, r.place, r.event_on, r.window_end, r.late, r.has_contact,
       (SELECT count(*) FROM report_person p WHERE p.report = r.id AND p.role = 'terlapor'),
       (SELECT count(*) FROM report_file x WHERE x.report = r.id) + (SELECT count(*) FROM report_link l WHERE l.report = r.id)
  FROM report r WHERE r.case_file = $1 ORDER BY r.id LIMIT 1;

-- Exhibits

-- handle_exhibit_insert(id id, case_file id, file id, description text, origin text, person id?, showable bool, at instant, added_by id?) -> none
INSERT INTO case_exhibit (id, case_file, number, file, description, origin, person, showable, added_at, added_by)
SELECT $1, $2, COALESCE(MAX(number), 0) + 1, $3, $4, $5, $6, $7, $8, $9 FROM case_exhibit WHERE case_file = $2;

-- handle_exhibits(case_file id) -> rows (id id, number int, file id, description text, origin text, person id?, showable bool, added_at instant, sha256 text, type text, size int, name text)
SELECT x.id, x.number, x.file, x.description, x.origin, x.person, x.showable, x.added_at, f.sha256, f.type, f.size, f.name
  FROM case_exhibit x JOIN evidence_file f ON f.id = x.file WHERE x.case_file = $1 ORDER BY x.number;

-- handle_exhibit(case_file id, id id) -> row (id id, number int, file id, description text, showable bool, person id?)
SELECT id, number, file, description, showable, person FROM case_exhibit WHERE case_file = $1 AND id = $2;

-- handle_exhibit_of_letter(case_file id, letter id) -> maybe (id id, number int)
-- The exhibit that a paper of the file is.
SELECT x.id, x.number FROM letter l JOIN case_exhibit x ON x.case_file = l.case_file AND x.file = l.file WHERE l.case_file = $1 AND l.id = $2
 ORDER BY x.number LIMIT 1;

-- handle_letter_file(case_file id, letter id) -> row (file id, number text?)
SELECT file, number FROM letter WHERE case_file = $1 AND id = $2;

-- handle_exhibit_show(case_file id, id id, showable bool) -> changed
UPDATE case_exhibit SET showable = $3 WHERE case_file = $1 AND id = $2;

-- Invitations and the room

-- handle_summons_insert(id id, case_file id, person id, attempt int, hear_at instant, place text, online bool, warning text?, code bytes, made_at instant, made_by id?) -> none
INSERT INTO summons (id, case_file, person, attempt, hear_at, place, online, warning, code, made_at, made_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- handle_summons_letter(id id, letter id) -> changed
UPDATE summons SET letter = $2 WHERE id = $1;

-- handle_summons_code(id id, code bytes) -> changed
UPDATE summons SET code = $2, code_used_at = NULL WHERE id = $1;

-- handle_rooms_end(person id, at instant) -> changed
-- Whoever opened a room of this person by an earlier code is shut out.
UPDATE room SET ends_at = $2 WHERE ends_at > $2 AND summons IN (SELECT s.id FROM summons s WHERE s.person = $1);

-- handle_summons_of(case_file id) -> rows (id id, person id, attempt int, hear_at instant, place text, online bool, warning text?, code_used_at instant?, letter id?, outcome text?, outcome_at instant?, made_at instant)
SELECT id, person, attempt, hear_at, place, online, warning, code_used_at, letter, outcome, outcome_at, made_at
  FROM summons WHERE case_file = $1 ORDER BY hear_at, id;

-- handle_summons_last(person id) -> maybe (id id, case_file id, attempt int, hear_at instant, outcome text?)
SELECT id, case_file, attempt, hear_at, outcome FROM summons WHERE person = $1 ORDER BY attempt DESC, made_at DESC, id DESC LIMIT 1;

-- handle_summons_close(id id, outcome text, at instant) -> changed
UPDATE summons SET outcome = $2, outcome_at = $3 WHERE id = $1 AND outcome IS NULL;

-- handle_code_take(code bytes, now instant) -> maybe (id id)
-- The code opens once.
UPDATE summons SET code_used_at = $2 WHERE code = $1 AND code_used_at IS NULL RETURNING id;

-- handle_room_insert(id id, summons id, token bytes, opened_at instant, ends_at instant) -> none
INSERT INTO room (id, summons, token, opened_at, ends_at) VALUES ($1, $2, $3, $4, $5);

-- handle_room_by_token(token bytes, now instant) -> maybe (room id, summons id, case_file id, person id, hear_at instant, place text, online bool, letter_number text?, ends_at instant)
-- Whichever invitation opened it, the room shows the person's last: a date that moved, a second invitation.
SELECT r.id, s.id, s.case_file, s.person, s.hear_at, s.place, s.online, l.number, r.ends_at
  FROM room r JOIN summons o ON o.id = r.summons
  JOIN summons s ON s.id = (SELECT x.id FROM summons x WHERE x.person = o.person ORDER BY x.attempt DESC, x.made_at DESC, x.id DESC LIMIT 1)
  LEFT JOIN letter l ON l.id = s.letter WHERE r.token = $1 AND r.ends_at > $2;

-- handle_room_try_insert(id id, source bytes, at instant) -> none
INSERT INTO room_try (id, source, at) VALUES ($1, $2, $3);

-- handle_room_tries(source bytes, since instant) -> row (n int)
SELECT COUNT(*) FROM room_try WHERE source = $1 AND at > $2;

-- handle_room_tries_forget(before instant) -> changed
DELETE FROM room_try WHERE at < $1;

-- handle_room_item_insert(id id, case_file id, person id, summons id, kind text, text text, file id?, at instant) -> none
INSERT INTO room_item (id, case_file, person, summons, kind, text, file, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- handle_room_item_same(case_file id, person id, kind text, text text, sha256 text?, since instant) -> row (n int)
-- The same words, and the same file, from the same person since then.
SELECT count(*) FROM room_item i LEFT JOIN evidence_file f ON f.id = i.file
 WHERE i.case_file = $1 AND i.person = $2 AND i.kind = $3 AND i.text = $4 AND coalesce(f.sha256, '') = coalesce($5, '') AND i.at >= $6;

-- handle_room_items(case_file id, person id) -> rows (id id, person id, kind text, text text, file id?, at instant)
-- Of one person, or of all with person 0 (NULL).
SELECT id, person, kind, text, file, at FROM room_item WHERE case_file = $1 AND ($2 IS NULL OR person = $2) ORDER BY at, id;

-- Clarification

-- handle_hearing_insert(id id, case_file id, person id, summons id?, held_at instant, place text, online bool, oath text, companion text, made_by id?) -> none
INSERT INTO hearing (id, case_file, person, summons, held_at, place, online, oath, companion, state, made_by, version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'open', $10, 1);

-- handle_hearing(id id) -> row (id id, case_file id, person id, summons id?, held_at instant, place text, online bool, oath text, companion text, state text, signature text?, signature_reason text?, letter id?, closed_at instant?, version int)
SELECT id, case_file, person, summons, held_at, place, online, oath, companion, state, signature, signature_reason, letter, closed_at, version
  FROM hearing WHERE id = $1;

-- handle_hearings(case_file id) -> rows (id id, person id, held_at instant, state text, signature text?, letter id?, number int, name text, role text)
SELECT h.id, h.person, h.held_at, h.state, h.signature, h.letter, p.number, p.name, p.role
  FROM hearing h JOIN case_person p ON p.id = h.person WHERE h.case_file = $1 ORDER BY h.held_at, h.id;

-- handle_line_insert(id id, hearing id, question text, answer text, at instant) -> none
INSERT INTO hearing_line (id, hearing, number, question, answer, at)
SELECT $1, $2, COALESCE(MAX(number), 0) + 1, $3, $4, $5 FROM hearing_line WHERE hearing = $2;

-- handle_lines(hearing id) -> rows (id id, number int, question text, answer text, at instant)
SELECT id, number, question, answer, at FROM hearing_line WHERE hearing = $1 ORDER BY number;

-- handle_correction_insert(id id, line id, text text, at instant) -> none
INSERT INTO hearing_correction (id, line, text, at) VALUES ($1, $2, $3, $4);

-- handle_corrections(hearing id) -> rows (id id, line id, text text, at instant)
SELECT c.id, c.line, c.text, c.at FROM hearing_correction c JOIN hearing_line l ON l.id = c.line WHERE l.hearing = $1 ORDER BY c.id;

-- handle_hearing_read(id id, version int) -> changed
UPDATE hearing SET state = 'read_back', version = version + 1 WHERE id = $1 AND version = $2 AND state = 'open';

-- handle_hearing_close_row(id id, version int, signature text, reason text?, closed_at instant) -> changed
UPDATE hearing SET state = 'closed', signature = $3, signature_reason = $4, closed_at = $5, version = version + 1
 WHERE id = $1 AND version = $2 AND state = 'read_back';

-- handle_hearing_letter(id id, letter id) -> changed
UPDATE hearing SET letter = $2 WHERE id = $1;

-- handle_heard(case_file id) -> row (heard int, absent int)
SELECT (SELECT COUNT(*) FROM hearing h WHERE h.case_file = $1 AND h.state = 'closed'),
       (SELECT COUNT(*) FROM summons s WHERE s.case_file = $1 AND s.outcome = 'absent');

-- Study

-- handle_study(case_file id) -> maybe (id id, position_text text, data_text text, legal_text text, facts_text text, recommendation text, signed_at instant?, signed_by id?, letter id?, changed_at instant, version int)
SELECT id, position_text, data_text, legal_text, facts_text, recommendation, signed_at, signed_by, letter, changed_at, version
  FROM study WHERE case_file = $1;

-- handle_study_insert(id id, case_file id, position_text text, data_text text, legal_text text, facts_text text, recommendation text, at instant, by id?) -> none
INSERT INTO study (id, case_file, position_text, data_text, legal_text, facts_text, recommendation, changed_at, changed_by, version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1);

-- handle_study_update(case_file id, version int, position_text text, data_text text, legal_text text, facts_text text, recommendation text, at instant, by id?) -> changed
UPDATE study SET position_text = $3, data_text = $4, legal_text = $5, facts_text = $6, recommendation = $7, changed_at = $8, changed_by = $9,
       version = version + 1 WHERE case_file = $1 AND version = $2 AND signed_at IS NULL;

-- handle_study_sign(case_file id, version int, at instant, by id?) -> changed
UPDATE study SET signed_at = $3, signed_by = $4, version = version + 1 WHERE case_file = $1 AND version = $2 AND signed_at IS NULL;

-- handle_study_letter(case_file id, letter id) -> changed
UPDATE study SET letter = $2 WHERE case_file = $1;

-- handle_points(case_file id) -> rows (id id, person id, act_code text, analysis text, quotes text, conclusion text, version int, number int, name text)
SELECT q.id, q.person, q.act_code, q.analysis, q.quotes, q.conclusion, q.version, p.number, p.name
  FROM study_point q JOIN study s ON s.id = q.study JOIN case_person p ON p.id = q.person WHERE s.case_file = $1 ORDER BY p.number, q.act_code;

-- handle_point_put(id id, study id, person id, act_code text, analysis text, quotes text, conclusion text, version int) -> maybe (id id)
-- $8: as it was read, 0 when there was none. None: somebody else has saved it since.
INSERT INTO study_point (id, study, person, act_code, analysis, quotes, conclusion, version) VALUES ($1, $2, $3, $4, $5, $6, $7, 1)
ON CONFLICT (study, person, act_code) DO UPDATE SET analysis = excluded.analysis, quotes = excluded.quotes, conclusion = excluded.conclusion,
       version = study_point.version + 1 WHERE study_point.version = $8
RETURNING id;

-- handle_element_put(id id, point id, element text, met bool, reason text) -> none
INSERT INTO study_element (id, point, element, met, reason) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (point, element) DO UPDATE SET met = excluded.met, reason = excluded.reason;

-- handle_elements(case_file id) -> rows (point id, element text, met bool, reason text)
SELECT e.point, e.element, e.met, e.reason FROM study_element e JOIN study_point q ON q.id = e.point JOIN study s ON s.id = q.study
 WHERE s.case_file = $1 ORDER BY e.id;

-- handle_sources(case_file id) -> rows (kind text, id id, number int, name text, text text)
-- What a study can quote beside exhibits: answers of the minutes and their corrections, written answers, posts.
SELECT 'line' AS kind, l.id AS id, l.number AS number, p.name AS name, l.answer AS text
  FROM hearing_line l JOIN hearing h ON h.id = l.hearing JOIN case_person p ON p.id = h.person WHERE h.case_file = $1
UNION ALL
SELECT 'correction', c.id, l.number, p.name, c.text
  FROM hearing_correction c JOIN hearing_line l ON l.id = c.line JOIN hearing h ON h.id = l.hearing JOIN case_person p ON p.id = h.person WHERE h.case_file = $1
UNION ALL
SELECT 'answer', r.id, p.number, p.name, r.text
  FROM room_item r JOIN case_person p ON p.id = r.person WHERE r.case_file = $1 AND r.kind = 'answer'
UNION ALL
SELECT 'post', t.id, 0, t.ref, t.text
  FROM post t JOIN review_item i ON i.cluster = t.cluster WHERE i.case_file = $1
 ORDER BY 1, 2;

-- handle_quote_insert(id id, point id, kind text, item id, label text, sha256 text, from int, to int, words text, at instant, app_user id?) -> none
INSERT INTO study_quote (id, point, kind, item, label, sha256, span_from, span_to, words, at, app_user)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- handle_quotes(case_file id) -> rows (id id, point id, kind text, item id, label text, sha256 text, from int, to int, words text)
SELECT k.id, k.point, k.kind, k.item, k.label, k.sha256, k.span_from, k.span_to, k.words
  FROM study_quote k JOIN study_point q ON q.id = k.point JOIN study s ON s.id = q.study
 WHERE s.case_file = $1 AND k.dropped_at IS NULL ORDER BY k.id;

-- handle_quote_drop(case_file id, id id, at instant) -> changed
UPDATE study_quote SET dropped_at = $3
 WHERE id = $2 AND dropped_at IS NULL AND point IN (SELECT q.id FROM study_point q JOIN study s ON s.id = q.study WHERE s.case_file = $1 AND s.signed_at IS NULL);

-- handle_reasons(office id, act_code text, case_file id, max int) -> rows (case_file id, number text?, at instant, outcome text, reason text, analysis text?)
-- What other decided files of the office said about an act; those that are shut to the reader say nothing, nor do decisions that
-- a review has changed.
SELECT d.case_file, f.register_number, d.at, d.outcome, d.reason, q.analysis
  FROM plenary_decision d JOIN case_file f ON f.id = d.case_file
  LEFT JOIN study s ON s.case_file = d.case_file
  LEFT JOIN study_point q ON q.study = s.id AND q.person = d.person AND q.act_code = d.act_code
 WHERE d.act_code = $2 AND f.office = $1 AND d.case_file <> $3
   AND NOT EXISTS (SELECT 1 FROM decision_review r JOIN decision_reviewed v ON v.review = r.id WHERE r.person = d.person AND v.outcome <> v.before)
   AND d.case_file NOT IN (SELECT x.case_file FROM case_shut x WHERE x.app_user = $reader)
 ORDER BY d.id DESC LIMIT $4;

-- Plenary

-- handle_plenary_insert(id id, case_file id, agenda text, held_at instant, place text, event text, made_by id?) -> none
INSERT INTO plenary (id, case_file, agenda, held_at, place, event, made_by) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- handle_plenary_letter(id id, letter id) -> changed
UPDATE plenary SET letter = $2 WHERE id = $1;

-- handle_vote_insert(id id, plenary id, app_user id, vote text, opinion text, at instant) -> none
INSERT INTO plenary_vote (id, plenary, app_user, vote, opinion, at) VALUES ($1, $2, $3, $4, $5, $6);

-- handle_decision_insert(id id, plenary id, case_file id, person id, act_code text, outcome text, reason text, at instant) -> none
INSERT INTO plenary_decision (id, plenary, case_file, person, act_code, outcome, reason, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- handle_plenaries(case_file id) -> rows (id id, agenda text, held_at instant, place text, event text, letter id?)
SELECT id, agenda, held_at, place, event, letter FROM plenary WHERE case_file = $1 ORDER BY held_at DESC, id DESC;

-- handle_votes(plenary id) -> rows (app_user id, name text, position text, vote text, opinion text)
SELECT v.app_user, u.name, u.position, v.vote, v.opinion FROM plenary_vote v JOIN app_user u ON u.id = v.app_user WHERE v.plenary = $1 ORDER BY v.id;

-- handle_decisions(case_file id) -> rows (person id, act_code text, outcome text, reason text, at instant, number int, name text, class text)
SELECT d.person, d.act_code, d.outcome, d.reason, d.at, p.number, p.name, p.class
  FROM plenary_decision d JOIN case_person p ON p.id = d.person WHERE d.case_file = $1 ORDER BY p.number, d.act_code;

-- handle_repair_insert(id id, office id, case_file id, person id, employee id?, sha256 text, at instant) -> none
INSERT INTO name_repair (id, office, case_file, person, employee, sha256, at) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- handle_repair_posts(case_file id, employee id) -> rows (id id, text text)
-- Posts of the clusters that opened or joined this file, as far as they hinted at this person.
SELECT DISTINCT p.id, p.text FROM review_item i JOIN alert a ON a.cluster = i.cluster JOIN post p ON p.id = a.post
 WHERE i.case_file = $1 AND a.employee = $2 ORDER BY p.id;

-- handle_post_media(post id) -> rows (name text)
SELECT name FROM post_key WHERE post = $1 AND name LIKE 'm:%' ORDER BY name;

-- handle_repair_alerts(office id, employee id) -> rows (id id, cluster id, post id, text text)
-- Hints at this person that still speak.
SELECT a.id, a.cluster, a.post, p.text FROM alert a JOIN post p ON p.id = a.post
 WHERE a.office = $1 AND a.employee = $2 AND NOT EXISTS (SELECT 1 FROM alert_cleared x WHERE x.alert = a.id) ORDER BY a.id;

-- handle_alert_clear(id id, office id, alert id, cluster id, case_file id, at instant) -> none
INSERT INTO alert_cleared (id, office, alert, cluster, case_file, at) VALUES ($1, $2, $3, $4, $5, $6);

-- handle_repaired(employee id, sha256 text) -> maybe (id id, case_file id)
-- Was this evidence once found not to concern this employee? Asked by those who screen and weigh.
SELECT id, case_file FROM name_repair WHERE employee = $1 AND sha256 = $2 ORDER BY id LIMIT 1;


-- intake.sql -- reports, their parts, and the talk with the reporter.

-- report_add(id id, office id, case_file id, number text, at instant, channel text, english bool, body text, place text?, event_on day?, known_on day?, said_when text?, window_end instant?, late bool, has_contact bool, code_key bytes, once_key bytes, check_code text, content text, signature bytes, taken_by id?) -> none
INSERT INTO report (id, office, case_file, number, at, channel, english, body, place, event_on, known_on, said_when,
                    window_end, late, has_contact, code_key, once_key, check_code, content, signature, taken_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21);

-- report_person_add(id id, report id, role text, name text, position text?) -> none
INSERT INTO report_person (id, report, role, name, position) VALUES ($1, $2, $3, $4, $5);

-- report_link_add(id id, report id, url text) -> none
INSERT INTO report_link (id, report, url) VALUES ($1, $2, $3);

-- report_file_add(id id, report id, message id?, file id, known_type bool, place_removed bool) -> none
INSERT INTO report_file (id, report, message, file, known_type, place_removed) VALUES ($1, $2, $3, $4, $5, $6);

-- report_arrival_add(id id, office id, report id, received_at instant, day_only bool, how text, keyed_at instant, app_user id?) -> none
INSERT INTO report_arrival (id, office, report, received_at, day_only, how, keyed_at, app_user) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- report_arrival_of(report id) -> maybe (received_at instant, day_only bool, how text)
-- Nothing: it came when it was written down.
SELECT received_at, day_only, how FROM report_arrival WHERE report = $1;

-- message_add(id id, report id, at instant, from_office bool, app_user id?, kind text, body text, once_key bytes?) -> none
INSERT INTO message (id, report, at, from_office, app_user, kind, body, once_key) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- message_by_once(once_key bytes) -> maybe (id id)
SELECT id FROM message WHERE once_key = $1;

-- case_report_add(id id, report id, case_file id, attached bool, at instant, app_user id?, reason text) -> none
INSERT INTO case_report (id, report, case_file, attached, at, app_user, reason) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- report_get(office id, id id) -> row (id id, case_file id, number text, at instant, channel text, english bool, body text, place text?, event_on day?, known_on day?, said_when text?, window_end instant?, late bool, has_contact bool, check_code text, content text, signature bytes, taken_by id?, taker text?, position int)
-- A report as it came, with the name of the counter officer who took it down, and its index in the log of receipts (-1: none).
SELECT r.id, r.case_file, r.number, r.at, r.channel, r.english, r.body, r.place, r.event_on, r.known_on, r.said_when,
       r.window_end, r.late, r.has_contact, r.check_code, r.content, r.signature, r.taken_by, u.name, coalesce(g.position, -1)
  FROM report r LEFT JOIN app_user u ON u.id = r.taken_by LEFT JOIN log_leaf g ON g.id = r.id
 WHERE r.office = $1 AND r.id = $2;

-- report_by_code(office id, code_key bytes) -> maybe (id id)
SELECT id FROM report WHERE office = $1 AND code_key = $2;

-- report_by_once(office id, once_key bytes) -> maybe (id id)
SELECT id FROM report WHERE office = $1 AND once_key = $2;

-- report_by_check(office id, check_code text) -> maybe (id id, number text, at instant, content text, signature bytes, position int)
SELECT r.id, r.number, r.at, r.content, r.signature, coalesce(g.position, -1)
  FROM report r LEFT JOIN log_leaf g ON g.id = r.id WHERE r.office = $1 AND r.check_code = $2;

-- report_by_number(office id, number text, content text) -> maybe (id id, at instant, signature bytes, check_code text, position int)
-- The register answers for a pasted receipt: is this very content still there?
SELECT r.id, r.at, r.signature, r.check_code, coalesce(g.position, -1)
  FROM report r LEFT JOIN log_leaf g ON g.id = r.id WHERE r.office = $1 AND r.number = $2 AND r.content = $3;

-- report_persons(report id) -> rows (role text, name text, position text?)
SELECT role, name, position FROM report_person WHERE report = $1 ORDER BY id;

-- report_links(report id) -> rows (url text)
SELECT url FROM report_link WHERE report = $1 ORDER BY id;

-- report_files(report id) -> rows (id id, message id?, file id, name text, type text, size int, sha256 text, at instant, known_type bool, place_removed bool)
SELECT r.id, r.message, r.file, f.name, f.type, f.size, f.sha256, f.at, r.known_type, r.place_removed
  FROM report_file r JOIN evidence_file f ON f.id = r.file
 WHERE r.report = $1 ORDER BY r.id;

-- report_file_get(report id, id id) -> row (file id, known_type bool)
SELECT file, known_type FROM report_file WHERE report = $1 AND id = $2;

-- report_files_count(report id) -> row (n int)
SELECT count(*) FROM report_file WHERE report = $1;

-- messages_of(report id) -> rows (id id, at instant, from_office bool, author text?, kind text, body text, files int)
SELECT m.id, m.at, m.from_office, u.name, m.kind, m.body, (SELECT count(*) FROM report_file f WHERE f.message = m.id)
  FROM message m LEFT JOIN app_user u ON u.id = m.app_user
 WHERE m.report = $1 ORDER BY m.at, m.id;

-- reports_of_case(case_file id) -> rows (id id, number text, at instant, channel text, late bool, own bool, body text, place text?, event_on day?, known_on day?, files int, links int, persons int, messages int, english bool)
-- The reports a file carries: the one that opened it and those joined to it.
SELECT r.id, r.number, r.at, r.channel, r.late, CASE WHEN r.case_file = $1 THEN 1 ELSE 0 END, r.body, r.place,
       r.event_on, r.known_on,
       (SELECT count(*) FROM report_file x WHERE x.report = r.id),
       (SELECT count(*) FROM report_link x WHERE x.report = r.id),
       (SELECT count(*) FROM report_person x WHERE x.report = r.id),
       (SELECT count(*) FROM message x WHERE x.report = r.id), r.english
  FROM report r JOIN case_file c ON c.id = r.case_file
 WHERE r.case_file IN (SELECT f.id FROM case_file f WHERE f.id = $1 OR f.joined_to = $1)
 ORDER BY r.at, r.id;

-- case_reports_history(case_file id) -> rows (report id, number text, attached bool, at instant, author text?, reason text)
SELECT h.report, r.number, h.attached, h.at, u.name, h.reason
  FROM case_report h JOIN report r ON r.id = h.report LEFT JOIN app_user u ON u.id = h.app_user
 WHERE h.case_file = $1 ORDER BY h.at, h.id;

-- reports_latest(office id, max int) -> rows (id id, case_file id, number text, at instant, channel text, late bool, state text, body text, files int, waiting int, rulepack text)
-- What came in last, for the counter's page; waiting: messages of the reporter after our last word.
SELECT r.id, r.case_file, r.number, r.at, r.channel, r.late, c.state, r.body,
       (SELECT count(*) FROM report_file x WHERE x.report = r.id),
       (SELECT count(*) FROM message m WHERE m.report = r.id AND m.from_office = 0
           AND m.at > (SELECT coalesce(max(o.at), 0) FROM message o WHERE o.report = r.id AND o.from_office = 1)), c.rulepack
  FROM report r JOIN case_file c ON c.id = r.case_file
 WHERE r.office = $1 AND r.case_file NOT IN (SELECT s.case_file FROM case_shut s WHERE s.app_user = $reader)
 ORDER BY r.at DESC, r.id DESC LIMIT $2;

-- report_stage(report id) -> row (own id, own_state text, procedure text, joined id?, joined_state text?, rulepack text)
-- Where a report stands: in the file it was joined to, else in its own.
SELECT c.id, c.state, c.procedure, j.id, j.state, coalesce(j.rulepack, c.rulepack)
  FROM report r JOIN case_file c ON c.id = r.case_file LEFT JOIN case_file j ON j.id = c.joined_to
 WHERE r.id = $1;

-- contest_for(office id, region text, today day) -> maybe (id id, kind text, procedure text, title text, election text)
-- The contest a report of @today most likely belongs to: one still to be voted (or voted within 90 days) before
-- any older one; the office's own region before others; the nearest voting day first.
SELECT id, kind, procedure, title, election FROM contest
 WHERE office = $1
 ORDER BY CASE WHEN voting_on IS NULL OR voting_on + 90 >= $3 THEN 0 ELSE 1 END,
          CASE WHEN region = $2 THEN 0 ELSE 1 END,
          CASE WHEN voting_on IS NULL THEN 1 ELSE 0 END,
          CASE WHEN voting_on >= $3 THEN voting_on - $3 ELSE $3 - voting_on END, id LIMIT 1;

-- held_add(id id, once_key bytes, at instant, name text, body bytes) -> none
INSERT INTO held_file (id, once_key, at, name, body) VALUES ($1, $2, $3, $4, $5);

-- held_names(once_key bytes) -> rows (name text, size int)
SELECT name, length(body) FROM held_file WHERE once_key = $1 ORDER BY id;

-- held_files(once_key bytes) -> rows (name text, body bytes)
SELECT name, body FROM held_file WHERE once_key = $1 ORDER BY id;

-- held_used(once_key bytes) -> none
-- The files of one form, which is a report now.
DELETE FROM held_file WHERE once_key = $1;

-- held_drop(once_key bytes, before instant) -> changed
-- The files of one form, and all that nobody came back for.
DELETE FROM held_file WHERE once_key = $1 OR at < $2;


-- talk_seen_get(report id) -> maybe (message id)
SELECT message FROM talk_seen WHERE id = $1;

-- talk_seen_put(report id, message id) -> none
INSERT INTO talk_seen (id, message) VALUES ($1, $2)
    ON CONFLICT (id) DO UPDATE SET message = CASE WHEN excluded.message > talk_seen.message THEN excluded.message ELSE talk_seen.message END;

-- receipt_return_of(office id, month int) -> maybe (id id, noise int, bits bytes)
SELECT id, noise, bits FROM receipt_return WHERE office = $1 AND month = $2;

-- receipt_returns_since(office id, month int) -> rows (month int, noise int, bits bytes)
SELECT month, noise, bits FROM receipt_return WHERE office = $1 AND month >= $2 ORDER BY month DESC;

-- receipt_return_add(id id, office id, month int, noise int, bits bytes) -> none
INSERT INTO receipt_return (id, office, month, noise, bits) VALUES ($1, $2, $3, $4, $5);

-- receipt_return_put(id id, bits bytes) -> changed
UPDATE receipt_return SET bits = $2 WHERE id = $1;

-- reports_between(office id, since instant, until instant) -> row (n int)
SELECT count(*) FROM report WHERE office = $1 AND at >= $2 AND at < $3;

-- report_named(office id, number text) -> maybe (id id, number text, case_file id, state text, has_contact bool)
-- With the file that carries it on; not when that is shut to the reader.
SELECT r.id, r.number, coalesce(c.joined_to, c.id), coalesce(j.state, c.state), r.has_contact
  FROM report r JOIN case_file c ON c.id = r.case_file LEFT JOIN case_file j ON j.id = c.joined_to
 WHERE r.office = $1 AND r.number = $2 AND r.case_file NOT IN (SELECT s.case_file FROM case_shut s WHERE s.app_user = $reader);

-- contacts_beside(case_file id, report id) -> rows (id id, number text)
-- Other reports of the same file whose reporter left an identity: nobody is asked for it twice.
SELECT r.id, r.number FROM report r JOIN case_file c ON c.id = r.case_file
 WHERE r.case_file IN (SELECT f.id FROM case_file f WHERE f.id = $1 OR f.joined_to = $1) AND r.id <> $2 AND r.has_contact = 1 ORDER BY r.at, r.id;

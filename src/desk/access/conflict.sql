-- conflict.sql -- conflict of interest: who may not see which file. What stands and what is shut are views of the schema.

-- conflict_shut(case_file id, user id) -> row (n int)
-- The one question: is this file, or one that tells of the same event, shut to this user?
SELECT count(*) FROM case_shut WHERE app_user = $2 AND case_file = $1;

-- conflict_any(user id) -> row (n int)
-- Is anything shut to this user?
SELECT count(*) FROM case_shut WHERE app_user = $1;

-- conflict_files(user id, max int) -> rows (case_file id)
-- What is shut to one user, each file once, the oldest first.
SELECT DISTINCT s.case_file FROM case_shut s WHERE s.app_user = $1 ORDER BY s.case_file LIMIT $2;

-- conflict_file_of_report(id id) -> maybe (case_file id?)
SELECT case_file FROM report WHERE id = $1;

-- conflict_file_of_cluster(id id) -> maybe (case_file id?)
SELECT case_file FROM review_item WHERE cluster = $1;

-- conflict_file_of_letter(id id) -> maybe (case_file id?)
-- A paper of no file (the list of dates that a decree moved) is shut with a file that it names; in Markdown its number has
-- backslashes. (replace: where text stands in text, in the words of both databases.)
SELECT coalesce(l.case_file, (SELECT min(f.id) FROM case_shut s JOIN case_file f ON f.id = s.case_file
        WHERE s.app_user = $reader AND (replace(l.words, f.title, '') <> l.words OR replace(l.words, f.register_number, '') <> l.words
              OR replace(l.words, f.receipt_number, '') <> l.words)))
  FROM (SELECT case_file, replace(markdown, '\', '') AS words FROM letter WHERE id = $1) l;

-- conflict_file_of_hearing(id id) -> maybe (case_file id?)
SELECT case_file FROM hearing WHERE id = $1;

-- conflict_file_of_handover(id id) -> maybe (case_file id?)
SELECT case_file FROM handover WHERE id = $1;

-- conflict_file_of_request(id id) -> maybe (case_file id?)
-- Of a request to open an identity.
SELECT r.case_file FROM vault_request q JOIN report r ON r.id = q.report WHERE q.id = $1;

-- conflict_add(id id, office id, case_file id, person id?, user id, kind text, reason text, stated_by id, at instant) -> none
INSERT INTO conflict (id, office, case_file, person, app_user, kind, reason, stated_by, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- conflict_lift_add(id id, conflict id, reason text, lifted_by id, at instant) -> none
INSERT INTO conflict_lift (id, conflict, reason, lifted_by, at) VALUES ($1, $2, $3, $4, $5);

-- conflict_get(office id, id id) -> maybe (id id, case_file id, user id, kind text, stated_by id, lift id?)
SELECT c.id, c.case_file, c.app_user, c.kind, c.stated_by, l.id
  FROM conflict c LEFT JOIN conflict_lift l ON l.conflict = c.id WHERE c.office = $1 AND c.id = $2;

-- conflict_stands(case_file id, user id) -> row (n int)
-- Statements about this user in this very file that shut it.
SELECT count(*) FROM conflict c WHERE c.case_file = $1 AND c.app_user = $2 AND c.kind <> 'none'
   AND NOT EXISTS (SELECT 1 FROM conflict_lift l WHERE l.conflict = c.id);

-- conflicts_of(case_file id) -> rows (id id, user id, user_name text, position text, person_number int?, kind text, reason text, stated_by id, stated_name text, at instant, lift_reason text?, lifted_name text?, lifted_at instant?)
-- All that was stated about a file, newest first.
SELECT c.id, c.app_user, u.name, u.position, p.number, c.kind, c.reason, c.stated_by, s.name, c.at, l.reason, x.name, l.at
  FROM conflict c JOIN app_user u ON u.id = c.app_user JOIN app_user s ON s.id = c.stated_by
  LEFT JOIN case_person p ON p.id = c.person LEFT JOIN conflict_lift l ON l.conflict = c.id LEFT JOIN app_user x ON x.id = l.lifted_by
 WHERE c.case_file = $1 ORDER BY c.at DESC, c.id DESC;

-- conflicts_of_user(user id) -> rows (id id, kind text, stated_name text, own bool, at instant, lifted_at instant?)
-- What was stated about this user, newest first, with nothing of the files.
SELECT c.id, c.kind, s.name, CASE WHEN c.stated_by = c.app_user THEN 1 ELSE 0 END, c.at, l.at
  FROM conflict c JOIN app_user s ON s.id = c.stated_by LEFT JOIN conflict_lift l ON l.conflict = c.id
 WHERE c.app_user = $1 AND c.kind <> 'none' ORDER BY c.at DESC, c.id DESC;

-- conflicts_of_office(office id, max int) -> rows (id id, case_file id, user_name text, position text, kind text, stated_name text, at instant, lifted_name text?, lifted_at instant?, file_kind text, number text?, title text, shut bool)
-- All that was stated in an office: what stands first, then the newest; of a file that is shut to the reader only that there is one.
SELECT c.id, c.case_file, u.name, u.position, c.kind, s.name, c.at, x.name, l.at, f.kind, coalesce(f.register_number, f.receipt_number),
       f.title, CASE WHEN c.case_file IN (SELECT h.case_file FROM case_shut h WHERE h.app_user = $reader) THEN 1 ELSE 0 END
  FROM conflict c JOIN case_file f ON f.id = c.case_file JOIN app_user u ON u.id = c.app_user JOIN app_user s ON s.id = c.stated_by
  LEFT JOIN conflict_lift l ON l.conflict = c.id LEFT JOIN app_user x ON x.id = l.lifted_by
 WHERE c.office = $1 AND c.kind <> 'none'
 ORDER BY CASE WHEN l.at IS NULL THEN 0 ELSE 1 END, c.at DESC, c.id DESC LIMIT $2;

-- conflicts_named(office id) -> rows (user_name text, position text, n int)
-- Members whose own number stands among the persons of files, and of how many: shut without a statement.
SELECT u.name, u.position, count(*) FROM app_user u JOIN case_person p ON p.nip = u.nip
 WHERE u.office = $1 AND u.nip IS NOT NULL AND u.disabled_at IS NULL AND p.nip IS NOT NULL GROUP BY u.id, u.name, u.position ORDER BY u.name;

-- conflict_open_to(office id, case_file id) -> rows (name text, position text)
-- Who may still work on a file: staff of files to whom it is not shut.
SELECT u.name, u.position FROM app_user u
 WHERE u.office = $1 AND u.disabled_at IS NULL AND u.role IN ('handler', 'member', 'chair')
   AND u.id NOT IN (SELECT s.app_user FROM file_shut s WHERE s.case_file = $2) ORDER BY u.name;

-- conflict_chairs(office id, case_file id) -> row (shut int, open int)
-- The chairs of the office (one, unless two are in office) to whom a file is shut, and to whom it is open.
SELECT coalesce(sum(x.shut), 0), coalesce(sum(1 - x.shut), 0)
  FROM (SELECT CASE WHEN u.id IN (SELECT s.app_user FROM file_shut s WHERE s.case_file = $2) THEN 1 ELSE 0 END AS shut
          FROM app_user u WHERE u.office = $1 AND u.role = 'chair' AND u.disabled_at IS NULL) x;

-- conflict_named(user id) -> row (n int)
-- Files in which the user's own number stands.
SELECT count(*) FROM case_person p JOIN app_user u ON u.nip = p.nip WHERE u.id = $1 AND p.nip IS NOT NULL;

-- conflict_shut_users(case_file id) -> rows (id id, name text, position text, role text)
-- To whom this file is shut.
SELECT u.id, u.name, u.position, u.role FROM app_user u
 WHERE u.disabled_at IS NULL AND u.id IN (SELECT s.app_user FROM file_shut s WHERE s.case_file = $1) ORDER BY u.id;

-- conflict_tries(case_file id) -> rows (user_name text?, n int, first_at instant, last_at instant, last text)
-- Who tried to open a file that was shut to them, or one of those joined with it, how often, and what last; the latest first.
SELECT u.name, t.n, t.first_at, t.last_at, (SELECT l.reason FROM access_log l WHERE l.id = t.last_id)
  FROM (SELECT app_user, count(*) AS n, min(at) AS first_at, max(at) AS last_at, max(id) AS last_id FROM access_log
         WHERE kind = 'case' AND action = 'conflict_refused'
           AND object IN (SELECT id FROM case_file WHERE id = $1 UNION ALL SELECT id FROM case_file WHERE joined_to = $1
                          UNION ALL SELECT joined_to FROM case_file WHERE id = $1 AND joined_to IS NOT NULL)
         GROUP BY app_user) t
  LEFT JOIN app_user u ON u.id = t.app_user ORDER BY t.last_at DESC, t.last_id DESC;

-- conflict_user_get(office id, id id) -> maybe (id id, name text, role text, nip text?)
-- A member of the office who is there still.
SELECT id, name, role, nip FROM app_user WHERE office = $1 AND id = $2 AND disabled_at IS NULL;

-- conflict_users(office id) -> rows (id id, name text, position text, role text)
SELECT id, name, position, role FROM app_user WHERE office = $1 AND disabled_at IS NULL ORDER BY name, id;

-- conflict_hints(case_file id) -> rows (user id, user_name text, position text, person id, number int, same_unit bool, same_agency bool, before bool, same_surname bool, agency text?, unit text?)
-- What a person may look at: the member's own row in the register of employees names the same agency or unit as that of a
-- reported person, or a statement about the same employee stands in another file. A shared surname is told beside, never alone.
SELECT x.app_user, u.name, u.position, x.person, p.number, max(x.same_unit), max(x.same_agency), max(x.before_now),
       CASE WHEN lower(substr(u.name, length(rtrim(u.name, replace(u.name, ' ', ''))) + 1))
               = lower(substr(p.name, length(rtrim(p.name, replace(p.name, ' ', ''))) + 1)) THEN 1 ELSE 0 END,
       max(x.agency), max(x.unit)
  FROM (SELECT u.id AS app_user, p.id AS person,
               CASE WHEN m.unit IS NOT NULL AND lower(m.unit) = lower(h.unit) THEN 1 ELSE 0 END AS same_unit,
               1 AS same_agency, 0 AS before_now, a.name AS agency, m.unit AS unit
          FROM case_person p
          JOIN app_user u ON u.nip IS NOT NULL AND u.disabled_at IS NULL
          JOIN employee m ON m.office = u.office AND m.nip = u.nip
          JOIN agency a ON a.id = m.agency
          LEFT JOIN employee h ON h.id = p.employee
         WHERE p.case_file = $1 AND p.role = 'terlapor' AND (p.nip IS NULL OR p.nip <> u.nip)
           AND (h.agency = m.agency OR (h.agency IS NULL AND lower(p.agency) = lower(a.name)))
        UNION ALL
        SELECT c.app_user, p.id, 0, 0, 1, NULL, NULL
          FROM case_person p
          JOIN case_person q ON q.employee = p.employee AND q.case_file <> p.case_file
          JOIN conflict c ON c.case_file = q.case_file AND c.person = q.id AND c.kind <> 'none'
         WHERE p.case_file = $1 AND p.role = 'terlapor'
           AND NOT EXISTS (SELECT 1 FROM conflict_lift l WHERE l.conflict = c.id)) x
  JOIN app_user u ON u.id = x.app_user AND u.disabled_at IS NULL
  JOIN case_person p ON p.id = x.person
 WHERE NOT EXISTS (SELECT 1 FROM conflict c WHERE c.case_file = $1 AND c.app_user = x.app_user
                    AND NOT EXISTS (SELECT 1 FROM conflict_lift l WHERE l.conflict = c.id))
 GROUP BY x.app_user, u.name, u.position, x.person, p.number, p.name
 ORDER BY p.number, u.name;

-- conflict_person(case_file id, id id) -> maybe (number int)
SELECT number FROM case_person WHERE case_file = $1 AND id = $2;

-- docket.sql -- the docket's statements. A clock is open while ended_at is NULL; an expired one stays open until
-- the act it waited for is done (or the law closes the file), so that it cannot fall out of sight.

-- case_get(id id) -> row (id id, office id, kind text, procedure text, contest id?, state text, receipt_number text?, register_number text?, title text, summary text, event_on day?, event_place text?, known_on day?, late bool, owner id?, joined_to id?, rulepack text, opened_at instant, changed_at instant, closed_at instant?, version int, received_at instant?)
-- A file by its id.
SELECT id, office, kind, procedure, contest, state, receipt_number, register_number, title, summary, event_on,
       event_place, known_on, late, owner, joined_to, rulepack, opened_at, changed_at, closed_at, version, received_at
  FROM case_file WHERE id = $1;

-- case_insert(id id, office id, kind text, procedure text, contest id?, state text, title text, summary text, event_on day?, event_place text?, known_on day?, rulepack text, opened_at instant, receipt_number text?) -> none
-- A new file; docket_open calls it.
INSERT INTO case_file (id, office, kind, procedure, contest, state, title, summary, event_on, event_place, known_on,
                       late, rulepack, opened_at, changed_at, version, receipt_number)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, $12, $13, $13, 1, $14);

-- case_received_set(id id, received_at instant) -> changed
-- The file's report reached the office before it was keyed in: clocks and law count from then.
UPDATE case_file SET received_at = $2 WHERE id = $1 AND received_at IS NULL;

-- case_move(id id, state text, kind text, register_number text?, changed_at instant, closed_at instant?, version int) -> changed
-- The next state; 0 rows when somebody else changed the file meanwhile.
UPDATE case_file SET state = $2, kind = $3, register_number = coalesce($4, register_number), changed_at = $5,
       closed_at = $6, version = version + 1 WHERE id = $1 AND version = $7;

-- case_late_set(id id, late bool) -> none
-- Whether the report came after its window.
UPDATE case_file SET late = $2 WHERE id = $1;

-- case_receipt_set(id id, number text, changed_at instant) -> changed
-- The number of the receipt, once.
UPDATE case_file SET receipt_number = $2, changed_at = $3 WHERE id = $1 AND receipt_number IS NULL;

-- case_owner_set(id id, owner id?, changed_at instant, version int) -> changed
-- Who holds the file; 0 rows: changed meanwhile.
UPDATE case_file SET owner = $2, changed_at = $3, version = version + 1 WHERE id = $1 AND version = $4;

-- case_facts_set(id id, title text, summary text, contest id?, event_on day?, event_place text?, known_on day?, changed_at instant, version int) -> changed
-- What the file is about; 0 rows: changed meanwhile.
UPDATE case_file SET title = $2, summary = $3, contest = $4, event_on = $5, event_place = $6, known_on = $7,
       changed_at = $8, version = version + 1 WHERE id = $1 AND version = $9;

-- case_join_set(id id, joined_to id?, changed_at instant, version int) -> changed
-- Carried on in another file; 0 rows: changed meanwhile.
UPDATE case_file SET joined_to = $2, changed_at = $3, version = version + 1 WHERE id = $1 AND version = $4;

-- cases_held_shut(case_file id) -> rows (id id, version int)
-- This file and those joined with it that are held by somebody to whom they are shut (conflict of interest).
SELECT f.id, f.version FROM case_file f
 WHERE (f.id = $1 OR f.joined_to = $1 OR f.id = (SELECT x.joined_to FROM case_file x WHERE x.id = $1))
   AND f.owner IS NOT NULL AND f.id IN (SELECT s.case_file FROM case_shut s WHERE s.app_user = f.owner);

-- case_by_number(office id, number text) -> maybe (id id)
-- A file by its register or receipt number.
SELECT id FROM case_file WHERE office = $1 AND (register_number = $2 OR receipt_number = $2) ORDER BY id LIMIT 1;

-- cases_unowned(office id, max int) -> rows (id id, kind text, number text?, title text, state text, opened_at instant, changed_at instant)
-- Open files that nobody holds, longest waiting first. Joined files are held with the one they joined.
SELECT id, kind, coalesce(register_number, receipt_number), title, state, opened_at, changed_at
  FROM case_file WHERE office = $1 AND owner IS NULL AND closed_at IS NULL AND joined_to IS NULL
   AND id NOT IN (SELECT s.case_file FROM case_shut s WHERE s.app_user = $reader)
 ORDER BY opened_at, id LIMIT $2;

-- cases_incoming(office id, since instant, max int) -> rows (id id, kind text, number text?, title text, state text, owner id?, opened_at instant)
-- Files that came in since $2, newest first.
SELECT id, kind, coalesce(register_number, receipt_number), title, state, owner, opened_at
  FROM case_file WHERE office = $1 AND opened_at >= $2
   AND id NOT IN (SELECT s.case_file FROM case_shut s WHERE s.app_user = $reader)
 ORDER BY opened_at DESC, id DESC LIMIT $3;

-- cases_waiting(office id, one text, two text, three text, max int) -> rows (id id, kind text, number text?, title text, state text, changed_at instant, rulepack text)
-- Files in one of three states for which no clock runs: they wait for somebody's receipt.
-- Both lists are read in indexes alone, not each file and then its clocks ("> 0" and "+" lead SQLite to them).
SELECT f.id, f.kind, coalesce(f.register_number, f.receipt_number), f.title, f.state, f.changed_at, f.rulepack
  FROM (SELECT w.id FROM case_file w
         WHERE w.office = $1 AND w.state IN ($2, $3, $4) AND w.closed_at IS NULL
           AND w.id NOT IN (SELECT c.case_file FROM clock_run c WHERE c.case_file > 0 AND c.ended_at IS NULL)
           AND w.id NOT IN (SELECT s.case_file FROM case_shut s WHERE s.app_user = $reader)
         ORDER BY +w.changed_at, w.id LIMIT $5) x
  JOIN case_file f ON f.id = x.id
 ORDER BY f.changed_at, f.id;

-- case_people(case_file id) -> rows (id id, role text, number int, employee id?, name text, nip text?, class text, class_source text, agency text?, position text?, address text?, act_code text?, statement text?, account_owned text, intent text?, reach text?, removed_on day?, repeated bool, outcome text?, outcome_at instant?, version int)
-- The people of a file in the order of their numbers.
SELECT id, role, number, employee, name, nip, class, class_source, agency, position, address, act_code, statement,
       account_owned, intent, reach, removed_on, repeated, outcome, outcome_at, version
  FROM case_person WHERE case_file = $1 ORDER BY number;

-- case_person_get(id id) -> row (id id, case_file id, role text, number int, employee id?, name text, nip text?, class text, class_source text, agency text?, position text?, address text?, act_code text?, statement text?, account_owned text, intent text?, reach text?, removed_on day?, repeated bool, outcome text?, outcome_at instant?, version int)
-- One of them.
SELECT id, case_file, role, number, employee, name, nip, class, class_source, agency, position, address, act_code,
       statement, account_owned, intent, reach, removed_on, repeated, outcome, outcome_at, version
  FROM case_person WHERE id = $1;

-- case_person_insert(id id, case_file id, role text, employee id?, name text, nip text?, class text, class_source text, agency text?, position text?, address text?, act_code text?) -> none
-- One more person; the number in the file follows. docket_person_add calls it.
INSERT INTO case_person (id, case_file, role, number, employee, name, nip, class, class_source, agency, position,
                         address, act_code, account_owned, repeated, version)
SELECT $1, $2, $3, (SELECT coalesce(max(number), 0) + 1 FROM case_person WHERE case_file = $2), $4, $5, $6, $7, $8,
       $9, $10, $11, $12, 'none', 0, 1;

-- case_person_set(id id, role text, employee id?, name text, nip text?, class text, class_source text, agency text?, position text?, address text?, act_code text?, version int) -> changed
-- Who the person is; 0 rows: changed meanwhile.
UPDATE case_person SET role = $2, employee = $3, name = $4, nip = $5, class = $6, class_source = $7, agency = $8,
       position = $9, address = $10, act_code = $11, version = version + 1 WHERE id = $1 AND version = $12;

-- case_person_heard(id id, statement text?, account_owned text, intent text?, reach text?, removed_on day?, repeated bool, version int) -> changed
-- What the person said and what was found about the deed; 0 rows: changed meanwhile.
UPDATE case_person SET statement = $2, account_owned = $3, intent = $4, reach = $5, removed_on = $6, repeated = $7,
       version = version + 1 WHERE id = $1 AND version = $8;

-- case_person_act_set(id id, act_code text?, version int) -> changed
-- The act that is alleged; 0 rows: changed meanwhile.
UPDATE case_person SET act_code = $2, version = version + 1 WHERE id = $1 AND version = $3;

-- case_person_outcome_set(id id, outcome text?, outcome_at instant?, version int) -> changed
-- What the plenary decided about the person; 0 rows: changed meanwhile.
UPDATE case_person SET outcome = $2, outcome_at = $3, version = version + 1 WHERE id = $1 AND version = $4;

-- case_event_insert(id id, case_file id, at instant, app_user id?, event text, transition text?, from_state text, to_state text, text text, kind text, ref id?) -> none
-- A line of the timeline.
INSERT INTO case_event (id, case_file, at, app_user, event, transition, from_state, to_state, text, kind, ref)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- case_timeline(case_file id) -> rows (id id, at instant, user_name text?, event text, transition text?, from_state text, to_state text, text text, kind text, ref id?)
-- What happened, newest first; a date that moved is a line of its own.
SELECT e.id, e.at, u.name, e.event, e.transition, e.from_state, e.to_state, e.text, e.kind, e.ref
  FROM (SELECT id, at, app_user, event, transition, from_state, to_state, text, kind, ref
          FROM case_event WHERE case_file = $1
        UNION ALL
        SELECT m.id, m.at, m.app_user, 'clock_moved', NULL, '', '', g.text, 'clock', m.clock_run
          FROM clock_move m JOIN clock_recount g ON g.id = m.recount WHERE m.case_file = $1) e
  LEFT JOIN app_user u ON u.id = e.app_user
 ORDER BY e.at DESC, e.id DESC;

-- case_event_last(case_file id, event text) -> maybe (id id, at instant, app_user id?, text text)
-- When this last happened in the file.
SELECT id, at, app_user, text FROM case_event WHERE case_file = $1 AND event = $2 ORDER BY at DESC, id DESC LIMIT 1;

-- clock_run_insert(id id, office id, case_file id, person id?, clock text, start_on day, start_at instant?, last_moment instant, sum text, calendar text, rulepack text, status text, ended_at instant?, end_reason text?) -> none
-- A clock starts; one that ends with the event that starts it is ended at once.
INSERT INTO clock_run (id, office, case_file, person, clock, start_on, start_at, last_moment, sum, calendar, rulepack,
                       status, ended_at, end_reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14);

-- clock_run_end(id id, status text, ended_at instant, end_reason text) -> changed
-- It ends, once.
UPDATE clock_run SET status = $2, ended_at = $3, end_reason = $4 WHERE id = $1 AND ended_at IS NULL;

-- clock_run_expire(id id) -> changed
-- It ran out but stays open until the act it waited for is done.
UPDATE clock_run SET status = 'expired' WHERE id = $1 AND status = 'running';

-- clock_run_counted(id id, last_moment instant, sum text, calendar text) -> changed
-- A clock that could not be counted when it started now is: the missing calendar was loaded.
UPDATE clock_run SET last_moment = $2, sum = $3, calendar = $4, status = 'running' WHERE id = $1 AND status = 'uncounted';

-- clock_run_get(id id) -> row (id id, case_file id, person id?, clock text, start_on day, start_at instant?, last_moment instant, sum text, calendar text, rulepack text, status text, ended_at instant?, end_reason text?, notice int, pauses int)
-- One clock with the sum of its present result.
SELECT c.id, c.case_file, c.person, c.clock, c.start_on, c.start_at, c.last_moment,
       coalesce((SELECT g.sum FROM clock_recount g WHERE g.id = c.moved),
                (SELECT s.sum FROM clock_sum s WHERE s.id = c.id), c.sum), c.calendar, c.rulepack, c.status,
       c.ended_at, c.end_reason, coalesce(c.notice, 0), coalesce(c.pauses, 0) FROM clock_run c WHERE c.id = $1;

-- docket_office_parent(id id) -> maybe (name text)
SELECT p.name FROM office o JOIN office p ON p.id = o.parent WHERE o.id = $1;

-- clock_runs_open(case_file id) -> rows (id id, person id?, clock text, start_on day, start_at instant?, last_moment instant, status text)
-- The clocks of a file that have not ended.
SELECT id, person, clock, start_on, start_at, last_moment, status
  FROM clock_run WHERE case_file = $1 AND ended_at IS NULL ORDER BY last_moment, id;

-- clock_run_first(case_file id, clock text) -> maybe (start_on day, start_at instant?)
-- When this clock of the file first started: what an extended total counts from (R8).
SELECT start_on, start_at FROM clock_run WHERE case_file = $1 AND clock = $2 ORDER BY id LIMIT 1;

-- case_clocks(case_file id) -> rows (id id, person id?, person_name text?, clock text, start_on day, start_at instant?, last_moment instant, sum text, status text, ended_at instant?, end_reason text?, old_last instant?, notice int, pauses int)
-- All clocks of a file: those that run first, soonest first; then the ended ones, newest first. old_last: the date
-- before its last change.
SELECT c.id, c.person, p.name, c.clock, c.start_on, c.start_at, c.last_moment, coalesce(g.sum, s.sum, c.sum), c.status,
       c.ended_at, c.end_reason, g.old_last, coalesce(c.notice, 0), coalesce(c.pauses, 0)
  FROM clock_run c LEFT JOIN case_person p ON p.id = c.person LEFT JOIN clock_recount g ON g.id = c.moved
  LEFT JOIN clock_sum s ON s.id = c.id
 WHERE c.case_file = $1
 ORDER BY CASE WHEN c.ended_at IS NULL THEN 0 ELSE 1 END, CASE WHEN c.ended_at IS NULL THEN c.last_moment END,
          c.ended_at DESC, c.id;

-- clocks_due(office id, since int, before int, max int) -> rows (id id, case_file id, person id?, person_number int?, clock text, start_on day, start_at instant?, last_moment instant, status text, kind text, number text?, title text, state text, owner id?, owner_name text?, rulepack text, notice int, sum text)
-- Open clocks that end from $2 on and before $3, soonest first, with the file they belong to.
SELECT c.id, c.case_file, c.person, p.number, c.clock, c.start_on, c.start_at, c.last_moment, c.status, f.kind,
       coalesce(f.register_number, f.receipt_number), f.title, f.state, f.owner, u.name, f.rulepack,
       coalesce(c.notice, 0),
       coalesce((SELECT g.sum FROM clock_recount g WHERE g.id = c.moved),
                (SELECT s.sum FROM clock_sum s WHERE s.id = c.id), c.sum)
  FROM clock_run c
  JOIN case_file f ON f.id = c.case_file
  LEFT JOIN case_person p ON p.id = c.person
  LEFT JOIN app_user u ON u.id = f.owner
 WHERE c.office = $1 AND c.ended_at IS NULL AND c.last_moment >= $2 AND c.last_moment < $3
   AND c.case_file NOT IN (SELECT s.case_file FROM case_shut s WHERE s.app_user = $reader)
 ORDER BY c.last_moment, c.id LIMIT $4;

-- clocks_to_expire(office id, now instant, max int) -> rows (id id, case_file id, person id?, clock text, last_moment instant)
-- Running clocks whose last moment has passed. One whose date came earlier waits for somebody to confirm it.
SELECT id, case_file, person, clock, last_moment FROM clock_run
 WHERE office = $1 AND status = 'running' AND ended_at IS NULL AND last_moment < $2 AND coalesce(notice, 0) <> 2 ORDER BY last_moment, id LIMIT $3;

-- clocks_uncounted(office id, max int) -> rows (id id, case_file id, clock text, start_on day, start_at instant?, rulepack text)
-- Clocks that started while their calendar was not loaded.
SELECT id, case_file, clock, start_on, start_at, rulepack FROM clock_run
 WHERE office = $1 AND status = 'uncounted' AND ended_at IS NULL ORDER BY id LIMIT $2;

-- number_raise(id id, office id, reg text, year int) -> row (last int)
-- The next number of a register: 1, 2, 3 ... without gaps, because it is raised in the transaction that uses it.
INSERT INTO number_seq (id, office, register, year, last) VALUES ($1, $2, $3, $4, 1)
    ON CONFLICT (office, register, year) DO UPDATE SET last = number_seq.last + 1 RETURNING last;

-- docket_contest(id id) -> row (code text, title text, kind text, election text, procedure text, region text, determined_on day?, voting_on day?)
-- The contest that a file belongs to.
SELECT code, title, kind, election, procedure, region, determined_on, voting_on FROM contest WHERE id = $1;

-- docket_chair(office id, case_file id?) -> maybe (name text, position text, role text)
-- Who signs: the chair of the office; a member for the chair to whom file $2 is shut (conflict of interest).
SELECT u.name, u.position, u.role FROM app_user u
 WHERE u.office = $1 AND u.disabled_at IS NULL AND u.id NOT IN (SELECT s.app_user FROM file_shut s WHERE s.case_file = $2)
   AND (u.role = 'chair' OR (u.role = 'member' AND EXISTS (
        SELECT 1 FROM file_shut s JOIN app_user c ON c.id = s.app_user
         WHERE s.case_file = $2 AND c.office = $1 AND c.role = 'chair' AND c.disabled_at IS NULL)))
 ORDER BY u.role, u.id LIMIT 1;

-- letter_insert(id id, office id, case_file id?, person id?, form text, form_code text, number text?, subject text, recipient text, markdown text, missing int, file id, check_code text, made_at instant, made_by id?) -> none
-- A paper was made.
INSERT INTO letter (id, office, case_file, person, form, form_code, number, subject, recipient, markdown, missing, file,
                    check_code, made_at, made_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15);

-- letters_of(case_file id) -> rows (id id, person id?, person_name text?, form text, form_code text, number text?, subject text, recipient text, missing int, file id, sha256 text, size int, check_code text, made_at instant, made_by_name text?, signed_at instant?, signed_by text?, scan id?)
-- The papers of a file, newest first.
SELECT l.id, l.person, p.name, l.form, l.form_code, l.number, l.subject, l.recipient, l.missing, l.file, e.sha256, e.size,
       l.check_code, l.made_at, u.name, l.signed_at, l.signed_by, l.scan
  FROM letter l
  JOIN evidence_file e ON e.id = l.file
  LEFT JOIN case_person p ON p.id = l.person
  LEFT JOIN app_user u ON u.id = l.made_by
 WHERE l.case_file = $1 ORDER BY l.made_at DESC, l.id DESC;

-- letter_get(id id) -> row (id id, office id, case_file id?, person id?, form text, form_code text, number text?, subject text, recipient text, markdown text, missing int, file id, sha256 text, check_code text, made_at instant, made_by id?, signed_at instant?, signed_by text?, scan id?)
-- One paper.
SELECT l.id, l.office, l.case_file, l.person, l.form, l.form_code, l.number, l.subject, l.recipient, l.markdown,
       l.missing, l.file, e.sha256, l.check_code, l.made_at, l.made_by, l.signed_at, l.signed_by, l.scan
  FROM letter l JOIN evidence_file e ON e.id = l.file WHERE l.id = $1;

-- letter_by_code(check_code text) -> maybe (id id, office id, office_name text, drill bool, case_file id?, form text, form_code text, number text?, subject text, markdown text, file id, sha256 text, made_at instant, signed_at instant?)
-- What /periksa/<code> tells: that this office made this paper on this day, and its hash.
SELECT l.id, l.office, o.name, o.drill, l.case_file, l.form, l.form_code, l.number, l.subject, l.markdown, l.file,
       e.sha256, l.made_at, l.signed_at
  FROM letter l JOIN evidence_file e ON e.id = l.file JOIN office o ON o.id = l.office WHERE l.check_code = $1;

-- letter_signed_set(id id, signed_at instant, signed_by text, scan id?) -> changed
-- The signed paper was scanned or noted; once.
UPDATE letter SET signed_at = $2, signed_by = $3, scan = $4 WHERE id = $1 AND signed_at IS NULL;

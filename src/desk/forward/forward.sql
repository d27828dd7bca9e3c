-- forward.sql -- hand-overs and what became of them.

-- forward_insert(id id, office id, case_file id, person id, route text, receiver text, copy_to text, state text, at instant) -> none
INSERT INTO handover (id, office, case_file, person, route, receiver, copy_to, state, sent_at, changed_at, version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, 1);

-- forward_find(id id) -> maybe (case_file id)
SELECT case_file FROM handover WHERE id = $1;

-- forward_of_person(person id) -> maybe (id id, state text)
SELECT id, state FROM handover WHERE person = $1;

-- forward_papers(id id, letter id, machine id, manifest id) -> changed
UPDATE handover SET letter = $2, machine = $3, manifest = $4 WHERE id = $1;

-- forward_get(id id) -> row (id id, case_file id, person id, route text, receiver text, copy_to text, state text, letter id?, machine id?, manifest id?, sent_at instant, receipt_number text?, task text?, task_due instant?, outcome text?, decree_number text?, decree_on day?, escalated_at instant?, version int)
SELECT id, case_file, person, route, receiver, copy_to, state, letter, machine, manifest, sent_at, receipt_number, task, task_due, outcome,
       decree_number, decree_on, escalated_at, version FROM handover WHERE id = $1;

-- forward_of(case_file id) -> rows (id id, person id, route text, receiver text, copy_to text, state text, letter id?, machine id?, manifest id?, sent_at instant, receipt_number text?, task text?, task_due instant?, outcome text?, decree_number text?, decree_on day?, escalated_at instant?, version int, number int, name text, class text, letter_number text?)
SELECT h.id, h.person, h.route, h.receiver, h.copy_to, h.state, h.letter, h.machine, h.manifest, h.sent_at, h.receipt_number, h.task, h.task_due,
       h.outcome, h.decree_number, h.decree_on, h.escalated_at, h.version, p.number, p.name, p.class, l.number
  FROM handover h JOIN case_person p ON p.id = h.person LEFT JOIN letter l ON l.id = h.letter WHERE h.case_file = $1 ORDER BY p.number;

-- forward_open(office id, max int) -> rows (id id, case_file id, route text, receiver text, state text, sent_at instant, task text?, task_due instant?, escalated_at instant?, number int, letter_number text?, register_number text?, title text, rulepack text)
-- Hand-overs that are not finished, oldest first. No names.
SELECT h.id, h.case_file, h.route, h.receiver, h.state, h.sent_at, h.task, h.task_due, h.escalated_at, p.number, l.number, f.register_number, f.title, f.rulepack
  FROM handover h JOIN case_person p ON p.id = h.person JOIN case_file f ON f.id = h.case_file LEFT JOIN letter l ON l.id = h.letter
 WHERE h.office = $1 AND h.state <> 'CLOSED' AND h.case_file NOT IN (SELECT s.case_file FROM case_shut s WHERE s.app_user = $reader)
 ORDER BY h.sent_at, h.id LIMIT $2;

-- forward_due(office id, clock text, now instant) -> rows (id id, case_file id, person id, version int, last_moment instant)
-- Hand-overs whose receiver's clock has run out while they still wait.
SELECT h.id, h.case_file, h.person, h.version, c.last_moment FROM handover h
  JOIN clock_run c ON c.case_file = h.case_file AND c.person = h.person
 WHERE h.office = $1 AND h.state = 'RECOMMENDED' AND c.clock = $2 AND c.status IN ('running', 'expired') AND c.last_moment < $3 ORDER BY c.last_moment;

-- forward_move(id id, version int, state text, at instant, receipt_number text?, task text?, task_due instant?, outcome text?, decree_number text?, decree_on day?) -> changed
UPDATE handover SET state = $3, changed_at = $4, receipt_number = COALESCE($5, receipt_number), task = $6, task_due = $7,
       outcome = COALESCE($8, outcome), decree_number = COALESCE($9, decree_number), decree_on = COALESCE($10, decree_on), version = version + 1
 WHERE id = $1 AND version = $2;

-- forward_escalated(id id, at instant) -> changed
UPDATE handover SET escalated_at = $2 WHERE id = $1 AND escalated_at IS NULL;

-- forward_task_due(id id, due instant) -> changed
UPDATE handover SET task_due = $2 WHERE id = $1 AND task IS NOT NULL;

-- forward_readdress(id id, route text, receiver text, copy_to text) -> changed
-- A package that goes out again goes to whom the law names on that day.
UPDATE handover SET route = $2, receiver = $3, copy_to = $4 WHERE id = $1;

-- forward_rungs_due(office id, clock text, now instant) -> rows (id id, case_file id)
-- Hand-overs for which the clock of a rung of the ladder has run out and whose letter is not written yet.
SELECT h.id, h.case_file FROM clock_run c JOIN handover h ON h.case_file = c.case_file AND h.person = c.person
 WHERE c.office = $1 AND c.clock = $2 AND c.status IN ('running', 'expired') AND c.last_moment < $3 AND h.state <> 'CLOSED'
   AND NOT EXISTS (SELECT 1 FROM handover_event x WHERE x.handover = h.id AND x.event = $2) ORDER BY c.last_moment, h.id;

-- forward_rung_done(handover id, event text) -> row (n int)
SELECT COUNT(*) AS n FROM handover_event WHERE handover = $1 AND event = $2;

-- forward_reminders(person id) -> rows (number text?, made_at instant)
SELECT number, made_at FROM letter WHERE person = $1 AND form IN ('reminder', 'reminder_superior', 'silence_report') ORDER BY id;

-- forward_event_insert(id id, handover id, at instant, app_user id?, event text, from_state text, to_state text, reason text?, text text) -> none
INSERT INTO handover_event (id, handover, at, app_user, event, from_state, to_state, reason, text) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- forward_events(handover id) -> rows (id id, at instant, event text, from_state text, to_state text, reason text?, text text, who text?)
SELECT e.id, e.at, e.event, e.from_state, e.to_state, e.reason, e.text, u.name
  FROM handover_event e LEFT JOIN app_user u ON u.id = e.app_user WHERE e.handover = $1 ORDER BY e.at DESC, e.id DESC;

-- forward_stood(case_file id) -> rows (state text)
-- Where any hand-over of a file stands or stood.
SELECT DISTINCT e.to_state FROM handover_event e JOIN handover h ON h.id = e.handover WHERE h.case_file = $1;

-- forward_agency_head(office id, name text) -> maybe (head text?)
SELECT head FROM agency WHERE office = $1 AND name = $2;

-- forward_hearings(person id) -> rows (letter id, sha256 text, number text?)
-- The minutes of this person alone.
SELECT l.id, f.sha256, l.number FROM hearing h JOIN letter l ON l.id = h.letter JOIN evidence_file f ON f.id = l.file WHERE h.person = $1 ORDER BY l.id;

-- forward_letter_file(id id) -> row (number text?, form text, form_code text, sha256 text, made_at instant)
SELECT l.number, l.form, l.form_code, f.sha256, l.made_at FROM letter l JOIN evidence_file f ON f.id = l.file WHERE l.id = $1;

-- forward_decisions(person id) -> rows (act_code text, outcome text, reason text, at instant, minutes_number text?)
-- What the plenary decided about this person alone; first what is proven.
SELECT d.act_code, d.outcome, d.reason, d.at, l.number FROM plenary_decision d JOIN plenary p ON p.id = d.plenary
  LEFT JOIN letter l ON l.id = p.letter WHERE d.person = $1 ORDER BY CASE d.outcome WHEN 'proven' THEN 0 ELSE 1 END, d.act_code;

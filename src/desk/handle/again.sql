-- again.sql -- requests to look at a decision again, and how each ended. Both tables only grow.

-- again_insert(id id, office id, case_file id, person id, asked_by text, ground text, known_on day, asked_on day, due_on day, clock text, in_time bool, at instant, user id?) -> none
INSERT INTO decision_review (id, office, case_file, person, asked_by, ground, known_on, asked_on, due_on, clock, in_time, at, app_user)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);

-- again_end(id id, office id, review id, plenary id, before text, outcome text, reason text, letter id?, at instant, user id?) -> none
INSERT INTO decision_reviewed (id, office, review, plenary, before, outcome, reason, letter, at, app_user)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- again_get(id id) -> maybe (case_file id, person id, asked_by text, ground text, ended id?)
SELECT r.case_file, r.person, r.asked_by, r.ground, v.id AS ended FROM decision_review r LEFT JOIN decision_reviewed v ON v.review = r.id WHERE r.id = $1;

-- again_open(person id) -> row (n int)
SELECT COUNT(*) AS n FROM decision_review r WHERE r.person = $1 AND NOT EXISTS (SELECT 1 FROM decision_reviewed v WHERE v.review = r.id);

-- again_decided_at(person id) -> row (at instant?)
-- When the plenary first decided about this person.
SELECT MIN(at) AS at FROM plenary_decision WHERE person = $1;

-- again_of(case_file id) -> rows (id id, person id, number int, name text, asked_by text, ground text, known_on day, asked_on day, due_on day, clock text, in_time bool, at instant, who text?, ended_at instant?, before text?, outcome text?, reason text?, minutes id?, minutes_number text?, letter id?, letter_number text?)
SELECT r.id, r.person, p.number, p.name, r.asked_by, r.ground, r.known_on, r.asked_on, r.due_on, r.clock, r.in_time, r.at, u.name AS who, v.at AS ended_at,
       v.before, v.outcome, v.reason, m.letter AS minutes, l.number AS minutes_number, v.letter, w.number AS letter_number
  FROM decision_review r JOIN case_person p ON p.id = r.person LEFT JOIN app_user u ON u.id = r.app_user
  LEFT JOIN decision_reviewed v ON v.review = r.id LEFT JOIN plenary m ON m.id = v.plenary LEFT JOIN letter l ON l.id = m.letter
  LEFT JOIN letter w ON w.id = v.letter
 WHERE r.case_file = $1 ORDER BY r.at, r.id;

-- risk.sql -- what the vulnerability index counts, and the warnings. No statement here reads the name of an employee.

-- risk_agencies(office id) -> rows (id id, name text, region text?)
SELECT id, name, region FROM agency WHERE office = $1 ORDER BY name, id;

-- risk_contests(office id) -> rows (id id, code text, title text, election text, region text, determined_on day?, flagged int)
-- flagged: the pair that holds the office by older entries, which have no day; 0: none is named.
SELECT c.id, c.code, c.title, c.election, c.region, c.determined_on,
       coalesce((SELECT max(p.number) FROM candidate_pair p WHERE p.contest = c.id AND p.incumbent = 1), 0)
  FROM contest c WHERE c.office = $1 ORDER BY c.code;

-- risk_incumbents(office id) -> rows (contest id, number int, at instant)
SELECT i.contest, i.number, i.at FROM contest_incumbent i JOIN contest c ON c.id = i.contest WHERE c.office = $1 ORDER BY i.contest, i.at, i.id;

-- risk_pairs(office id) -> rows (contest id, number int, head text, deputy text?, incumbent bool)
SELECT p.contest, p.number, p.head, p.deputy, p.incumbent FROM candidate_pair p JOIN contest c ON c.id = p.contest
 WHERE c.office = $1 ORDER BY c.code, p.number;

-- risk_facts(office id) -> rows (id id, fact text, contest id, contest_title text, contest_region text, determined_on day?, agency id?, agency_name text?, happened_on day, n int, reason text, at instant, by_name text?, ended_at instant?)
SELECT f.id, f.fact, f.contest, c.title, c.region, c.determined_on, f.agency, a.name, f.happened_on, f.n, f.reason, f.at, u.name, f.ended_at
  FROM risk_fact f JOIN contest c ON c.id = f.contest LEFT JOIN agency a ON a.id = f.agency LEFT JOIN app_user u ON u.id = f.app_user
 WHERE f.office = $1 ORDER BY f.at, f.id;

-- risk_fact_insert(id id, office id, fact text, contest id, agency id?, happened_on day, n int, reason text, at instant, app_user id?) -> none
INSERT INTO risk_fact (id, office, fact, contest, agency, happened_on, n, reason, at, app_user) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- risk_fact_end_set(office id, id id, at instant, app_user id?, reason text) -> changed
UPDATE risk_fact SET ended_at = $3, ended_by = $4, end_reason = $5 WHERE office = $1 AND id = $2 AND ended_at IS NULL;

-- risk_contest_get(office id, id id) -> maybe (code text)
SELECT code FROM contest WHERE office = $1 AND id = $2;

-- risk_agency_get(office id, id id) -> maybe (name text)
SELECT name FROM agency WHERE office = $1 AND id = $2;

-- risk_employee_named(office id, words text) -> maybe (id id)
-- Somebody of the register whose whole name stands in @words, which are in small letters. Names of one word are left out.
SELECT id FROM employee WHERE office = $1 AND length(name) > 7 AND name LIKE '% %' AND $2 LIKE '%' || lower(name) || '%' LIMIT 1;

-- risk_cases(office id, zone_us int) -> rows (agency id?, day day, n int)
-- Persons whose breach the plenary held proven, by unit and day. The unit is that of the day of the event.
SELECT coalesce(a.id, e.agency), (p.outcome_at + $2) / 86400000000, count(*)
  FROM case_file f JOIN case_person p ON p.case_file = f.id LEFT JOIN agency a ON a.office = f.office AND a.name = p.agency
  LEFT JOIN employee e ON e.id = p.employee
 WHERE f.office = $1 AND p.outcome = 'proven' AND p.role = 'terlapor' AND p.outcome_at IS NOT NULL
 GROUP BY 1, 2 ORDER BY 2, 1;

-- risk_patrol(office id, zone_us int, since instant) -> rows (agency id?, day day, n int)
-- Clusters that an officer held for relevant, by the unit of the persons ticked and the day of that decision.
SELECT e.agency, (v.at + $2) / 86400000000, count(DISTINCT i.cluster)
  FROM review_item i JOIN review_decision v ON v.id = i.decision JOIN alert t ON t.cluster = i.cluster JOIN employee e ON e.id = t.employee
 WHERE i.office = $1 AND i.status = 'decided' AND v.at >= $3 AND v.decision IN ('info', 'finding', 'attach')
   AND ',' || v.people || ',' LIKE '%,' || CAST(t.id AS TEXT) || ',%'
 GROUP BY 1, 2 ORDER BY 2, 1;

-- risk_patrol_since(office id) -> row (at instant?)
-- The first import of posts: before it nobody looked.
SELECT min(at) FROM import_run WHERE office = $1 AND kind = 'posts';

-- risk_measures(office id) -> rows (fact text, agency id, day day, done int, total int, source text, at instant, by_hand bool)
-- In the order in which they were entered; by hand: an officer typed it, else it was taken from a board.
SELECT fact, agency, day, done, total, source, at, CASE WHEN app_user IS NULL THEN 0 ELSE 1 END FROM risk_measure WHERE office = $1 ORDER BY at, id;

-- risk_measure_insert(id id, office id, fact text, agency id, day day, done int, total int, source text, at instant, app_user id?) -> none
INSERT INTO risk_measure (id, office, fact, agency, day, done, total, source, at, app_user) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- risk_measure_last(office id, fact text, agency id) -> row (day day?)
SELECT max(day) FROM risk_measure WHERE office = $1 AND fact = $2 AND agency = $3;

-- risk_pledge_shares(office id, day day) -> rows (agency id, done int, total int, title text)
-- Of the campaign that began last, unit by unit: signed, and people who count.
SELECT u.agency, coalesce(s.signed, 0), u.people - u.leave - u.retired - u.detached - u.other, p.title
  FROM pledge p JOIN roster_unit u ON u.roster = p.roster JOIN agency a ON a.id = u.agency
  LEFT JOIN pledge_unit s ON s.pledge = p.id AND s.agency = u.agency
 WHERE p.id = (SELECT n.id FROM pledge n WHERE n.office = $1 AND n.opens_on <= $2 ORDER BY n.opens_on DESC, n.id DESC LIMIT 1)
   AND a.office = $1 AND u.people > u.leave + u.retired + u.detached + u.other
 ORDER BY u.agency;

-- risk_switches(office id) -> rows (rule text, active bool, reason text, at instant, by_name text?)
SELECT s.rule, s.active, s.reason, s.at, u.name FROM risk_switch s LEFT JOIN app_user u ON u.id = s.app_user
 WHERE s.office = $1 AND NOT EXISTS (SELECT 1 FROM risk_switch n WHERE n.office = $1 AND n.rule = s.rule AND (n.at > s.at OR (n.at = s.at AND n.id > s.id))) ORDER BY s.rule;

-- risk_switch_insert(id id, office id, rule text, active bool, reason text, at instant, app_user id?) -> none
INSERT INTO risk_switch (id, office, rule, active, reason, at, app_user) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- risk_warning_insert(id id, office id, rule text, cause text, fired_on day, agency id?, name_id text, name_en text, do_id text, do_en text, why_id text, why_en text, roles text, at instant) -> changed
-- Nothing when the cause has fired already.
INSERT INTO risk_warning (id, office, rule, cause, fired_on, agency, name_id, name_en, do_id, do_en, why_id, why_en, roles, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT (office, rule, cause) DO NOTHING;

-- risk_warnings(office id, role text, open bool, max int) -> rows (id id, rule text, fired_on day, agency text?, name_id text, name_en text, do_id text, do_en text, why_id text, why_en text, roles text, answer text?, answer_reason text?, answered_at instant?, by_name text?)
-- Addressed to @role, the newest first.
SELECT w.id, w.rule, w.fired_on, a.name, w.name_id, w.name_en, w.do_id, w.do_en, w.why_id, w.why_en, w.roles, w.answer, w.answer_reason, w.answered_at, u.name
  FROM risk_warning w LEFT JOIN agency a ON a.id = w.agency LEFT JOIN app_user u ON u.id = w.answered_by
 WHERE w.office = $1 AND w.roles LIKE '%,' || $2 || ',%' AND (($3 = 1 AND w.answered_at IS NULL) OR ($3 = 0 AND w.answered_at IS NOT NULL))
 ORDER BY w.fired_on DESC, w.id DESC LIMIT $4;

-- risk_warning_get(office id, id id, role text) -> maybe (rule text, answer text?)
SELECT rule, answer FROM risk_warning WHERE office = $1 AND id = $2 AND roles LIKE '%,' || $3 || ',%';

-- risk_warning_answer(office id, id id, answer text, reason text, at instant, app_user id?) -> changed
UPDATE risk_warning SET answer = $3, answer_reason = $4, answered_at = $5, answered_by = $6 WHERE office = $1 AND id = $2 AND answered_at IS NULL;

-- risk_run_get(office id) -> maybe (day day)
SELECT day FROM risk_run WHERE office = $1;

-- risk_run_set(id id, office id, day day) -> none
INSERT INTO risk_run (id, office, day) VALUES ($1, $2, $3) ON CONFLICT (office) DO UPDATE SET day = $3;

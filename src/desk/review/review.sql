-- review.sql -- the review desk's statements. The tables post, alert and cluster belong to desk/stream, report and its
-- files to desk/intake; they are only read here.

-- review_waiting(office id, user id, today day, now instant, max int) -> rows (id id, title text, posts int, first_at instant, score int, second bool, here id?)
-- Clusters that wait for this reader: not lent to somebody else, not snoozed, not their own candidate for a second
-- reader. What three or more have posted comes first, then what waits for a second reader, then the strongest, then the oldest.
SELECT c.id, c.title, c.posts, c.first_at, c.score, CASE WHEN i.status = 'second' THEN 1 ELSE 0 END AS second, l.id AS here
  FROM cluster_open w
  JOIN cluster c ON c.id = w.id
  LEFT JOIN review_item i ON i.cluster = w.id
  LEFT JOIN review_lease l ON l.cluster = w.id AND l.until_at > $4
 WHERE w.office = $1
   AND (i.id IS NULL OR i.status = 'waiting' OR (i.status = 'snoozed' AND i.until_on <= $3)
        OR (i.status = 'second' AND (i.first_reader IS NULL OR i.first_reader <> $2)))
   AND (l.id IS NULL OR l.app_user = $2)
   AND c.id NOT IN (SELECT k.cluster FROM cluster_cleared k WHERE k.office = $1)
   AND c.id NOT IN (SELECT s.cluster FROM cluster_shut s WHERE s.app_user = $reader)
 ORDER BY CASE WHEN c.posts >= 3 THEN 0 ELSE 1 END, CASE WHEN i.status = 'second' THEN 0 ELSE 1 END, c.score DESC, c.first_at,
       c.id LIMIT $5;

-- review_waiting_count(office id, today day) -> row (waiting int, second int)
-- What has no item waits.
SELECT (SELECT count(*) FROM cluster_open w LEFT JOIN review_item i ON i.cluster = w.id
         WHERE w.office = $1 AND (i.id IS NULL OR i.status = 'waiting' OR (i.status = 'snoozed' AND i.until_on <= $2))
           AND w.id NOT IN (SELECT k.cluster FROM cluster_cleared k WHERE k.office = $1)
           AND w.id NOT IN (SELECT s.cluster FROM cluster_shut s WHERE s.app_user = $reader)) AS waiting,
       (SELECT count(*) FROM review_item WHERE office = $1 AND status = 'second'
           AND cluster NOT IN (SELECT s.cluster FROM cluster_shut s WHERE s.app_user = $reader)) AS second;

-- review_seconds_waiting(office id, max int) -> rows (cluster id, title text, first_name text?, since instant)
-- Clusters that wait for a second reader, for the list of what waits for others.
SELECT i.cluster, c.title, u.name AS first_name, i.changed_at AS since
  FROM review_item i JOIN cluster c ON c.id = i.cluster LEFT JOIN app_user u ON u.id = i.first_reader
 WHERE i.office = $1 AND i.status = 'second'
   AND i.cluster NOT IN (SELECT s.cluster FROM cluster_shut s WHERE s.app_user = $reader)
 ORDER BY i.changed_at LIMIT $2;

-- review_batch_of(user id, now instant) -> rows (cluster id, title text, posts int, first_at instant, score int, status text?, until_at instant, opened_at instant?, place int)
-- The batch lent to an officer, with what has been decided in it.
SELECT l.cluster, c.title, c.posts, c.first_at, c.score, i.status, l.until_at, l.opened_at, l.place
  FROM review_lease l JOIN cluster c ON c.id = l.cluster LEFT JOIN review_item i ON i.cluster = l.cluster
 WHERE l.app_user = $1 AND l.until_at > $2
   AND l.cluster NOT IN (SELECT s.cluster FROM cluster_shut s WHERE s.app_user = $reader)
 ORDER BY l.place;

-- review_batch_open(office id, user id, today day, now instant) -> rows (cluster id)
-- Which clusters of the batch lent to an officer wait still, by the conditions of review_waiting.
SELECT l.cluster FROM review_lease l JOIN cluster_open w ON w.id = l.cluster LEFT JOIN review_item i ON i.cluster = l.cluster
 WHERE l.app_user = $2 AND l.until_at > $4 AND w.office = $1
   AND (i.id IS NULL OR i.status = 'waiting' OR (i.status = 'snoozed' AND i.until_on <= $3)
        OR (i.status = 'second' AND (i.first_reader IS NULL OR i.first_reader <> $2)))
   AND l.cluster NOT IN (SELECT k.cluster FROM cluster_cleared k WHERE k.office = $1)
   AND l.cluster NOT IN (SELECT s.cluster FROM cluster_shut s WHERE s.app_user = $reader);

-- review_lease_clear(now instant) -> changed
-- Loans that ran out.
DELETE FROM review_lease WHERE until_at <= $1;

-- review_lease_drop(user id) -> changed
DELETE FROM review_lease WHERE app_user = $1;

-- review_lease_end(cluster id) -> changed
-- A cluster that waits for a second reader is free for that reader at once.
DELETE FROM review_lease WHERE cluster = $1;

-- review_lease_add(id id, office id, cluster id, user id, until_at instant, place int) -> none
INSERT INTO review_lease (id, office, cluster, app_user, until_at, place) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (cluster) DO NOTHING;

-- review_lease_open(cluster id, user id, now instant) -> changed
UPDATE review_lease SET opened_at = $3 WHERE cluster = $1 AND app_user = $2 AND opened_at IS NULL;

-- review_lease_get(cluster id, now instant) -> maybe (app_user id, user_name text, opened_at instant?, until_at instant)
SELECT l.app_user, u.name AS user_name, l.opened_at, l.until_at
  FROM review_lease l JOIN app_user u ON u.id = l.app_user WHERE l.cluster = $1 AND l.until_at > $2;

-- review_cluster_get(office id, cluster id) -> maybe (id id, title text, posts int, first_at instant, last_at instant, score int)
SELECT id, title, posts, first_at, last_at, score FROM cluster WHERE office = $1 AND id = $2;

-- review_cluster_posts(cluster id, max int) -> rows (id id, ref text, platform text, kind text, at instant?, handle text?, author text?, text text, url text?, region text?, recorded_at instant)
SELECT id, ref, platform, kind, at, handle, author, text, url, region, recorded_at
  FROM post WHERE cluster = $1 ORDER BY at, id LIMIT $2;

-- review_cluster_media(cluster id, max int) -> rows (file id, sha256 text, type text, size int)
-- Pictures of the posts, each once.
SELECT min(f.id) AS file, f.sha256, min(f.type) AS type, min(f.size) AS size
  FROM post_media m JOIN post p ON p.id = m.post JOIN evidence_file f ON f.id = m.file
 WHERE p.cluster = $1 GROUP BY f.sha256 ORDER BY 1 LIMIT $2;

-- review_cluster_alerts(cluster id, max int) -> rows (id id, post id, item text, employee id?, name text?, nip text?, class text?, how text?, strength text?, score int, contest text?, pair int?, object_how text?, act_code text?, phase text?, stance text?, namesakes int, sheet text, reasons text, agency text?, position text?, author text?)
-- Without those that were repaired, and those of accounts that are a namesake's.
SELECT a.id, a.post, a.item, a.employee, a.name, a.nip, a.class, a.how, a.strength, a.score, a.contest, a.pair, a.object_how,
       a.act_code, a.phase, a.stance, a.namesakes, a.sheet, a.reasons, g.name AS agency, e.position, a.author
  FROM alert a LEFT JOIN employee e ON e.id = a.employee LEFT JOIN agency g ON g.id = e.agency
 WHERE a.cluster = $1 AND NOT EXISTS (SELECT 1 FROM alert_cleared x WHERE x.alert = a.id)
   AND NOT EXISTS (SELECT 1 FROM account_namesake n JOIN post p ON p.id = a.post WHERE n.office = a.office AND n.platform = p.platform
                      AND n.author = a.author AND n.employee = a.employee AND n.undone_at IS NULL)
 ORDER BY a.score DESC, a.id LIMIT $2;

-- review_authors(cluster id, employee id) -> rows (platform text, author text)
-- Accounts by which a cluster's alerts met an employee.
SELECT DISTINCT p.platform, a.author FROM alert a JOIN post p ON p.id = a.post WHERE a.cluster = $1 AND a.employee = $2 AND a.author IS NOT NULL
 ORDER BY p.platform, a.author;

-- review_namesake_add(id id, office id, platform text, author text, employee id, cluster id, at instant, user id?) -> none
INSERT INTO account_namesake (id, office, platform, author, employee, cluster, at, app_user) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- review_namesakes_undo(cluster id, user id, at instant) -> changed
UPDATE account_namesake SET undone_at = $3 WHERE cluster = $1 AND app_user = $2 AND undone_at IS NULL;

-- review_namesakes(cluster id) -> rows (name text, author text, platform text, at instant)
-- Whom an officer found not to be matched, by which account.
SELECT e.name, n.author, n.platform, n.at FROM account_namesake n JOIN employee e ON e.id = n.employee
 WHERE n.cluster = $1 AND n.undone_at IS NULL ORDER BY n.id;

-- review_item_get(cluster id) -> maybe (id id, status text, until_on day?, first_reader id?, decision id?, case_file id?, changed_at instant)
SELECT id, status, until_on, first_reader, decision, case_file, changed_at FROM review_item WHERE cluster = $1;

-- review_item_put(id id, office id, cluster id, status text, until_on day?, first_reader id?, decision id?, case_file id?, changed_at instant) -> none
INSERT INTO review_item (id, office, cluster, status, until_on, first_reader, decision, case_file, changed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (cluster) DO UPDATE SET status = excluded.status, until_on = excluded.until_on,
       first_reader = excluded.first_reader, decision = excluded.decision, case_file = excluded.case_file,
       changed_at = excluded.changed_at;

-- review_open_add(id id, office id) -> none
-- Cluster $1 is not decided, or no longer.
INSERT INTO cluster_open (id, office) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING;

-- review_open_drop(id id) -> changed
DELETE FROM cluster_open WHERE id = $1;

-- review_decision_add(id id, office id, cluster id, at instant, user id, decision text, effect text, from_status text, reason text, act_code text?, case_file id?, other id?, until_on day?, signals text, people text, seconds int) -> none
INSERT INTO review_decision (id, office, cluster, at, app_user, decision, effect, from_status, reason, act_code, case_file,
       other, until_on, signals, people, seconds)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16);

-- review_decisions_of(cluster id) -> rows (id id, at instant, user_name text, app_user id, decision text, effect text, reason text, act_code text?, case_file id?, signals text, people text, seconds int)
SELECT d.id, d.at, u.name AS user_name, d.app_user, d.decision, d.effect, d.reason, d.act_code, d.case_file, d.signals,
       d.people, d.seconds
  FROM review_decision d JOIN app_user u ON u.id = d.app_user WHERE d.cluster = $1 ORDER BY d.at DESC, d.id DESC;

-- review_last_of(user id, since instant) -> maybe (id id, cluster id, at instant, decision text, effect text, from_status text, case_file id?, title text)
-- The officer's last decision that is still in force and not older than $2: what "u" takes back.
SELECT d.id, d.cluster, d.at, d.decision, d.effect, d.from_status, d.case_file, c.title
  FROM review_decision d JOIN review_item i ON i.cluster = d.cluster AND i.decision = d.id JOIN cluster c ON c.id = d.cluster
 WHERE d.app_user = $1 AND d.at >= $2 AND d.decision <> 'undo'
   AND d.cluster NOT IN (SELECT s.cluster FROM cluster_shut s WHERE s.app_user = $reader)
 ORDER BY d.at DESC, d.id DESC LIMIT 1;

-- review_decision_before(cluster id, before id) -> maybe (id id, app_user id, effect text, until_on day?, case_file id?, decision text)
-- What was in force before decision $2, passing over what was undone.
SELECT d.id, d.app_user, d.effect, d.until_on, d.case_file, d.decision FROM review_decision d
 WHERE d.cluster = $1 AND d.id < $2 AND d.decision <> 'undo'
   AND NOT EXISTS (SELECT 1 FROM review_decision x WHERE x.decision = 'undo' AND x.other = d.id)
 ORDER BY d.id DESC LIMIT 1;

-- review_spent(office id, since instant, until instant) -> rows (seconds int, undone bool, agreed bool)
-- Time spent on each decision of a day, for the budget and the median.
SELECT d.seconds,
       CASE WHEN EXISTS (SELECT 1 FROM review_decision x WHERE x.decision = 'undo' AND x.other = d.id) THEN 1 ELSE 0 END AS undone,
       CASE WHEN d.from_status = 'second' AND d.decision = 'finding' THEN 1 ELSE 0 END AS agreed
  FROM review_decision d
 WHERE d.office = $1 AND d.at >= $2 AND d.at < $3 AND d.decision <> 'undo' ORDER BY d.seconds;

-- review_cases_open(office id, max int) -> rows (id id, number text?, title text, kind text)
-- Files that a cluster or a report can join: open and not carried on elsewhere.
SELECT id, COALESCE(register_number, receipt_number) AS number, title, kind FROM case_file
 WHERE office = $1 AND closed_at IS NULL AND joined_to IS NULL AND (kind IN ('finding', 'info') OR register_number IS NOT NULL)
   AND id NOT IN (SELECT s.case_file FROM case_shut s WHERE s.app_user = $reader)
 ORDER BY opened_at DESC LIMIT $2;

-- review_cases_of_cluster(office id, cluster id) -> rows (id id, number text?, title text, state text)
-- Open files in which a person suggested by this cluster stands already.
SELECT DISTINCT f.id, COALESCE(f.register_number, f.receipt_number) AS number, f.title, f.state
  FROM alert a JOIN case_person p ON p.employee = a.employee JOIN case_file f ON f.id = p.case_file
 WHERE f.office = $1 AND a.cluster = $2 AND NOT EXISTS (SELECT 1 FROM alert_cleared x WHERE x.alert = a.id) AND f.closed_at IS NULL AND f.joined_to IS NULL
   AND f.id NOT IN (SELECT s.case_file FROM case_shut s WHERE s.app_user = $reader)
 ORDER BY f.id LIMIT 10;

-- review_contest_of(office id, code text) -> maybe (id id, procedure text, determined_on day?)
SELECT id, procedure, determined_on FROM contest WHERE office = $1 AND code = $2;

-- review_contest_near(office id, day day) -> maybe (id id, procedure text, determined_on day?)
-- The contest whose voting day is the next after $2, when a cluster names none.
SELECT id, procedure, determined_on FROM contest WHERE office = $1 AND voting_on >= $2 ORDER BY voting_on LIMIT 1;

-- review_employee(office id, id id) -> maybe (id id, name text, nip text?, class text, agency text?, unit text?, position text?)
SELECT e.id, e.name, e.nip, e.class, g.name AS agency, e.unit, e.position
  FROM employee e LEFT JOIN agency g ON g.id = e.agency WHERE e.office = $1 AND e.id = $2;

-- review_reports_like(office id, cluster id, event_on day?) -> rows (id id, case_file id, number text, at instant, body text, place text?, event_on day?, why text, joined_to id?)
-- Reports not yet carried on elsewhere that seem to tell of this cluster: the same picture byte by byte, a link to one
-- of its posts, or the place and day that such a report names.
SELECT r.id, r.case_file, r.number, r.at, r.body, r.place, r.event_on, x.why, f.joined_to
  FROM (SELECT s.report, min(s.why) AS why FROM (
          SELECT rf.report AS report, 'picture' AS why FROM post p CROSS JOIN post_media m CROSS JOIN evidence_file b
            CROSS JOIN evidence_file a CROSS JOIN report_file rf
           WHERE p.cluster = $2 AND m.post = p.id AND b.id = m.file AND a.office = b.office AND a.sha256 = b.sha256 AND rf.file = a.id
          UNION ALL
          SELECT l.report, 'link' FROM post p CROSS JOIN report_link l WHERE p.cluster = $2 AND l.url = p.url
          UNION ALL
          SELECT r2.id, 'place' FROM report r2
           WHERE r2.event_on = $3 AND lower(r2.place) IN (
             SELECT lower(r3.place) FROM post p3 CROSS JOIN report_link l3 CROSS JOIN report r3
              WHERE p3.cluster = $2 AND l3.url = p3.url AND r3.id = l3.report AND r3.event_on = $3
             UNION
             SELECT lower(r4.place) FROM post p4 CROSS JOIN post_media m4 CROSS JOIN evidence_file b4 CROSS JOIN evidence_file a4
               CROSS JOIN report_file f4 CROSS JOIN report r4
              WHERE p4.cluster = $2 AND m4.post = p4.id AND b4.id = m4.file AND a4.office = b4.office AND a4.sha256 = b4.sha256
                AND f4.file = a4.id AND r4.id = f4.report AND r4.event_on = $3)) s GROUP BY s.report) x
  CROSS JOIN report r CROSS JOIN case_file f
 WHERE r.id = x.report AND f.id = r.case_file AND r.office = $1 AND f.joined_to IS NULL AND f.closed_at IS NULL
   AND f.id NOT IN (SELECT s.case_file FROM case_shut s WHERE s.app_user = $reader)
 ORDER BY r.at LIMIT 60;

-- review_reports_list(office id, max int) -> rows (id id, case_file id, number text, at instant, channel text, late bool, state text, joined_to id?, joined_number text?, owner_name text?, body text, place text?, files int, links int, persons int, rulepack text)
-- The reports, newest first, with the file that carries them on.
SELECT r.id, r.case_file, r.number, r.at, r.channel, r.late, f.state, f.joined_to,
       COALESCE(j.register_number, j.receipt_number, j.title) AS joined_number, u.name AS owner_name, r.body, r.place,
       (SELECT count(*) FROM report_file x WHERE x.report = r.id) AS files,
       (SELECT count(*) FROM report_link x WHERE x.report = r.id) AS links,
       (SELECT count(*) FROM report_person x WHERE x.report = r.id) AS persons, f.rulepack
  FROM (SELECT id FROM report WHERE office = $1 AND case_file NOT IN (SELECT s.case_file FROM case_shut s WHERE s.app_user = $reader)
         ORDER BY at DESC, id DESC LIMIT $2) n JOIN report r ON r.id = n.id
  JOIN case_file f ON f.id = r.case_file LEFT JOIN case_file j ON j.id = f.joined_to
  LEFT JOIN app_user u ON u.id = f.owner
 ORDER BY r.at DESC, r.id DESC;

-- review_reports_new(office id, max int) -> rows (id id, case_file id, number text, at instant, channel text, late bool, state text, joined_to id?, joined_number text?, owner_name text?, body text, place text?, files int, links int, persons int, rulepack text)
-- Those that wait for their initial review, newest first, however many came after them.
SELECT r.id, r.case_file, r.number, r.at, r.channel, r.late, f.state, f.joined_to, NULL, u.name AS owner_name, r.body, r.place,
       (SELECT count(*) FROM report_file x WHERE x.report = r.id) AS files,
       (SELECT count(*) FROM report_link x WHERE x.report = r.id) AS links,
       (SELECT count(*) FROM report_person x WHERE x.report = r.id) AS persons, f.rulepack
  FROM (SELECT id FROM case_file WHERE office = $1 AND state = 'SUBMITTED' AND joined_to IS NULL
           AND id NOT IN (SELECT s.case_file FROM case_shut s WHERE s.app_user = $reader) ORDER BY opened_at DESC, id DESC LIMIT $2) n
  JOIN case_file f ON f.id = n.id JOIN report r ON r.case_file = f.id LEFT JOIN app_user u ON u.id = f.owner
 ORDER BY r.at DESC, r.id DESC;

-- review_reported(office id, list text, max int) -> rows (report id, name text, number text?)
-- Whom the reports of a list name, and who stands in their files by now: lists take them out of the words (N22). $2: "all" as
-- review_reports_list, "new" as review_reports_new, "groups" as alike_groups_open has them.
WITH shown AS MATERIALIZED (
       SELECT a.id FROM (SELECT r.id FROM report r WHERE $2 = 'all' AND r.office = $1
                            AND r.case_file NOT IN (SELECT s.case_file FROM case_shut s WHERE s.app_user = $reader) ORDER BY r.at DESC, r.id DESC LIMIT $3) a
       UNION ALL
       SELECT r.id FROM (SELECT f.id FROM case_file f WHERE $2 = 'new' AND f.office = $1 AND f.state = 'SUBMITTED' AND f.joined_to IS NULL
                            AND f.id NOT IN (SELECT s.case_file FROM case_shut s WHERE s.app_user = $reader) ORDER BY f.opened_at DESC, f.id DESC LIMIT $3) b
         JOIN report r ON r.case_file = b.id
       UNION ALL
       SELECT c.id FROM (SELECT g.id FROM alike_group g WHERE $2 = 'groups' AND g.office = $1 AND g.alone > 1
                            AND (SELECT w.case_file FROM report w WHERE w.id = g.id) NOT IN (SELECT s.case_file FROM case_shut s WHERE s.app_user = $reader)
                          ORDER BY g.last_at DESC, g.id DESC LIMIT $3) c)
SELECT x.id, p.name, NULL AS number FROM shown x JOIN report_person p ON p.report = x.id WHERE p.name <> ''
UNION ALL
SELECT x.id, p.name, p.nip FROM shown x JOIN report r ON r.id = x.id JOIN case_person p ON p.case_file = r.case_file;

-- review_reports_figures(office id, max int) -> row (reports int, waiting int, joined int)
-- Each counted up to $2, in an index.
SELECT (SELECT count(*) FROM (SELECT 1 FROM report WHERE office = $1 AND case_file > 0 AND case_file NOT IN (SELECT s.case_file FROM case_shut s WHERE s.app_user = $reader) LIMIT $2) a),
       (SELECT count(*) FROM (SELECT 1 FROM case_file WHERE office = $1 AND state = 'SUBMITTED' AND joined_to IS NULL
           AND id NOT IN (SELECT s.case_file FROM case_shut s WHERE s.app_user = $reader) ORDER BY opened_at LIMIT $2) b),
       (SELECT count(*) FROM (SELECT 1 FROM case_file WHERE office = $1 AND joined_to IS NOT NULL
           AND id NOT IN (SELECT s.case_file FROM case_shut s WHERE s.app_user = $reader) LIMIT $2) d);

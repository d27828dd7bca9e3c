-- figures.sql -- what the figures are counted from: one row per file, one per reported person.

-- figures_files(office id, before instant) -> rows (id id, kind text, state text, registered bool, joined bool, error bool, proven int, not_proven int, not_violation int, channel text?)
-- @error: opened in error from the review desk and taken back (T17u): counted nowhere but on its own line.
SELECT f.id, f.kind, f.state, CASE WHEN f.register_number IS NULL THEN 0 ELSE 1 END AS registered,
       CASE WHEN f.joined_to IS NULL THEN 0 ELSE 1 END AS joined,
       CASE WHEN EXISTS (SELECT 1 FROM case_event v WHERE v.case_file = f.id AND v.event = 'opened_in_error') THEN 1 ELSE 0 END AS error,
       (SELECT count(*) FROM case_person p WHERE p.case_file = f.id AND p.role = 'terlapor' AND p.outcome = 'proven') AS proven,
       (SELECT count(*) FROM case_person p WHERE p.case_file = f.id AND p.role = 'terlapor' AND p.outcome = 'not_proven') AS not_proven,
       (SELECT count(*) FROM case_person p WHERE p.case_file = f.id AND p.role = 'terlapor' AND p.outcome = 'not_violation') AS not_violation,
       (SELECT min(r.channel) FROM report r WHERE r.case_file = f.id) AS channel
  FROM case_file f WHERE f.office = $1 AND f.opened_at < $2 ORDER BY f.id;

-- figures_people(office id, before instant) -> rows (id id, class text, act_code text?, outcome text?, route text?)
-- Reported persons of registered files; somebody in two files is two.
SELECT p.id, p.class, p.act_code, p.outcome, h.route
  FROM case_person p JOIN case_file f ON f.id = p.case_file LEFT JOIN handover h ON h.person = p.id AND COALESCE(h.outcome, '') <> 'withdrawn'
 WHERE f.office = $1 AND f.opened_at < $2 AND p.role = 'terlapor' AND f.register_number IS NOT NULL AND f.joined_to IS NULL
 ORDER BY p.id;

-- figures_age_waiting(office id, now instant) -> rows (receiver text, sent_day int, n int, later int)
-- Hand-overs without an answer by receiver and day of their sending, counted in an index that has them in this order; later: those
-- sent at a later time of that day than now is of its own, which are a day younger. (Days of 24 hours since 1970.)
SELECT h.receiver, h.sent_at / 86400000000, COUNT(*) AS n, SUM(CASE WHEN h.sent_at % 86400000000 > $2 % 86400000000 THEN 1 ELSE 0 END) AS later
  FROM handover h
 WHERE h.office = $1 AND h.case_file NOT IN (SELECT s.case_file FROM case_shut s WHERE s.app_user = $reader)
   AND h.id NOT IN (SELECT e.handover FROM handover_event e WHERE e.to_state IN ('SANCTIONED', 'NO_SANCTION', 'CLOSED'))
 GROUP BY h.receiver, h.sent_at / 86400000000;

-- figures_age_days(office id) -> rows (receiver text, age int, n int, waiting int, sanctioned int, withdrawn int)
-- Hand-overs with an answer by receiver and age in whole days until the first one; in no order.
SELECT y.receiver, y.age, COUNT(*), 0 AS waiting, SUM(y.sanctioned), SUM(y.withdrawn)
  FROM (SELECT h.receiver, (v.at - h.sent_at) / 86400000000 AS age,
               CASE WHEN h.outcome IN ('moral_open', 'moral_closed', 'light', 'moderate', 'severe', 'warning', 'contract_ended') THEN 1 ELSE 0 END AS sanctioned,
               CASE WHEN h.outcome = 'withdrawn' THEN 1 ELSE 0 END AS withdrawn
          FROM (SELECT handover, MIN(at) AS at FROM handover_event WHERE to_state IN ('SANCTIONED', 'NO_SANCTION', 'CLOSED') GROUP BY handover) v
          JOIN handover h ON h.id = v.handover
         WHERE h.office = $1 AND h.case_file NOT IN (SELECT s.case_file FROM case_shut s WHERE s.app_user = $reader)) y
 GROUP BY y.age, y.receiver;

-- figures_edition_add(id id, office id, number int, at instant, csv text, json text, sha256_csv text, sha256_json text, note text, user id?) -> none
INSERT INTO figures_edition (id, office, number, at, csv, json, sha256_csv, sha256_json, note, app_user)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- figures_editions(office id, max int) -> rows (number int, at instant, sha256_csv text, sha256_json text, note text)
SELECT number, at, sha256_csv, sha256_json, note FROM figures_edition WHERE office = $1 ORDER BY number DESC LIMIT $2;

-- figures_edition_get(office id, number int) -> maybe (number int, at instant, csv text, json text, sha256_csv text, sha256_json text, note text)
SELECT number, at, csv, json, sha256_csv, sha256_json, note FROM figures_edition WHERE office = $1 AND number = $2;

-- beside.sql -- files that lie beside a file, each statement for one reason. They are hints for people: nothing is joined.

-- beside_joined(id id, joined_to id?) -> rows (id id, mark text)
-- Files carried on in this one, and the file that carries this one on.
SELECT f.id, CASE WHEN f.joined_to = $1 THEN 'carries' ELSE 'carried' END FROM case_file f WHERE f.joined_to = $1 OR f.id = $2
 ORDER BY f.id DESC LIMIT 20;

-- beside_person(office id, id id) -> rows (id id, number int)
-- The same employee is reported there too; number: in this file. Not where that name was repaired (N23).
SELECT b.case_file, min(a.number) FROM case_person a JOIN case_person b ON b.employee = a.employee JOIN case_file f ON f.id = b.case_file
 WHERE a.case_file = $2 AND a.role = 'terlapor' AND b.role = 'terlapor' AND b.case_file <> $2 AND f.office = $1
   AND COALESCE(b.outcome, '') NOT IN ('not_proven', 'not_violation')
 GROUP BY b.case_file ORDER BY b.case_file DESC LIMIT 20;

-- beside_shas(id id, max int) -> rows (number int, sha256 text)
-- What the exhibits of this file are, each content once.
SELECT min(x.number) AS number, e.sha256 FROM case_exhibit x JOIN evidence_file e ON e.id = x.file
 WHERE x.case_file = $1 GROUP BY e.sha256 ORDER BY number LIMIT $2;

-- beside_exhibit(office id, sha256 text, id id, max int) -> rows (id id)
-- The same bytes are an exhibit there, or came with a report there.
SELECT y.id FROM (
       SELECT a.id FROM (SELECT o.case_file AS id FROM evidence_file s JOIN case_exhibit o ON o.file = s.id
                          WHERE s.office = $1 AND s.sha256 = $2 LIMIT $4) a
       UNION
       SELECT b.id FROM (SELECT r.case_file AS id FROM evidence_file s JOIN report_file o ON o.file = s.id JOIN report r ON r.id = o.report
                          WHERE s.office = $1 AND s.sha256 = $2 LIMIT $4) b) y
 WHERE y.id <> $3 ORDER BY y.id DESC LIMIT $4;

-- beside_groups(id id, max int) -> rows (grp id)
-- The groups of alike reports (desk/intake/alike.h) to which the reports of this file belong.
SELECT DISTINCT a.grp FROM report r JOIN alike a ON a.id = r.id WHERE r.case_file = $1 ORDER BY a.grp LIMIT $2;

-- beside_alike(grp id, id id, max int) -> rows (id id, how text)
-- The newest of a group: alike by a file, a picture (PDQ, also turned or mirrored), a link, words.
SELECT o.case_file, min(l.how) FROM (SELECT y.id, y.how FROM alike y WHERE y.grp = $1 ORDER BY y.id DESC LIMIT $3) l
  JOIN report o ON o.id = l.id WHERE o.case_file <> $2 GROUP BY o.case_file ORDER BY o.case_file DESC;

-- beside_picture(office id, name bytes, id id) -> rows (id id)
-- A report of that file brought a picture of this very PDQ hash.
SELECT DISTINCT r.case_file FROM alike_trait t JOIN report r ON r.id = t.report
 WHERE t.office = $1 AND t.kind = 'pdq' AND t.name = $2 AND r.case_file <> $3 ORDER BY r.case_file DESC LIMIT 20;

-- beside_pictures_of(id id, max int) -> rows (number int, pdq bytes)
-- The hashes of this file's pictures: eight of 32 bytes each.
SELECT x.number, p.pdq FROM case_exhibit x JOIN picture p ON p.file = x.file
 WHERE x.case_file = $1 AND p.pdq IS NOT NULL AND p.quality >= 50 ORDER BY x.number LIMIT $2;

-- beside_place(office id, id id, event_on day, place text) -> rows (id id)
-- The same place on the same day.
SELECT f.id FROM case_file f WHERE f.office = $1 AND f.event_on = $3 AND lower(f.event_place) = lower($4) AND f.id <> $2
 ORDER BY f.id DESC LIMIT 20;

-- beside_line(id id) -> maybe (id id, office id, title text, state text, number text?, rulepack text, opened_at instant)
-- Nothing when it is shut to the reader: then the hint is not given either.
SELECT id, office, title, state, number, rulepack, opened_at FROM case_line
 WHERE id = $1 AND id NOT IN (SELECT s.case_file FROM case_shut s WHERE s.app_user = $reader);

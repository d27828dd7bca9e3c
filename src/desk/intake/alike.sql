-- alike.sql -- reports that seem to tell of one event: what they are compared by, the groups, what officers said.

-- alike_reports_new(office id, after int, max int) -> rows (id id, body text)
-- Reports that were not looked at yet. +office: from $2 on, not all of an office and then the newest.
SELECT r.id, r.body FROM report r
 WHERE +r.office = $1 AND r.id > $2 AND (SELECT count(*) FROM alike a WHERE a.id = r.id) = 0 ORDER BY r.id LIMIT $3;

-- alike_parts_new(office id, after int, max int) -> rows (id id, report id, sha256 text, opened bool, pdq bytes?, quality int)
-- Files of reports that were not compared yet; a picture only once it was opened, or could not be.
SELECT f.id, f.report, e.sha256, coalesce(p.opened, 0), p.pdq, coalesce(p.quality, 0)
  FROM report_file f JOIN evidence_file e ON e.id = f.file JOIN alike a ON a.id = f.report
  LEFT JOIN alike_trait t ON t.part = f.id LEFT JOIN picture p ON p.file = e.id
 WHERE a.office = $1 AND f.id > $2 AND t.id IS NULL
   AND (p.id IS NOT NULL OR e.type NOT IN ('image/jpeg', 'image/png', 'image/webp', 'image/gif'))
 ORDER BY f.id LIMIT $3;

-- alike_add(id id, office id, grp id, at instant) -> none
INSERT INTO alike (id, office, grp, how, score, other, at) VALUES ($1, $2, $3, '', 0, NULL, $4);

-- alike_get(id id) -> maybe (grp id, how text, score int, other id?)
SELECT grp, how, score, other FROM alike WHERE id = $1;

-- alike_why_set(id id, how text, score int, other id?) -> none
UPDATE alike SET how = $2, score = $3, other = $4 WHERE id = $1;

-- alike_move(grp id, into id) -> changed
UPDATE alike SET grp = $2 WHERE grp = $1;

-- alike_move_one(id id, into id) -> none
UPDATE alike SET grp = $2 WHERE id = $1;

-- alike_trait_add(id id, office id, report id, part id?, kind text, name bytes) -> none
INSERT INTO alike_trait (id, office, report, part, kind, name) VALUES ($1, $2, $3, $4, $5, $6);

-- alike_traits_after(office id, after int, max int) -> rows (id id, kind text, name bytes)
-- What the index in memory holds: hashes of pictures and sketches of texts.
SELECT id, kind, name FROM alike_trait WHERE office = $1 AND id > $2 AND kind IN ('pdq', 'text') ORDER BY id LIMIT $3;

-- alike_bearers(office id, kind text, name bytes, max int) -> rows (report id, grp id)
-- The newest reports with just this trait; of a flood the last few are enough.
SELECT t.report, a.grp FROM alike_trait t JOIN alike a ON a.id = t.report
 WHERE t.office = $1 AND t.kind = $2 AND t.name = $3 ORDER BY t.id DESC LIMIT $4;

-- alike_body(report id) -> row (body text, at instant)
SELECT body, at FROM report WHERE id = $1;

-- alike_no_add(id id, office id, report id, grp id, at instant, app_user id?) -> none
INSERT INTO alike_no (id, office, report, grp, at, app_user) VALUES ($1, $2, $3, $4, $5, $6);

-- alike_no_between(a id, b id) -> row (n int)
-- Did an officer say that something of one group is not of the other?
SELECT count(*) FROM alike_no n JOIN alike x ON x.id = n.report
 WHERE (n.grp = $1 AND x.grp = $2) OR (n.grp = $2 AND x.grp = $1);

-- alike_no_move(grp id, into id) -> changed
UPDATE alike_no SET grp = $2 WHERE grp = $1;

-- alike_first_other(grp id, report id) -> maybe (id id)
SELECT id FROM alike WHERE grp = $1 AND id <> $2 ORDER BY id LIMIT 1;

-- alike_count(grp id) -> row (reports int, alone int, last_at instant?)
SELECT count(*), coalesce(sum(CASE WHEN c.joined_to IS NULL THEN 1 ELSE 0 END), 0), max(r.at)
  FROM alike a JOIN report r ON r.id = a.id JOIN case_file c ON c.id = r.case_file WHERE a.grp = $1;

-- alike_group_put(id id, office id, reports int, alone int, last_at instant) -> none
INSERT INTO alike_group (id, office, reports, alone, last_at) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (id) DO UPDATE SET reports = $3, alone = $4, last_at = $5;

-- alike_group_more(id id, alone int, at instant) -> changed
-- One report more; @alone: 1 when it stands on its own.
UPDATE alike_group SET reports = reports + 1, alone = alone + $2, last_at = CASE WHEN last_at < $3 THEN $3 ELSE last_at END WHERE id = $1;

-- alike_group_get(id id) -> maybe (reports int, alone int)
SELECT reports, alone FROM alike_group WHERE id = $1;

-- alike_groups_open(office id, max int) -> rows (id id, number text, reports int, alone int, last_at instant, body text)
-- Groups of which more than one report is on its own still, the newest first, with the words of the first report.
SELECT x.id, r.number, x.reports, x.alone, x.last_at, r.body
  FROM (SELECT g.id, g.reports, g.alone, g.last_at FROM alike_group g
         WHERE g.office = $1 AND g.alone > 1
           AND (SELECT w.case_file FROM report w WHERE w.id = g.id) NOT IN (SELECT s.case_file FROM case_shut s WHERE s.app_user = $reader)
         ORDER BY g.last_at DESC, g.id DESC LIMIT $2) x
  JOIN report r ON r.id = x.id
 ORDER BY x.last_at DESC, x.id DESC;

-- alike_figures(office id, max int) -> row (reports int, grps int)
-- Reports that were compared, counted up to $2, and the groups that these make.
SELECT count(*), count(DISTINCT grp) FROM (SELECT grp FROM alike WHERE office = $1 LIMIT $2) a;

-- alike_members(grp id, max int) -> rows (id id, number text, at instant, how text, score int, other_number text?, case_file id, joined_to id?, joined_number text?, register_number text?, carries int, picture id?)
-- The reports of a group, oldest first; picture: a file of it that can be shown.
SELECT a.id, r.number, r.at, a.how, a.score,
       CASE WHEN o.case_file IN (SELECT s.case_file FROM case_shut s WHERE s.app_user = $reader) THEN NULL ELSE o.number END, r.case_file, c.joined_to,
       coalesce(j.register_number, j.receipt_number, j.title), c.register_number,
       (SELECT count(*) FROM case_file x WHERE x.joined_to = r.case_file),
       (SELECT min(f.id) FROM report_file f JOIN picture p ON p.file = f.file WHERE f.report = a.id AND p.opened = 1)
  FROM alike a JOIN report r ON r.id = a.id JOIN case_file c ON c.id = r.case_file
  LEFT JOIN report o ON o.id = a.other LEFT JOIN case_file j ON j.id = c.joined_to
 WHERE a.grp = $1 AND r.case_file NOT IN (SELECT s.case_file FROM case_shut s WHERE s.app_user = $reader)
 ORDER BY a.id LIMIT $2;

-- alike_hidden(grp id) -> row (reports int, alone int)
-- Of a group, what is shut to the reader: not counted for them either.
SELECT count(*), coalesce(sum(CASE WHEN c.joined_to IS NULL THEN 1 ELSE 0 END), 0)
  FROM alike a JOIN report r ON r.id = a.id JOIN case_file c ON c.id = r.case_file
 WHERE a.grp = $1 AND r.case_file IN (SELECT s.case_file FROM case_shut s WHERE s.app_user = $reader);

-- report_pictures(report id) -> rows (id id, file id, type text, name text, opened bool?, why text?, width int, height int)
-- The pictures of a report and what came of opening them; opened NULL: waits for its turn.
SELECT f.id, f.file, e.type, e.name, p.opened, p.why, coalesce(p.width, 0), coalesce(p.height, 0)
  FROM report_file f JOIN evidence_file e ON e.id = f.file LEFT JOIN picture p ON p.file = e.id
 WHERE f.report = $1 AND e.type IN ('image/jpeg', 'image/png', 'image/webp', 'image/gif') ORDER BY f.id;

-- pictures.sql -- pictures that were opened in the jail.

-- picture_add(id id, office id, file id, at instant, opened bool, why text, width int, height int, working id?, thumb id?, pdq bytes?, quality int) -> none
INSERT INTO picture (id, office, file, at, opened, why, width, height, working, thumb, pdq, quality)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- picture_of(file id) -> maybe (id id, opened bool, why text, width int, height int, working id?, thumb id?, pdq bytes?, quality int)
SELECT id, opened, why, width, height, working, thumb, pdq, quality FROM picture WHERE file = $1;

-- picture_like(office id, sha256 text) -> maybe (opened bool, why text, width int, height int, working id?, thumb id?, pdq bytes?, quality int)
-- The same bytes that came before.
SELECT p.opened, p.why, p.width, p.height, p.working, p.thumb, p.pdq, p.quality
  FROM evidence_file f JOIN picture p ON p.file = f.id
 WHERE f.office = $1 AND f.sha256 = $2 ORDER BY p.id LIMIT 1;

-- pictures_waiting(office id, after int, max int) -> rows (id id)
-- Pictures by their first bytes that came from outside and were not opened yet, in the order in which they came; +office: from $2 on.
SELECT f.id FROM evidence_file f
 WHERE +f.office = $1 AND f.id > $2 AND (SELECT count(*) FROM picture p WHERE p.file = f.id) = 0 AND f.origin IN ('report', 'patrol', 'room')
   AND f.type IN ('image/jpeg', 'image/png', 'image/webp', 'image/gif')
 ORDER BY f.id LIMIT $3;

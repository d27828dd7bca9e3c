-- crest.sql -- the crest on the letterhead: which one prints, which printed then, all there were.

-- crest_now(office id) -> maybe (id id, copy id?, width int, height int)
-- The newest; copy NULL: the program's own mark again.
SELECT id, copy, width, height FROM office_crest WHERE office = $1 ORDER BY id DESC LIMIT 1;

-- crest_get(id id) -> maybe (office id, copy id?, width int, height int)
-- The one that a letter names.
SELECT office, copy, width, height FROM office_crest WHERE id = $1;

-- crests(office id) -> rows (id id, original id?, name text?, sha256 text?, width int, height int, at instant, user_name text?, reason text)
-- All of an office, newest first.
SELECT c.id, c.original, e.name, e.sha256, c.width, c.height, c.at, u.name, c.reason
  FROM office_crest c LEFT JOIN evidence_file e ON e.id = c.original LEFT JOIN app_user u ON u.id = c.app_user
 WHERE c.office = $1 ORDER BY c.id DESC;

-- crest_insert(id id, office id, original id?, copy id?, width int, height int, at instant, app_user id?, reason text) -> none
-- Another one prints from now on.
INSERT INTO office_crest (id, office, original, copy, width, height, at, app_user, reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

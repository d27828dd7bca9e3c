-- redaction.sql -- what of an exhibit others may see.

-- redaction_exhibit(case_file id, id id) -> row (id id, number int, file id, description text, showable bool, person id?, sha256 text, type text, size int, name text)
SELECT x.id, x.number, x.file, x.description, x.showable, x.person, f.sha256, f.type, f.size, f.name
  FROM case_exhibit x JOIN evidence_file f ON f.id = x.file WHERE x.case_file = $1 AND x.id = $2;

-- redaction_last(exhibit id) -> maybe (id id, version int, kind text, file id, description text, made_at instant, made_by id?, sha256 text, type text, size int)
SELECT r.id, r.version, r.kind, r.file, r.description, r.made_at, r.made_by, f.sha256, f.type, f.size
  FROM case_redaction r JOIN evidence_file f ON f.id = r.file WHERE r.exhibit = $1 ORDER BY r.version DESC LIMIT 1;

-- redaction_at(exhibit id, version int) -> maybe (id id, kind text, file id, description text)
SELECT id, kind, file, description FROM case_redaction WHERE exhibit = $1 AND version = $2;

-- redactions_of(exhibit id) -> rows (id id, version int, kind text, description text, made_at instant, who text?, sha256 text, marks int)
-- All versions of one exhibit, the one that counts first.
SELECT r.id, r.version, r.kind, r.description, r.made_at, u.name AS who, f.sha256,
       (SELECT COUNT(*) FROM case_redaction_mark m WHERE m.redaction = r.id) AS marks
  FROM case_redaction r JOIN evidence_file f ON f.id = r.file LEFT JOIN app_user u ON u.id = r.made_by
 WHERE r.exhibit = $1 ORDER BY r.version DESC;

-- redaction_marks(redaction id) -> rows (number int, from_left int, from_top int, width int, height int, words text, reason text, note text)
SELECT number, from_left, from_top, width, height, words, reason, note FROM case_redaction_mark WHERE redaction = $1 ORDER BY number;

-- redaction_states(case_file id) -> rows (exhibit id, version int, kind text, description text, reason text?, note text?)
-- What counts for each exhibit of a file: one row for each reason that stands in it, in the order of the exhibits.
SELECT x.id AS exhibit, r.version, r.kind, r.description, m.reason, MIN(m.note) AS note
  FROM case_exhibit x JOIN case_redaction r ON r.exhibit = x.id LEFT JOIN case_redaction_mark m ON m.redaction = r.id
 WHERE x.case_file = $1 AND NOT EXISTS (SELECT 1 FROM case_redaction later WHERE later.exhibit = x.id AND later.version > r.version)
 GROUP BY x.number, x.id, r.id, r.version, r.kind, r.description, m.reason ORDER BY x.number, m.reason;

-- redaction_words(case_file id) -> rows (words text)
-- The words that are hidden in what counts for the exhibits of a file.
SELECT DISTINCT m.words FROM case_exhibit x JOIN case_redaction r ON r.exhibit = x.id JOIN case_redaction_mark m ON m.redaction = r.id
 WHERE x.case_file = $1 AND m.words <> '' AND NOT EXISTS (SELECT 1 FROM case_redaction later WHERE later.exhibit = x.id AND later.version > r.version)
 ORDER BY m.words;

-- redaction_add(id id, exhibit id, version int, kind text, file id, description text, made_at instant, made_by id?) -> none
INSERT INTO case_redaction (id, exhibit, version, kind, file, description, made_at, made_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- redaction_mark_add(id id, redaction id, number int, from_left int, from_top int, width int, height int, words text, reason text, note text) -> none
INSERT INTO case_redaction_mark (id, redaction, number, from_left, from_top, width, height, words, reason, note)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- redaction_paper(case_file id, file id) -> maybe (id id, subject text, markdown text, number text?, form_code text, made_at instant)
-- The paper of the file that an exhibit is, with the text it was printed from.
SELECT id, subject, markdown, number, form_code, made_at FROM letter WHERE case_file = $1 AND file = $2 ORDER BY id LIMIT 1;

-- letters.sql -- what letters were printed with, the office's own templates, the papers of a file together, signatures.

-- letter_print_insert(id id, office id, version int, template_sha256 text, sheet text, lacks text) -> none
-- What stands on a letter beside its text.
INSERT INTO letter_print (id, office, version, template_sha256, sheet, lacks) VALUES ($1, $2, $3, $4, $5, $6);

-- letter_print_get(id id) -> maybe (sheet text, lacks text)
-- The same of one letter; none for letters made before this was kept.
SELECT sheet, lacks FROM letter_print WHERE id = $1;

-- bundle_letters(case_file id) -> rows (id id, person id?, person_name text?, form text, form_code text, number text?, subject text, recipient text, markdown text, missing int, sha256 text, check_code text, made_at instant, made_by_name text?, signed_at instant?, signed_by text?, scan_sha256 text?, signed_on day?, version int?, sheet text?, lacks text?)
-- All papers of a file with all that is printed on them, oldest first. signed_on: the day on the paper, where it was signed with ink.
SELECT l.id, l.person, p.name, l.form, l.form_code, l.number, l.subject, l.recipient, l.markdown, l.missing, e.sha256,
       l.check_code, l.made_at, u.name, l.signed_at, l.signed_by, s.sha256,
       (SELECT g.signed_on FROM letter_signing g WHERE g.letter = l.id AND g.file = l.scan ORDER BY g.id LIMIT 1), x.version, x.sheet, x.lacks
  FROM letter l
  JOIN evidence_file e ON e.id = l.file
  LEFT JOIN evidence_file s ON s.id = l.scan
  LEFT JOIN letter_print x ON x.id = l.id
  LEFT JOIN case_person p ON p.id = l.person
  LEFT JOIN app_user u ON u.id = l.made_by
 WHERE l.case_file = $1 ORDER BY l.made_at, l.id;

-- bundle_steps(case_file id) -> rows (transition text, at instant)
-- The steps that a file took, oldest first: each asks for its papers.
SELECT transition, at FROM case_event WHERE case_file = $1 AND kind = 'state' AND transition IS NOT NULL ORDER BY at, id;

-- template_now(office id, form text) -> maybe (version int, text text?, sha256 text?)
-- The version that prints now; text NULL: the built-in one was taken back into use.
SELECT u.version, t.text, t.sha256
  FROM letter_template_use u
  LEFT JOIN letter_template t ON t.office = u.office AND t.form = u.form AND t.version = u.version
 WHERE u.office = $1 AND u.form = $2 ORDER BY u.id DESC LIMIT 1;

-- template_get(office id, form text, version int) -> maybe (text text, sha256 text, at instant, reason text)
-- One version.
SELECT text, sha256, at, reason FROM letter_template WHERE office = $1 AND form = $2 AND version = $3;

-- template_last(office id, form text) -> maybe (version int)
-- The number of the newest version, whether it prints or not.
SELECT max(version) FROM letter_template WHERE office = $1 AND form = $2 GROUP BY form;

-- template_insert(id id, office id, form text, version int, text text, sha256 text, at instant, app_user id?, reason text) -> none
-- Another version.
INSERT INTO letter_template (id, office, form, version, text, sha256, at, app_user, reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- template_use_insert(id id, office id, form text, version int, at instant, app_user id?, reason text) -> none
-- From now on this version prints.
INSERT INTO letter_template_use (id, office, form, version, at, app_user, reason) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- template_uses(office id, form text) -> rows (id id, version int, at instant, user_name text?, reason text, sha256 text?, printed int)
-- What printed when, newest first, and how many letters each version has printed.
SELECT u.id, u.version, u.at, a.name, u.reason, t.sha256,
       (SELECT count(*) FROM letter_print p JOIN letter l ON l.id = p.id
         WHERE p.office = u.office AND l.form = u.form AND p.version = u.version)
  FROM letter_template_use u
  LEFT JOIN letter_template t ON t.office = u.office AND t.form = u.form AND t.version = u.version
  LEFT JOIN app_user a ON a.id = u.app_user
 WHERE u.office = $1 AND u.form = $2 ORDER BY u.id DESC;

-- templates_in_use(office id) -> rows (form text, version int, at instant, user_name text?)
-- Forms of which the office ever chose a version, with the one that prints now.
SELECT u.form, u.version, u.at, a.name
  FROM letter_template_use u LEFT JOIN app_user a ON a.id = u.app_user
 WHERE u.office = $1 AND u.id = (SELECT max(n.id) FROM letter_template_use n WHERE n.office = u.office AND n.form = u.form)
 ORDER BY u.form;

-- signing_insert(id id, office id, letter id, at instant, app_user id?, how text, outcome text, words text, signed_on day?, file id?) -> none
-- A try to sign, and what came of it.
INSERT INTO letter_signing (id, office, letter, at, app_user, how, outcome, words, signed_on, file)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- signings_of(letter id) -> rows (at instant, user_name text?, outcome text, words text, sha256 text?)
-- The tries for one letter, newest first.
SELECT s.at, a.name, s.outcome, s.words, e.sha256
  FROM letter_signing s
  LEFT JOIN app_user a ON a.id = s.app_user
  LEFT JOIN evidence_file e ON e.id = s.file
 WHERE s.letter = $1 ORDER BY s.id DESC;

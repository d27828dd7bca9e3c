-- parcel.sql -- keys of recipients, and packages as one file.

-- recipient_key_insert(id id, office id, route text, receiver text, public bytes, print text, checked_with text, checked_by id, registered_at instant, valid_from day, valid_to day) -> none
INSERT INTO recipient_key (id, office, route, receiver, public, print, checked_with, checked_by, registered_at, valid_from, valid_to)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- recipient_key_same(office id, receiver text, print text) -> maybe (id id, revoked_at instant?)
SELECT id, revoked_at FROM recipient_key WHERE office = $1 AND receiver = $2 AND print = $3;

-- recipient_keys(office id) -> rows (id id, route text, receiver text, print text, checked_with text, checked_name text?, registered_at instant, valid_from day, valid_to day, revoked_at instant?, revoked_why text?)
SELECT k.id, k.route, k.receiver, k.print, k.checked_with, u.name, k.registered_at, k.valid_from, k.valid_to, k.revoked_at, k.revoked_why
  FROM recipient_key k LEFT JOIN app_user u ON u.id = k.checked_by WHERE k.office = $1 ORDER BY k.receiver, k.registered_at DESC, k.id DESC;

-- recipient_key_now(office id, receiver text, today day) -> maybe (id id, public bytes, print text, valid_to day)
-- The key that counts on a day: the newest that is in force.
SELECT id, public, print, valid_to FROM recipient_key
 WHERE office = $1 AND receiver = $2 AND revoked_at IS NULL AND valid_from <= $3 AND valid_to >= $3 ORDER BY registered_at DESC, id DESC LIMIT 1;

-- recipient_key_last(office id, receiver text) -> maybe (id id, print text, valid_from day, valid_to day, revoked_at instant?, revoked_why text?)
SELECT id, print, valid_from, valid_to, revoked_at, revoked_why FROM recipient_key
 WHERE office = $1 AND receiver = $2 ORDER BY registered_at DESC, id DESC LIMIT 1;

-- recipient_key_get(office id, id id) -> row (id id, receiver text, public bytes, print text, valid_from day, valid_to day, revoked_at instant?, revoked_why text?)
SELECT id, receiver, public, print, valid_from, valid_to, revoked_at, revoked_why FROM recipient_key WHERE office = $1 AND id = $2;

-- recipient_key_end(office id, id id, at instant, user id?, why text) -> changed
UPDATE recipient_key SET revoked_at = $3, revoked_by = $4, revoked_why = $5 WHERE office = $1 AND id = $2 AND revoked_at IS NULL;

-- recipient_heads(office id) -> rows (name text, head text?)
-- The contracting offices, whose heads receive what is proven of people who are no civil servants.
SELECT name, head FROM agency WHERE office = $1 ORDER BY name;

-- parcel_insert(id id, office id, handover id, at instant, app_user id?, way text, why text, recipient_key id?, masked int) -> none
INSERT INTO parcel (id, office, handover, at, app_user, way, why, recipient_key, masked) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- parcel_file_insert(id id, parcel id, position int, name text, file id) -> none
INSERT INTO parcel_file (id, parcel, position, name, file) VALUES ($1, $2, $3, $4, $5);

-- parcel_last(handover id) -> maybe (id id, office id, at instant, way text, why text, recipient_key id?, masked int, file id?)
SELECT id, office, at, way, why, recipient_key, masked, file FROM parcel WHERE handover = $1 ORDER BY at DESC, id DESC LIMIT 1;

-- parcel_files(parcel id) -> rows (name text, file id, sha256 text, size int, type text)
SELECT x.name, x.file, f.sha256, f.size, f.type FROM parcel_file x JOIN evidence_file f ON f.id = x.file WHERE x.parcel = $1 ORDER BY x.position;

-- parcel_made(id id, file id) -> changed
UPDATE parcel SET file = $2 WHERE id = $1 AND file IS NULL;

-- parcel_file_of(id id) -> row (sha256 text, size int, name text)
SELECT f.sha256, f.size, f.name FROM parcel p JOIN evidence_file f ON f.id = p.file WHERE p.id = $1;

-- parcel_others(case_file id, person id) -> rows (name text, nip text?)
-- Everybody else in the file, in whatever role, the reporter among them; with no person everybody.
SELECT name, nip FROM case_person WHERE case_file = $1 AND ($2 IS NULL OR id <> $2) ORDER BY number;

-- parcel_handles(office id, case_file id, person id) -> rows (handle text)
-- The accounts of the same.
SELECT handle FROM account WHERE office = $1
   AND employee IN (SELECT p.employee FROM case_person p WHERE p.case_file = $2 AND p.employee IS NOT NULL AND ($3 IS NULL OR p.id <> $3));

-- parcel_letter(id id) -> row (file id, sha256 text, number text?, subject text, markdown text, form_code text, made_at instant)
SELECT l.file, f.sha256, l.number, l.subject, l.markdown, l.form_code, l.made_at FROM letter l JOIN evidence_file f ON f.id = l.file WHERE l.id = $1;

-- parcel_exhibits(case_file id, person id) -> rows (id id, number int, origin text, shared bool, sha256 text, at instant)
-- The exhibits of the file, without what other persons handed in, what the reporter sent, and papers of the office itself (the
-- minutes of others, a study): this person's own minutes go as such.
SELECT x.id, x.number, x.origin, CASE WHEN x.person IS NULL THEN 1 ELSE 0 END, f.sha256, x.added_at
  FROM case_exhibit x JOIN evidence_file f ON f.id = x.file
 WHERE x.case_file = $1 AND (x.person IS NULL OR x.person = $2) AND x.origin <> 'report'
   AND NOT EXISTS (SELECT 1 FROM letter l JOIN evidence_file g ON g.id = l.file WHERE l.case_file = $1 AND g.sha256 = f.sha256)
 ORDER BY x.number;

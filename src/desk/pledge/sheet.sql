-- sheet.sql -- signatures on paper.

-- pledge_sheet_add(id id, pledge id, version id, agency int, number int, printed int, place text, held_on day, file id?, made_at instant, made_by id?) -> none
INSERT INTO pledge_sheet (id, pledge, version, agency, number, printed, place, held_on, file, lines, waiting, made_at, made_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, 0, $10, $11);

-- pledge_sheet_get(id id) -> maybe (id id, pledge id, version id, text_number int, text text, sha256 text, agency int, agency_name text?, number int, printed int, place text, held_on day?, file int, file_sha256 text?, file_type text?, lines int, waiting int, made_at instant, made_by_name text?, withdrawn_at instant?)
SELECT s.id, s.pledge, s.version, v.number, v.text, v.sha256, s.agency, a.name, s.number, s.printed, s.place, s.held_on, coalesce(s.file, 0), f.sha256, f.type,
       s.lines, s.waiting, s.made_at, u.name, w.at
  FROM pledge_sheet s JOIN pledge_version v ON v.id = s.version LEFT JOIN agency a ON a.id = s.agency LEFT JOIN evidence_file f ON f.id = s.file
  LEFT JOIN app_user u ON u.id = s.made_by LEFT JOIN pledge_withdrawal w ON w.version = s.version
 WHERE s.id = $1;

-- pledge_sheet_numbered(pledge id, number int) -> maybe (id id)
SELECT id FROM pledge_sheet WHERE pledge = $1 AND number = $2;

-- pledge_sheet_last(pledge id) -> row (n int)
SELECT coalesce(max(number), 0) FROM pledge_sheet WHERE pledge = $1;

-- pledge_sheet_of_scan(pledge id, sha256 text) -> maybe (id id, number int)
-- Another sheet of the campaign with the same bytes.
SELECT s.id, s.number FROM pledge_sheet s JOIN evidence_file f ON f.id = s.file WHERE s.pledge = $1 AND f.sha256 = $2 ORDER BY s.number LIMIT 1;

-- pledge_sheet_back(id id, place text, held_on day, file id) -> none
UPDATE pledge_sheet SET place = $2, held_on = $3, file = $4 WHERE id = $1;

-- pledge_sheet_count(id id, lines int, waiting int) -> none
UPDATE pledge_sheet SET lines = $2, waiting = $3 WHERE id = $1;

-- sheets_of(pledge id) -> rows (id id, number int, agency_name text?, printed int, place text, held_on day?, file int, text_number int, lines int, waiting int, turns int, signs int, doubles int, blanks int, unknowns int)
-- The sheets of a campaign, newest first, and what came of their rows.
SELECT s.id, s.number, a.name, s.printed, s.place, s.held_on, coalesce(s.file, 0), v.number, s.lines, s.waiting,
       (SELECT count(DISTINCT k.turn) FROM pledge_keying k WHERE k.sheet = s.id),
       coalesce(t.signs, 0), coalesce(t.doubles, 0), coalesce(t.blanks, 0), coalesce(t.unknowns, 0)
  FROM pledge_sheet s JOIN pledge_version v ON v.id = s.version LEFT JOIN agency a ON a.id = s.agency
  LEFT JOIN (SELECT r.sheet, sum(CASE WHEN r.outcome = 'signed' THEN 1 ELSE 0 END) AS signs, sum(CASE WHEN r.outcome = 'double' THEN 1 ELSE 0 END) AS doubles,
                    sum(CASE WHEN r.outcome = 'blank' THEN 1 ELSE 0 END) AS blanks, sum(CASE WHEN r.outcome = 'unknown' THEN 1 ELSE 0 END) AS unknowns
               FROM pledge_sheet_row r JOIN pledge_sheet x ON x.id = r.sheet WHERE x.pledge = $1 GROUP BY r.sheet) t ON t.sheet = s.id
 WHERE s.pledge = $1 ORDER BY s.number DESC LIMIT 500;

-- pledge_sheet_print_add(id id, sheet id, line int, person id) -> none
INSERT INTO pledge_sheet_print (id, sheet, line, person) VALUES ($1, $2, $3, $4);

-- pledge_sheet_printed(sheet id) -> rows (line int, person id, name text, number text?, unit text?)
SELECT p.line, p.person, r.name, r.number, r.unit FROM pledge_sheet_print p JOIN roster_row r ON r.id = p.person WHERE p.sheet = $1 ORDER BY p.line;

-- pledge_sheet_people(roster id, agency int, after text, after_id int, max int) -> rows (id id, number text?, name text, unit text?)
-- Everybody of an agency by name, as lists show them.
SELECT id, number, name, unit FROM roster_row
 WHERE roster = $1 AND agency = $2 AND gone_at IS NULL AND (name > $3 OR (name = $3 AND id > $4)) ORDER BY name, id LIMIT $5;

-- keying_add(id id, sheet id, turn int, how text, at instant, app_user id) -> none
INSERT INTO pledge_keying (id, sheet, turn, how, at, app_user) VALUES ($1, $2, $3, $4, $5, $6);

-- keyed_add(id id, keying id, line int, typed text, person id?, signs bool) -> none
INSERT INTO pledge_keyed (id, keying, line, typed, person, signed) VALUES ($1, $2, $3, $4, $5, $6);

-- keyings_of(sheet id) -> rows (id id, turn int, how text, at instant, app_user id, user_name text, role text)
SELECT k.id, k.turn, k.how, k.at, k.app_user, u.name, u.role FROM pledge_keying k JOIN app_user u ON u.id = k.app_user WHERE k.sheet = $1 ORDER BY k.id;

-- keyed_of(sheet id) -> rows (keying id, line int, typed text, person int, signs bool, name text?, number text?)
-- All that was ever keyed of a sheet, oldest first.
SELECT k.id, y.line, y.typed, coalesce(y.person, 0), y.signed, r.name, r.number
  FROM pledge_keying k JOIN pledge_keyed y ON y.keying = k.id LEFT JOIN roster_row r ON r.id = y.person WHERE k.sheet = $1 ORDER BY k.id, y.line;

-- pledge_sheet_row_add(id id, sheet id, line int, typed text, person id?, outcome text, sign id?, first_by id, second_by id, settled bool, at instant) -> none
INSERT INTO pledge_sheet_row (id, sheet, line, typed, person, outcome, sign, first_by, second_by, settled, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- pledge_sheet_rows(sheet id) -> rows (line int, typed text, person int, outcome text, name text?, number text?, settled bool, at instant, way text?, code text?, other_sheet int, other_line int, signed_at instant?)
-- What came of each row; of a double, which signature was there before.
SELECT r.line, r.typed, coalesce(r.person, 0), r.outcome, p.name, p.number, r.settled, r.at, g.way, g.code, coalesce(o.number, 0), coalesce(q.line, 0), g.at
  FROM pledge_sheet_row r LEFT JOIN roster_row p ON p.id = r.person LEFT JOIN pledge_sign g ON g.id = r.sign
  LEFT JOIN pledge_sheet_row q ON q.id = g.sheet_row AND r.outcome = 'double' LEFT JOIN pledge_sheet o ON o.id = q.sheet
 WHERE r.sheet = $1 ORDER BY r.line;

-- pledge_sheet_lines_done(sheet id) -> rows (line int)
SELECT line FROM pledge_sheet_row WHERE sheet = $1 ORDER BY line;

-- pledge_sheet_doubles(pledge id, max int) -> rows (sheet int, line int, name text?, number text?, agency_name text?, way text?, other_sheet int, other_line int, at instant)
-- Everybody who signed on paper and had signed before, over all sheets of a campaign.
SELECT s.number, r.line, p.name, p.number, a.name, g.way, coalesce(o.number, 0), coalesce(q.line, 0), g.at
  FROM pledge_sheet s JOIN pledge_sheet_row r ON r.sheet = s.id JOIN pledge_sign g ON g.id = r.sign LEFT JOIN roster_row p ON p.id = r.person
  LEFT JOIN agency a ON a.id = p.agency LEFT JOIN pledge_sheet_row q ON q.id = g.sheet_row LEFT JOIN pledge_sheet o ON o.id = q.sheet
 WHERE s.pledge = $1 AND r.outcome = 'double' ORDER BY s.number, r.line LIMIT $2;

-- pledge_sheet_sign_before(pledge id, version id, person id, since int) -> maybe (id id)
-- The signature that a paper would double: one of the same text, or, while the paper's text counts, any that counts.
SELECT s.id FROM pledge_sign s JOIN pledge_version v ON v.id = s.version
 WHERE s.person = $3 AND v.pledge = $1 AND (s.version = $2 OR (v.number >= $4 AND NOT EXISTS (SELECT 1 FROM pledge_withdrawal w WHERE w.version = v.id)))
 ORDER BY v.number DESC LIMIT 1;

-- pledge_sheet_sign_add(id id, version id, person id, agency int, at instant, code text, sheet_row id) -> changed
INSERT INTO pledge_sign (id, version, person, agency, at, method, kiosk, code, way, sheet_row) VALUES ($1, $2, $3, $4, $5, 'paper', 0, $6, 'paper', $7)
ON CONFLICT (version, person) DO NOTHING;

-- pledge_slips_add(id id, pledge id, agency int, codes int, at instant, app_user id?) -> none
INSERT INTO pledge_slips (id, pledge, agency, codes, at, app_user) VALUES ($1, $2, $3, $4, $5, $6);

-- pledge_slips_of(pledge id, agency int, max int) -> rows (at instant, agency_name text?, codes int, user_name text?, role text?)
-- Who printed codes, newest first; of one agency, or with 0 of all.
SELECT s.at, a.name, s.codes, u.name, u.role FROM pledge_slips s LEFT JOIN agency a ON a.id = s.agency LEFT JOIN app_user u ON u.id = s.app_user
 WHERE s.pledge = $1 AND ($2 = 0 OR s.agency = $2) ORDER BY s.id DESC LIMIT $3;

-- pledge_sheet_rows_printed(id id, printed int) -> none
UPDATE pledge_sheet SET printed = $2 WHERE id = $1;

-- pledge_sheet_named(roster id, name text, agency int) -> rows (id id)
-- Who has that name and no number, in one agency or with 0 in any; two at most, to know whether it is one.
SELECT id FROM roster_row WHERE roster = $1 AND name = $2 AND number IS NULL AND gone_at IS NULL AND ($3 = 0 OR agency = $3) ORDER BY id LIMIT 2;

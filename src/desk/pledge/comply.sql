-- comply.sql -- certificates of compliance.

-- certificate_add(id id, pledge id, number text, code text, version id, joint id?, file id, list_sha256 text, people int, leave int, retired int, detached int, other int, signs int, beyond int, link int, poster int, kiosk int, paper int, at instant, made_by id?) -> none
INSERT INTO pledge_certificate (id, pledge, number, code, version, joint, file, list_sha256, people, leave, retired, detached, other, signed, beyond, link, poster, kiosk, paper, at, made_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21);

-- certificate_get(id id, office id) -> maybe (id id, pledge id, title text, institution text, number text, code text, version int, text text, sha256 text, joint_number text?, joint_code text?, file id, list_sha256 text, people int, leave int, retired int, detached int, other int, signs int, beyond int, link int, poster int, kiosk int, paper int, at instant, read_by text?, read_as text?, read_on day?, read_at_place text?)
SELECT c.id, c.pledge, p.title, p.institution, c.number, c.code, v.number, v.text, v.sha256, j.number, j.code, c.file, c.list_sha256, c.people, c.leave, c.retired,
       c.detached, c.other, c.signed, c.beyond, c.link, c.poster, c.kiosk, c.paper, c.at, p.read_by, p.read_as, p.read_on, p.read_at_place
  FROM pledge_certificate c JOIN pledge p ON p.id = c.pledge JOIN pledge_version v ON v.id = c.version LEFT JOIN joint j ON j.id = c.joint
 WHERE c.id = $1 AND p.office = $2;

-- certificate_of_code(code text) -> maybe (id id)
SELECT id FROM pledge_certificate WHERE code = $1;

-- certificates_of(pledge id) -> rows (id id, number text, at instant, people int, excused int, counts int, signs int, list_sha256 text, code text)
SELECT id, number, at, people, leave + retired + detached + other, people - leave - retired - detached - other, signed, list_sha256, code FROM pledge_certificate WHERE pledge = $1 ORDER BY id DESC LIMIT 100;

-- certificate_rows(pledge id, roster id, since int, after int, max int) -> rows (id id, number text?, name text, class text, agency_name text?, status text, excuse text, excuse_reason text, at instant?, way text?, kiosk bool, version int)
-- Everybody of the list in the order of the rows, with the first signature that counts.
SELECT r.id, r.number, r.name, r.class, a.name, r.status, r.excuse, r.excuse_reason, g.at, g.way, coalesce(g.kiosk, 0), coalesce(v.number, 0)
  FROM roster_row r LEFT JOIN agency a ON a.id = r.agency
  LEFT JOIN pledge_sign g ON g.id = (SELECT min(s.id) FROM pledge_sign s JOIN pledge_version w ON w.id = s.version
                                      WHERE s.person = r.id AND w.pledge = $1 AND w.number >= $3
                                        AND NOT EXISTS (SELECT 1 FROM pledge_withdrawal x WHERE x.version = w.id))
  LEFT JOIN pledge_version v ON v.id = g.version
 WHERE r.roster = $2 AND r.gone_at IS NULL AND r.id > $4 ORDER BY r.id LIMIT $5;

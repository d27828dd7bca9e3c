-- pledge.sql -- campaigns, their texts, who signed.

-- pledge_add(id id, office id, roster id, title text, institution text, proof text, opens_on day, closes_on day, made_at instant, made_by id?) -> none
INSERT INTO pledge (id, office, roster, title, institution, proof, opens_on, closes_on, made_at, made_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- pledge_titled(office id, title text) -> maybe (id id)
SELECT id FROM pledge WHERE office = $1 AND title = $2;

-- pledge_get(id id, office id) -> maybe (id id, roster id, roster_title text, title text, institution text, proof text, opens_on day, closes_on day, read_by text?, read_as text?, read_on day?, read_at_place text?)
SELECT p.id, p.roster, r.title, p.title, p.institution, p.proof, p.opens_on, p.closes_on, p.read_by, p.read_as, p.read_on, p.read_at_place
  FROM pledge p JOIN roster r ON r.id = p.roster WHERE p.id = $1 AND p.office = $2;

-- pledge_list(office id) -> rows (id id, title text, institution text, opens_on day, closes_on day, people int, excused int, signs int)
-- Campaigns, newest first, with their figures.
SELECT p.id, p.title, p.institution, p.opens_on, p.closes_on,
       coalesce((SELECT sum(u.people) FROM roster_unit u WHERE u.roster = p.roster), 0),
       coalesce((SELECT sum(u.leave + u.retired + u.detached + u.other) FROM roster_unit u WHERE u.roster = p.roster), 0),
       coalesce((SELECT sum(s.signed) FROM pledge_unit s WHERE s.pledge = p.id), 0)
  FROM pledge p WHERE p.office = $1 ORDER BY p.id DESC;

-- pledge_of_roster(roster id) -> rows (id id)
SELECT id FROM pledge WHERE roster = $1 ORDER BY id;

-- pledge_reading(id id, read_by text, read_as text, read_on day, read_at_place text) -> none
UPDATE pledge SET read_by = $2, read_as = $3, read_on = $4, read_at_place = $5 WHERE id = $1;

-- pledge_version_add(id id, pledge id, number int, text text, sha256 text, source text, asks_anew bool, made_at instant, made_by id?) -> none
INSERT INTO pledge_version (id, pledge, number, text, sha256, source, asks_anew, made_at, made_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- pledge_versions(pledge id) -> rows (id id, number int, text text, sha256 text, source text, asks_anew bool, made_at instant, withdrawn_at instant?, reason text?, signs int)
-- The texts of a campaign, newest first, with how many signed each.
SELECT v.id, v.number, v.text, v.sha256, v.source, v.asks_anew, v.made_at, w.at, w.reason,
       coalesce((SELECT t.signs FROM pledge_tally t WHERE t.version = v.id), 0)
  FROM pledge_version v LEFT JOIN pledge_withdrawal w ON w.version = v.id WHERE v.pledge = $1 ORDER BY v.number DESC;

-- pledge_last_number(pledge id) -> row (n int)
SELECT coalesce(max(number), 0) AS n FROM pledge_version WHERE pledge = $1;

-- pledge_version_get(id id) -> maybe (id id, pledge id, number int, text text, sha256 text)
SELECT id, pledge, number, text, sha256 FROM pledge_version WHERE id = $1;

-- pledge_withdraw_add(id id, version id, reason text, at instant, app_user id?) -> none
INSERT INTO pledge_withdrawal (id, version, reason, at, app_user) VALUES ($1, $2, $3, $4, $5);

-- pledge_withdrawn(version id) -> maybe (at instant)
SELECT at FROM pledge_withdrawal WHERE version = $1;

-- pledge_now(pledge id) -> maybe (version id, number int, text text, sha256 text, source text, made_at instant, since int)
-- The text that is signed now, and from which number on signatures count: the last one that asked anew.
SELECT v.id, v.number, v.text, v.sha256, v.source, v.made_at,
       coalesce((SELECT max(b.number) FROM pledge_version b WHERE b.pledge = v.pledge AND b.asks_anew = 1
                  AND NOT EXISTS (SELECT 1 FROM pledge_withdrawal w WHERE w.version = b.id)), 0)
  FROM pledge_version v
 WHERE v.pledge = $1 AND NOT EXISTS (SELECT 1 FROM pledge_withdrawal w WHERE w.version = v.id)
 ORDER BY v.number DESC LIMIT 1;

-- pledge_door_add(id id, pledge id, agency int, token text) -> changed
INSERT INTO pledge_door (id, pledge, agency, token) VALUES ($1, $2, $3, $4) ON CONFLICT (pledge, agency) DO NOTHING;

-- pledge_doors_lacking(pledge id, roster id) -> rows (agency int)
-- Agencies of the list that have no link of their own yet.
SELECT u.agency FROM roster_unit u WHERE u.roster = $2 AND u.agency > 0
   AND NOT EXISTS (SELECT 1 FROM pledge_door d WHERE d.pledge = $1 AND d.agency = u.agency) ORDER BY u.agency;

-- pledge_doors(pledge id) -> rows (agency int, name text?, token text)
SELECT d.agency, a.name, d.token FROM pledge_door d LEFT JOIN agency a ON a.id = d.agency WHERE d.pledge = $1 ORDER BY coalesce(a.name, ''), d.id;

-- pledge_of_token(token text) -> maybe (pledge id, office id, agency int, agency_name text?)
SELECT d.pledge, p.office, d.agency, a.name FROM pledge_door d JOIN pledge p ON p.id = d.pledge LEFT JOIN agency a ON a.id = d.agency WHERE d.token = $1;

-- pledge_signed_by(pledge id, person id, since int) -> maybe (code text)
-- The newest signature of a person that counts.
SELECT s.code FROM pledge_sign s JOIN pledge_version v ON v.id = s.version
 WHERE s.person = $2 AND v.pledge = $1 AND v.number >= $3
   AND NOT EXISTS (SELECT 1 FROM pledge_withdrawal w WHERE w.version = v.id)
 ORDER BY v.number DESC LIMIT 1;

-- pledge_sign_add(id id, version id, person id, agency int, at instant, method text, kiosk bool, code text, way text) -> changed
INSERT INTO pledge_sign (id, version, person, agency, at, method, kiosk, code, way) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (version, person) DO NOTHING;

-- pledge_refusal_add(id id, version id, person id, kind text, reason text, at instant) -> changed
INSERT INTO pledge_refusal (id, version, person, kind, reason, at) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (version, person, kind) DO NOTHING;

-- pledge_refusals(pledge id, after int, max int) -> rows (id id, at instant, kind text, reason text, number int, name text, person_number text?, agency_name text?, signs bool)
-- Who declined or signed with a reservation; of those who declined, whether they signed after all.
SELECT r.id, r.at, r.kind, r.reason, v.number, p.name, p.number, a.name,
       CASE WHEN EXISTS (SELECT 1 FROM pledge_sign s WHERE s.version = r.version AND s.person = r.person) THEN 1 ELSE 0 END
  FROM pledge_refusal r JOIN pledge_version v ON v.id = r.version JOIN roster_row p ON p.id = r.person LEFT JOIN agency a ON a.id = p.agency
 WHERE v.pledge = $1 AND r.id > $2 ORDER BY r.id LIMIT $3;

-- pledge_unit_more(id id, pledge id, agency int, signs int, beyond int, poster int, kiosk int, paper int) -> none
INSERT INTO pledge_unit (id, pledge, agency, signed, beyond, poster, kiosk, paper) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (pledge, agency) DO UPDATE SET signed = pledge_unit.signed + $4, beyond = pledge_unit.beyond + $5, poster = coalesce(pledge_unit.poster, 0) + $6,
       kiosk = coalesce(pledge_unit.kiosk, 0) + $7, paper = coalesce(pledge_unit.paper, 0) + $8;

-- pledge_ways(pledge id) -> row (signs int, poster int, kiosk int, paper int)
-- All who signed, excused or not, and how; the rest of them by link.
SELECT coalesce(sum(signed + beyond), 0), coalesce(sum(poster), 0), coalesce(sum(kiosk), 0), coalesce(sum(paper), 0) FROM pledge_unit WHERE pledge = $1;

-- pledge_tally_more(id id, version id) -> none
INSERT INTO pledge_tally (id, version, signs) VALUES ($1, $2, 1) ON CONFLICT (version) DO UPDATE SET signs = pledge_tally.signs + 1;

-- pledge_unit_forget(pledge id) -> none
DELETE FROM pledge_unit WHERE pledge = $1;

-- pledge_unit_count(pledge id, first_id int, since int) -> none
-- Counts all agencies of a campaign, as people are placed in the list now; ids follow $2. Who signed several texts counts once,
-- in the way of the first signature.
INSERT INTO pledge_unit (id, pledge, agency, signed, beyond, poster, kiosk, paper)
SELECT $2 + row_number() OVER (ORDER BY coalesce(r.agency, 0)), $1, coalesce(r.agency, 0), sum(CASE WHEN r.excuse = '' THEN 1 ELSE 0 END),
       sum(CASE WHEN r.excuse = '' THEN 0 ELSE 1 END), sum(CASE WHEN g.way = 'poster' THEN 1 ELSE 0 END),
       sum(CASE WHEN g.kiosk = 1 THEN 1 ELSE 0 END), sum(CASE WHEN g.way = 'paper' THEN 1 ELSE 0 END)
  FROM (SELECT min(s.id) AS sign FROM pledge_version v JOIN pledge_sign s ON s.version = v.id
         WHERE v.pledge = $1 AND v.number >= $3 AND NOT EXISTS (SELECT 1 FROM pledge_withdrawal w WHERE w.version = v.id)
         GROUP BY s.person) t
  JOIN pledge_sign g ON g.id = t.sign JOIN roster_row r ON r.id = g.person
 WHERE r.gone_at IS NULL
 GROUP BY coalesce(r.agency, 0);

-- pledge_board(pledge id, roster id) -> rows (agency int, name text?, people int, leave int, retired int, detached int, other int, signs int, beyond int)
SELECT u.agency, a.name, u.people, u.leave, u.retired, u.detached, u.other, coalesce(s.signed, 0), coalesce(s.beyond, 0)
  FROM roster_unit u LEFT JOIN pledge_unit s ON s.pledge = $1 AND s.agency = u.agency LEFT JOIN agency a ON a.id = u.agency
 WHERE u.roster = $2 ORDER BY a.name;

-- pledge_missing(pledge id, roster id, agency int, since int, after text, after_id int, max int) -> rows (id id, number text?, name text, unit text?, position text?, has_code bool)
-- Who counts and has not signed a text that counts, by name.
SELECT r.id, r.number, r.name, r.unit, r.position, CASE WHEN r.code IS NULL THEN 0 ELSE 1 END
  FROM roster_row r
 WHERE r.roster = $2 AND r.agency = $3 AND r.gone_at IS NULL AND r.excuse = '' AND (r.name > $5 OR (r.name = $5 AND r.id > $6))
   AND NOT EXISTS (SELECT 1 FROM pledge_sign s JOIN pledge_version v ON v.id = s.version
                    WHERE s.person = r.id AND v.pledge = $1 AND v.number >= $4
                      AND NOT EXISTS (SELECT 1 FROM pledge_withdrawal w WHERE w.version = v.id))
 ORDER BY r.name, r.id LIMIT $7;

-- pledge_evidence(code text, office id) -> maybe (id id, at instant, method text, kiosk bool, number int, text text, sha256 text, title text, institution text, name text, person_number text?, agency_name text?, withdrawn_at instant?, read_by text?, read_as text?, read_on day?, read_at_place text?, sheet int, line int, held_on day?, held_at text?, first_role text?, second_role text?)
-- Of a signature on paper also the sheet, its row, its day and place, and the roles of the two who read it.
SELECT s.id, s.at, s.method, s.kiosk, v.number, v.text, v.sha256, p.title, p.institution, r.name, r.number, a.name, w.at, p.read_by, p.read_as, p.read_on, p.read_at_place,
       coalesce(h.number, 0), coalesce(q.line, 0), h.held_on, h.place, u1.role, u2.role
  FROM pledge_sign s JOIN pledge_version v ON v.id = s.version JOIN pledge p ON p.id = v.pledge JOIN roster_row r ON r.id = s.person
  LEFT JOIN agency a ON a.id = s.agency LEFT JOIN pledge_withdrawal w ON w.version = v.id
  LEFT JOIN pledge_sheet_row q ON q.id = s.sheet_row LEFT JOIN pledge_sheet h ON h.id = q.sheet LEFT JOIN app_user u1 ON u1.id = q.first_by LEFT JOIN app_user u2 ON u2.id = q.second_by
 WHERE s.code = $1 AND p.office = $2;

-- pledge_unit_now(pledge id, roster id, agency int) -> maybe (people int, excused int, signs int)
SELECT u.people, u.leave + u.retired + u.detached + u.other, coalesce(s.signed, 0)
  FROM roster_unit u LEFT JOIN pledge_unit s ON s.pledge = $1 AND s.agency = u.agency WHERE u.roster = $2 AND u.agency = $3;

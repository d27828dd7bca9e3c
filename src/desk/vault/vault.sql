-- vault.sql -- sealed identities and the two hands that open them.

-- box_add(id id, office id, report id, at instant, body bytes) -> none
INSERT INTO vault_box (id, office, report, at, body) VALUES ($1, $2, $3, $4, $5);

-- boxes_of(office id, report id) -> rows (id id, at instant, body bytes, wrap_key id?, wrap bytes?)
-- With the newest of the keys it was sealed to again, if any.
SELECT b.id, b.at, b.body, w.vault_key, w.body
  FROM vault_box b LEFT JOIN vault_rewrap w ON w.id = (SELECT max(x.id) FROM vault_rewrap x WHERE x.box = b.id)
 WHERE b.office = $1 AND b.report = $2 ORDER BY b.id;

-- boxes_after(office id, after int, max int) -> rows (id id, report id, body bytes, wrap_key id?, wrap bytes?)
SELECT b.id, b.report, b.body, w.vault_key, w.body
  FROM vault_box b LEFT JOIN vault_rewrap w ON w.id = (SELECT max(x.id) FROM vault_rewrap x WHERE x.box = b.id)
 WHERE b.office = $1 AND b.id > $2 ORDER BY b.id LIMIT $3;

-- boxes_count(office id) -> row (n int)
SELECT count(*) FROM vault_box WHERE office = $1;

-- rewrap_add(id id, box id, vault_key id, body bytes) -> none
INSERT INTO vault_rewrap (id, box, vault_key, body) VALUES ($1, $2, $3, $4);

-- vault_request_add(id id, office id, report id, asked_by id, at instant, reason text) -> none
INSERT INTO vault_request (id, office, report, asked_by, at, reason) VALUES ($1, $2, $3, $4, $5, $6);

-- vault_request_get(office id, id id) -> row (id id, report id, number text, asked_by id, asker text, at instant, reason text)
SELECT q.id, q.report, r.number, q.asked_by, u.name, q.at, q.reason
  FROM vault_request q JOIN report r ON r.id = q.report JOIN app_user u ON u.id = q.asked_by
 WHERE q.office = $1 AND q.id = $2;

-- vault_requests(office id, max int) -> rows (id id, report id, number text, asked_by id, asker text, at instant, reason text, approvals int, refusals int, views int)
SELECT q.id, q.report, r.number, q.asked_by, u.name, q.at, q.reason,
       (SELECT count(*) FROM vault_answer a WHERE a.request = q.id AND a.approves = 1),
       (SELECT count(*) FROM vault_answer a WHERE a.request = q.id AND a.approves = 0),
       (SELECT count(*) FROM vault_view v WHERE v.request = q.id)
  FROM vault_request q JOIN report r ON r.id = q.report JOIN app_user u ON u.id = q.asked_by
 WHERE q.office = $1 AND r.case_file NOT IN (SELECT s.case_file FROM case_shut s WHERE s.app_user = $reader)
 ORDER BY q.at DESC, q.id DESC LIMIT $2;

-- vault_answer_add(id id, request id, app_user id, approves bool, motive text, at instant) -> none
INSERT INTO vault_answer (id, request, app_user, approves, motive, at) VALUES ($1, $2, $3, $4, $5, $6);

-- vault_answers(request id) -> rows (app_user id, name text, approves bool, motive text, at instant)
SELECT a.app_user, u.name, a.approves, a.motive, a.at
  FROM vault_answer a JOIN app_user u ON u.id = a.app_user WHERE a.request = $1 ORDER BY a.at, a.id;

-- vault_view_add(id id, request id, app_user id, at instant) -> none
INSERT INTO vault_view (id, request, app_user, at) VALUES ($1, $2, $3, $4);

-- vault_views(request id) -> rows (name text, at instant)
SELECT u.name, v.at FROM vault_view v JOIN app_user u ON u.id = v.app_user WHERE v.request = $1 ORDER BY v.at;

-- vault_key_add(id id, office id, number int, public bytes, signature bytes, at instant) -> none
INSERT INTO vault_key (id, office, number, public, signature, at, sheets_at, over_at) VALUES ($1, $2, $3, $4, $5, $6, NULL, NULL);

-- vault_key_newest(office id) -> maybe (id id, number int, public bytes, signature bytes, at instant, sheets_at instant?)
SELECT id, number, public, signature, at, sheets_at FROM vault_key
 WHERE office = $1 AND over_at IS NULL ORDER BY number DESC LIMIT 1;

-- vault_keys(office id) -> rows (id id, number int, public bytes, signature bytes, at instant, sheets_at instant?, over_at instant?)
SELECT id, number, public, signature, at, sheets_at, over_at FROM vault_key WHERE office = $1 ORDER BY number;

-- vault_key_sheets(id id, at instant) -> changed
UPDATE vault_key SET sheets_at = $2 WHERE id = $1;

-- vault_key_over(id id, at instant) -> changed
UPDATE vault_key SET over_at = $2 WHERE id = $1 AND over_at IS NULL;

-- custodian_add(id id, office id, app_user id, public bytes, wrapped bytes, salt bytes, passes int, memory_kib int, at instant) -> none
INSERT INTO vault_custodian (id, office, app_user, public, wrapped, salt, passes, memory_kib, at, changed_at, ended_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, NULL);

-- custodian_of(office id, app_user id) -> maybe (id id, public bytes, wrapped bytes, salt bytes, passes int, memory_kib int, changed_at instant)
SELECT id, public, wrapped, salt, passes, memory_kib, changed_at FROM vault_custodian
 WHERE office = $1 AND app_user = $2 AND ended_at IS NULL;

-- custodians(office id) -> rows (id id, app_user id, login text, name text, role text, disabled_at instant?, public bytes, at instant, changed_at instant)
SELECT c.id, c.app_user, u.login, u.name, u.role, u.disabled_at, c.public, c.at, c.changed_at
  FROM vault_custodian c JOIN app_user u ON u.id = c.app_user
 WHERE c.office = $1 AND c.ended_at IS NULL ORDER BY c.id;

-- custodian_wrap(id id, wrapped bytes, salt bytes, passes int, memory_kib int, at instant) -> changed
UPDATE vault_custodian SET wrapped = $2, salt = $3, passes = $4, memory_kib = $5, changed_at = $6 WHERE id = $1;

-- custodian_end(id id, nothing bytes, at instant) -> changed
UPDATE vault_custodian SET wrapped = $2, salt = $2, ended_at = $3 WHERE id = $1;

-- share_add(id id, vault_key id, custodian id, partner id, body bytes) -> none
INSERT INTO vault_share (id, vault_key, custodian, partner, body) VALUES ($1, $2, $3, $4, $5);

-- shares_of(vault_key id, custodian id) -> rows (partner id, public bytes, body bytes)
-- What a custodian holds of a key, with the public key of each partner.
SELECT s.partner, p.public, s.body FROM vault_share s JOIN vault_custodian p ON p.id = s.partner
 WHERE s.vault_key = $1 AND s.custodian = $2 ORDER BY s.partner;

-- shares_drop_of(custodian id) -> changed
DELETE FROM vault_share WHERE custodian = $1 OR partner = $1;

-- shares_drop_key(vault_key id) -> changed
DELETE FROM vault_share WHERE vault_key = $1;

-- part_add(id id, request id, box id, giver id, taker id, body bytes) -> none
INSERT INTO vault_part (id, request, box, giver, taker, body) VALUES ($1, $2, $3, $4, $5, $6);

-- parts_of(request id, taker id) -> rows (box id, giver id, body bytes)
SELECT box, giver, body FROM vault_part WHERE request = $1 AND taker = $2 ORDER BY id;

-- parts_drop(request id) -> changed
DELETE FROM vault_part WHERE request = $1;

-- parts_drop_before(asked_before instant) -> changed
-- Of requests that nobody decided.
DELETE FROM vault_part WHERE request IN (SELECT id FROM vault_request WHERE at < $1);

-- openings(office id, since instant, until instant, max int) -> rows (id id, number text, asker text, at instant, reason text)
-- For the report to the commissioners: every request, whatever became of it.
SELECT q.id, r.number, u.name, q.at, q.reason
  FROM vault_request q JOIN report r ON r.id = q.report JOIN app_user u ON u.id = q.asked_by
 WHERE q.office = $1 AND q.at >= $2 AND q.at < $3 AND r.case_file NOT IN (SELECT s.case_file FROM case_shut s WHERE s.app_user = $reader)
 ORDER BY q.at, q.id LIMIT $4;

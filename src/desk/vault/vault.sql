-- vault.sql -- sealed identities and the two hands that open them.

-- box_add(id id, office id, report id, at instant, body bytes) -> none
INSERT INTO vault_box (id, office, report, at, body) VALUES ($1, $2, $3, $4, $5);

-- boxes_of(office id, report id) -> rows (id id, at instant, body bytes)
SELECT id, at, body FROM vault_box WHERE office = $1 AND report = $2 ORDER BY id;

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
 WHERE q.office = $1 ORDER BY q.at DESC, q.id DESC LIMIT $2;

-- vault_answer_add(id id, request id, app_user id, approves bool, motive text, at instant) -> none
INSERT INTO vault_answer (id, request, app_user, approves, motive, at) VALUES ($1, $2, $3, $4, $5, $6);

-- vault_answers(request id) -> rows (app_user id, name text, approves bool, motive text, at instant)
SELECT a.app_user, u.name, a.approves, a.motive, a.at
  FROM vault_answer a JOIN app_user u ON u.id = a.app_user WHERE a.request = $1 ORDER BY a.at, a.id;

-- vault_view_add(id id, request id, app_user id, at instant) -> none
INSERT INTO vault_view (id, request, app_user, at) VALUES ($1, $2, $3, $4);

-- vault_views(request id) -> rows (name text, at instant)
SELECT u.name, v.at FROM vault_view v JOIN app_user u ON u.id = v.app_user WHERE v.request = $1 ORDER BY v.at;

-- joint.sql -- declarations that several institutions sign one after the other.

-- joint_add(id id, office id, pledge id?, number text, title text, place text, held_on day, read_by text, read_as text, code text, made_at instant, made_by id?) -> none
INSERT INTO joint (id, office, pledge, number, title, place, held_on, read_by, read_as, code, made_at, made_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- joint_get(id id, office id) -> maybe (id id, pledge int, pledge_title text?, number text, title text, place text, held_on day, read_by text, read_as text, code text, made_at instant, withdrawn_at instant?, withdrawn_why text?)
SELECT j.id, coalesce(j.pledge, 0), p.title, j.number, j.title, j.place, j.held_on, j.read_by, j.read_as, j.code, j.made_at, j.withdrawn_at, j.withdrawn_why
  FROM joint j LEFT JOIN pledge p ON p.id = j.pledge WHERE j.id = $1 AND j.office = $2;

-- joint_of_code(code text, office id) -> maybe (id id)
SELECT id FROM joint WHERE code = $1 AND office = $2;

-- joint_list(office id) -> rows (id id, number text, title text, held_on day, parties int, signs int, withdrawn_at instant?)
SELECT j.id, j.number, j.title, j.held_on, (SELECT count(*) FROM joint_party p WHERE p.joint = j.id),
       (SELECT count(*) FROM joint_party p JOIN joint_sign s ON s.party = p.id WHERE p.joint = j.id), j.withdrawn_at
  FROM joint j WHERE j.office = $1 ORDER BY j.id DESC LIMIT 200;

-- joint_beside(pledge id) -> maybe (id id, number text)
-- The newest declaration beside a campaign that was not withdrawn.
SELECT id, number FROM joint WHERE pledge = $1 AND withdrawn_at IS NULL ORDER BY id DESC LIMIT 1;

-- joint_withdraw(id id, at instant, why text) -> changed
UPDATE joint SET withdrawn_at = $2, withdrawn_why = $3 WHERE id = $1 AND withdrawn_at IS NULL;

-- joint_text_add(id id, joint id, version int, text text, sha256 text, made_at instant, made_by id?) -> none
INSERT INTO joint_text (id, joint, version, text, sha256, made_at, made_by) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- joint_text_now(joint id) -> row (id id, version int, text text, sha256 text)
SELECT id, version, text, sha256 FROM joint_text WHERE joint = $1 ORDER BY version DESC LIMIT 1;

-- joint_text_last(joint id) -> row (version int)
SELECT coalesce(max(version), 0) FROM joint_text WHERE joint = $1;

-- joint_party_add(id id, joint id, place int, witness bool, institution text, signer text, position text, app_user id?) -> none
INSERT INTO joint_party (id, joint, place, witness, institution, signer, position, app_user) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- joint_party_last(joint id) -> row (place int, n int)
SELECT coalesce(max(place), 0), count(*) FROM joint_party WHERE joint = $1;

-- joint_party_remove(joint id, id id) -> changed
DELETE FROM joint_party WHERE joint = $1 AND id = $2;

-- joint_party_link(id id, link bytes, link_until instant) -> none
UPDATE joint_party SET link = $2, link_until = $3 WHERE id = $1;

-- joint_of_link(link bytes, now instant, office id) -> maybe (party id, joint id)
SELECT p.id, p.joint FROM joint_party p JOIN joint j ON j.id = p.joint WHERE p.link = $1 AND p.link_until > $2 AND j.office = $3;

-- joint_parties(joint id) -> rows (id id, witness bool, institution text, signer text, position text, app_user int, login text?, linked bool, sign int, method text?, signed_on day?, at instant?, file int, file_sha256 text?)
-- In the order of signing: institutions, then witnesses.
SELECT p.id, p.witness, p.institution, p.signer, p.position, coalesce(p.app_user, 0), u.login, CASE WHEN p.link IS NULL THEN 0 ELSE 1 END,
       coalesce(s.id, 0), s.method, s.signed_on, s.at, coalesce(s.file, 0), f.sha256
  FROM joint_party p LEFT JOIN app_user u ON u.id = p.app_user LEFT JOIN joint_sign s ON s.party = p.id LEFT JOIN evidence_file f ON f.id = s.file
 WHERE p.joint = $1 ORDER BY p.witness, p.place;

-- joint_user(office id, login text) -> maybe (id id)
SELECT id FROM app_user WHERE office = $1 AND login = $2 AND disabled_at IS NULL;

-- joint_sign_add(id id, party id, text id, method text, signed_on day, file id?, at instant, app_user id?) -> none
INSERT INTO joint_sign (id, party, text, method, signed_on, file, at, app_user) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

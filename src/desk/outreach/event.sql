-- event.sql -- outreach events, who was invited, who came.

-- outreach_add(id id, office id, title text, purpose text, place text, speaker text, starts_at instant, ends_at instant, door_key text, token text, questions text, made_at instant, made_by id?) -> none
INSERT INTO outreach (id, office, title, purpose, place, speaker, starts_at, ends_at, door_key, token, questions, made_at, made_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);

-- outreach_get(id id, office id) -> maybe (id id, title text, purpose text, place text, speaker text, starts_at instant, ends_at instant, door_key text, token text, questions text, after_at instant?)
SELECT id, title, purpose, place, speaker, starts_at, ends_at, door_key, token, questions, after_at FROM outreach WHERE id = $1 AND office = $2;

-- outreach_of_token(token text, office id) -> maybe (id id)
SELECT id FROM outreach WHERE token = $1 AND office = $2;

-- outreach_key_taken(office id, door_key text, since instant) -> maybe (id id)
SELECT id FROM outreach WHERE office = $1 AND door_key = $2 AND ends_at > $3 LIMIT 1;

-- outreach_list(office id) -> rows (id id, title text, place text, starts_at instant, ends_at instant, invited int, present int, waiting int)
-- Events, the latest first.
SELECT o.id, o.title, o.place, o.starts_at, o.ends_at, (SELECT count(*) FROM outreach_invite i WHERE i.event = o.id),
       (SELECT count(*) FROM outreach_entry e WHERE e.event = o.id AND e.state = 'counted'),
       (SELECT count(*) FROM outreach_entry e WHERE e.event = o.id AND e.state IN ('unknown', 'early', 'late'))
  FROM outreach o WHERE o.office = $1 ORDER BY o.starts_at DESC, o.id DESC LIMIT 500;

-- outreach_next(office id, at instant) -> maybe (id id, title text, starts_at instant)
SELECT id, title, starts_at FROM outreach WHERE office = $1 AND ends_at >= $2 ORDER BY starts_at, id LIMIT 1;

-- outreach_after_open(id id, at instant) -> none
UPDATE outreach SET after_at = $2 WHERE id = $1;

-- outreach_group_add(id id, event id, code text, expected int) -> none
INSERT INTO outreach_group (id, event, code, expected) VALUES ($1, $2, $3, $4);

-- outreach_groups(event id) -> rows (code text, expected int)
SELECT code, expected FROM outreach_group WHERE event = $1 ORDER BY id;

-- outreach_invite_add(id id, event id, person id?, name text, grp text, unit text, who text, code text, token text, at instant, app_user id?) -> changed
INSERT INTO outreach_invite (id, event, person, name, grp, unit, who, code, token, at, app_user) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT DO NOTHING;

-- outreach_invited(event id, person id) -> maybe (id id)
SELECT id FROM outreach_invite WHERE event = $1 AND person = $2;

-- outreach_invites(event id, after int, max int) -> rows (id id, name text, grp text, unit text, code text, token text, person_number text?, came bool)
SELECT i.id, i.name, i.grp, i.unit, i.code, i.token, r.number, CASE WHEN EXISTS (SELECT 1 FROM outreach_entry e WHERE e.invite = i.id AND e.state = 'counted') THEN 1 ELSE 0 END
  FROM outreach_invite i LEFT JOIN roster_row r ON r.id = i.person WHERE i.event = $1 AND i.id > $2 ORDER BY i.id LIMIT $3;

-- outreach_invite_by_code(code text, event id, office id) -> maybe (id id, event id, title text, starts_at instant, name text, grp text, unit text, who text)
-- This event's, else another's that has the same code.
SELECT i.id, i.event, o.title, o.starts_at, i.name, i.grp, i.unit, i.who FROM outreach_invite i JOIN outreach o ON o.id = i.event
 WHERE i.code = $1 AND o.office = $3 ORDER BY CASE WHEN i.event = $2 THEN 0 ELSE 1 END, o.starts_at DESC LIMIT 1;

-- outreach_invite_by_number(event id, number text) -> maybe (id id, name text, grp text, unit text, who text)
SELECT i.id, i.name, i.grp, i.unit, i.who FROM outreach_invite i JOIN roster_row r ON r.id = i.person WHERE i.event = $1 AND r.number = $2 LIMIT 1;

-- outreach_invite_by_who(event id, who text, grp text) -> rows (id id, name text, grp text, unit text, who text)
SELECT id, name, grp, unit, who FROM outreach_invite WHERE event = $1 AND who = $2 AND grp = $3 ORDER BY id LIMIT 2;

-- outreach_invite_of_token(token text, office id) -> maybe (id id, event id, name text, grp text, unit text, code text)
SELECT i.id, i.event, i.name, i.grp, i.unit, i.code FROM outreach_invite i JOIN outreach o ON o.id = i.event WHERE i.token = $1 AND o.office = $2;

-- outreach_door_add(id id, event id, name text, token text, made_at instant, made_by id?) -> changed
INSERT INTO outreach_door (id, event, name, token, made_at, made_by) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (event, name) DO NOTHING;

-- outreach_doors(event id) -> rows (id id, name text, token text, closed_at instant?, n int)
SELECT d.id, d.name, d.token, d.closed_at, (SELECT count(*) FROM outreach_entry e WHERE e.door = d.id) FROM outreach_door d WHERE d.event = $1 ORDER BY d.id;

-- outreach_door_of_token(token text, office id) -> maybe (id id, event id, name text, closed_at instant?)
SELECT d.id, d.event, d.name, d.closed_at FROM outreach_door d JOIN outreach o ON o.id = d.event WHERE d.token = $1 AND o.office = $2;

-- outreach_door_close(id id, event id, at instant) -> changed
UPDATE outreach_door SET closed_at = $3 WHERE id = $1 AND event = $2 AND closed_at IS NULL;

-- outreach_entry_add(id id, event id, key text, kind text, door id?, invite id?, code text, name text, grp text, unit text, who text, arrived_at instant, phone_at instant?, clock_off_s int?, got_at instant, state text, same_as id?, state_reason text, app_user id?, token text, certificate text) -> none
INSERT INTO outreach_entry (id, event, key, kind, door, invite, code, name, grp, unit, who, arrived_at, phone_at, clock_off_s, got_at, state, same_as,
                            state_reason, app_user, token, certificate)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21);

-- outreach_entry_by_key(event id, key text) -> maybe (id id, kind text, state text, code text, name text, grp text, unit text, arrived_at instant, state_reason text)
SELECT id, kind, state, code, name, grp, unit, arrived_at, state_reason FROM outreach_entry WHERE event = $1 AND key = $2;

-- outreach_entry_of_invite(invite id) -> maybe (id id, arrived_at instant, token text, door text?)
SELECT e.id, e.arrived_at, e.token, d.name FROM outreach_entry e LEFT JOIN outreach_door d ON d.id = e.door WHERE e.invite = $1 AND e.state = 'counted';

-- outreach_entry_alike(event id, who text, grp text) -> maybe (id id, arrived_at instant, unit text, door text?)
SELECT e.id, e.arrived_at, e.unit, d.name FROM outreach_entry e LEFT JOIN outreach_door d ON d.id = e.door
 WHERE e.event = $1 AND e.who = $2 AND e.grp = $3 AND e.state = 'counted' ORDER BY e.id LIMIT 1;

-- outreach_entry_of_code(event id, code text) -> maybe (id id, token text, state text)
-- Who came with that code, a guest's own or an invitation's, also when the invited person was found on paper by name.
SELECT id, token, state FROM outreach_entry
 WHERE event = $1 AND (code = $2 OR invite IN (SELECT i.id FROM outreach_invite i WHERE i.event = $1 AND i.code = $2)) ORDER BY CASE WHEN state = 'counted' THEN 0 ELSE 1 END, id LIMIT 1;

-- outreach_entry_get(id id, event id) -> maybe (id id, kind text, state text, invite id, code text, name text, grp text, unit text, who text)
SELECT id, kind, state, coalesce(invite, 0), code, name, grp, unit, who FROM outreach_entry WHERE id = $1 AND event = $2;

-- outreach_entry_set(id id, state text, name text, grp text, unit text, who text, state_by id?, state_reason text) -> none
UPDATE outreach_entry SET state = $2, name = $3, grp = $4, unit = $5, who = $6, state_by = $7, state_reason = $8 WHERE id = $1;

-- outreach_entry_of_token(token text, office id) -> maybe (id id, event id, kind text, state text, name text, grp text, unit text, code text, arrived_at instant, certificate text)
SELECT e.id, e.event, e.kind, e.state, e.name, e.grp, e.unit, e.code, e.arrived_at, e.certificate
  FROM outreach_entry e JOIN outreach o ON o.id = e.event WHERE e.token = $1 AND o.office = $2;

-- outreach_entry_of_certificate(certificate text, office id) -> maybe (id id, event id, state text, name text)
SELECT e.id, e.event, e.state, e.name FROM outreach_entry e JOIN outreach o ON o.id = e.event WHERE e.certificate = $1 AND o.office = $2;

-- outreach_entries_open(event id, max int) -> rows (id id, kind text, code text, name text, grp text, unit text, arrived_at instant, phone_at instant?, clock_off_s int?, state text, state_reason text, door text?, same_name text?, same_at instant?)
-- What does not count as it stands, for somebody to look at.
SELECT e.id, e.kind, e.code, e.name, e.grp, e.unit, e.arrived_at, e.phone_at, e.clock_off_s, e.state, e.state_reason, d.name, s.name, s.arrived_at
  FROM outreach_entry e LEFT JOIN outreach_door d ON d.id = e.door LEFT JOIN outreach_entry s ON s.id = e.same_as
 WHERE e.event = $1 AND e.state <> 'counted' ORDER BY CASE WHEN e.state IN ('unknown', 'early', 'late') THEN 0 WHEN e.state = 'dropped' THEN 2 ELSE 1 END, e.id LIMIT $2;

-- outreach_present(event id, after int, max int) -> rows (id id, kind text, name text, grp text, unit text, arrived_at instant, door text?, certificate text, code text)
SELECT e.id, e.kind, e.name, e.grp, e.unit, e.arrived_at, d.name, e.certificate, e.code FROM outreach_entry e LEFT JOIN outreach_door d ON d.id = e.door
 WHERE e.event = $1 AND e.state = 'counted' AND e.id > $2 ORDER BY e.id LIMIT $3;

-- outreach_counts(event id) -> rows (grp text, scanned int, walkins int, paper int)
SELECT grp, sum(CASE WHEN kind = 'scan' THEN 1 ELSE 0 END), sum(CASE WHEN kind = 'walkin' THEN 1 ELSE 0 END), sum(CASE WHEN kind = 'paper' THEN 1 ELSE 0 END)
  FROM outreach_entry WHERE event = $1 AND state = 'counted' GROUP BY grp ORDER BY grp;

-- outreach_invited_counts(event id) -> rows (grp text, n int)
SELECT grp, count(*) FROM outreach_invite WHERE event = $1 GROUP BY grp ORDER BY grp;

-- outreach_states(event id) -> rows (state text, n int)
SELECT state, count(*) FROM outreach_entry WHERE event = $1 GROUP BY state ORDER BY state;

-- outreach_score_add(id id, entry id, part text, score int, asked int, at instant) -> changed
INSERT INTO outreach_score (id, entry, part, score, asked, at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (entry, part) DO NOTHING;

-- outreach_score_of(entry id, part text) -> maybe (score int, asked int)
SELECT score, asked FROM outreach_score WHERE entry = $1 AND part = $2;

-- outreach_scores(event id) -> rows (grp text, part text, score int, asked int)
SELECT e.grp, s.part, s.score, s.asked FROM outreach_score s JOIN outreach_entry e ON e.id = s.entry WHERE e.event = $1 AND e.state = 'counted' ORDER BY s.id;

-- outreach_file_last(event id, kind text) -> row (n int)
SELECT coalesce(max(number), 0) FROM outreach_file WHERE event = $1 AND kind = $2;

-- outreach_file_add(id id, event id, kind text, number int, file id, title text, at instant, app_user id?) -> none
INSERT INTO outreach_file (id, event, kind, number, file, title, at, app_user) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- outreach_files(event id) -> rows (id id, kind text, number int, file id, title text, at instant, sha256 text, size int, type text, name text)
SELECT f.id, f.kind, f.number, f.file, f.title, f.at, e.sha256, e.size, e.type, e.name
  FROM outreach_file f JOIN evidence_file e ON e.id = f.file WHERE f.event = $1 ORDER BY f.kind, f.number;

-- outreach_file_get(id id, event id) -> maybe (file id, kind text)
SELECT file, kind FROM outreach_file WHERE id = $1 AND event = $2;

-- outreach_minutes_add(id id, event id, text text, at instant, app_user id?) -> none
INSERT INTO outreach_minutes (id, event, text, at, app_user) VALUES ($1, $2, $3, $4, $5);

-- outreach_minutes_now(event id) -> maybe (text text, at instant, by_name text?, versions int)
SELECT m.text, m.at, u.name, (SELECT count(*) FROM outreach_minutes x WHERE x.event = $1)
  FROM outreach_minutes m LEFT JOIN app_user u ON u.id = m.app_user WHERE m.event = $1 ORDER BY m.id DESC LIMIT 1;

-- outreach_duty_add(id id, event id, who text, audience text, what text, due_on day, at instant, app_user id?) -> none
INSERT INTO outreach_duty (id, event, who, audience, what, due_on, at, app_user) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- outreach_duties(event id) -> rows (id id, who text, audience text, what text, due_on day, done_on day?, done_note text?)
SELECT id, who, audience, what, due_on, done_on, done_note FROM outreach_duty WHERE event = $1 ORDER BY due_on, id;

-- outreach_duty_done(id id, event id, done_on day, note text, done_by id?) -> changed
UPDATE outreach_duty SET done_on = $3, done_note = $4, done_by = $5 WHERE id = $1 AND event = $2 AND done_on IS NULL;

-- event_coverage(office id, roster id, since instant) -> rows (agency id, name text?, people int, came int)
-- Of each agency of a list: how many count, and how many of them came to an event since then.
SELECT u.agency, a.name, u.people - u.leave - u.retired - u.detached - u.other,
       (SELECT count(DISTINCT r.id) FROM roster_row r JOIN outreach_invite i ON i.person = r.id JOIN outreach_entry e ON e.invite = i.id
          JOIN outreach o ON o.id = e.event
         WHERE r.roster = u.roster AND r.agency = u.agency AND r.excuse = '' AND r.gone_at IS NULL AND e.state = 'counted' AND o.office = $1 AND e.arrived_at >= $3)
  FROM roster_unit u LEFT JOIN agency a ON a.id = u.agency WHERE u.roster = $2 ORDER BY a.name, u.agency;

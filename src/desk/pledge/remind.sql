-- remind.sql -- reminders of a pledge, and their messages to the heads of units.

-- pledge_remind_open(office id, today day) -> rows (id id, opens_on day, closes_on day, sent int)
-- Campaigns that are signed today and have a reminder left.
SELECT p.id, p.opens_on, p.closes_on, (SELECT count(*) FROM pledge_reminder r WHERE r.pledge = p.id)
  FROM pledge p WHERE p.office = $1 AND p.opens_on <= $2 AND p.closes_on >= $2
   AND NOT EXISTS (SELECT 1 FROM pledge_reminder r WHERE r.pledge = p.id AND r.number >= 2) ORDER BY p.id;

-- pledge_reminders(pledge id) -> rows (id id, number int, at instant, by_name text?, heads int, read int, missing int)
-- In their order: when, by whom (NULL: the program), to how many heads, how many of them opened it, how many people were missing.
SELECT r.id, r.number, r.at, u.name, (SELECT count(*) FROM pledge_notice n WHERE n.reminder = r.id),
       (SELECT count(*) FROM pledge_notice n WHERE n.reminder = r.id AND EXISTS (SELECT 1 FROM pledge_notice_read o WHERE o.notice = n.id)),
       coalesce((SELECT sum(n.missing) FROM pledge_notice n WHERE n.reminder = r.id), 0)
  FROM pledge_reminder r LEFT JOIN app_user u ON u.id = r.made_by WHERE r.pledge = $1 ORDER BY r.number;

-- pledge_reminder_add(id id, pledge id, number int, at instant, made_by id?) -> none
INSERT INTO pledge_reminder (id, pledge, number, at, made_by) VALUES ($1, $2, $3, $4, $5);

-- pledge_reminder_get(id id) -> maybe (pledge id, roster id, number int, at instant)
SELECT r.pledge, p.roster, r.number, r.at FROM pledge_reminder r JOIN pledge p ON p.id = r.pledge WHERE r.id = $1;

-- pledge_notice_add(id id, reminder id, agency id, missing int, at instant) -> changed
INSERT INTO pledge_notice (id, reminder, agency, missing, at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (reminder, agency) DO NOTHING;

-- pledge_notices(pledge id, max int) -> rows (number int, at instant, agency_name text, missing int, heads int, read_at instant?)
-- Messages of both reminders: to the head of which unit, whether one has an account here, and when it was first opened.
SELECT r.number, n.at, a.name, n.missing,
       (SELECT count(*) FROM app_user u WHERE u.agency = n.agency AND u.role = 'unit' AND u.disabled_at IS NULL),
       (SELECT min(o.at) FROM pledge_notice_read o WHERE o.notice = n.id)
  FROM pledge_reminder r JOIN pledge_notice n ON n.reminder = r.id JOIN agency a ON a.id = n.agency
 WHERE r.pledge = $1 ORDER BY r.number, a.name, n.id LIMIT $2;

-- pledge_notices_of(agency id, office id, app_user id, today day) -> rows (id id, pledge id, title text, closes_on day, number int, at instant, missing int, opened bool)
-- What was sent to a head about campaigns that are still signed, the newest first, and whether this reader has opened it.
SELECT n.id, p.id, p.title, p.closes_on, r.number, n.at, n.missing,
       CASE WHEN EXISTS (SELECT 1 FROM pledge_notice_read o WHERE o.notice = n.id AND o.app_user = $3) THEN 1 ELSE 0 END
  FROM pledge_notice n JOIN pledge_reminder r ON r.id = n.reminder JOIN pledge p ON p.id = r.pledge
 WHERE n.agency = $1 AND p.office = $2 AND p.closes_on >= $4 ORDER BY n.id DESC LIMIT 20;

-- pledge_notice_read_add(id id, notice id, app_user id, at instant) -> changed
INSERT INTO pledge_notice_read (id, notice, app_user, at) VALUES ($1, $2, $3, $4) ON CONFLICT (notice, app_user) DO NOTHING;

-- pledge_named(pledge id, roster id, agency int, since int, spared instant, after text, after_id int, max int) -> rows (id id, number text?, name text, unit text?, position text?)
-- As pledge_missing, for the head of the unit; who declined before $5 is left out.
SELECT r.id, r.number, r.name, r.unit, r.position
  FROM roster_row r
 WHERE r.roster = $2 AND r.agency = $3 AND r.gone_at IS NULL AND r.excuse = '' AND (r.name > $6 OR (r.name = $6 AND r.id > $7))
   AND NOT EXISTS (SELECT 1 FROM pledge_sign s JOIN pledge_version v ON v.id = s.version
                    WHERE s.person = r.id AND v.pledge = $1 AND v.number >= $4
                      AND NOT EXISTS (SELECT 1 FROM pledge_withdrawal w WHERE w.version = v.id))
   AND NOT EXISTS (SELECT 1 FROM pledge_refusal f JOIN pledge_version v ON v.id = f.version
                    WHERE f.person = r.id AND v.pledge = $1 AND v.number >= $4 AND f.kind = 'declined' AND f.at < $5)
 ORDER BY r.name, r.id LIMIT $8;

-- pledge_named_n(pledge id, roster id, agency int, since int, spared instant) -> row (n int)
SELECT count(*) AS n
  FROM roster_row r
 WHERE r.roster = $2 AND r.agency = $3 AND r.gone_at IS NULL AND r.excuse = ''
   AND NOT EXISTS (SELECT 1 FROM pledge_sign s JOIN pledge_version v ON v.id = s.version
                    WHERE s.person = r.id AND v.pledge = $1 AND v.number >= $4
                      AND NOT EXISTS (SELECT 1 FROM pledge_withdrawal w WHERE w.version = v.id))
   AND NOT EXISTS (SELECT 1 FROM pledge_refusal f JOIN pledge_version v ON v.id = f.version
                    WHERE f.person = r.id AND v.pledge = $1 AND v.number >= $4 AND f.kind = 'declined' AND f.at < $5);

-- pledge_left(pledge id, roster id) -> rows (agency int)
-- Units of which somebody has not signed yet, by the counters.
SELECT u.agency FROM roster_unit u LEFT JOIN pledge_unit s ON s.pledge = $1 AND s.agency = u.agency
 WHERE u.roster = $2 AND u.agency > 0 AND u.people - u.leave - u.retired - u.detached - u.other > coalesce(s.signed, 0) ORDER BY u.agency;

-- office.sql -- the office at work and its own holidays.

-- office_first() -> maybe (id id, code text, name text, level text, region text, zone int, city text, address text, phone text, email text, drill bool, clock_started instant, clock_shows instant)
SELECT id, code, name, level, region, zone, city, address, phone, email, drill, clock_started, clock_shows
  FROM office ORDER BY id LIMIT 1;

-- office_insert(id id, code text, name text, level text, region text, zone int, city text, address text, phone text, email text, drill bool, clock_started instant, clock_shows instant) -> none
INSERT INTO office (id, code, name, level, region, zone, city, address, phone, email, drill, clock_started, clock_shows)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);

-- office_holidays(office id) -> rows (day day, kind text, name text, basis text)
-- The office's own days off and those entered for all offices; the one entered last counts.
SELECT day, kind, name, basis FROM holiday WHERE office = $1 OR office IS NULL ORDER BY day, entered_at, id;

-- office_clock(id id, started instant, shows instant) -> changed
-- The drill clock: this machine moment counts as that one.
UPDATE office SET clock_started = $2, clock_shows = $3 WHERE id = $1 AND drill = 1;

-- office_decree_days(office id) -> rows (decree id, number text, covers_from day?, covers_to day?, change text?, day day?, moved_from day?, kind text?, name text?)
-- What the decrees in force say, the earlier decree first; each by the typing that both people agreed on (its last).
SELECT d.id, d.number, d.covers_from, d.covers_to, r.change, r.day, r.moved_from, r.kind, r.name
  FROM decree d
  LEFT JOIN decree_row r ON r.typing = (SELECT max(t.id) FROM decree_typing t WHERE t.decree = d.id)
 WHERE d.state = 'in_force' AND (d.office = $1 OR d.national = 1)
 ORDER BY d.decided_on, d.decided_at, d.id, r.line;

-- case_list.sql -- the list of files, read so that the cost follows what is shown and not what is stored: each list walks an
-- index in the order in which it shows, and stops. list.c says which is asked when. The walk stands in a subquery of one table
-- with its LIMIT, and what it asks of other tables is counted row by row: PostgreSQL, whose planner turns EXISTS into joins and
-- guesses their size, then has no other way than the one that SQLite takes.

-- list_due(office id, states text?, owner id?, last int, after int, max int) -> rows (id id, kind text, procedure text, state text, number text?, title text, owner_name text?, opened_at instant, changed_at instant, closed_at instant?, late bool, people int, joined int, clock text?, last_moment instant?, rulepack text, key int)
-- Files with an open clock, soonest first, after clock $5 at moment $4. $2: ",REGISTERED,STUDY," or NULL; $3: NULL any.
SELECT v.id, v.kind, v.procedure, v.state, v.number, v.title, v.owner_name, v.opened_at, v.changed_at, v.closed_at, v.late, v.people,
       v.joined, x.clock, x.last_moment, v.rulepack, x.id
  FROM (SELECT c.id, c.case_file, c.clock, c.last_moment FROM clock_run c
         WHERE c.office = $1 AND c.ended_at IS NULL AND (c.last_moment, c.id) > ($4, $5)
           AND (SELECT count(*) FROM clock_run n WHERE n.case_file = c.case_file AND n.ended_at IS NULL
                   AND (n.last_moment, n.id) < (c.last_moment, c.id)) = 0
           AND (SELECT count(*) FROM case_file f WHERE f.id = c.case_file AND f.closed_at IS NULL
                   AND ($2 IS NULL OR $2 LIKE '%,' || f.state || ',%') AND ($3 IS NULL OR f.owner = $3)) = 1
           AND c.case_file NOT IN (SELECT s.case_file FROM case_shut s WHERE s.app_user = $reader)
         ORDER BY c.last_moment, c.id LIMIT $6) x
  JOIN case_line v ON v.id = x.case_file
 ORDER BY x.last_moment, x.id;

-- list_rest(office id, states text?, owner id?, changed int, before int, max int) -> rows (id id, kind text, procedure text, state text, number text?, title text, owner_name text?, opened_at instant, changed_at instant, closed_at instant?, late bool, people int, joined int, clock text?, last_moment instant?, rulepack text, key int)
-- Open files for which no clock runs, the one that changed last first, before file $5 at moment $4.
SELECT v.id, v.kind, v.procedure, v.state, v.number, v.title, v.owner_name, v.opened_at, v.changed_at, v.closed_at, v.late, v.people,
       v.joined, NULL, NULL, v.rulepack, v.id
  FROM (SELECT f.id FROM case_file f
         WHERE f.office = $1 AND f.closed_at IS NULL AND (f.changed_at, f.id) < ($4, $5)
           AND (SELECT count(*) FROM clock_run n WHERE n.case_file = f.id AND n.ended_at IS NULL) = 0
           AND ($2 IS NULL OR $2 LIKE '%,' || f.state || ',%') AND ($3 IS NULL OR f.owner = $3)
           AND f.id NOT IN (SELECT s.case_file FROM case_shut s WHERE s.app_user = $reader)
         ORDER BY f.changed_at DESC, f.id DESC LIMIT $6) x
  JOIN case_line v ON v.id = x.id
 ORDER BY v.changed_at DESC, v.id DESC;

-- list_ended(office id, states text?, closed int, before int, max int) -> rows (id id, kind text, procedure text, state text, number text?, title text, owner_name text?, opened_at instant, changed_at instant, closed_at instant?, late bool, people int, joined int, clock text?, last_moment instant?, rulepack text, key int)
-- Files that are closed, the last one first.
SELECT v.id, v.kind, v.procedure, v.state, v.number, v.title, v.owner_name, v.opened_at, v.changed_at, v.closed_at, v.late, v.people,
       v.joined, NULL, NULL, v.rulepack, v.id
  FROM (SELECT f.id FROM case_file f
         WHERE f.office = $1 AND f.closed_at IS NOT NULL AND (f.closed_at, f.id) < ($3, $4)
           AND ($2 IS NULL OR $2 LIKE '%,' || f.state || ',%')
           AND f.id NOT IN (SELECT s.case_file FROM case_shut s WHERE s.app_user = $reader)
         ORDER BY f.closed_at DESC, f.id DESC LIMIT $5) x
  JOIN case_line v ON v.id = x.id
 ORDER BY v.closed_at DESC, v.id DESC;

-- list_ended_of(owner id, states text?, closed int, before int, max int) -> rows (id id, kind text, procedure text, state text, number text?, title text, owner_name text?, opened_at instant, changed_at instant, closed_at instant?, late bool, people int, joined int, clock text?, last_moment instant?, rulepack text, key int)
-- The same of one holder.
SELECT v.id, v.kind, v.procedure, v.state, v.number, v.title, v.owner_name, v.opened_at, v.changed_at, v.closed_at, v.late, v.people,
       v.joined, NULL, NULL, v.rulepack, v.id
  FROM (SELECT f.id FROM case_file f
         WHERE f.owner = $1 AND f.closed_at IS NOT NULL AND (f.closed_at, f.id) < ($3, $4)
           AND ($2 IS NULL OR $2 LIKE '%,' || f.state || ',%')
           AND f.id NOT IN (SELECT s.case_file FROM case_shut s WHERE s.app_user = $reader)
         ORDER BY f.closed_at DESC, f.id DESC LIMIT $5) x
  JOIN case_line v ON v.id = x.id
 ORDER BY v.closed_at DESC, v.id DESC;

-- list_few(office id, one text?, two text?, three text?, four text?, five text?, six text?, seven text?, eight text?, owner id?, max int) -> rows (id id, kind text, procedure text, state text, number text?, title text, owner_name text?, opened_at instant, changed_at instant, closed_at instant?, late bool, people int, joined int, clock text?, last_moment instant?, rulepack text, key int)
-- Files of states in which there are few, in no order.
SELECT v.id, v.kind, v.procedure, v.state, v.number, v.title, v.owner_name, v.opened_at, v.changed_at, v.closed_at, v.late, v.people,
       v.joined, c.clock, c.last_moment, v.rulepack, v.id
  FROM (SELECT f.id FROM case_file f
         WHERE f.office = $1 AND f.state IN ($2, $3, $4, $5, $6, $7, $8, $9) AND ($10 IS NULL OR f.owner = $10)
           AND f.id NOT IN (SELECT s.case_file FROM case_shut s WHERE s.app_user = $reader) LIMIT $11) x
  JOIN case_line v ON v.id = x.id
  LEFT JOIN clock_run c ON c.id = (SELECT n.id FROM clock_run n WHERE n.case_file = x.id AND n.ended_at IS NULL
                                    ORDER BY n.last_moment, n.id LIMIT 1);

-- list_found(office id, low text, high text, number_low text, number_high text, pattern text, scan int, max int) -> rows (id id, kind text, procedure text, state text, number text?, title text, owner_name text?, opened_at instant, changed_at instant, closed_at instant?, late bool, people int, joined int, clock text?, last_moment instant?, rulepack text, key int, owner id?)
-- Files in whose title a word begins like $2 (up to $3), or whose number does, and that hold the whole pattern; at most $7 are
-- looked at. In no order.
SELECT v.id, v.kind, v.procedure, v.state, v.number, v.title, v.owner_name, v.opened_at, v.changed_at, v.closed_at, v.late, v.people,
       v.joined, c.clock, c.last_moment, v.rulepack, v.id, v.owner
  FROM (SELECT z.id FROM (SELECT g.id, g.opened_at, g.title, g.register_number, g.receipt_number FROM (
          SELECT a.id FROM (SELECT w.case_file AS id FROM case_word w WHERE w.office = $1 AND w.start >= $2 AND w.start < $3 LIMIT $7) a
          UNION SELECT b.id FROM (SELECT f.id FROM case_file f WHERE f.office = $1 AND f.register_number >= $4 AND f.register_number < $5 LIMIT $7) b
          UNION SELECT d.id FROM (SELECT f.id FROM case_file f WHERE f.office = $1 AND f.receipt_number >= $4 AND f.receipt_number < $5 LIMIT $7) d) y
          CROSS JOIN case_file g WHERE g.id = y.id LIMIT 3 * $7) z
         WHERE (lower(z.title) LIKE $6 ESCAPE '!' OR lower(coalesce(z.register_number, '')) LIKE $6 ESCAPE '!'
                OR lower(coalesce(z.receipt_number, '')) LIKE $6 ESCAPE '!') AND z.id NOT IN (SELECT s.case_file FROM case_shut s WHERE s.app_user = $reader)
         ORDER BY z.opened_at DESC, z.id DESC LIMIT $8) x
  JOIN case_line v ON v.id = x.id
  LEFT JOIN clock_run c ON c.id = (SELECT n.id FROM clock_run n WHERE n.case_file = x.id AND n.ended_at IS NULL
                                    ORDER BY n.last_moment, n.id LIMIT 1);

-- list_newest(office id, pattern text, scan int, max int) -> rows (id id, kind text, procedure text, state text, number text?, title text, owner_name text?, opened_at instant, changed_at instant, closed_at instant?, late bool, people int, joined int, clock text?, last_moment instant?, rulepack text, key int, owner id?)
-- The same among the $3 files that were opened last: for words that stand in most titles.
SELECT v.id, v.kind, v.procedure, v.state, v.number, v.title, v.owner_name, v.opened_at, v.changed_at, v.closed_at, v.late, v.people,
       v.joined, c.clock, c.last_moment, v.rulepack, v.id, v.owner
  FROM (SELECT y.id FROM (SELECT f.id, f.opened_at, f.title FROM case_file f WHERE f.office = $1 ORDER BY f.opened_at DESC LIMIT $3) y
         WHERE lower(y.title) LIKE $2 ESCAPE '!' AND y.id NOT IN (SELECT s.case_file FROM case_shut s WHERE s.app_user = $reader)
         ORDER BY y.opened_at DESC LIMIT $4) x
  JOIN case_line v ON v.id = x.id
  LEFT JOIN clock_run c ON c.id = (SELECT n.id FROM clock_run n WHERE n.case_file = x.id AND n.ended_at IS NULL
                                    ORDER BY n.last_moment, n.id LIMIT 1);

-- list_words(office id, low text, high text, max int) -> row (n int)
-- How many titles have a word that begins so, counted up to $4.
SELECT count(*) FROM (SELECT 1 FROM case_word w WHERE w.office = $1 AND w.start >= $2 AND w.start < $3 LIMIT $4) x;

-- list_count(office id, one text?, two text?, three text?, four text?, five text?, six text?, seven text?, eight text?, max int) -> row (n int)
-- Files in these states, counted up to $10.
SELECT count(*) FROM (SELECT 1 FROM case_file f WHERE f.office = $1 AND f.state IN ($2, $3, $4, $5, $6, $7, $8, $9)
           AND f.id NOT IN (SELECT s.case_file FROM case_shut s WHERE s.app_user = $reader) LIMIT $10) x;

-- list_count_of(owner id, one text?, two text?, three text?, four text?, five text?, six text?, seven text?, eight text?, max int) -> row (n int)
-- The same of one holder.
SELECT count(*) FROM (SELECT 1 FROM case_file f WHERE f.owner = $1 AND f.state IN ($2, $3, $4, $5, $6, $7, $8, $9)
           AND f.id NOT IN (SELECT s.case_file FROM case_shut s WHERE s.app_user = $reader) LIMIT $10) x;

-- list_count_states(office id, max int) -> rows (state text, n int)
-- How many files each state has that any file is in, each counted up to $2: the states are stepped through in an index.
WITH RECURSIVE g(state) AS (
       SELECT min(a.state) FROM case_file a WHERE a.office = $1
       UNION ALL
       SELECT (SELECT min(b.state) FROM case_file b WHERE b.office = $1 AND b.state > g.state) FROM g WHERE g.state IS NOT NULL)
SELECT g.state, (SELECT count(*) FROM (SELECT 1 FROM case_file f WHERE f.office = $1 AND f.state = g.state
           AND f.id NOT IN (SELECT s.case_file FROM case_shut s WHERE s.app_user = $reader) LIMIT $2) x)
  FROM g WHERE g.state IS NOT NULL;

-- list_count_states_of(owner id, max int) -> rows (state text, n int)
-- The same of one holder.
WITH RECURSIVE g(state) AS (
       SELECT min(a.state) FROM case_file a WHERE a.owner = $1
       UNION ALL
       SELECT (SELECT min(b.state) FROM case_file b WHERE b.owner = $1 AND b.state > g.state) FROM g WHERE g.state IS NOT NULL)
SELECT g.state, (SELECT count(*) FROM (SELECT 1 FROM case_file f WHERE f.owner = $1 AND f.state = g.state
           AND f.id NOT IN (SELECT s.case_file FROM case_shut s WHERE s.app_user = $reader) LIMIT $2) x)
  FROM g WHERE g.state IS NOT NULL;

-- list_count_open(office id, owner id?, max int) -> row (n int)
-- Open files, counted up to $3.
SELECT count(*) FROM (SELECT 1 FROM case_file f WHERE f.office = $1 AND f.closed_at IS NULL AND ($2 IS NULL OR f.owner = $2)
           AND f.id NOT IN (SELECT s.case_file FROM case_shut s WHERE s.app_user = $reader) LIMIT $3) x;

-- case_words_drop(case_file id) -> changed
DELETE FROM case_word WHERE case_file = $1;

-- case_words_add(case_file id, first id, length int) -> changed
-- Each word of the title with what follows it; ids above $2, at most $3 of them: the bytes of the title.
INSERT INTO case_word (id, office, case_file, start)
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $3)
SELECT $2 + n.i, f.office, f.id, substr(lower(f.title), n.i, 24)
  FROM case_file f JOIN n ON n.i <= length(f.title)
 WHERE f.id = $1 AND (substr(lower(f.title), n.i, 1) BETWEEN 'a' AND 'z' OR substr(f.title, n.i, 1) BETWEEN '0' AND '9')
   AND NOT (substr(' ' || lower(f.title), n.i, 1) BETWEEN 'a' AND 'z' OR substr(' ' || f.title, n.i, 1) BETWEEN '0' AND '9');

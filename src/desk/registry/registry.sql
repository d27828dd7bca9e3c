-- registry.sql -- the register of employees and what belongs to it.

-- employee_by_nip(office id, nip text) -> maybe (id id, name text, front_title text, back_title text, class text, agency id, unit text, position text, region text, status text)
-- One employee by the number, with all that an import may change.
SELECT id, name, front_title, back_title, class, agency, unit, position, region, status FROM employee WHERE office = $1 AND nip = $2;

-- employee_by_name(office id, name text, agency id) -> maybe (id id, name text, front_title text, back_title text, class text, agency id, unit text, position text, region text, status text)
-- One employee without a number: the same name in the same agency.
SELECT id, name, front_title, back_title, class, agency, unit, position, region, status FROM employee
 WHERE office = $1 AND name = $2 AND nip IS NULL AND coalesce(agency, 0) = coalesce($3, 0) ORDER BY id LIMIT 1;

-- employee_by_written(office id, number text, name text) -> maybe (id id, name text, front_title text, back_title text, class text, agency id, unit text, position text, region text, status text)
-- One employee without a number, by what a list wrote in its place, and the name.
SELECT e.id, e.name, e.front_title, e.back_title, e.class, e.agency, e.unit, e.position, e.region, e.status
  FROM employee e WHERE e.office = $1 AND e.nip IS NULL AND e.name = $3
   AND EXISTS (SELECT 1 FROM employee_number n WHERE n.employee = e.id AND n.office = $1 AND n.number = $2 AND n.kind IN ('not_valid', 'old_nip', 'nik'))
 ORDER BY e.id LIMIT 1;

-- employee_number_last(employee id, kind text) -> maybe (number text, class text, agency id, warnings int)
SELECT number, class, agency, warnings FROM employee_number WHERE employee = $1 AND kind = $2 ORDER BY id DESC LIMIT 1;

-- employee_number_add(id id, office id, employee id, kind text, number text, class text, agency id, warnings int, birth_stated day, sex_stated int, run id, at instant) -> none
INSERT INTO employee_number (id, office, employee, kind, number, class, agency, warnings, birth_stated, sex_stated, import_run, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- employee_numbers(employee id) -> rows (kind text, number text, class text, agency text, warnings int, birth_stated day, sex_stated int, file_name text, at instant)
-- What lists wrote of an employee's number beside or before the one that counts, oldest first.
SELECT n.kind, n.number, n.class, a.name AS agency, n.warnings, n.birth_stated, n.sex_stated, r.file_name, n.at
  FROM employee_number n LEFT JOIN agency a ON a.id = n.agency LEFT JOIN import_run r ON r.id = n.import_run
 WHERE n.employee = $1 ORDER BY n.id;

-- employee_listed(id id) -> maybe (nip text, name text, front_title text, back_title text, file_name text, at instant)
-- The employee's number and name, and the list that last said so.
SELECT e.nip, e.name, e.front_title, e.back_title, r.file_name, r.at FROM employee e LEFT JOIN import_run r ON r.id = e.import_run WHERE e.id = $1;

-- employee_renumber(id id, nip text) -> none
-- Another number for the same person: a PPPK who changed the agency.
UPDATE employee SET nip = $2 WHERE id = $1;

-- employee_add(id id, office id, nip text, name text, front text, back text, class text, derived bool, agency id, unit text, position text, region text, status text, run id, at instant) -> none
INSERT INTO employee (id, office, nip, name, front_title, back_title, class, class_derived, agency, unit, position, region, status, import_run, changed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15);

-- employee_change(id id, name text, front text, back text, class text, derived bool, agency id, unit text, position text, region text, status text, run id, at instant) -> none
UPDATE employee SET name = $2, front_title = $3, back_title = $4, class = $5, class_derived = $6, agency = $7, unit = $8, position = $9,
       region = $10, status = $11, import_run = $12, changed_at = $13 WHERE id = $1;

-- employee_page(office id, after int, max int) -> rows (id id, nip text, name text, class text, class_derived bool, agency text, unit text, position text, region text, status text)
-- All employees in the order of their ids, $3 at a time: for the index.
SELECT e.id, e.nip, e.name, e.class, e.class_derived, a.name AS agency, e.unit, e.position, e.region, e.status
  FROM employee e LEFT JOIN agency a ON a.id = e.agency WHERE e.office = $1 AND e.id > $2 ORDER BY e.id LIMIT $3;

-- agency_by_name(office id, name text) -> maybe (id id, code text, region text, head text)
SELECT id, code, region, head FROM agency WHERE office = $1 AND name = $2;

-- agency_add(id id, office id, name text, code text, region text, head text) -> none
INSERT INTO agency (id, office, name, code, region, head) VALUES ($1, $2, $3, $4, $5, $6);

-- agency_change(id id, code text, region text, head text) -> none
UPDATE agency SET code = $2, region = $3, head = $4 WHERE id = $1;

-- account_get(office id, platform text, handle text) -> maybe (id id, employee id, evidence text)
SELECT id, employee, evidence FROM account WHERE office = $1 AND platform = $2 AND handle = $3;

-- account_add(id id, office id, platform text, handle text, employee id, evidence text, at instant) -> none
INSERT INTO account (id, office, platform, handle, employee, evidence, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- account_change(id id, employee id, evidence text, at instant) -> none
UPDATE account SET employee = $2, evidence = $3, changed_at = $4 WHERE id = $1;

-- account_page(office id, after int, max int) -> rows (id id, platform text, handle text, employee id, evidence text)
SELECT id, platform, handle, employee, evidence FROM account WHERE office = $1 AND id > $2 ORDER BY id LIMIT $3;

-- watch_term_add(id id, office id, contest text, pair int, kind text, term text, region text) -> changed
-- Adds a term; one that is there already stays.
INSERT INTO watch_term (id, office, contest, pair, kind, term, region) VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (office, contest, pair, kind, term) DO NOTHING;

-- watch_terms(office id) -> rows (contest text, pair int, kind text, term text, region text)
SELECT contest, pair, kind, term, region FROM watch_term WHERE office = $1 ORDER BY contest, pair, id;

-- contest_by_code(office id, code text) -> maybe (id id)
SELECT id FROM contest WHERE office = $1 AND code = $2;

-- contest_add(id id, office id, code text, title text, kind text, election text, procedure text, region text) -> none
INSERT INTO contest (id, office, code, title, kind, election, procedure, region) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- contests(office id) -> rows (id id, code text, title text, election text, region text, determined_on day, voting_on day)
SELECT id, code, title, election, region, determined_on, voting_on FROM contest WHERE office = $1 ORDER BY code;

-- candidate_pair_add(id id, contest id, number int, head text) -> changed
INSERT INTO candidate_pair (id, contest, number, head, deputy, incumbent) VALUES ($1, $2, $3, $4, NULL, 0) ON CONFLICT (contest, number) DO NOTHING;

-- candidate_pair_deputy(contest id, number int, deputy text) -> changed
-- The second name of a pair, unless it has one.
UPDATE candidate_pair SET deputy = $3 WHERE contest = $1 AND number = $2 AND deputy IS NULL AND head <> $3;

-- regions_named(name text, max int) -> rows (code text, name text, kind text)
-- @name in small letters.
SELECT code, name, kind FROM region WHERE LOWER(name) = $1 ORDER BY code LIMIT $2;

-- region_find(code text) -> maybe (id id, name text, kind text)
SELECT id, name, kind FROM region WHERE code = $1;

-- region_add(id id, code text, name text, kind text) -> none
INSERT INTO region (id, code, name, kind) VALUES ($1, $2, $3, $4);

-- region_change(id id, name text, kind text) -> none
UPDATE region SET name = $2, kind = $3 WHERE id = $1;

-- import_run_add(id id, office id, at instant, app_user id, kind text, file_name text, sha256 text, rows_read int, rows_kept int, rows_rejected int, note text) -> none
INSERT INTO import_run (id, office, at, app_user, kind, file_name, sha256, rows_read, rows_kept, rows_rejected, note)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

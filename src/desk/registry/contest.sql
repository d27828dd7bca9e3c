-- contest.sql -- what a watchlist does not say about a contest: its name, its days, who holds the office now.

-- contest_set(office id, code text, title text, kind text, election text, procedure text, determined_on day?, voting_on day?) -> changed
UPDATE contest SET title = $3, kind = $4, election = $5, procedure = $6, determined_on = $7, voting_on = $8
 WHERE office = $1 AND code = $2;

-- contest_incumbent_set(office id, code text, number int) -> changed
UPDATE candidate_pair SET incumbent = CASE WHEN number = $3 THEN 1 ELSE 0 END
 WHERE contest IN (SELECT id FROM contest WHERE office = $1 AND code = $2);

-- contest_incumbent_add(id id, office id, code text, number int, at instant, app_user id?) -> none
-- Since when it is known who holds the office: for the vulnerability index of an earlier day (desk/risk).
INSERT INTO contest_incumbent (id, contest, number, at, app_user) SELECT $1, id, $4, $5, $6 FROM contest WHERE office = $2 AND code = $3;

-- contest_pair_known(office id, code text, number int) -> row (n int)
SELECT count(*) FROM candidate_pair p JOIN contest c ON c.id = p.contest WHERE c.office = $1 AND c.code = $2 AND p.number = $3;

-- contest_of_code(office id, code text) -> maybe (id id)
SELECT id FROM contest WHERE office = $1 AND code = $2;

-- contest_days(office id) -> rows (election text, title text, determined_on day?, voting_on day?)
SELECT election, title, determined_on, voting_on FROM contest WHERE office = $1 ORDER BY code;

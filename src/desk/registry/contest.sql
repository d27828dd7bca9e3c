-- contest.sql -- what a watchlist does not say about a contest: its name, its days, who holds the office now.

-- contest_set(office id, code text, title text, kind text, election text, procedure text, determined_on day?, voting_on day?) -> changed
UPDATE contest SET title = $3, kind = $4, election = $5, procedure = $6, determined_on = $7, voting_on = $8
 WHERE office = $1 AND code = $2;

-- contest_incumbent_set(office id, code text, number int) -> changed
UPDATE candidate_pair SET incumbent = CASE WHEN number = $3 THEN 1 ELSE 0 END
 WHERE contest IN (SELECT id FROM contest WHERE office = $1 AND code = $2);

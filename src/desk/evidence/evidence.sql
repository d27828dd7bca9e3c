-- evidence.sql -- the chain of seals, checkpoints and the files by content.

-- chain_step(office int, none bytes) -> row (seq int, link bytes)
-- Takes the next place in the chain and locks it until the commit; the link is still that of the seal before.
INSERT INTO chain_head (id, seq, link) VALUES ($1, 1, $2)
    ON CONFLICT (id) DO UPDATE SET seq = chain_head.seq + 1
RETURNING seq, link;

-- chain_link_set(office int, link bytes) -> none
UPDATE chain_head SET link = $2 WHERE id = $1;

-- chain_head_get(office int) -> maybe (seq int, link bytes)
SELECT seq, link FROM chain_head WHERE id = $1;

-- seal_add(id int, office int, seq int, at instant, body bytes, link bytes) -> none
INSERT INTO seal (id, office, seq, at, body, link) VALUES ($1, $2, $3, $4, $5, $6);

-- seal_offices() -> rows (office int)
-- Every office that has, or once had, a chain.
SELECT office FROM seal UNION SELECT id FROM chain_head UNION SELECT office FROM checkpoint ORDER BY 1;

-- seals_after(office int, seq int, max int) -> rows (seq int, at instant, body bytes, link bytes)
SELECT seq, at, body, link FROM seal WHERE office = $1 AND seq > $2 ORDER BY seq LIMIT $3;

-- seal_total() -> row (n int)
SELECT count(*) AS n FROM seal;

-- seal_get(office int, seq int) -> maybe (id int, at instant, link bytes)
SELECT id, at, link FROM seal WHERE office = $1 AND seq = $2;

-- checkpoint_add(id int, office int, at instant, seq int, link bytes, signature bytes) -> none
INSERT INTO checkpoint (id, office, at, seq, link, signature) VALUES ($1, $2, $3, $4, $5, $6);

-- checkpoints(office int) -> rows (id int, at instant, seq int, link bytes, signature bytes)
SELECT id, at, seq, link, signature FROM checkpoint WHERE office = $1 ORDER BY id;

-- checkpoint_last(office int) -> maybe (at instant, seq int, link bytes, signature bytes)
SELECT at, seq, link, signature FROM checkpoint WHERE office = $1 ORDER BY id DESC LIMIT 1;

-- evidence_file_insert(id int, office int, sha256 text, size int, type text, name text, origin text, at instant, app_user id) -> none
INSERT INTO evidence_file (id, office, sha256, size, type, name, origin, at, app_user)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- evidence_file_get(id int) -> row (id int, office int, sha256 text, size int, type text, name text, origin text, at instant, app_user int)
SELECT id, office, sha256, size, type, name, origin, at, app_user FROM evidence_file WHERE id = $1;

-- stream.sql -- posts, what they are alike with, alerts and clusters.

-- post_known(office id, ref text) -> maybe (id id)
SELECT id FROM post WHERE office = $1 AND ref = $2;

-- post_add(id id, office id, cluster id, ref text, platform text, kind text, at instant, handle text, author text, text text, url text, region text, recorded_at instant, raw text, import_run id) -> none
INSERT INTO post (id, office, cluster, ref, platform, kind, at, handle, author, text, url, region, recorded_at, raw, import_run)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15);

-- post_key_add(id id, office id, cluster id, post id, name text, likeness int) -> none
INSERT INTO post_key (id, office, cluster, post, name, likeness) VALUES ($1, $2, $3, $4, $5, $6);

-- post_keys_like(office id, name text) -> rows (cluster id, likeness int)
-- The first few clusters that hold this key.
SELECT cluster, likeness FROM post_key WHERE office = $1 AND name = $2 ORDER BY id LIMIT 20;

-- post_media_add(id id, post id, file id) -> none
INSERT INTO post_media (id, post, file) VALUES ($1, $2, $3);

-- cluster_add(id id, office id, title text, at instant) -> none
INSERT INTO cluster (id, office, title, first_at, last_at, posts, score) VALUES ($1, $2, $3, $4, $4, 0, 0);

-- cluster_grow(id id, at instant, score int) -> none
-- One more post, at that moment, with that strongest score.
UPDATE cluster SET posts = posts + 1, first_at = CASE WHEN first_at < $2 THEN first_at ELSE $2 END, last_at = CASE WHEN last_at > $2 THEN last_at ELSE $2 END,
       score = CASE WHEN score > $3 THEN score ELSE $3 END WHERE id = $1;

-- alert_add(id id, office id, cluster id, post id, item text, employee id, name text, nip text, class text, how text, strength text, score int, contest text, pair int, object_how text, act_code text, phase text, stance text, namesakes int, sheet text, reasons text, author text?) -> none
INSERT INTO alert (id, office, cluster, post, item, employee, name, nip, class, how, strength, score, contest, pair, object_how, act_code, phase, stance, namesakes, sheet, reasons, author)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22);

-- stream_namesake(office id, platform text, author text, employee id) -> maybe (id id)
-- An officer saw that this account is not this employee's.
SELECT id FROM account_namesake WHERE office = $1 AND platform = $2 AND author = $3 AND employee = $4 AND undone_at IS NULL ORDER BY id LIMIT 1;

-- stream_repaired(office id, employee id, sha256 text) -> maybe (case_file id)
-- The file in which this evidence did not prove anything against this person.
SELECT case_file FROM name_repair WHERE office = $1 AND employee = $2 AND sha256 = $3 ORDER BY id LIMIT 1;

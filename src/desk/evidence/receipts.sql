-- receipts.sql -- the log of receipts: leaves, full subtrees, heads.

-- log_state_get(office id) -> maybe (size int, tops bytes)
SELECT size, tops FROM log_state WHERE id = $1;

-- log_state_and_last(office id) -> row (size int, tops bytes?, last int)
-- The state, and the index of the last leaf (-1: none); a size of -1 when there is no state.
SELECT coalesce((SELECT size FROM log_state WHERE id = $1), -1), (SELECT tops FROM log_state WHERE id = $1),
       coalesce((SELECT max(position) FROM log_leaf WHERE office = $1), -1);

-- log_state_set(office id, size int, tops bytes) -> none
INSERT INTO log_state (id, size, tops) VALUES ($1, $2, $3)
    ON CONFLICT (id) DO UPDATE SET size = excluded.size, tops = excluded.tops;

-- log_leaf_add(report id, office id, position int, hash bytes) -> none
INSERT INTO log_leaf (id, office, position, hash) VALUES ($1, $2, $3, $4);

-- log_leaves(office id, first int, past int) -> rows (position int, hash bytes)
SELECT position, hash FROM log_leaf WHERE office = $1 AND position >= $2 AND position < $3 ORDER BY position;

-- log_node_add(id id, office id, level int, number int, hash bytes) -> none
INSERT INTO log_node (id, office, level, number, hash) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (office, level, number) DO NOTHING;

-- log_nodes(office id, level int, first int, past int) -> rows (number int, hash bytes)
SELECT number, hash FROM log_node WHERE office = $1 AND level = $2 AND number >= $3 AND number < $4 ORDER BY number;

-- log_node_total(office id) -> row (n int)
SELECT count(*) FROM log_node WHERE office = $1;

-- log_head_add(id id, office id, at instant, day day?, size int, root bytes, size_before int, proof bytes, signature bytes) -> none
INSERT INTO log_head (id, office, at, day, size, root, size_before, proof, signature)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- log_head_last(office id) -> maybe (id id, at instant, day day?, size int, root bytes, size_before int, proof bytes, signature bytes)
SELECT id, at, day, size, root, size_before, proof, signature FROM log_head
 WHERE office = $1 ORDER BY size DESC, id DESC LIMIT 1;

-- log_head_of_day(office id, day day) -> maybe (id id, at instant, day day?, size int, root bytes, size_before int, proof bytes, signature bytes)
SELECT id, at, day, size, root, size_before, proof, signature FROM log_head WHERE office = $1 AND day = $2;

-- log_head_by_id(office id, head int) -> maybe (id id, at instant, day day?, size int, root bytes, size_before int, proof bytes, signature bytes)
SELECT id, at, day, size, root, size_before, proof, signature FROM log_head WHERE office = $1 AND id = $2;

-- log_head_covering(office id, position int) -> maybe (id id, at instant, day day?, size int, root bytes, size_before int, proof bytes, signature bytes)
-- The first head whose tree holds the leaf.
SELECT id, at, day, size, root, size_before, proof, signature FROM log_head
 WHERE office = $1 AND size > $2 ORDER BY size, id LIMIT 1;

-- log_heads_latest(office id, before int, max int) -> rows (id id, at instant, day day?, size int, root bytes, size_before int, proof bytes, signature bytes)
-- The newest first, those made before head $2.
SELECT id, at, day, size, root, size_before, proof, signature FROM log_head
 WHERE office = $1 AND id < $2 ORDER BY id DESC LIMIT $3;

-- log_heads_by_size(office id, size int, after int, max int) -> rows (id id, at instant, day day?, size int, root bytes, size_before int, proof bytes, signature bytes)
-- In the order of the tree, those behind head $3 of size $2.
SELECT id, at, day, size, root, size_before, proof, signature FROM log_head
 WHERE office = $1 AND (size > $2 OR (size = $2 AND id > $3)) ORDER BY size, id LIMIT $4;

-- log_leaves_check(office id, after int, max int) -> rows (report id, position int, hash bytes, number text?, at instant?, content text?)
-- Leaves with what their reports say now.
SELECT l.id, l.position, l.hash, r.number, r.at, r.content
  FROM log_leaf l LEFT JOIN report r ON r.id = l.id AND r.office = l.office
 WHERE l.office = $1 AND l.position > $2 ORDER BY l.position LIMIT $3;

-- log_left_out(office id, after int, max int) -> rows (report id, number text, at instant, content text, signature bytes)
-- Reports that have no leaf: those from before the log, or somebody took the leaf away.
SELECT r.id, r.number, r.at, r.content, r.signature FROM report r
 WHERE r.office = $1 AND r.id > $2 AND NOT EXISTS (SELECT 1 FROM log_leaf l WHERE l.id = r.id) ORDER BY r.id LIMIT $3;

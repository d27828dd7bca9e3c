-- review_feed.sql -- clusters for programs that read with a cursor.

-- clusters_feed(office id, since int, state text?, max int) -> rows (id id, title text, posts int, first_at instant, last_at instant, score int, state text, case_file id?)
-- Clusters in the order in which they arose; "waiting" when nobody has decided yet. Each way has its index.
SELECT c.id, c.title, c.posts, c.first_at, c.last_at, c.score, coalesce(i.status, 'waiting'), i.case_file
  FROM (SELECT id FROM (SELECT a.id FROM cluster a WHERE $3 IS NULL AND +a.office = $1 AND a.id > $2
                           AND a.id NOT IN (SELECT s.cluster FROM cluster_shut s WHERE s.app_user = $reader) ORDER BY a.id LIMIT $4) x
        UNION ALL
        SELECT id FROM (SELECT w.id FROM cluster_open w WHERE $3 = 'waiting' AND w.office = $1 AND w.id > $2
                           AND (SELECT count(*) FROM review_item o WHERE o.cluster = w.id AND o.status <> 'waiting') = 0
                           AND w.id NOT IN (SELECT s.cluster FROM cluster_shut s WHERE s.app_user = $reader) ORDER BY w.id LIMIT $4) y
        UNION ALL
        SELECT id FROM (SELECT d.cluster AS id FROM review_item d WHERE $3 <> 'waiting' AND d.office = $1 AND d.status = $3 AND d.cluster > $2
                           AND d.cluster NOT IN (SELECT s.cluster FROM cluster_shut s WHERE s.app_user = $reader) ORDER BY d.cluster LIMIT $4) z) n
  CROSS JOIN cluster c LEFT JOIN review_item i ON i.cluster = c.id
 WHERE c.id = n.id
 ORDER BY c.id LIMIT $4;

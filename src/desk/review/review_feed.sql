-- review_feed.sql -- clusters for programs that read with a cursor.

-- clusters_feed(office id, since int, state text?, max int) -> rows (id id, title text, posts int, first_at instant, last_at instant, score int, state text, case_file id?)
-- Clusters in the order in which they arose; "waiting" when nobody has decided yet.
SELECT c.id, c.title, c.posts, c.first_at, c.last_at, c.score, coalesce(i.status, 'waiting'), i.case_file
  FROM cluster c LEFT JOIN review_item i ON i.cluster = c.id
 WHERE +c.office = $1 AND c.id > $2 AND ($3 IS NULL OR coalesce(i.status, 'waiting') = $3)
   AND c.id NOT IN (SELECT s.cluster FROM cluster_shut s WHERE s.app_user = $reader)
 ORDER BY c.id LIMIT $4;

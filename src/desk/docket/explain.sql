-- explain.sql -- how a deadline was counted at first, before decrees and pauses moved it.

-- clock_first_sum(id id) -> row (sum text)
SELECT coalesce((SELECT s.sum FROM clock_sum s WHERE s.id = c.id), c.sum) FROM clock_run c WHERE c.id = $1;

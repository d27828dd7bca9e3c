-- What an officer's first page asks of a store with a hundred thousand files: the clocks that are open, soonest first.
CREATE INDEX clock_run_due ON clock_run (office, last_moment, id) WHERE ended_at IS NULL;

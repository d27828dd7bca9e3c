-- docket.sql -- the docket's statements.

-- case_get(id id) -> row (id id, office id, kind text, procedure text, contest id?, state text, receipt_number text?, register_number text?, title text, summary text, event_on day?, event_place text?, known_on day?, late bool, owner id?, joined_to id?, rulepack text, opened_at instant, changed_at instant, closed_at instant?, version int)
-- A file by its id.
SELECT id, office, kind, procedure, contest, state, receipt_number, register_number, title, summary, event_on,
       event_place, known_on, late, owner, joined_to, rulepack, opened_at, changed_at, closed_at, version
  FROM case_file WHERE id = $1;

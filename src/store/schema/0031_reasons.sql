-- The library of reasons: decisions about one act, newest first.
CREATE INDEX plenary_decision_act ON plenary_decision (act_code, id);

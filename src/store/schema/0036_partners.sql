-- Partners: officials of the government who are asked for help with prevention.

ALTER TABLE app_user ADD COLUMN agency BIGINT; -- of the head of a unit: the agency whose names the head sees; NULL: none

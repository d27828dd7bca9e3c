-- A message that is sent twice by a reload or a second press stands once in the talk.

ALTER TABLE message ADD COLUMN once_key BYTEA; -- keyed hash of the form's random value and the content; NULL: it came without one
CREATE UNIQUE INDEX message_once ON message (once_key);

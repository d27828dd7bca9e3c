-- The plenary sits: one meeting with an agenda of several files, who was there, one set of minutes. See desk/handle/sitting.h.

CREATE TABLE sitting (
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	held_at BIGINT NOT NULL,            -- as it was called; once it is open, when it began
	place TEXT NOT NULL,
	state TEXT NOT NULL,                -- called, open, closed, cancelled
	number TEXT,                        -- of its minutes; given when it opens
	opened_at BIGINT,
	ended_at BIGINT,                    -- closed or cancelled
	note TEXT NOT NULL,                 -- what the minutes say besides; why it was cancelled
	letter BIGINT REFERENCES letter (id), -- the minutes
	made_at BIGINT NOT NULL,
	made_by BIGINT REFERENCES app_user (id),
	version BIGINT NOT NULL
);
CREATE INDEX sitting_office ON sitting (office, held_at, id);
CREATE INDEX sitting_live ON sitting (office, held_at) WHERE ended_at IS NULL;

-- The agenda: 1, 2, 3 in the sitting. A file that is taken off keeps its place, which nobody else gets.
CREATE TABLE sitting_file (
	id BIGINT PRIMARY KEY,
	sitting BIGINT NOT NULL REFERENCES sitting (id),
	case_file BIGINT NOT NULL REFERENCES case_file (id),
	number BIGINT NOT NULL,
	added_at BIGINT NOT NULL,
	added_by BIGINT REFERENCES app_user (id),
	dropped_at BIGINT,                  -- taken off the agenda
	plenary BIGINT REFERENCES plenary (id), -- what was decided; NULL: nothing
	UNIQUE (sitting, number)
);
CREATE INDEX sitting_file_case ON sitting_file (case_file);

-- Who was there; whoever comes or leaves later is another row, and the last one counts.
CREATE TABLE sitting_presence ( -- append-only
	id BIGINT PRIMARY KEY,
	sitting BIGINT NOT NULL REFERENCES sitting (id),
	app_user BIGINT NOT NULL REFERENCES app_user (id),
	present BIGINT NOT NULL,
	at BIGINT NOT NULL,
	made_by BIGINT REFERENCES app_user (id)
);
CREATE INDEX sitting_presence_of ON sitting_presence (sitting, app_user, id);

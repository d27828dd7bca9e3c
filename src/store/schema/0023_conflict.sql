-- Conflict of interest: who may not see which file, who said so and why. See desk/access/conflict.h.

-- What was stated; never changed. 'none' is a statement too: somebody looked at a hint and said that there is no conflict.
CREATE TABLE conflict ( -- append-only
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	case_file BIGINT NOT NULL REFERENCES case_file (id),
	person BIGINT REFERENCES case_person (id), -- of the file, on whose account; NULL: the file as a whole
	app_user BIGINT NOT NULL REFERENCES app_user (id), -- whom it concerns
	kind TEXT NOT NULL,                 -- kin, unit, other, none
	reason TEXT NOT NULL,
	stated_by BIGINT NOT NULL REFERENCES app_user (id),
	at BIGINT NOT NULL
);
CREATE INDEX conflict_user ON conflict (app_user);
CREATE INDEX conflict_case ON conflict (case_file);

CREATE TABLE conflict_lift ( -- append-only
	id BIGINT PRIMARY KEY,
	conflict BIGINT NOT NULL UNIQUE REFERENCES conflict (id),
	reason TEXT NOT NULL,
	lifted_by BIGINT NOT NULL REFERENCES app_user (id),
	at BIGINT NOT NULL
);
CREATE INDEX case_person_nip ON case_person (nip) WHERE nip IS NOT NULL;

-- The one place that says which file is shut to whom on its own account: a statement that stands, or the user's own number
-- among the persons of the file.
CREATE VIEW conflict_standing AS
SELECT c.app_user AS app_user, c.case_file AS case_file
  FROM conflict c
 WHERE c.kind <> 'none' AND NOT EXISTS (SELECT 1 FROM conflict_lift l WHERE l.conflict = c.id)
UNION ALL
SELECT u.id, p.case_file
  FROM app_user u JOIN case_person p ON p.nip = u.nip WHERE p.nip IS NOT NULL;

-- With the files that tell of the same event, two steps of "joined to" away at most: what joined it, what it joined, and what
-- else joined that. A list that a member reads leaves these out: `f.id NOT IN (SELECT case_file FROM case_shut WHERE app_user = $reader)`.
CREATE VIEW case_shut AS
SELECT s.app_user AS app_user, s.case_file AS case_file FROM conflict_standing s
UNION ALL
SELECT s.app_user, j.id FROM conflict_standing s JOIN case_file j ON j.joined_to = s.case_file
UNION ALL
SELECT s.app_user, k.id FROM conflict_standing s JOIN case_file j ON j.joined_to = s.case_file JOIN case_file k ON k.joined_to = j.id
UNION ALL
SELECT s.app_user, f.joined_to FROM conflict_standing s JOIN case_file f ON f.id = s.case_file WHERE f.joined_to IS NOT NULL
UNION ALL
SELECT s.app_user, j.id FROM conflict_standing s JOIN case_file f ON f.id = s.case_file JOIN case_file j ON j.joined_to = f.joined_to
UNION ALL
SELECT s.app_user, t.joined_to FROM conflict_standing s JOIN case_file f ON f.id = s.case_file JOIN case_file t ON t.id = f.joined_to
 WHERE t.joined_to IS NOT NULL
UNION ALL
SELECT s.app_user, j.id FROM conflict_standing s JOIN case_file f ON f.id = s.case_file JOIN case_file t ON t.id = f.joined_to
  JOIN case_file j ON j.joined_to = t.joined_to;

-- Clusters of posts that belong to such a file.
CREATE VIEW cluster_shut AS
SELECT s.app_user AS app_user, i.cluster AS cluster FROM case_shut s JOIN review_item i ON i.case_file = s.case_file;

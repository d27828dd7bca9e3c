-- Posts that matched, the alerts they carried, and the clusters in which people read them. A post that matches
-- nothing is not kept (PRODUCT, principle 5).

-- Nearly equal posts, read and decided about as one (desk/review). What was decided stands in review_item.
CREATE TABLE cluster (
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	title TEXT NOT NULL,                -- neutral words, no names of persons
	first_at BIGINT NOT NULL,           -- moments of its first and last post
	last_at BIGINT NOT NULL,
	posts BIGINT NOT NULL,
	score BIGINT NOT NULL               -- of its strongest alert, in millionths
);
CREATE INDEX cluster_rank ON cluster (office, score);

CREATE TABLE post (
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	cluster BIGINT REFERENCES cluster (id),
	ref TEXT NOT NULL,                  -- id of the canonical post: facebook:1842
	platform TEXT NOT NULL,
	kind TEXT NOT NULL,
	at BIGINT,
	handle TEXT,
	author TEXT,
	text TEXT NOT NULL,
	url TEXT,
	region TEXT,
	recorded_at BIGINT NOT NULL,
	raw TEXT,                           -- the line as it was imported
	import_run BIGINT,                  -- by which import it came
	UNIQUE (office, ref)
);
CREATE INDEX post_cluster ON post (cluster);

CREATE TABLE post_media (
	id BIGINT PRIMARY KEY,
	post BIGINT NOT NULL REFERENCES post (id),
	file BIGINT NOT NULL REFERENCES evidence_file (id)
);
CREATE INDEX post_media_post ON post_media (post);

-- A hint for people, as CONTRACT 2.3 writes it.
CREATE TABLE alert (
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	cluster BIGINT NOT NULL REFERENCES cluster (id),
	post BIGINT NOT NULL REFERENCES post (id),
	item TEXT NOT NULL,                 -- post, reaction:3
	employee BIGINT REFERENCES employee (id),
	name TEXT,                          -- of the person met; NULL: nobody of the registry
	nip TEXT,
	class TEXT,
	how TEXT,                           -- account, name, mention
	strength TEXT,                      -- strong, fair, weak
	score BIGINT NOT NULL,              -- in millionths
	contest TEXT,
	pair BIGINT,
	object_how TEXT,                    -- name, hashtag, slogan, number, account, party
	act_code TEXT,
	phase TEXT,
	stance TEXT,                        -- support, against, neutral
	namesakes BIGINT NOT NULL,
	sheet TEXT NOT NULL,                -- JSON: how the name was scored
	reasons TEXT NOT NULL               -- JSON: spans of the text and why
);
CREATE INDEX alert_cluster ON alert (cluster);
CREATE INDEX alert_employee ON alert (employee);

-- What makes posts alike: the same media (m:<sha256>), the same post answered or liked (t:<id>), the same or nearly
-- the same words (w:<hash>, and four parts of the similarity hash). Posts that share a key share a cluster.
CREATE TABLE post_key (
	id BIGINT PRIMARY KEY,
	office BIGINT NOT NULL REFERENCES office (id),
	cluster BIGINT NOT NULL REFERENCES cluster (id),
	post BIGINT NOT NULL REFERENCES post (id),
	name TEXT NOT NULL,
	likeness BIGINT NOT NULL            -- the whole similarity hash
);
CREATE INDEX post_key_name ON post_key (office, name);

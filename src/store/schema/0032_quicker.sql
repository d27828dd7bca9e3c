-- What lists ask of a store with three hundred thousand files: the clusters that nobody has decided about, and indexes in the
-- order in which lists show.

-- Clusters without a decision in force: those that nobody has read, that wait for a second reader, or for a day. Worked out
-- from review_item, and can be again.
CREATE TABLE cluster_open ( -- unsealed
	id BIGINT PRIMARY KEY,              -- the cluster
	office BIGINT NOT NULL
);
CREATE INDEX cluster_open_office ON cluster_open (office, id);
INSERT INTO cluster_open (id, office)
SELECT c.id, c.office FROM cluster c WHERE NOT EXISTS (SELECT 1 FROM review_item i WHERE i.cluster = c.id AND i.status = 'decided');

CREATE INDEX review_item_order ON review_item (office, status, cluster);
CREATE INDEX alike_group_newest ON alike_group (office, last_at, id) WHERE alone > 1;
CREATE INDEX handover_event_end ON handover_event (handover, at) WHERE to_state IN ('SANCTIONED', 'NO_SANCTION', 'CLOSED');

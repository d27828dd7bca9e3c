-- proof.sql -- confirmations of who a person of a file is.

-- proof_add(id id, office id, person id, level text, name text, number text, at instant, app_user id, reference text, evidence id, reason text, nik_check text) -> none
INSERT INTO person_proof (id, office, person, level, name, number, at, app_user, reference, evidence, reason, nik_check)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- proofs_of(person id) -> rows (id id, level text, name text, number text?, at instant, who text?, reference text, evidence id, evidence_name text?, reason text, nik_check text)
-- All confirmations and withdrawals of one person, oldest first.
SELECT p.id, p.level, p.name, p.number, p.at, u.name AS who, p.reference, p.evidence, f.name AS evidence_name, p.reason, p.nik_check
  FROM person_proof p LEFT JOIN app_user u ON u.id = p.app_user LEFT JOIN evidence_file f ON f.id = p.evidence
 WHERE p.person = $1 ORDER BY p.id;

-- proof_exhibit(case_file id, file id) -> maybe (id id)
-- Whether an evidence file is an exhibit of the file.
SELECT id FROM case_exhibit WHERE case_file = $1 AND file = $2 LIMIT 1;

-- proof.sql -- confirmations of who a person of a file is.

-- proof_add(id id, office id, person id, level text, name text, number text, at instant, app_user id, reference text, evidence id, reason text, nik_check text) -> none
INSERT INTO person_proof (id, office, person, level, name, number, at, app_user, reference, evidence, reason, nik_check)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- proofs_of(person id) -> rows (id id, level text, name text, number text?, at instant, who text?, reference text, evidence id, evidence_name text?, reason text, nik_check text)
-- All confirmations and withdrawals of one person, oldest first.
SELECT p.id, p.level, p.name, p.number, p.at, u.name AS who, p.reference, p.evidence, f.name AS evidence_name, p.reason, p.nik_check
  FROM person_proof p LEFT JOIN app_user u ON u.id = p.app_user LEFT JOIN evidence_file f ON f.id = p.evidence
 WHERE p.person = $1 ORDER BY p.id;

-- proofs_of_file(case_file id) -> rows (id id, person id, level text, name text, number text?, at instant, who text?, reference text, evidence id, evidence_name text?, reason text, nik_check text)
-- The same of all persons of a file, for lists of them.
SELECT x.id, x.person, x.level, x.name, x.number, x.at, u.name AS who, x.reference, x.evidence, f.name AS evidence_name, x.reason, x.nik_check
  FROM case_person p JOIN person_proof x ON x.person = p.id LEFT JOIN app_user u ON u.id = x.app_user LEFT JOIN evidence_file f ON f.id = x.evidence
 WHERE p.case_file = $1 ORDER BY x.id;

-- proofs_register(case_file id) -> rows (person id, nip text?)
-- The number that the register has for each person who was found there.
SELECT p.id, e.nip FROM case_person p JOIN employee e ON e.id = p.employee WHERE p.case_file = $1 ORDER BY p.id;

-- proof_exhibit(case_file id, file id) -> maybe (id id)
-- Whether an evidence file is an exhibit of the file.
SELECT id FROM case_exhibit WHERE case_file = $1 AND file = $2 LIMIT 1;

-- casework_file.sql -- one file with ${persons} persons and ${items} items: events, exhibits, letters, invitations, hearings, clocks.
-- See casework_fill.sql.

CREATE TABLE bench_n (i BIGINT PRIMARY KEY);
INSERT INTO bench_n WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${items} + ${persons}) SELECT i FROM n;

INSERT INTO case_file (id, office, kind, procedure, contest, state, receipt_number, register_number, title, summary, event_on, event_place,
       known_on, late, owner, joined_to, rulepack, opened_at, changed_at, closed_at, version, received_at)
VALUES (${big}, ${office}, 'report', 'pilkada', ${contest}, '${state}', '0/PL/PW/Kota/99.01/' || CAST(${big} AS TEXT), '0/REG/LP/PW/Kota/99.01/' || CAST(${big} AS TEXT),
       'Dugaan ketidaknetralan bersama', ${filler}, ${today} - 10, 'Balai Kelurahan 7', ${today} - 9, 0, ${handler}, NULL, '${rulepack}', ${now} - 3 * ${day},
       ${now} - ${day}, NULL, 5, NULL);
INSERT INTO case_person (id, case_file, role, number, employee, name, nip, class, class_source, agency, position, address, act_code, statement,
       account_owned, intent, reach, removed_on, repeated, outcome, outcome_at, version)
SELECT ${big} + i, ${big}, 'terlapor', i, ${base} + i % 20 * 10 + 10, 'Pegawai Rekaan ' || CAST(i AS TEXT), NULL, 'PNS', 'registry', 'Dinas Rekaan ' || CAST(i % 5 AS TEXT), 'Staf', NULL, '${act}',
       'Menerangkan: ' || ${filler}, 'admitted', 'diajak', NULL, NULL, 0, NULL, NULL, 1 FROM bench_n WHERE i <= ${persons};
INSERT INTO case_event (id, case_file, at, app_user, event, transition, from_state, to_state, text, kind, ref)
SELECT ${big} + i, ${big}, ${now} - i * 60000000, ${handler}, 'note', NULL, 'REVIEW', 'REVIEW', 'Baris rekaan ' || CAST(i AS TEXT),
       CASE i % 4 WHEN 0 THEN 'talk' WHEN 1 THEN 'letter' WHEN 2 THEN 'note' ELSE 'evidence' END, NULL FROM bench_n WHERE i <= ${items} * 3 / 10;
INSERT INTO case_exhibit (id, case_file, number, file, description, origin, person, showable, added_at, added_by)
SELECT ${big} + i, ${big}, i, ${picture_file}, 'Tangkapan layar rekaan', 'officer', NULL, 1, ${now}, ${handler} FROM bench_n WHERE i <= ${items} / 5;
INSERT INTO case_redaction (id, exhibit, version, kind, file, description, made_at, made_by)
SELECT ${big} + i, ${big} + i, 1, 'none', ${picture_file}, '', ${now}, ${handler} FROM bench_n WHERE i <= ${items} / 5;
INSERT INTO letter (id, office, case_file, person, form, form_code, number, subject, recipient, markdown, missing, file, check_code, made_at, made_by,
       signed_at, signed_by, scan, delivered_at, delivered_how)
SELECT ${big} + i, ${office}, ${big}, NULL, '${form}', 'B.9', CAST(i AS TEXT) || '/PM/X', 'Undangan klarifikasi', 'Yth. Terlapor', ${filler}, 0, ${letter_file},
       'BESAR' || CAST(${big} + i AS TEXT), ${now}, ${handler}, NULL, NULL, CASE WHEN i = 1 THEN ${picture_file} END, NULL, NULL FROM bench_n WHERE i <= ${items} / 5;
INSERT INTO summons (id, case_file, person, attempt, hear_at, place, online, warning, code, code_used_at, letter, outcome, outcome_at, made_at, made_by)
SELECT ${big} + i, ${big}, ${big} + i, 1, ${now} + ${day}, 'Kantor', 0, NULL, ${blob_big}, NULL, NULL, 'heard', ${now}, ${now} - ${day}, ${handler} FROM bench_n WHERE i <= ${persons};
INSERT INTO hearing (id, case_file, person, summons, held_at, place, online, oath, companion, state, signature, signature_reason, letter, closed_at, made_by, version)
SELECT ${big} + i, ${big}, ${big} + i, ${big} + i, ${now}, 'Kantor', 0, 'taken', '', 'closed', 'signed', NULL, NULL, ${now}, ${handler}, 3 FROM bench_n WHERE i <= ${persons};
INSERT INTO hearing_line (id, hearing, number, question, answer, at) SELECT ${big} + i, ${big} + 1, i, 'Apakah Saudara sehat?', 'Ya.', ${now} FROM bench_n WHERE i <= ${items} / 10;
INSERT INTO clock_run (id, office, case_file, person, clock, start_on, start_at, last_moment, sum, calendar, rulepack, status, ended_at, end_reason)
SELECT ${big} + i, ${office}, ${big}, NULL, '${clock}', ${today} - 3, NULL, ${now} + 2 * ${day} + i, '', '${calendar}', '${rulepack}',
       CASE WHEN i <= 3 THEN 'running' ELSE 'stopped' END, CASE WHEN i <= 3 THEN NULL ELSE ${now} END, NULL FROM bench_n WHERE i <= ${items} / 10;
INSERT INTO clock_sum (id, sum) SELECT ${big} + i, (SELECT s.sum FROM clock_sum s WHERE s.id = ${sum}) FROM bench_n WHERE i <= ${items} / 10;
INSERT INTO study (id, case_file, position_text, data_text, legal_text, facts_text, recommendation, signed_at, signed_by, letter, changed_at, changed_by, version)
VALUES (${big}, ${big}, ${filler}, ${filler}, ${filler}, ${filler}, ${filler}, NULL, NULL, NULL, ${now}, ${handler}, 2);
INSERT INTO study_point (id, study, person, act_code, analysis, quotes, conclusion, version)
SELECT ${big} + i, ${big}, ${big} + i, '${act}', ${filler}, ${filler}, 'proven', 1 FROM bench_n WHERE i <= ${persons};

-- Beside it what a page needs that the fill has none of: a request for an identity, a picture in a cluster, a decree that moved 500 dates.
INSERT INTO vault_request (id, office, report, asked_by, at, reason) VALUES (${base} + 20, ${office}, ${base} + 20, ${handler}, ${now}, 'Uji');
INSERT INTO post_media (id, post, file) VALUES (${base}, ${base} + 302, ${picture_file});
INSERT INTO picture (id, office, file, at, opened, why, width, height, working, thumb, pdq, quality)
SELECT ${base}, ${office}, ${picture_file}, ${now}, 1, '', 100, 100, ${picture_file}, ${picture_file}, NULL, 0
 WHERE NOT EXISTS (SELECT 1 FROM picture WHERE file = ${picture_file});
INSERT INTO decree (id, office, national, number, title, decided_on, covers_from, covers_to, source, state, first_by, first_at, second_by, decided_at, reason)
VALUES (${base}, ${office}, 0, 'UJI 1/2024', 'Cuti bersama rekaan', ${today} - 9, NULL, NULL, '', 'in_force', ${handler}, ${now} - 9 * ${day}, ${handler2}, ${now} - 8 * ${day}, NULL);
INSERT INTO decree_typing (id, decree, at, app_user, how, decided_on, covers_from, covers_to, file_name, sha256)
VALUES (${base}, ${base}, ${now} - 9 * ${day}, ${handler}, 'page', ${today} - 9, NULL, NULL, '', 'uji'),
       (${base} + 1, ${base}, ${now} - 8 * ${day}, ${handler2}, 'page', ${today} - 9, NULL, NULL, '', 'uji');
INSERT INTO letter (id, office, case_file, person, form, form_code, number, subject, recipient, markdown, missing, file, check_code, made_at, made_by,
       signed_at, signed_by, scan, delivered_at, delivered_how)
VALUES (${base} - 1, ${office}, ${base} + 301, NULL, 'receipt', 'A.1', NULL, 'Tanda bukti', 'Pelapor', '', 0, ${letter_file}, 'TANDA', ${now}, ${handler}, NULL, NULL, NULL, NULL, NULL);
INSERT INTO calendar_version (id, office, number, hash, at, app_user, decree, rulepack, covers_from, covers_to, joint_leave_works, days)
VALUES (${base}, ${office}, 99, 'ujiujiujiujiujiu', ${now} - 8 * ${day}, ${handler2}, ${base}, '${rulepack}', ${today} - 300, ${today} + 60, 0, '[]');
INSERT INTO clock_recount (id, office, version, clock, rulepack, start_on, clock_run, old_last, new_last, old_status, new_status, notice, sum, text)
VALUES (${base}, ${office}, ${base}, '${clock}', '${rulepack}', ${today} - 3, NULL, ${now}, ${now} + ${day}, 'running', 'running', 1, '{}', 'Tanggal berubah');
INSERT INTO clock_move (id, office, recount, case_file, clock_run, at, app_user)
SELECT ${big} + i, ${office}, ${base}, ${big}, ${big} + i % (${items} / 10) + 1, ${now} - 8 * ${day}, ${handler2} FROM bench_n WHERE i <= ${items};
DROP TABLE bench_n;

-- casework_fill.sql -- an office with many files beside those of the demonstration, all of it made up, in both databases' words.
--
-- tests/bench/casework.py puts numbers in the places marked with a dollar, runs it on a store that `netra demo` made while nobody
-- serves it, and leaves no seals: the bench reads, it proves nothing. One file in ${open_every} is open; the newest come
-- last. Ids are small, so that the demonstration's own rows are the newest.

CREATE TABLE bench_n (i BIGINT PRIMARY KEY);
INSERT INTO bench_n WITH RECURSIVE n(i) AS (SELECT ${from} UNION ALL SELECT i + 1 FROM n WHERE i < ${files}) SELECT i FROM n;

INSERT INTO employee (id, office, nip, name, class, class_derived, agency, unit, position, region, status, changed_at)
SELECT ${base} + i, ${office}, CAST(199001010000000000 + i AS TEXT), 'Pegawai Rekaan ' || CAST(i AS TEXT), 'PNS', 0, ${agency}, NULL, 'Staf',
       '35.79', 'aktif', 0 FROM bench_n WHERE i % 10 = 0;

INSERT INTO case_file (id, office, kind, procedure, contest, state, receipt_number, register_number, title, summary, event_on, event_place,
       known_on, late, owner, joined_to, rulepack, opened_at, changed_at, closed_at, version, received_at)
SELECT ${base} + i, ${office}, CASE WHEN i % 5 = 4 THEN 'finding' ELSE 'report' END, 'pilkada', ${contest},
       CASE WHEN i % ${open_every} = 3 THEN CASE i / ${open_every} % 6 WHEN 0 THEN 'SUBMITTED' WHEN 1 THEN 'REVIEW' WHEN 2 THEN 'REGISTERED'
              WHEN 3 THEN 'CLARIFYING' WHEN 4 THEN 'STUDY' ELSE 'FORWARDED' END
            ELSE CASE i % 4 WHEN 0 THEN 'CLOSED' WHEN 1 THEN 'NOT_REGISTERED' WHEN 2 THEN 'NOT_VIOLATION' ELSE 'LAPSED' END END,
       CAST(i AS TEXT) || '/PL/PW/Kota/99.01/I/2020', CASE WHEN i % 3 = 0 THEN CAST(i AS TEXT) || '/REG/LP/PW/Kota/99.01/I/2020' END,
       'Dugaan ketidaknetralan pada kegiatan warga nomor ' || CAST(i AS TEXT), 'Uraian rekaan. ' || ${filler}, ${today} - 400 - i % 1800, 'Balai Kelurahan ' || CAST(i % 2000 AS TEXT),
       ${today} - 399, 0, CASE WHEN i % 7 = 0 THEN NULL WHEN i % 2 = 0 THEN ${handler} ELSE ${handler2} END, NULL, '${rulepack}',
       ${now} - (${files} - i) * ${step}, ${now} - (${files} - i) * ${step} + 3600000000,
       CASE WHEN i % ${open_every} = 3 THEN NULL ELSE ${now} - (${files} - i) * ${step} + 7200000000 END, 3, NULL FROM bench_n;

-- The words by which findings are found, as desk/docket/case_list.sql makes them; the first title of a report has none.
INSERT INTO case_word (id, office, case_file, start)
WITH RECURSIVE p(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM p WHERE i < 80)
SELECT (${base} + n.i) * 100 + p.i, ${office}, f.id, substr(lower(f.title), p.i, 24)
  FROM bench_n n JOIN case_file f ON f.id = ${base} + n.i JOIN p ON p.i <= length(f.title)
 WHERE n.i % 5 = 4 AND (substr(lower(f.title), p.i, 1) BETWEEN 'a' AND 'z' OR substr(f.title, p.i, 1) BETWEEN '0' AND '9')
   AND NOT (substr(' ' || lower(f.title), p.i, 1) BETWEEN 'a' AND 'z' OR substr(' ' || f.title, p.i, 1) BETWEEN '0' AND '9');

INSERT INTO case_person (id, case_file, role, number, employee, name, nip, class, class_source, agency, position, address, act_code, statement,
       account_owned, intent, reach, removed_on, repeated, outcome, outcome_at, version)
SELECT ${base} + 2 * i, ${base} + i, 'terlapor', 1, ${base} + i - i % 10, 'Pegawai Rekaan ' || CAST(i - i % 10 AS TEXT), NULL, 'PNS', 'registry',
       'Dinas Rekaan', 'Staf', NULL, '${act}', NULL, 'none', NULL, NULL, NULL, 0, NULL, NULL, 1 FROM bench_n WHERE i - i % 10 >= ${from};
INSERT INTO case_person (id, case_file, role, number, employee, name, nip, class, class_source, agency, position, address, act_code, statement,
       account_owned, intent, reach, removed_on, repeated, outcome, outcome_at, version)
SELECT ${base} + 2 * i + 1, ${base} + i, 'saksi', 2, NULL, 'Saksi Rekaan ' || CAST(i AS TEXT), NULL, 'OTHER', 'officer', NULL, NULL, NULL, NULL,
       NULL, 'none', NULL, NULL, NULL, 0, NULL, NULL, 1 FROM bench_n;

INSERT INTO case_event (id, case_file, at, app_user, event, transition, from_state, to_state, text, kind, ref)
SELECT ${base} + 4 * n.i + k.i, ${base} + n.i, ${now} - (${files} - n.i) * ${step} + k.i * 600000000, ${handler}, 'note', NULL, 'SUBMITTED', 'REVIEW',
       'Baris rekaan ' || CAST(k.i AS TEXT), CASE k.i WHEN 0 THEN 'state' WHEN 1 THEN 'letter' WHEN 2 THEN 'note' ELSE 'evidence' END, NULL
  FROM bench_n n JOIN (SELECT 0 AS i UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3) k ON 1 = 1;

-- Two clocks that ended; one that runs while the file is open, a tenth of them past their time, the others within eighteen days.
INSERT INTO clock_run (id, office, case_file, person, clock, start_on, start_at, last_moment, sum, calendar, rulepack, status, ended_at, end_reason)
SELECT ${base} + 3 * n.i + k.i, ${office}, ${base} + n.i, NULL, '${clock_ended}', ${today} - 300, NULL, ${now} - (${files} - n.i) * ${step} + 5 * ${day},
       '{}', '${calendar}', '${rulepack}', 'stopped', ${now} - (${files} - n.i) * ${step} + ${day}, 'selesai'
  FROM bench_n n JOIN (SELECT 0 AS i UNION ALL SELECT 1) k ON 1 = 1;
INSERT INTO clock_run (id, office, case_file, person, clock, start_on, start_at, last_moment, sum, calendar, rulepack, status, ended_at, end_reason)
SELECT ${base} + 3 * i + 2, ${office}, ${base} + i, NULL, '${clock}', ${today} - 2, NULL, ${now} + (i * 7919 % 20 - 2) * ${day} + i % 3600 * 1000000,
       '', '${calendar}', '${rulepack}', CASE WHEN i * 7919 % 20 < 2 THEN 'expired' ELSE 'running' END, NULL, NULL FROM bench_n WHERE i % ${open_every} = 3;
INSERT INTO clock_sum (id, sum) SELECT ${base} + 3 * i + 2, (SELECT s.sum FROM clock_sum s WHERE s.id = ${sum}) FROM bench_n WHERE i % ${open_every} = 3;

INSERT INTO letter (id, office, case_file, person, form, form_code, number, subject, recipient, markdown, missing, file, check_code, made_at, made_by,
       signed_at, signed_by, scan, delivered_at, delivered_how)
SELECT ${base} + i, ${office}, ${base} + i, NULL, '${form}', 'B.9', CAST(i AS TEXT) || '/PM/2020', 'Undangan klarifikasi', 'Yth. Terlapor', ${filler}, 0, ${letter_file},
       'UJI' || CAST(i AS TEXT), ${now} - (${files} - i) * ${step}, ${handler}, NULL, NULL, CASE WHEN ${base} + i = ${small} THEN ${picture_file} END, NULL, NULL FROM bench_n;
-- Files of evidence have rows; only those that the bench opens lie on the disk.
INSERT INTO evidence_file (id, office, sha256, size, type, name, origin, at, app_user)
SELECT ${base} + i, ${office}, 'uji' || CAST(i AS TEXT), 1000, 'image/jpeg', 'rekaan.jpg', 'report', ${now}, NULL FROM bench_n WHERE i % 3 = 0 OR i % 5 = 1;
INSERT INTO case_exhibit (id, case_file, number, file, description, origin, person, showable, added_at, added_by)
SELECT ${base} + i, ${base} + i, 1, CASE WHEN ${base} + i = ${small} THEN ${picture_file} ELSE ${base} + i END, 'Tangkapan layar rekaan', 'officer', NULL, 0, ${now} - (${files} - i) * ${step}, ${handler} FROM bench_n WHERE i % 3 = 0;
INSERT INTO case_redaction (id, exhibit, version, kind, file, description, made_at, made_by)
SELECT ${base} + i, ${base} + i, 1, 'none', CASE WHEN ${base} + i = ${small} THEN ${picture_file} ELSE ${base} + i END, '', ${now} - (${files} - i) * ${step}, ${handler} FROM bench_n WHERE i % 3 = 0;

INSERT INTO report (id, office, case_file, number, at, channel, english, body, place, event_on, known_on, said_when, window_end, late, has_contact,
       code_key, once_key, check_code, content, signature, taken_by)
SELECT ${base} + i, ${office}, ${base} + i, CAST(i AS TEXT) || '/PL/PW/Kota/99.01/I/2020', ${now} - (${files} - i) * ${step}, 'web', 0, 'Laporan rekaan. ' || ${filler},
       'Balai Kelurahan ' || CAST(i % 2000 AS TEXT), ${today} - 400 - i % 1800, ${today} - 399, NULL, NULL, 0, CASE WHEN i % 20 = 0 THEN 1 ELSE 0 END,
       ${blob_a}, ${blob_b}, 'LAP' || CAST(i AS TEXT), 'uji', ${blob_a}, NULL FROM bench_n WHERE i % 5 <> 4;
INSERT INTO report_person (id, report, role, name, position) SELECT ${base} + i, ${base} + i, 'terlapor', 'Seseorang', 'Lurah' FROM bench_n WHERE i % 5 <> 4;
INSERT INTO report_file (id, report, message, file, known_type, place_removed) SELECT ${base} + i, ${base} + i, NULL, CASE WHEN i = 301 THEN ${picture_file} ELSE ${base} + i END, 1, 0 FROM bench_n WHERE i % 5 = 1;
INSERT INTO message (id, report, at, from_office, app_user, kind, body)
SELECT ${base} + i, ${base} + i, ${now} - (${files} - i) * ${step}, 0, NULL, 'message', 'Pesan rekaan.' FROM bench_n WHERE i % 10 = 1;
INSERT INTO alike (id, office, grp, how, score, other, at)
SELECT ${base} + i, ${office}, ${base} + i - i % 10, CASE WHEN i % 10 = 0 THEN '' ELSE 'text' END, 900, NULL, ${now} - (${files} - i) * ${step} FROM bench_n WHERE i % 10 <= 1;
INSERT INTO alike_group (id, office, reports, alone, last_at)
SELECT ${base} + i, ${office}, 2, CASE WHEN i % 100 = 0 THEN 2 ELSE 1 END, ${now} - (${files} - i) * ${step} FROM bench_n WHERE i % 10 = 0;
INSERT INTO alike (id, office, grp, how, score, other, at)
SELECT ${base} + i, ${office}, ${base} + i, '', 0, NULL, ${now} - (${files} - i) * ${step} FROM bench_n WHERE i % 10 > 1 AND i % 5 <> 4;
-- Every picture was looked at, every part compared: the program, which does that by itself, has nothing to do while it is measured.
INSERT INTO picture (id, office, file, at, opened, why, width, height, working, thumb, pdq, quality)
SELECT ${base} + i, ${office}, ${base} + i, ${now}, 0, 'damaged', 0, 0, NULL, NULL, NULL, 0 FROM bench_n WHERE i % 3 = 0 OR i % 5 = 1;
INSERT INTO alike_trait (id, office, report, part, kind, name)
SELECT ${base} + i, ${office}, ${base} + i, ${base} + i, 'file', ${blob_a} FROM bench_n WHERE i % 5 = 1;
INSERT INTO vault_box (id, office, report, at, body) SELECT ${base} + i, ${office}, ${base} + i, ${now} - (${files} - i) * ${step}, ${blob_a} FROM bench_n WHERE i % 20 = 0;

INSERT INTO handover (id, office, case_file, person, route, receiver, copy_to, state, letter, machine, manifest, sent_at, receipt_number, task, task_due,
       outcome, decree_number, decree_on, escalated_at, changed_at, version)
SELECT ${base} + i, ${office}, ${base} + i, ${base} + 2 * i, 'BKN', 'Badan Kepegawaian Negara', '', CASE WHEN i % 150 = 1 THEN 'FORWARDED' ELSE 'CLOSED' END, ${base} + i, NULL, NULL,
       ${now} - (${files} - i) * ${step}, NULL, NULL, NULL, NULL, NULL, NULL, NULL, ${now} - (${files} - i) * ${step}, 1 FROM bench_n WHERE i % 15 = 1 AND i - i % 10 >= ${from};
INSERT INTO handover_event (id, handover, at, app_user, event, from_state, to_state, reason, text)
SELECT ${base} + i, ${base} + i, ${now}, NULL, 'send', '', 'FORWARDED', NULL, 'Diteruskan' FROM bench_n WHERE i % 15 = 1 AND i - i % 10 >= ${from};

INSERT INTO cluster (id, office, title, first_at, last_at, posts, score)
SELECT ${base} + i, ${office}, 'Unggahan rekaan ' || CAST(i AS TEXT), ${now} - i * 1000000, ${now} - i * 1000000, 1 + i % 5, i * 7919 % 1000000 FROM bench_n WHERE i % 15 = 2;
INSERT INTO post (id, office, cluster, ref, platform, kind, at, handle, author, text, url, region, recorded_at, raw, import_run)
SELECT ${base} + i, ${office}, ${base} + i, 'uji:' || CAST(i AS TEXT), 'facebook', 'post', ${now} - i * 1000000, 'akun.rekaan', 'Akun Rekaan', 'Teks rekaan. ' || ${filler},
       'https://contoh.example/' || CAST(i AS TEXT), NULL, ${now}, NULL, NULL FROM bench_n WHERE i % 15 = 2;
INSERT INTO alert (id, office, cluster, post, item, employee, name, nip, class, how, strength, score, contest, pair, object_how, act_code, phase, stance, namesakes, sheet, reasons)
SELECT ${base} + i, ${office}, ${base} + i, ${base} + i, 'post', NULL, 'Pegawai Rekaan', NULL, 'PNS', 'name', 'fair', i * 7919 % 1000000, NULL, NULL, NULL, NULL, NULL, NULL, 1, '{}', '[]'
  FROM bench_n WHERE i % 15 = 2;
INSERT INTO review_item (id, office, cluster, status, until_on, first_reader, decision, case_file, changed_at)
SELECT ${base} + i, ${office}, ${base} + i, 'decided', NULL, NULL, ${base} + i, ${base} + i, ${now} FROM bench_n WHERE i % 15 = 2 AND i % 300 <> 2;
INSERT INTO cluster_open (id, office) SELECT ${base} + i, ${office} FROM bench_n WHERE i % 300 = 2;
INSERT INTO review_decision (id, office, cluster, at, app_user, decision, effect, from_status, reason, act_code, case_file, other, until_on, signals, people, seconds)
SELECT ${base} + i, ${office}, ${base} + i, ${now} - i * 300000000, ${handler}, 'not_relevant', 'decided', 'waiting', '', NULL, NULL, NULL, NULL, '', '', 12 FROM bench_n WHERE i % 15 = 2;

INSERT INTO summons (id, case_file, person, attempt, hear_at, place, online, warning, code, code_used_at, letter, outcome, outcome_at, made_at, made_by)
SELECT ${base} + i, ${base} + i, ${base} + 2 * i, 1, ${now} - ${day}, 'Kantor', 0, NULL, ${blob_a}, NULL, NULL, 'heard', ${now} - ${day}, ${now} - 2 * ${day}, ${handler}
  FROM bench_n WHERE i % 10 = 3 AND i - i % 10 >= ${from};
INSERT INTO hearing (id, case_file, person, summons, held_at, place, online, oath, companion, state, signature, signature_reason, letter, closed_at, made_by, version)
SELECT ${base} + i, ${base} + i, ${base} + 2 * i, ${base} + i, ${now} - ${day}, 'Kantor', 0, 'taken', '', 'closed', 'signed', NULL, NULL, ${now} - ${day}, ${handler}, 3
  FROM bench_n WHERE i % 10 = 3 AND i - i % 10 >= ${from};
INSERT INTO hearing_line (id, hearing, number, question, answer, at) SELECT ${base} + i, ${base} + i, 1, 'Apakah Saudara sehat?', 'Ya.', ${now} FROM bench_n
 WHERE i % 10 = 3 AND i - i % 10 >= ${from};
INSERT INTO study (id, case_file, position_text, data_text, legal_text, facts_text, recommendation, signed_at, signed_by, letter, changed_at, changed_by, version)
SELECT ${base} + i, ${base} + i, ${filler}, ${filler}, ${filler}, ${filler}, ${filler}, ${now}, ${handler}, NULL, ${now}, ${handler}, 2 FROM bench_n WHERE i % 10 = 3;

-- One sitting of the plenary that has not ended, with a full agenda.
INSERT INTO sitting (id, office, held_at, place, state, number, opened_at, ended_at, note, letter, made_at, made_by, version)
SELECT ${base}, ${office}, ${now}, 'Ruang rapat', 'open', '1/BA/PLENO/99.01/11/2024', ${now}, NULL, '', ${small}, ${now}, ${handler}, 1
  FROM bench_n WHERE ${base} + i = ${small};
INSERT INTO sitting_file (id, sitting, case_file, number, added_at, added_by, dropped_at, plenary)
SELECT ${base} + i, ${base}, ${base} + i, ${base} + i - ${small} + 1, ${now}, ${handler}, NULL, NULL FROM bench_n WHERE ${base} + i >= ${small} AND ${base} + i < ${small} + 40;

INSERT INTO access_log (id, office, at, app_user, action, kind, object, reason)
SELECT ${base} + 2 * n.i + k.i, ${office}, ${now} - (${files} - n.i) * ${step}, ${handler}, 'view', 'case', ${base} + n.i, ''
  FROM bench_n n JOIN (SELECT 0 AS i UNION ALL SELECT 1) k ON 1 = 1;
DROP TABLE bench_n;

-- intake_feed.sql -- reports for programs that read with a cursor: never what was written, never who wrote it.

-- reports_feed(office id, since int, max int) -> rows (id id, case_file id, number text, at instant, channel text, late bool, state text, joined_to id?, register_number text?, files int, links int, persons int)
SELECT r.id, r.case_file, r.number, r.at, r.channel, r.late, coalesce(j.state, c.state), c.joined_to,
       coalesce(j.register_number, c.register_number),
       (SELECT count(*) FROM report_file x WHERE x.report = r.id),
       (SELECT count(*) FROM report_link x WHERE x.report = r.id),
       (SELECT count(*) FROM report_person x WHERE x.report = r.id)
  FROM report r JOIN case_file c ON c.id = r.case_file LEFT JOIN case_file j ON j.id = c.joined_to
 WHERE +r.office = $1 AND r.id > $2 AND r.case_file NOT IN (SELECT s.case_file FROM case_shut s WHERE s.app_user = $reader)
 ORDER BY r.id LIMIT $3;

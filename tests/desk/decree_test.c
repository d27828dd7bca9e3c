/* decree_test.c -- decrees by two people, clocks that move with them, pauses. Every date was counted by hand.
 *
 * November 2024 begins on a Friday; SUPPORT_NOW is Monday the 4th, 09.00 WIB; the 27th is polling day, a holiday. The
 * decree "SKB uji 1/2024" of these tests makes Wednesday 6 November a day of joint leave.
 */
#include "casework.h"

#include "desk/decree/decree.h"
#include "desk/docket/feed.h"

#define DECREE "SKB uji 1/2024"

SUPPORT_SQL(sql_moves, "SELECT count(*) FROM clock_move", 0, 1, false, VALUE_NULL);
SUPPORT_SQL(sql_versions, "SELECT count(*) FROM calendar_version", 0, 1, false, VALUE_NULL);
SUPPORT_SQL(sql_jobs, "SELECT count(*) FROM outbox WHERE topic = 'status' AND body LIKE '%Kalender%'", 0, 1, false, VALUE_NULL);

struct bench {
	struct casework c;
	int64_t first, second; /* two people */
};

static int start(void **state)
{
	struct bench *b = calloc(1, sizeof *b);
	casework_start(&b->c);
	b->first = b->c.members[1];
	b->second = b->c.members[2];
	*state = b;
	return 0;
}

static int end(void **state)
{
	struct bench *b = *state;
	casework_end(&b->c);
	free(b);
	return 0;
}

static struct desk as(struct bench *b, int64_t user)
{
	struct desk d = b->c.d;
	d.user = user;
	return d;
}

static struct decree_text typed(struct bench *b, const char *rows)
{
	struct decree_text t = {.number = DECREE, .title = "Cuti bersama (uji)", .source = "tests", .national = true,
				.decided_on = day_of(2024, 10, 30), .covers_from = DAY_NONE, .covers_to = DAY_NONE};
	assert_ok(decree_read(&b->c.s.arena, "uji.csv", str_of(rows), &t, e));
	return t;
}

#define ROWS "tanggal;jenis;nama\n2024-11-06;cuti_bersama;Cuti bersama uji\n"

static struct decree_result type_as(struct bench *b, int64_t user, int64_t decree, const char *rows)
{
	struct desk d = as(b, user);
	struct decree_text t = typed(b, rows);
	struct decree_result r;
	assert_ok(decree_type(&d, decree, &t, "page", &r, e));
	return r;
}

/* A Pemilu report known on Friday 1 November; its clocks count working days. */
static int64_t pemilu_report(struct bench *b)
{
	struct docket_new as = {.kind = "report", .procedure = PEMILU, .title = "Laporan uji", .summary = "Uji",
				.event_on = day_of(2024, 11, 1), .known_on = day_of(2024, 11, 1), .event_place = "Lapangan"};
	int64_t id = 0;
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&b->c.d, WRITE, &tx, e));
	assert_ok(docket_open(&tx, &b->c.d, &as, "report_received", &id, e));
	assert_ok(tx_commit(&tx, e));
	return id;
}

static struct case_clocks_row clock_of(struct bench *b, int64_t file, const char *code)
{
	struct case_clocks_rows all;
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&b->c.d, READ, &tx, e));
	assert_ok(case_clocks(&tx, file, &all, e));
	for (size_t i = 0; i < all.n; i++)
		if (!strcmp(all.items[i].clock, code))
			return all.items[i];
	fail_msg("no clock %s", code);
	return all.items[0];
}

static void ends(struct case_clocks_row run, int month, int day)
{
	char got[DAY_TEXT_MAX], want[DAY_TEXT_MAX];
	assert_string_equal(instant_iso(run.last_moment, WIB, got),
			    instant_iso(instant_day_end(day_of(2024, month, day), WIB), WIB, want));
}

static int64_t count(struct bench *b, const struct statement *q)
{
	return value_as_int(ask(&b->c, q, NULL).items);
}

/* Review of a Pemilu report: two working days after Monday the 4th are the 5th and the 6th. With joint leave on the
 * 6th they are the 5th and the 7th. The Pilkada finding of the fixture counts calendar days and stays. */
static void a_decree_that_two_people_typed_moves_the_deadlines(void **state)
{
	struct bench *b = *state;
	int64_t file = pemilu_report(b);
	ends(clock_of(b, file, "PM-REVIEW"), 11, 6);
	struct case_clocks_row finding = clock_of(b, b->c.file, "PK-FIND");
	struct decree_result first = type_as(b, b->first, 0, ROWS);
	assert_false(first.in_force);
	ends(clock_of(b, file, "PM-REVIEW"), 11, 6);
	struct decree_result second = type_as(b, b->second, first.decree, ROWS);
	assert_true(second.in_force);
	assert_int_equal(second.moved.clocks, 1);
	assert_int_equal(second.moved.earlier, 0);
	struct case_clocks_row moved = clock_of(b, file, "PM-REVIEW");
	ends(moved, 11, 7);
	assert_int_equal(moved.notice, NOTICE_CHANGED);
	assert_int_equal(moved.old_last.us, instant_day_end(day_of(2024, 11, 6), WIB).us);
	assert_int_equal(clock_of(b, b->c.file, "PK-FIND").last_moment.us, finding.last_moment.us);
	assert_string_equal(b->c.office->calendar->version, second.in_force ? b->c.office->calendar->version : "");
	assert_int_equal(count(b, &sql_versions), 2); /* the one before and the new one */
	assert_int_equal(count(b, &sql_moves), 1);
}

/* R11: the new sum has every day with its reason; the old one is still in the row; both calendars can be looked up. */
static void the_old_and_the_new_sum_can_both_be_read(void **state)
{
	struct bench *b = *state;
	int64_t file = pemilu_report(b);
	struct case_clocks_row before = clock_of(b, file, "PM-REVIEW");
	type_as(b, b->second, type_as(b, b->first, 0, ROWS).decree, ROWS);
	struct case_clocks_row after = clock_of(b, file, "PM-REVIEW");
	struct docket_sum old, new;
	assert_ok(docket_sum_read(&b->c.s.arena, before.sum, &old, e));
	assert_ok(docket_sum_read(&b->c.s.arena, after.sum, &new, e));
	assert_int_equal(old.n, 2);
	assert_int_equal(new.n, 3);
	assert_false(new.items[1].counted);
	assert_non_null(strstr(new.items[1].why, "Cuti bersama uji"));
	scoped(tx_rollback) struct tx tx = {0};
	struct version_by_hash_row row;
	bool found;
	assert_ok(desk_begin(&b->c.d, READ, &tx, e));
	assert_ok(version_by_hash(&tx, b->c.office->id, old.calendar, &found, &row, e));
	assert_true(found && !row.decree);
	assert_null(strstr(row.days, "Cuti bersama uji"));
	assert_ok(version_by_hash(&tx, b->c.office->id, new.calendar, &found, &row, e));
	assert_true(found && row.decree);
	assert_non_null(strstr(row.days, DECREE));
	struct clock_moves_rows moves;
	assert_ok(clock_moves(&tx, after.id, &moves, e));
	assert_int_equal(moves.n, 1);
	assert_string_equal(moves.items[0].decree_number, DECREE);
	assert_non_null(strstr(moves.items[0].text, "semula sampai Rabu, 6 November 2024"));
	assert_non_null(strstr(moves.items[0].text, "kini sampai Kamis, 7 November 2024"));
	struct case_timeline_rows lines;
	assert_ok(case_timeline(&tx, file, &lines, e));
	size_t told = 0;
	for (size_t i = 0; i < lines.n; i++)
		told += !strcmp(lines.items[i].event, "clock_moved");
	assert_int_equal(told, 1);
}

static void the_same_person_cannot_confirm(void **state)
{
	struct bench *b = *state;
	struct decree_result first = type_as(b, b->first, 0, ROWS);
	assert_false(type_as(b, b->first, first.decree, ROWS).in_force);
	struct desk d = as(b, b->first);
	struct err e;
	struct decree_result r;
	int64_t none = 0;
	assert_int_equal(decree_confirm_rows(&d, first.decree, &none, 0, &r, &e), FORBIDDEN);
}

static void a_difference_is_shown_and_settled_by_typing_again(void **state)
{
	struct bench *b = *state;
	struct decree_result first = type_as(b, b->first, 0, ROWS);
	assert_false(type_as(b, b->second, first.decree, "2024-11-07;cuti_bersama;Cuti bersama uji\n").in_force);
	{
		struct decree_compared c;
		scoped(tx_rollback) struct tx tx = {0};
		assert_ok(desk_begin(&b->c.d, READ, &tx, e));
		assert_ok(decree_compare(&tx, first.decree, &c, e));
		assert_int_equal(c.differ, 2);
		assert_string_equal(c.items[3].where, "2024-11-06");
		assert_string_equal(c.items[3].second, "");
		assert_string_equal(c.items[4].where, "2024-11-07");
		assert_string_equal(c.items[4].first, "");
	}
	assert_true(type_as(b, b->second, first.decree, "2024-11-06;cuti_bersama;CUTI  bersama uji\n").in_force);
}

static void rows_are_confirmed_all_or_not_at_all(void **state)
{
	struct bench *b = *state;
	struct decree_result first = type_as(b, b->first, 0, ROWS), r;
	struct decree_rows_rows rows;
	{
		struct decree_compared c;
		scoped(tx_rollback) struct tx tx = {0};
		assert_ok(desk_begin(&b->c.d, READ, &tx, e));
		assert_ok(decree_compare(&tx, first.decree, &c, e));
		assert_int_equal(c.second, 0);
		assert_ok(decree_rows(&tx, c.first, &rows, e));
	}
	struct desk d = as(b, b->second);
	struct err e;
	assert_int_equal(decree_confirm_rows(&d, first.decree, NULL, 0, &r, &e), INVALID);
	assert_string_equal(e.field, "row");
	assert_ok(decree_confirm_rows(&d, first.decree, &rows.items[0].id, 1, &r, e));
	assert_true(r.in_force);
}

/* The revision withdraws the 6th: the deadline comes back from the 7th to the 6th, which is earlier. On Thursday the
 * 7th at 09.00 it has passed, yet it does not expire before somebody has confirmed it. */
static void a_date_that_comes_earlier_waits_to_be_confirmed(void **state)
{
	struct bench *b = *state;
	int64_t file = pemilu_report(b);
	type_as(b, b->second, type_as(b, b->first, 0, ROWS).decree, ROWS);
	struct decree_text t = {.number = "SKB uji 2/2024", .title = "Perubahan", .source = "tests",
				.decided_on = day_of(2024, 11, 4), .covers_from = DAY_NONE, .covers_to = DAY_NONE};
	assert_ok(decree_read(&b->c.s.arena, "uji2.csv", STR("tanggal,jenis,nama,perubahan\n2024-11-06,,,cabut\n"), &t, e));
	struct desk one = as(b, b->first), two = as(b, b->second);
	struct decree_result r;
	assert_ok(decree_type(&one, 0, &t, "page", &r, e));
	assert_ok(decree_type(&two, r.decree, &t, "page", &r, e));
	assert_true(r.in_force);
	assert_int_equal(r.moved.earlier, 1);
	struct case_clocks_row run = clock_of(b, file, "PM-REVIEW");
	ends(run, 11, 6);
	assert_int_equal(run.notice, NOTICE_EARLIER);
	pass(&b->c, 72);
	for (int confirmed = 0; confirmed < 2; confirmed++) {
		int expired;
		scoped(tx_rollback) struct tx tx = {0};
		assert_ok(desk_begin(&b->c.d, WRITE, &tx, e));
		if (confirmed)
			assert_ok(docket_date_seen(&tx, &b->c.d, run.id, e));
		assert_ok(docket_expire(&tx, &b->c.d, &expired, e));
		assert_int_equal(expired, confirmed);
		assert_ok(tx_commit(&tx, e));
	}
	assert_string_equal(clock_of(b, file, "PM-REVIEW").status, "expired");
}

/* The pack's decrees reach to the end of 2026. A report of 30 December 2026 cannot be counted: two working days are
 * the 31st and, after New Year and the weekend, Monday 4 January 2027. The decree for 2027 makes that known. */
static void a_decree_for_the_next_year_counts_what_waited(void **state)
{
	struct bench *b = *state;
	b->c.d.now = instant_at(day_of(2026, 12, 30), 9, 0, 0, WIB);
	int64_t file = pemilu_report(b);
	assert_string_equal(clock_of(b, file, "PM-REVIEW").status, "uncounted");
	struct decree_text t = {.number = "SKB uji 3/2026", .title = "Hari libur 2027", .source = "tests",
				.decided_on = day_of(2026, 9, 1), .covers_from = day_of(2027, 1, 1), .covers_to = day_of(2027, 12, 31)};
	assert_ok(decree_read(&b->c.s.arena, "2027.csv", STR("2027-01-01;libur_nasional;Tahun Baru\n"), &t, e));
	struct desk one = as(b, b->first), two = as(b, b->second);
	struct decree_result r;
	assert_ok(decree_type(&one, 0, &t, "page", &r, e));
	assert_ok(decree_type(&two, r.decree, &t, "page", &r, e));
	assert_int_equal(r.moved.counted, 1);
	struct case_clocks_row run = clock_of(b, file, "PM-REVIEW");
	assert_string_equal(run.status, "running");
	assert_int_equal(run.last_moment.us, instant_day_end(day_of(2027, 1, 4), WIB).us);
	assert_int_equal(b->c.office->calendar->covers_to.n, day_of(2027, 12, 31).n);
}

static void a_decree_that_leaves_a_gap_is_refused(void **state)
{
	struct bench *b = *state;
	struct decree_text t = {.number = "SKB uji 4", .title = "Hari libur 2029", .source = "", .decided_on = day_of(2026, 9, 1),
				.covers_from = day_of(2029, 1, 1), .covers_to = day_of(2029, 12, 31)};
	assert_ok(decree_read(&b->c.s.arena, "x", STR("2029-01-01;libur_nasional;Tahun Baru\n"), &t, e));
	struct desk one = as(b, b->first), two = as(b, b->second);
	struct decree_result r;
	struct err e;
	assert_ok(decree_type(&one, 0, &t, "page", &r, e));
	assert_int_equal(decree_type(&two, r.decree, &t, "page", &r, &e), INVALID);
	assert_string_equal(e.field, "covers_from");
}

/* A decree typed in another process: this one notices. Here the "other process" is a second office struct. */
static void a_running_program_takes_the_new_calendar(void **state)
{
	struct bench *b = *state;
	struct office *other = NULL;
	assert_ok(office_open(b->c.s.folder, b->c.office->settings, &other, e));
	struct desk d = as(b, 0);
	d.office = other;
	const struct calendar *old = other->calendar;
	assert_true(day_works(old, day_of(2024, 11, 6), NULL));
	type_as(b, b->second, type_as(b, b->first, 0, ROWS).decree, ROWS);
	bool changed;
	assert_ok(decree_follow(&d, &changed, e));
	assert_true(changed);
	assert_false(day_works(other->calendar, day_of(2024, 11, 6), NULL));
	assert_true(day_works(old, day_of(2024, 11, 6), NULL)); /* whoever still counts by it is not cut off */
	assert_ok(decree_follow(&d, &changed, e));
	assert_false(changed);
	assert_int_equal(count(b, &sql_versions), 2);
	office_close(other);
}

/* -- what is refused, with file, line and field -- */

static void refused(struct bench *b, const char *rows, const char *field, const char *where)
{
	struct decree_text t = {.number = DECREE, .title = "x", .source = "", .decided_on = day_of(2026, 9, 1),
				.covers_from = day_of(2027, 1, 1), .covers_to = day_of(2027, 12, 31)};
	struct err e;
	assert_int_equal(decree_read(&b->c.s.arena, "skb.csv", str_of(rows), &t, &e), INVALID);
	assert_string_equal(e.field, field);
	if (strncmp(e.why, where, strlen(where)))
		fail_msg("'%s' does not begin with '%s'", e.why, where);
}

static void a_wrong_list_is_refused_with_file_line_and_field(void **state)
{
	struct bench *b = *state;
	refused(b, "tanggal,jenis,nama\n2027-01-01,libur_nasional,Tahun Baru\n2026-12-31,libur_nasional,X\n", "tanggal",
		"skb.csv:3: tanggal: 2026-12-31 lies outside");
	refused(b, "2027-01-01;libur_nasional;A\n2027-01-01;cuti_bersama;B\n", "tanggal", "skb.csv:2: tanggal: the day stands in line 1");
	refused(b, "tanggal,jenis,nama\n2027-04-31,libur_nasional,X\n", "tanggal", "skb.csv:2: tanggal: '2027-04-31' is no day");
	refused(b, "tanggal,jenis,nama\n2027-04-30,libur,X\n", "jenis", "skb.csv:2: jenis: 'libur' is unknown");
	refused(b, "tanggal,jenis,nama,perubahan\n2027-04-30,cuti_bersama,X,ganti\n", "perubahan", "skb.csv:2: perubahan:");
	refused(b, "tanggal,jenis,nama,perubahan,dari\n2027-04-30,cuti_bersama,X,pindah,\n", "dari", "skb.csv:2: dari:");
	refused(b, "tanggal,jenis,nama\n2027-04-30,cuti_bersama,\n", "nama", "skb.csv:2: nama:");
	refused(b, "tanggal,jenis,nama\n2027-04-30,cuti_bersama,Hari \xe9\n", "rows", "skb.csv:2: not UTF-8");
	refused(b, "hari,nama\n2027-04-30,X\n", "rows", "skb.csv:1:");
	refused(b, "{\"days\":[{\"day\":\"2027-02-29\",\"kind\":\"cuti_bersama\",\"name\":\"X\"}]}", "tanggal", "skb.csv:1: tanggal:");
	scoped(buf_free) struct buf many = {0};
	buf_text(&many, "tanggal,jenis,nama\n");
	for (int i = 0; i < 10000; i++)
		buf_printf(&many, "2027-01-%02d,cuti_bersama,H\n", i % 28 + 1);
	refused(b, many.s, "tanggal", "skb.csv:402: tanggal: more than 400 rows");
}

/* -- pauses -- */

static int64_t handled(struct bench *b)
{
	finding(&b->c);
	return clock_of(b, b->c.file, "PK-HANDLE").id;
}

static enum status pause_at(struct bench *b, int64_t run, struct day from, struct day to, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&b->c.d, WRITE, &tx, e));
	TRY(docket_pause(&tx, &b->c.d, run, from, to, "menunggu pelapor", e));
	return tx_commit(&tx, e);
}

static void a_time_that_the_law_sets_knows_no_pause(void **state)
{
	struct bench *b = *state;
	struct err e;
	assert_int_equal(pause_at(b, handled(b), day_of(2024, 11, 5), DAY_NONE, &e), INVALID);
	assert_string_equal(e.field, "clock");
	assert_non_null(strstr(e.why, "134(5)"));
	assert_non_null(strstr(e.why, "tidak mengenal jeda"));
}

/* Tracing: seven calendar days from Monday the 4th end on Monday the 11th. Paused on the 5th and 6th: the 13th. */
static int64_t tracing(struct bench *b, int64_t *ret_file)
{
	struct docket_new as = {.kind = "info", .procedure = PILKADA, .title = "Informasi uji", .summary = "Uji",
				.event_on = day_of(2024, 11, 1), .known_on = day_of(2024, 11, 1), .event_place = "Lapangan"};
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&b->c.d, WRITE, &tx, e));
	assert_ok(docket_open(&tx, &b->c.d, &as, "info_received", ret_file, e));
	assert_ok(docket_clock_start(&tx, &b->c.d, *ret_file, 0, "TRACE", DAY_NONE, b->c.d.now, e));
	assert_ok(tx_commit(&tx, e));
	return clock_of(b, *ret_file, "PK-TRACE").id;
}

static void paused_days_are_passed_over_and_said(void **state)
{
	struct bench *b = *state;
	int64_t file = 0, run = tracing(b, &file);
	ends(clock_of(b, file, "PK-TRACE"), 11, 11);
	assert_ok(pause_at(b, run, day_of(2024, 11, 5), day_of(2024, 11, 6), e));
	struct case_clocks_row row = clock_of(b, file, "PK-TRACE");
	ends(row, 11, 13);
	struct docket_sum sum;
	assert_ok(docket_sum_read(&b->c.s.arena, row.sum, &sum, e));
	assert_int_equal(sum.n, 9);
	assert_false(sum.items[0].counted);
	assert_non_null(strstr(sum.items[0].why, "menunggu pelapor (oleh Laras)"));
	struct err e;
	assert_int_equal(pause_at(b, run, day_of(2024, 11, 6), day_of(2024, 11, 8), &e), CONFLICT);
	assert_int_equal(pause_at(b, run, day_of(2024, 11, 1), day_of(2024, 11, 2), &e), INVALID);
	assert_int_equal(pause_at(b, run, day_of(2024, 11, 9), day_of(2024, 11, 8), &e), INVALID);
}

/* Paused on Monday itself without an end; on the 20th, long after the 11th, it still has not run out. It goes on after
 * the 15th: the pause took the 4th (not counted anyway) to the 15th, so day 1 is the 16th and day 7 the 22nd. */
static void a_paused_clock_does_not_run_out_and_goes_on(void **state)
{
	struct bench *b = *state;
	int64_t file = 0, run = tracing(b, &file);
	assert_ok(pause_at(b, run, day_of(2024, 11, 4), DAY_NONE, e));
	assert_string_equal(clock_of(b, file, "PK-TRACE").status, "paused");
	pass(&b->c, 16 * 24);
	int expired;
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&b->c.d, WRITE, &tx, e));
	assert_ok(docket_expire(&tx, &b->c.d, &expired, e));
	struct docket_today today;
	assert_ok(docket_today(&tx, &b->c.d, &today, e));
	bool shown = false;
	for (size_t i = 0; i < today.others.n; i++)
		shown |= today.others.items[i].clock == run && !strcmp(today.others.items[i].left.state, "paused");
	assert_true(shown);
	assert_ok(docket_resume(&tx, &b->c.d, run, day_of(2024, 11, 15), e));
	assert_ok(tx_commit(&tx, e));
	struct case_clocks_row row = clock_of(b, file, "PK-TRACE");
	assert_string_equal(row.status, "running");
	ends(row, 11, 22);
}

/* A pause of the 5th and 6th, told on the 4th: running today, paused tomorrow, running again on the 7th. */
static void a_pause_begins_and_ends_by_itself(void **state)
{
	struct bench *b = *state;
	int64_t file = 0, run = tracing(b, &file);
	static const char *const want[] = {"running", "paused", "paused", "running"};
	assert_ok(pause_at(b, run, day_of(2024, 11, 5), day_of(2024, 11, 6), e));
	for (int day = 0; day < 4; day++, pass(&b->c, 24)) {
		int expired;
		scoped(tx_rollback) struct tx tx = {0};
		assert_ok(desk_begin(&b->c.d, WRITE, &tx, e));
		assert_ok(docket_expire(&tx, &b->c.d, &expired, e));
		assert_ok(tx_commit(&tx, e));
		assert_string_equal(clock_of(b, file, "PK-TRACE").status, want[day]);
	}
}

/* The reporter's own two working days (from Monday the 4th: the 5th and 6th) move to the 7th: the reporter is told. */
static void a_reporter_whose_own_time_moved_is_told(void **state)
{
	struct bench *b = *state;
	int64_t file = pemilu_report(b);
	{
		scoped(tx_rollback) struct tx tx = {0};
		assert_ok(desk_begin(&b->c.d, WRITE, &tx, e));
		assert_ok(docket_clock_start(&tx, &b->c.d, file, 0, "COMPLETE", DAY_NONE, b->c.d.now, e));
		assert_ok(tx_commit(&tx, e));
	}
	type_as(b, b->second, type_as(b, b->first, 0, ROWS).decree, ROWS);
	ends(clock_of(b, file, "PM-COMPLETE"), 11, 7);
	assert_int_equal(count(b, &sql_jobs), 1);
}

/* The event of one clock in the calendar of the office. */
static const char *event_of(struct bench *b, const char *secret, int64_t clock)
{
	struct feed f;
	scoped(buf_free) struct buf out = {0};
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&b->c.d, READ, &tx, e));
	assert_ok(feed_open(&tx, &b->c.d, secret, &f, e));
	assert_ok(feed_text(&tx, &b->c.d, &f, "https://netra.example", &out, e));
	const char *text = buf_arena(&b->c.s.arena, &out);
	const char *at = strstr(text, arena_printf(&b->c.s.arena, "UID:tenggat-%lld@", (long long)clock));
	assert_non_null(at);
	return arena_strndup(&b->c.s.arena, at, (size_t)(strstr(at, "END:VEVENT") - at));
}

/* What a decree moves is a newer event under the same name, so that telephones take the new date over. */
static void a_recount_raises_the_number_of_the_event_in_the_calendar(void **state)
{
	struct bench *b = *state;
	int64_t file = pemilu_report(b), clock = clock_of(b, file, "PM-REVIEW").id;
	const char *secret = NULL;
	{
		scoped(tx_rollback) struct tx tx = {0};
		assert_ok(desk_begin(&b->c.d, WRITE, &tx, e));
		assert_ok(feed_make(&tx, &b->c.d, "office", "ponsel", &secret, e));
		assert_ok(tx_commit(&tx, e));
	}
	const char *before = event_of(b, secret, clock);
	assert_non_null(strstr(before, "SEQUENCE:0\r\n"));
	assert_non_null(strstr(before, "DTEND:20241106T165959Z\r\n"));
	pass(&b->c, 1);
	type_as(b, b->second, type_as(b, b->first, 0, ROWS).decree, ROWS);
	const char *after = event_of(b, secret, clock);
	assert_non_null(strstr(after, "SEQUENCE:1\r\n"));
	assert_non_null(strstr(after, "DTEND:20241107T165959Z\r\n"));
	assert_non_null(strstr(after, "LAST-MODIFIED:20241104T030000Z\r\n"));
}

static const char *annex_words(struct bench *b, int64_t clock, const char *tool)
{
	struct letter_made made;
	struct letter_get_row letter;
	struct evidence_file_get_row row;
	struct str bytes;
	struct arena *a = &b->c.s.arena;
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&b->c.d, WRITE, &tx, e));
	assert_ok(docket_sum_letter(&tx, &b->c.d, clock, &made, e));
	assert_ok(letter_get(&tx, made.id, &letter, e));
	assert_ok(evidence_file_read(&tx, &b->c.d, letter.file, &bytes, &row, e));
	const char *path = arena_printf(a, "%s/annex.pdf", b->c.s.folder);
	FILE *f = fopen(path, "wb");
	assert_int_equal(fwrite(bytes.s, 1, bytes.n, f), bytes.n);
	fclose(f);
	f = popen(arena_printf(a, tool, path), "r");
	char *text = arena_alloc(a, 65536);
	text[fread(text, 1, 65535, f)] = '\0';
	assert_int_equal(pclose(f), 0);
	return text;
}

/* The reviewing time of a Pemilu report moved from the 6th to the 7th by a decree; tracing moved from the 11th to the 13th by
 * a pause. Both papers say the old date, the new one and why, and are one sheet that goes with a letter. */
static void the_annex_tells_the_old_count_and_the_new_one_on_one_sheet(void **state)
{
	struct bench *b = *state;
	int64_t file = pemilu_report(b), info = 0, traced = tracing(b, &info);
	int64_t review = clock_of(b, file, "PM-REVIEW").id;
	assert_non_null(strstr(annex_words(b, review, "pdftotext -layout %s -"), "Tanggal ini belum pernah berpindah."));
	type_as(b, b->second, type_as(b, b->first, 0, ROWS).decree, ROWS);
	assert_ok(pause_at(b, traced, day_of(2024, 11, 5), day_of(2024, 11, 6), e));
	const struct {
		int64_t clock;
		const char *words[6];
	} papers[] = {
		{review, {"Kamis, 7 November 2024", "Cuti bersama: Cuti bersama uji (SKB uji 1/2024)", "Tanggal ini pernah berpindah",
			  "semula Rabu, 6 November 2024", DECREE, "Periksa keaslian"}},
		{traced, {"Rabu, 13 November 2024", "Jeda: menunggu pelapor (dicatat Laras", "Tanggal ini pernah berpindah",
			  "semula Senin, 11 November 2024", "jeda: menunggu pelapor", "Periksa keaslian"}},
	};
	for (size_t i = 0; i < sizeof papers / sizeof *papers; i++) {
		const char *text = annex_words(b, papers[i].clock, "pdftotext -layout %s - | tr -s ' \\n' ' '");
		for (size_t k = 0; k < 6; k++)
			if (!strstr(text, papers[i].words[k]))
				fail_msg("'%s' is not on the paper:\n%s", papers[i].words[k], text);
		assert_non_null(strstr(annex_words(b, papers[i].clock, "pdfinfo %s | tr -s ' '"), "Pages: 1\n"));
	}
}

static void the_list_of_moved_files_is_a_table_and_a_paper(void **state)
{
	struct bench *b = *state;
	pemilu_report(b);
	struct decree_result r = type_as(b, b->second, type_as(b, b->first, 0, ROWS).decree, ROWS);
	scoped(buf_free) struct buf csv = {.limit = 1 << 20};
	scoped(tx_rollback) struct tx tx = {0};
	bool found;
	struct version_of_decree_row version;
	struct letter_made made;
	assert_ok(desk_begin(&b->c.d, WRITE, &tx, e));
	assert_ok(version_of_decree(&tx, b->c.office->id, r.decree, &found, &version, e));
	assert_true(found);
	assert_ok(decree_moves_csv(&tx, &b->c.d, version.id, &csv, e));
	assert_non_null(strstr(csv.s, "PM-REVIEW,2024-11-06T23:59:59+07:00,2024-11-07T23:59:59+07:00,tidak,"));
	assert_ok(decree_letter(&tx, &b->c.d, r.decree, &made, e));
	assert_int_equal(made.missing, 0);
}

static void what_moved_is_sealed(void **state)
{
	struct bench *b = *state;
	pemilu_report(b);
	type_as(b, b->second, type_as(b, b->first, 0, ROWS).decree, ROWS);
	struct verify_report report;
	assert_ok(evidence_verify(&b->c.d, &report, NULL, NULL, e));
	for (size_t i = 0; i < report.n; i++)
		fail_msg("%s", report.items[i].text_en);
}

/* -- what the invited person reads of it -- */

static int64_t start_clock(struct bench *b, int64_t person, const char *code)
{
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&b->c.d, WRITE, &tx, e));
	assert_ok(docket_clock_start(&tx, &b->c.d, b->c.file, person, code, DAY_NONE, b->c.d.now, e));
	assert_ok(tx_commit(&tx, e));
	struct case_clocks_rows all;
	scoped(tx_rollback) struct tx again = {0};
	assert_ok(desk_begin(&b->c.d, READ, &again, e));
	assert_ok(case_clocks(&again, b->c.file, &all, e));
	for (size_t i = 0; i < all.n; i++)
		if (all.items[i].person == person && strstr(all.items[i].clock, code))
			return all.items[i].id;
	fail_msg("no clock %s", code);
	return 0;
}

static struct handle_room room_of(struct bench *b, const char *token)
{
	struct desk visitor = support_desk(&b->c.s, b->c.office, ROLE_NONE, 0);
	struct handle_room room;
	visitor.now = b->c.d.now;
	assert_ok(handle_room_view(&visitor, token, &room, e));
	return room;
}

/* The objection's 14 working days from Monday 4 November: the 27th, polling day, is none; so they end on Friday the 22nd
 * (5-8 are four, 11-15 five, 18-22 five). With joint leave on the 6th: Monday the 25th. It is the first person's own.
 * The notice's own day is paused on the 5th and 6th: both rooms say so, and neither says the officer's words. */
static void an_invited_person_reads_which_of_their_dates_moved_and_why(void **state)
{
	struct bench *b = *state;
	struct handle_invited_list invited;
	const unsigned char source[32] = {1};
	const char *tokens[2];
	b->c.d.now = instant_at(day_of(2024, 11, 4), 9, 0, 0, WIB);
	finding(&b->c);
	invite(&b->c, &invited);
	struct desk visitor = support_desk(&b->c.s, b->c.office, ROLE_NONE, 0);
	visitor.now = b->c.d.now;
	for (int i = 0; i < 2; i++)
		assert_ok(handle_room_enter(&visitor, source, invited.items[i].code, &tokens[i], e));
	assert_int_equal(room_of(b, tokens[0]).moves.n, 0);
	start_clock(b, b->c.people[0], "DS-OBJECT");
	type_as(b, b->second, type_as(b, b->first, 0, ROWS).decree, ROWS);
	struct handle_room room = room_of(b, tokens[0]);
	assert_int_equal(room.moves.n, 1);
	assert_string_equal(room.moves.items[0].clock, "DS-OBJECT");
	assert_string_equal(room.moves.items[0].decree, DECREE);
	assert_int_equal(room.moves.items[0].old_last.us, instant_day_end(day_of(2024, 11, 22), WIB).us);
	assert_int_equal(room.moves.items[0].new_last.us, instant_day_end(day_of(2024, 11, 25), WIB).us);
	assert_int_equal(room_of(b, tokens[1]).moves.n, 0); /* it is not theirs */
	int64_t status = start_clock(b, 0, "STATUS");
	assert_ok(pause_at(b, status, day_of(2024, 11, 5), day_of(2024, 11, 6), e));
	room = room_of(b, tokens[1]);
	assert_int_equal(room.moves.n, 1);
	assert_true(room.moves.items[0].pause);
	assert_null(room.moves.items[0].decree);
	assert_int_equal(room.moves.items[0].paused_from.n, day_of(2024, 11, 5).n);
	assert_int_equal(room.moves.items[0].paused_to.n, day_of(2024, 11, 6).n);
	assert_true(room.moves.items[0].new_last.us > room.moves.items[0].old_last.us);
	assert_int_equal(room_of(b, tokens[0]).moves.n, 2);
}

/* -- the open points of regulation.md D.4, as settings -- */

static void set(struct bench *b, const char *key, const char *value)
{
	assert_ok(settings_with(&b->c.s.arena, b->c.office->settings, key, value, &b->c.office->settings, e));
}

/* Monday 4 November, 23.30 WIB is Tuesday, 01.30 WIT. Review, two calendar days: until the 6th by the office's day, until
 * the 7th by that of WIT. What an officer enters at the counter counts by the office's day in any case. */
static void an_online_report_may_count_from_the_day_of_another_zone(void **state)
{
	struct bench *b = *state;
	static const struct { const char *zone; int user, day; } cases[] = {{"", 0, 6}, {"WIT", 0, 7}, {"WIT", 1, 6}};
	b->c.d.now = instant_at(day_of(2024, 11, 4), 23, 30, 0, WIB);
	for (size_t i = 0; i < 3; i++) {
		struct docket_new as = {.kind = "report", .procedure = PILKADA, .title = "Laporan uji", .summary = "Uji",
					.event_on = day_of(2024, 11, 1), .known_on = day_of(2024, 11, 1), .event_place = "Lapangan"};
		struct desk d = b->c.d;
		int64_t file = 0;
		if (!cases[i].user)
			d.user = 0;
		set(b, "clock.online_zone", cases[i].zone);
		scoped(tx_rollback) struct tx tx = {0};
		assert_ok(desk_begin(&d, WRITE, &tx, e));
		assert_ok(docket_open(&tx, &d, &as, "report_received", &file, e));
		assert_ok(tx_commit(&tx, e));
		ends(clock_of(b, file, "PK-REVIEW"), 11, cases[i].day);
	}
}

/* Reported on Monday the 4th, transferred, received on Wednesday the 6th: the receiver reviews until the 8th, or, by
 * setting, goes on with the first clock, until the 6th. */
static void a_transferred_file_starts_anew_or_goes_on(void **state)
{
	struct bench *b = *state;
	for (int goes_on = 0; goes_on < 2; goes_on++) {
		struct docket_new as = {.kind = "report", .procedure = PILKADA, .title = "Laporan uji", .summary = "Uji",
					.event_on = day_of(2024, 11, 1), .known_on = day_of(2024, 11, 1), .event_place = "Lapangan"};
		struct case_facts elsewhere = {.quorum = true, .majority = true, .formal_met = true, .material_met = true};
		int64_t file = 0;
		set(b, "clock.transfer_continues", goes_on ? "true" : "false");
		b->c.d.now = SUPPORT_NOW;
		scoped(tx_rollback) struct tx tx = {0};
		assert_ok(desk_begin(&b->c.d, WRITE, &tx, e));
		assert_ok(docket_open(&tx, &b->c.d, &as, "report_received", &file, e));
		assert_ok(docket_event(&tx, &b->c.d, file, "start_review", &elsewhere, NULL, e));
		assert_ok(docket_event(&tx, &b->c.d, file, "other_level_competent", &elsewhere, NULL, e));
		b->c.d.now.us += 48 * HOUR_US;
		assert_ok(docket_event(&tx, &b->c.d, file, "received_by_other", &elsewhere, NULL, e));
		assert_ok(tx_commit(&tx, e));
		ends(clock_of(b, file, "PK-REVIEW"), 11, goes_on ? 6 : 8);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_decree_that_two_people_typed_moves_the_deadlines),
		TEST(the_old_and_the_new_sum_can_both_be_read),
		TEST(the_same_person_cannot_confirm),
		TEST(a_difference_is_shown_and_settled_by_typing_again),
		TEST(rows_are_confirmed_all_or_not_at_all),
		TEST(a_date_that_comes_earlier_waits_to_be_confirmed),
		TEST(a_decree_for_the_next_year_counts_what_waited),
		TEST(a_decree_that_leaves_a_gap_is_refused),
		TEST(a_running_program_takes_the_new_calendar),
		TEST(a_wrong_list_is_refused_with_file_line_and_field),
		TEST(a_time_that_the_law_sets_knows_no_pause),
		TEST(paused_days_are_passed_over_and_said),
		TEST(a_paused_clock_does_not_run_out_and_goes_on),
		TEST(a_pause_begins_and_ends_by_itself),
		TEST(a_reporter_whose_own_time_moved_is_told),
		TEST(a_recount_raises_the_number_of_the_event_in_the_calendar),
		TEST(the_annex_tells_the_old_count_and_the_new_one_on_one_sheet),
		TEST(the_list_of_moved_files_is_a_table_and_a_paper),
		TEST(what_moved_is_sealed),
		TEST(an_invited_person_reads_which_of_their_dates_moved_and_why),
		TEST(an_online_report_may_count_from_the_day_of_another_zone),
		TEST(a_transferred_file_starts_anew_or_goes_on),
	};
	return cmocka_run_group_tests_name("decree", tests, NULL, NULL);
}

/* clock_test.c -- the worked cases of the dossier, days worked by hand, and what holds for every start.
 *
 * tests/data/clock-cases.json: 25 deadlines worked by hand from the statutes, two of them real ones of
 * Kota Pasuruan 2020 (https://news.detik.com/berita-jawa-timur/d-5237362/).
 */
#include "core/clock/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;
static const struct law *law;
static const struct calendar *calendar;

static int open_law(void **state)
{
	(void)state;
	if (law_read(&arena, law_embedded, law_embedded_n, &law, NULL) != OK)
		return 1;
	calendar = calendar_of_law(&arena, law, false);
	return 0;
}

static int close_law(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

/* Tests run from the top folder or from the build folder in it. */
static const struct json *data(const char *name)
{
	const char *const tops[] = {"", "../"};
	const struct json *tree;
	for (size_t i = 0; i < 2; i++) {
		FILE *f = fopen(arena_printf(&arena, "%stests/data/%s", tops[i], name), "rb");
		if (!f)
			continue;
		char *text = arena_alloc(&arena, 200000);
		size_t n = fread(text, 1, 200000, f);
		fclose(f);
		assert_int_equal(json_read(&arena, name, text, n, 200000, &tree, NULL), OK);
		return tree;
	}
	fail_msg("tests/data/%s is not there", name);
	return NULL;
}

static struct instant moment(const char *s)
{
	struct instant t;
	struct err e;
	if (instant_parse(s, WIB, &t, &e) != OK)
		fail_msg("%s", e.why);
	return t;
}

static struct deadline due_of(const char *code, const char *start, enum zone zone)
{
	struct deadline due;
	struct err e = {0};
	struct day day = DAY_NONE;
	struct instant at = INSTANT_NONE;
	if (strlen(start) == 10)
		assert_int_equal(day_parse(start, &day, &e), OK);
	else
		at = moment(start);
	if (clock_due(&arena, law, law_clock(law, code), calendar, day, at, zone, &due, &e) != OK)
		fail_msg("%s from %s: %s", code, start, e.why);
	return due;
}

static void ends(const char *code, const char *start, enum zone zone, const char *expected)
{
	char text[DAY_TEXT_MAX];
	struct deadline due = due_of(code, start, zone);
	assert_string_equal(instant_iso(due.last, zone, text), expected);
}

/* The days of one kind must be those of the case, in order, with the same reasons. */
static void same_days(const struct json *days, const struct deadline *due, bool counted)
{
	size_t at = 0;
	for (size_t i = 0; i < due->n; i++) {
		const struct day_note *note = &due->items[i];
		char day[DAY_TEXT_MAX];
		if (note->counted != counted)
			continue;
		assert_true(at < days->n);
		const struct json *d = &days->items[at++];
		assert_string_equal(day_iso(note->day, day),
				    counted ? d->text.s : json_get_text(d, "date", ""));
		const char *why = counted ? "" : json_get_text(d, "why", ""),
			   *weekday = weekday_name(day_weekday(note->day), EN);
		if (!counted)
			assert_string_equal(strcmp(why, weekday) ? why
								 : weekday_name(day_weekday(note->day), ID),
					    clock_why(&arena, due, note));
	}
	assert_int_equal(at, days->n);
}

static void the_worked_cases_of_the_dossier_come_out_to_the_second(void **state)
{
	const struct json *cases = json_get(data("clock-cases.json"), "cases");
	(void)state;
	assert_int_equal(cases->n, 25);
	for (size_t i = 0; i < cases->n; i++) {
		const struct json *c = &cases->items[i];
		enum zone zone;
		char text[DAY_TEXT_MAX];
		assert_int_equal(zone_parse(json_get_text(c, "office_zone_name", ""), &zone, NULL), OK);
		struct deadline due =
			due_of(json_get_text(c, "clock", ""), json_get_text(c, "start", ""), zone);
		assert_string_equal(instant_iso(due.last, zone, text),
				    json_get_text(c, "expected_last_moment", ""));
		same_days(json_get(c, "counted_days"), &due, true);
		same_days(json_get(c, "skipped_days"), &due, false);
		const char *closes = json_get_text(c, "expected_last_counter_moment", NULL);
		if (closes)
			assert_string_equal(instant_iso(due.counter_closes, zone, text), closes);
	}
}

/* Known on Monday 12 February 2024; the 14th is polling day, a national holiday.
 * Counted: 13, 15, 16, 19, 20, 21, 22. UU 7/2017 Ps 454 (6). */
static void working_days_skip_weekend_and_holidays(void **state)
{
	(void)state;
	ends("PM-REPORT", "2024-02-12", WIB, "2024-02-22T23:59:59+07:00");
}

/* UU 10/2016 Ps 71 (2): determination on 22 September 2024, so 22 March was inside (Pasaman Barat undid an
 * inauguration of that day) and 21 March the last free day. 31 August less six months is 29 February in 2024.
 */
static void six_months_before_the_determination_end_on_the_day_before(void **state)
{
	(void)state;
	ends("PK-APPOINT", "2024-09-22T00:00:00+07:00", WIB, "2024-03-21T23:59:59+07:00");
	ends("PK-APPOINT", "2024-08-31", WIB, "2024-02-28T23:59:59+07:00");
	ends("PK-APPOINT", "2024-08-29", WIB, "2024-02-28T23:59:59+07:00");
	ends("PK-APPOINT", "2020-01-15", WIB, "2019-07-14T23:59:59+07:00");
}

/* Known Wednesday 30 December 2026: day 1 is the 31st, day 2 would be in 2027, of which no decree is loaded.
 */
static void outside_the_calendar_nothing_is_guessed(void **state)
{
	struct deadline due;
	struct err e;
	(void)state;
	const struct law_clock *c = law_clock(law, "PM-REPORT");
	assert_int_equal(
		clock_due(&arena, law, c, calendar, day_of(2026, 12, 30), INSTANT_NONE, WIB, &due, &e),
		NOT_LOADED);
	assert_string_equal(
		e.why, "PM-REPORT: 2027-01-01 lies outside the holiday calendar (2023-01-01 to 2026-12-31)");
	assert_int_equal(
		clock_due(&arena, law, c, calendar, day_of(2022, 12, 30), INSTANT_NONE, WIB, &due, &e),
		NOT_LOADED);
	c = law_clock(law, "PM-SUMMON");
	assert_int_equal(clock_due(&arena, law, c, calendar, day_of(2023, 1, 2), INSTANT_NONE, WIB, &due, &e),
			 NOT_LOADED);
	ends("PK-REPORT", "2026-12-30", WIB, "2027-01-06T23:59:59+07:00"); /* calendar days need no decree */
}

/* R7: 23:30 WIB on 1 October is 00:30 of the 2nd for an office in WITA. R6: a date on the form stays. */
static void a_moment_has_its_day_where_the_office_is(void **state)
{
	(void)state;
	ends("PK-REVIEW", "2024-10-01T23:30:00+07:00", WIB, "2024-10-03T23:59:59+07:00");
	ends("PK-REVIEW", "2024-10-01T23:30:00+07:00", WITA, "2024-10-04T23:59:59+08:00");
	ends("PK-REPORT", "2024-10-01", WITA, "2024-10-08T23:59:59+08:00");
}

/* The clock of a reporter who is at the counter: the last day a Friday, a Monday after a holiday, the quiet
 * period. */
static void the_counter_closes_before_the_law_does(void **state)
{
	char text[DAY_TEXT_MAX];
	(void)state;
	struct deadline due = due_of("PK-REPORT", "2024-10-04", WIB); /* to Friday 11 October */
	assert_string_equal(instant_iso(due.counter_closes, WIB, text), "2024-10-11T16:30:00+07:00");
	due = due_of("PK-REPORT", "2024-11-18", WIT); /* to Monday 25 November, quiet period: open all day */
	assert_string_equal(instant_iso(due.counter_closes, WIT, text), "2024-11-25T23:59:59+09:00");
	due = due_of("PK-CRIME", "2024-10-01T10:00:00+07:00", WIB);
	assert_true(instant_is_none(due.counter_closes));
	/* a projected quiet period promises no open counter */
	struct law projected = *law;
	projected.stages.items = arena_memdup(&arena, law->stages.items, law->stages.n * sizeof *law->stages.items);
	for (size_t i = 0; i < law->stages.n; i++)
		projected.stages.items[i].row.confidence = UNSURE;
	assert_int_equal(clock_due(&arena, &projected, law_clock(law, "PK-REPORT"), calendar, day_of(2024, 11, 18),
				   INSTANT_NONE, WIT, &due, NULL), OK);
	assert_string_equal(instant_iso(due.counter_closes, WIT, text), "2024-11-25T16:00:00+09:00");
	due = due_of("PK-REPORT", "2020-10-25", WIB); /* no holiday table of 2020: no promise */
	assert_true(instant_is_none(due.counter_closes));
}

/* The stages name the quiet period of 2020 although no decree of holidays of that year is loaded, and a voting day
 * that a decree makes a holiday keeps the counter open like one that stands in the stages (dossier, C.2). */
static void the_counter_is_open_on_quiet_and_voting_days_wherever_they_are_named(void **state)
{
	char text[DAY_TEXT_MAX];
	(void)state;
	struct deadline due = due_of("PK-NOTICE", "2020-12-07", WIB); /* to Tuesday 8 December 2020, quiet */
	assert_string_equal(instant_iso(due.counter_closes, WIB, text), "2020-12-08T23:59:59+07:00");
	due = due_of("PK-NOTICE", "2020-12-09", WIB); /* the day after the vote: no promise */
	assert_true(instant_is_none(due.counter_closes));
	const struct holiday own[] = {{day_of(2025, 4, 19), "hari_pemungutan_suara", "Pemungutan suara ulang", ""}};
	const struct calendar *local = calendar_with(&arena, calendar, own, 1);
	assert_int_equal(clock_due(&arena, law, law_clock(law, "PK-NOTICE"), local, day_of(2025, 4, 19), INSTANT_NONE,
				   WIB, &due, NULL),
			 OK); /* to Sunday 20 April 2025, Easter; the vote was on the Saturday */
	assert_string_equal(instant_iso(due.counter_closes, WIB, text), "2025-04-19T23:59:59+07:00");
}

/* Setting clock.cuti_bersama_is_working_day: 8, 9, 12, 15 April 2024 were joint leave. */
static void joint_leave_is_a_working_day_by_setting_only(void **state)
{
	const struct calendar *works = calendar_of_law(&arena, law, true);
	struct deadline due;
	char text[DAY_TEXT_MAX];
	(void)state;
	assert_string_not_equal(works->version, calendar->version);
	assert_int_equal(clock_due(&arena, law, law_clock(law, "PM-REPORT"), works, day_of(2024, 4, 5),
				   INSTANT_NONE, WIB, &due, NULL),
			 OK);
	/* 8, 9, 12, 15, 16, 17, 18 April; 10 and 11 are Idul Fitri itself */
	assert_string_equal(instant_iso(due.last, WIB, text), "2024-04-18T23:59:59+07:00");
}

/* An office adds a local holiday, Monday 7 October 2024. */
static void an_offices_own_holiday_is_skipped(void **state)
{
	const struct holiday own[] = {{day_of(2024, 10, 7), "libur_daerah", "Hari jadi Kota Tirtamulya", ""}};
	const struct calendar *local = calendar_with(&arena, calendar, own, 1);
	struct deadline due;
	char text[DAY_TEXT_MAX];
	(void)state;
	assert_int_equal(local->n, calendar->n + 1);
	assert_int_equal(clock_due(&arena, law, law_clock(law, "PM-REVIEW"), local, DAY_NONE,
				   moment("2024-10-04T10:00:00+07:00"), WIB, &due, NULL),
			 OK);
	assert_string_equal(instant_iso(due.last, WIB, text), "2024-10-09T23:59:59+07:00");
	assert_string_equal(clock_why(&arena, &due, &due.items[2]), "libur_daerah: Hari jadi Kota Tirtamulya");
	const struct holiday renamed[] = {{day_of(2024, 12, 25), "libur_daerah", "Natal dan hari jadi", NULL}};
	local = calendar_with(&arena, calendar, renamed, 1);
	assert_int_equal(local->n, calendar->n);
}

/* "2x24 jam" read literally: notice on 28 October 2020 at 09:00, end on the 30th at 09:00 (dossier, CC-05).
 */
static void two_days_may_be_read_as_forty_eight_hours(void **state)
{
	const struct law_clock *hours = clock_as_hours(&arena, law_clock(law, "PK-COMPLETE"));
	struct deadline due;
	char text[DAY_TEXT_MAX];
	struct err e;
	(void)state;
	assert_int_equal(clock_due(&arena, law, hours, calendar, DAY_NONE,
				   moment("2020-10-28T09:00:00+07:00"), WIB, &due, NULL),
			 OK);
	assert_string_equal(instant_iso(due.last, WIB, text), "2020-10-30T09:00:00+07:00");
	assert_int_equal(
		clock_due(&arena, law, hours, calendar, day_of(2020, 10, 28), INSTANT_NONE, WIB, &due, &e),
		INVALID);
	assert_int_equal(clock_as_hours(&arena, law_clock(law, "PK-REPORT"))->unit, CALENDAR_DAY); /* from a date */
	assert_int_equal(clock_as_hours(&arena, law_clock(law, "PK-SUMMON"))->unit, CALENDAR_DAY); /* backwards */
	assert_int_equal(clock_as_hours(&arena, law_clock(law, "DS-EFFECT"))->unit, CALENDAR_DAY); /* a day's beginning */
	assert_int_equal(clock_as_hours(&arena, law_clock(law, "PM-COMPLETE"))->unit, WORKING_DAY);
}

static void a_clock_without_its_start_is_refused(void **state)
{
	struct deadline due;
	struct err e;
	(void)state;
	assert_int_equal(clock_due(&arena, law, law_clock(law, "PK-REPORT"), calendar, DAY_NONE, INSTANT_NONE,
				   WIB, &due, &e),
			 INVALID);
	assert_int_equal(clock_due(&arena, law, law_clock(law, "PK-CRIME"), calendar, day_of(2024, 1, 1),
				   INSTANT_NONE, WIB, &due, &e),
			 INVALID);
	assert_int_equal(clock_due(&arena, law, law_clock(law, "PK-REPORT"), calendar, day_of(1850, 1, 1),
				   INSTANT_NONE, WIB, &due, &e),
			 NOT_LOADED);
	assert_int_equal(clock_due(&arena, law, law_clock(law, "PK-APPOINT"), calendar, day_of(2199, 1, 1),
				   INSTANT_NONE, WIB, &due, &e),
			 NOT_LOADED);
}

/* Every clock, every day of four years at two hours, each zone: the end never moves back when the start moves
 * on. */
static void a_later_start_never_gives_an_earlier_end(void **state)
{
	(void)state;
	for (size_t i = 0; i < law->clocks.n; i++) {
		struct instant before = INSTANT_NONE;
		for (int32_t n = day_of(2023, 1, 1).n; n < day_of(2027, 1, 1).n; n++) {
			struct arena a = {0};
			struct deadline due;
			struct instant at = instant_at((struct day){n}, n % 24, 59, 59, WIB);
			enum status status = clock_due(&a, law, &law->clocks.items[i], calendar,
						       (struct day){n}, at, (enum zone)(i % 3), &due, NULL);
			assert_true(status == OK ||
				    (status == NOT_LOADED && law->clocks.items[i].unit == WORKING_DAY));
			if (status == OK) {
				assert_true(instant_is_none(before) || due.last.us >= before.us);
				assert_true(instant_is_none(due.counter_closes) ||
					    due.counter_closes.us <= due.last.us);
				before = due.last;
			}
			arena_free(&a);
		}
		assert_false(instant_is_none(before));
	}
}

/* Every day of a sum is there once, next to the one before it; the last is a counted one; nothing is counted
 * that is a day of rest. */
static void a_sum_misses_no_day(void **state)
{
	(void)state;
	for (size_t i = 0; i < law->clocks.n; i++) {
		const struct law_clock *c = &law->clocks.items[i];
		if (c->unit == HOUR || c->unit == MONTH)
			continue;
		struct deadline due = due_of(c->code, "2024-03-27", WIB);
		int counted = 0, step = c->backwards ? -1 : 1;
		for (size_t k = 0; k < due.n; k++) {
			assert_int_equal(due.items[k].day.n, due.start_day.n + step * ((int)k + 1));
			assert_true(c->unit == CALENDAR_DAY ||
				    due.items[k].counted == day_works(calendar, due.items[k].day, NULL));
			counted += due.items[k].counted;
		}
		assert_int_equal(counted, c->amount);
		assert_true(due.items[due.n - 1].counted);
	}
}

/* From Friday 11 October 2024: Tuesday the 15th is four calendar days off, two working days. */
static void what_is_left_is_said_in_the_clocks_own_unit(void **state)
{
	static const struct {
		const char *clock, *last, *now, *id, *en;
	} rows[] = {
		{"PK-REPORT", "2024-10-15T23:59:59", "2024-10-11T08:00:00", "4 hari kalender lagi", "4 calendar days left"},
		{"PM-REPORT", "2024-10-15T23:59:59", "2024-10-11T08:00:00", "2 hari kerja lagi", "2 working days left"},
		{"PM-REPORT", "2024-10-14T23:59:59", "2024-10-11T08:00:00", "1 hari kerja lagi", "1 working day left"},
		{"PM-REPORT", "2024-10-15T23:59:59", "2024-10-15T07:30:00", "hari ini, 16 jam lagi", "today, 16 hours left"},
		{"PM-REPORT", "2024-10-15T23:59:59", "2024-10-15T22:30:00", "hari ini, 1 jam lagi", "today, 1 hour left"},
		{"PM-REPORT", "2024-10-15T23:59:59", "2024-10-15T23:30:00", "hari ini, kurang dari satu jam lagi",
		 "today, less than an hour left"},
		{"PM-REPORT", "2024-10-11T23:59:59", "2024-10-16T07:30:00", "lewat 3 hari kerja", "3 working days overdue"},
		{"PK-REPORT", "2024-10-11T23:59:59", "2024-10-12T07:30:00", "lewat 1 hari kalender", "1 calendar day overdue"},
		{"PDP-ACCESS", "2024-10-14T08:00:00", "2024-10-11T08:00:00", "3 hari kalender lagi", "3 calendar days left"},
		{"PK-CRIME", "2024-10-11T12:00:00", "2024-10-11T14:00:00", "lewat 2 jam", "2 hours overdue"},
		{"PK-CRIME", "2024-10-11T12:00:00", "2024-10-11T13:00:00", "lewat 1 jam", "1 hour overdue"},
		{"PK-CRIME", "2024-10-11T23:00:00", "2024-10-11T14:00:00", "hari ini, 9 jam lagi", "today, 9 hours left"},
		/* hours that run over midnight are not today's */
		{"PK-CRIME", "2024-10-12T01:00:00", "2024-10-11T14:00:00", "11 jam lagi", "11 hours left"},
		{"PK-CRIME", "2024-10-12T00:10:00", "2024-10-11T23:30:00", "kurang dari satu jam lagi", "less than an hour left"},
		/* a working-day clock beyond the loaded holidays is told in calendar days, not guessed */
		{"PM-REPORT", "2027-01-10T23:59:59", "2026-12-31T08:00:00", "10 hari kalender lagi", "10 calendar days left"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct clock_left l = clock_left(law_clock(law, rows[i].clock), moment(rows[i].last), calendar, WIB, moment(rows[i].now));
		assert_string_equal(clock_left_text(&arena, l, ID), rows[i].id);
		assert_string_equal(clock_left_text(&arena, l, EN), rows[i].en);
	}
}

/* Near is two days or fewer: from Tuesday to Thursday near, to Friday ample. */
static void two_days_are_near_and_three_are_not(void **state)
{
	const struct law_clock *c = law_clock(law, "PK-REPORT");
	struct instant now = moment("2024-10-08T08:00:00");
	(void)state;
	assert_int_equal(clock_left(c, moment("2024-10-10T23:59:59"), calendar, WIB, now).state, CLOCK_NEAR);
	assert_int_equal(clock_left(c, moment("2024-10-11T23:59:59"), calendar, WIB, now).state, CLOCK_AMPLE);
	assert_int_equal(clock_left(c, moment("2024-10-08T23:59:59"), calendar, WIB, now).state, CLOCK_TODAY);
	assert_int_equal(clock_left(c, moment("2024-10-08T07:59:59"), calendar, WIB, now).state, CLOCK_PAST);
}

/* A clock of months that runs forwards, as an office's own pack may have: 30 November and three months is the last
 * day of February. */
static void months_forwards_end_on_a_day_that_exists(void **state)
{
	struct law_clock c = *law_clock(law, "PK-APPOINT");
	struct deadline due;
	char text[DAY_TEXT_MAX];
	(void)state;
	c.backwards = false;
	c.amount = 3;
	assert_int_equal(clock_due(&arena, law, &c, calendar, day_of(2024, 11, 30), INSTANT_NONE, WIB, &due, NULL), OK);
	assert_string_equal(instant_iso(due.last, WIB, text), "2025-02-28T23:59:59+07:00");
	assert_int_equal(due.n, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_worked_cases_of_the_dossier_come_out_to_the_second),
		cmocka_unit_test(working_days_skip_weekend_and_holidays),
		cmocka_unit_test(six_months_before_the_determination_end_on_the_day_before),
		cmocka_unit_test(outside_the_calendar_nothing_is_guessed),
		cmocka_unit_test(a_moment_has_its_day_where_the_office_is),
		cmocka_unit_test(the_counter_closes_before_the_law_does),
		cmocka_unit_test(the_counter_is_open_on_quiet_and_voting_days_wherever_they_are_named),
		cmocka_unit_test(joint_leave_is_a_working_day_by_setting_only),
		cmocka_unit_test(an_offices_own_holiday_is_skipped),
		cmocka_unit_test(two_days_may_be_read_as_forty_eight_hours),
		cmocka_unit_test(a_clock_without_its_start_is_refused),
		cmocka_unit_test(a_later_start_never_gives_an_earlier_end),
		cmocka_unit_test(a_sum_misses_no_day),
		cmocka_unit_test(what_is_left_is_said_in_the_clocks_own_unit),
		cmocka_unit_test(two_days_are_near_and_three_are_not),
		cmocka_unit_test(months_forwards_end_on_a_day_that_exists),
	};
	return cmocka_run_group_tests(tests, open_law, close_law);
}

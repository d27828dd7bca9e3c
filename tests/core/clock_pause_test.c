/* clock_pause_test.c -- days that an office takes out of a clock, and what holds for every sum, paused or not.
 *
 * No article of the dossier says what happens to a running clock on transfer or while a court has the file (D.4, "known
 * open points"), so pauses are rows with a reason, only on clocks that no law sets; the rest refuse them by name.
 * October 2024 begins on a Tuesday; it has no holiday.
 */
#include "clockwork.h"

#include <stdlib.h>

static void ends_on(const struct clock_question *q, const char *expected)
{
	char text[DAY_TEXT_MAX];
	assert_string_equal(instant_iso(counted(q).last, WIB, text), expected);
}

/* PK-TRACE, seven calendar days from Tuesday 1 October: 2, 3, [4-6 paused], 7, 8, 9, 10, 11. */
static void a_pause_moves_the_end_by_its_days(void **state)
{
	const struct pause pauses[] = {{on("2024-10-04"), on("2024-10-06"), "berkas dipinjam kepolisian"}};
	struct clock_question q = asked("PK-TRACE", "2024-10-01T09:00:00+07:00");
	(void)state;
	ends_on(&q, "2024-10-08T23:59:59+07:00");
	q.pauses = pauses;
	q.n_pauses = 1;
	ends_on(&q, "2024-10-11T23:59:59+07:00");
	struct deadline due = counted(&q);
	assert_int_equal(due.n, 10);
	assert_false(due.open);
	assert_int_equal(due.items[2].kind, NOTE_PAUSED);
	assert_int_equal(due.items[2].number, 0);
	assert_ptr_equal(due.items[2].pause, &pauses[0]);
	assert_int_equal(due.items[5].number, 3);
	assert_string_equal(clock_why(&arena, &due, &due.items[2]), "jeda: berkas dipinjam kepolisian");
}

/* PM-TRACE, seven working days from Tuesday 1 October: 2, 3, 4, [7, 8 paused], 9, 10, 11, 14. */
static void working_days_are_counted_around_a_pause(void **state)
{
	const struct pause pauses[] = {{on("2024-10-05"), on("2024-10-08"), ""}};
	struct clock_question q = asked("PM-TRACE", "2024-10-01T09:00:00+07:00");
	(void)state;
	ends_on(&q, "2024-10-10T23:59:59+07:00");
	q.pauses = pauses;
	q.n_pauses = 1;
	ends_on(&q, "2024-10-14T23:59:59+07:00");
	struct deadline due = counted(&q);
	assert_string_equal(clock_why(&arena, &due, &due.items[3]), "jeda"); /* Saturday the 5th, within it */
}

/* Two that overlap, one that touches them and one inside, handed over in disorder, are 3-9 October as a whole. */
static void pauses_may_touch_and_overlap(void **state)
{
	const struct pause pauses[] = {{on("2024-10-08"), on("2024-10-09"), "c"},
				       {on("2024-10-05"), on("2024-10-05"), "inside"},
				       {on("2024-10-04"), on("2024-10-07"), "b"},
				       {on("2024-10-03"), on("2024-10-06"), "a"}};
	const struct pause whole[] = {{on("2024-10-03"), on("2024-10-09"), "a"}};
	struct clock_question q = asked("PK-TRACE", "2024-10-01T09:00:00+07:00");
	(void)state;
	q.pauses = whole;
	q.n_pauses = 1;
	ends_on(&q, "2024-10-15T23:59:59+07:00");
	struct deadline one = counted(&q);
	q.pauses = pauses;
	q.n_pauses = 4;
	struct deadline four = counted(&q);
	assert_int_equal(four.last.us, one.last.us);
	assert_int_equal(four.n, one.n);
	for (size_t i = 0; i < one.n; i++) {
		assert_int_equal(four.items[i].day.n, one.items[i].day.n);
		assert_int_equal(four.items[i].kind, one.items[i].kind);
		assert_int_equal(four.items[i].number, one.items[i].number);
	}
}

/* Before the start, on the start alone, or behind the end: nothing changes. Over the start: only its rest counts. */
static void a_pause_outside_the_count_changes_nothing(void **state)
{
	const struct pause away[] = {{on("2024-09-01"), on("2024-09-20"), ""},
				     {on("2024-10-01"), on("2024-10-01"), ""},
				     {on("2024-10-09"), DAY_NONE, ""}};
	const struct pause over[] = {{on("2024-09-25"), on("2024-10-03"), ""}};
	struct clock_question q = asked("PK-TRACE", "2024-10-01T09:00:00+07:00");
	(void)state;
	q.pauses = away;
	q.n_pauses = 3;
	ends_on(&q, "2024-10-08T23:59:59+07:00");
	assert_false(counted(&q).open);
	q.pauses = over;
	q.n_pauses = 1;
	ends_on(&q, "2024-10-10T23:59:59+07:00"); /* 4-10 */
}

/* A pause without an end: the clock has none either, and says so. */
static void an_open_pause_leaves_no_end_to_tell(void **state)
{
	const struct pause open[] = {{on("2024-10-04"), DAY_NONE, "menunggu putusan sela"}};
	const struct pause at_once[] = {{on("2024-09-28"), DAY_NONE, ""}};
	struct clock_question q = asked("PK-TRACE", "2024-10-01T09:00:00+07:00");
	(void)state;
	q.pauses = open;
	q.n_pauses = 1;
	struct deadline due = counted(&q);
	assert_true(due.open);
	assert_true(instant_is_none(due.last));
	assert_true(instant_is_none(due.counter_closes));
	assert_int_equal(due.n, 3); /* 2 and 3 counted, the 4th paused */
	assert_int_equal(due.items[1].number, 2);
	assert_int_equal(due.items[2].kind, NOTE_PAUSED);
	q.pauses = at_once;
	assert_int_equal(counted(&q).n, 1);
}

/* The decrees end with 2026: a count that reaches a pause before that is open, one that does not is refused; a pause
 * beyond them ends in days nobody knows. */
static void pauses_do_not_bridge_an_unloaded_calendar(void **state)
{
	const struct pause late[] = {{on("2027-01-11"), DAY_NONE, ""}};
	const struct pause next_day[] = {{on("2027-01-01"), DAY_NONE, ""}};
	const struct pause closed[] = {{on("2026-12-30"), on("2027-01-03"), ""}};
	const struct pause last_day[] = {{on("2026-12-30"), on("2026-12-31"), ""}};
	struct clock_question q = asked("PM-TRACE", "2026-12-28T09:00:00+07:00");
	struct deadline due;
	struct err e;
	(void)state;
	q.n_pauses = 1;
	q.pauses = late;
	assert_int_equal(clock_count(&arena, &q, &due, &e), NOT_LOADED);
	assert_non_null(strstr(e.why, "2027-01-01 lies outside"));
	q.pauses = next_day;
	assert_true(counted(&q).open);
	q.pauses = closed;
	assert_int_equal(clock_count(&arena, &q, &due, &e), NOT_LOADED);
	assert_non_null(strstr(e.why, "2027-01-04 lies outside"));
	q.pauses = last_day;
	assert_int_equal(clock_count(&arena, &q, &due, &e), NOT_LOADED);
	assert_non_null(strstr(e.why, "2027-01-01 lies outside"));
}

static void refused(struct clock_question q, const struct pause *pauses, size_t n, enum status status, const char *why)
{
	struct deadline due;
	struct err e = {0};
	q.pauses = pauses;
	q.n_pauses = n;
	assert_int_equal(clock_count(&arena, &q, &due, &e), status);
	if (!strstr(e.why, why))
		fail_msg("%s: expected '%s'", e.why, why);
	if (status == INVALID)
		assert_string_equal(e.field, "pauses");
}

/* Hours, months, backwards and effective clocks, and every clock a law sets, name their article. */
static void what_a_law_sets_cannot_be_paused(void **state)
{
	const struct pause one[] = {{on("2024-10-04"), on("2024-10-06"), ""}};
	static const char *const codes[] = {"PK-CRIME", "PDP-BREACH", "PK-APPOINT", "PK-SUMMON", "PM-SUMMON",
					    "DS-EFFECT", "PK-HANDLE", "PM-REPORT", "DS-APPEAL-R"};
	(void)state;
	for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
		struct clock_question q = asked(codes[i], "2024-10-01T09:00:00+07:00");
		assert_false(clock_pausable(q.clock));
		refused(q, one, 1, INVALID, q.clock->row.basis);
	}
	/* and what a pack calls pausable stays what it is when days cannot be taken out of it */
	struct law_clock c = *law_clock(law, "PK-TRACE");
	assert_true(clock_pausable(&c));
	c.unit = HOUR;
	assert_false(clock_pausable(&c));
	c.unit = MONTH;
	assert_false(clock_pausable(&c));
	c.unit = WORKING_DAY;
	c.backwards = true;
	assert_false(clock_pausable(&c));
	c.backwards = false;
	c.effective = true;
	assert_false(clock_pausable(&c));
}

static void pauses_that_make_no_sense_are_refused(void **state)
{
	const struct pause turned[] = {{on("2024-10-04"), on("2024-10-05"), ""}, {on("2024-10-06"), on("2024-10-04"), ""}};
	const struct pause no_start[] = {{DAY_NONE, on("2024-10-04"), ""}};
	const struct pause ages[] = {{on("2024-10-04"), on("2054-10-06"), ""}};
	static struct pause many[PAUSES_MAX + 1];
	struct clock_question q = asked("PK-TRACE", "2024-10-01T09:00:00+07:00");
	(void)state;
	for (int i = 0; i <= PAUSES_MAX; i++)
		many[i] = (struct pause){day_add(on("2024-10-04"), 2 * i), day_add(on("2024-10-04"), 2 * i), ""};
	refused(q, turned, 2, INVALID, "pause 2 of PK-TRACE ends before it begins");
	refused(q, no_start, 1, INVALID, "pause 1 of PK-TRACE ends before it begins");
	refused(q, many, PAUSES_MAX + 1, INVALID, "65 pauses, at most 64");
	refused(q, ages, 1, NOT_LOADED, "more than 8192 days");
	q.pauses = many;
	q.n_pauses = PAUSES_MAX;
	ends_on(&q, "2024-10-13T23:59:59+07:00"); /* 2, 3, then every second day: 5, 7, 9, 11, 13 */
}

/* ---- what holds for every clock and every start ---- */

#define STARTS 400 /* random ones for each property */

static int drawn(int n)
{
	return (int)((unsigned)rand() % (unsigned)n);
}

/* Some calendar of 2019 to 2029 with a hundred holidays, and @extra more from @from on. */
static const struct calendar *some_calendar(struct arena *a, unsigned seed, struct day from, int extra)
{
	static const char *const kinds[] = {"libur_nasional", "cuti_bersama"};
	struct day first = on("2019-01-01"), last = on("2029-12-31");
	struct holiday *items = arena_array(a, struct holiday, 4100);
	size_t n = 0;
	srand(seed);
	for (struct day d = first; d.n <= last.n; d = day_add(d, 1)) {
		bool rests = drawn(40) == 0;
		bool more = d.n >= from.n && extra > 0;
		extra -= more;
		if (rests || more)
			items[n++] = (struct holiday){d, kinds[drawn(2)], "libur", ""};
	}
	return calendar_make(a, items, n, first, last, false);
}

static struct clock_question some_question(const struct law_clock *clock, const struct calendar *cal)
{
	struct day d = day_add(on("2019-06-01"), drawn(3300));
	return (struct clock_question){.law = law,
				       .clock = clock,
				       .cal = cal,
				       .day = d,
				       .start = instant_at(d, drawn(24), drawn(60), drawn(60), WIB),
				       .zone = (enum zone)drawn(3)};
}

/* Days follow one another; each counted one is countable, each other one not; the numbers run from 1 to the amount. */
static void no_day_is_missed_or_counted_twice(void **state)
{
	(void)state;
	for (size_t i = 0; i < law->clocks.n * 20; i++) {
		struct arena a = {0};
		const struct law_clock *c = &law->clocks.items[i % law->clocks.n];
		struct clock_question q = some_question(c, some_calendar(&a, (unsigned)i, DAY_NONE, 0));
		struct deadline due = counted(&q);
		int number = 0, step = c->backwards ? -1 : 1;
		bool days = c->unit == CALENDAR_DAY || c->unit == WORKING_DAY;
		for (size_t k = 0; days && k < due.n; k++) {
			const struct day_note *note = &due.items[k];
			assert_int_equal(note->day.n, due.start_day.n + step * ((int)k + 1));
			assert_int_equal(note->counted, c->unit == CALENDAR_DAY || day_works(q.cal, note->day, NULL));
			assert_int_equal(note->number, note->counted ? ++number : 0);
		}
		assert_int_equal(number, days ? c->amount : 0);
		if (days)
			assert_int_equal(due.items[due.n - 1].day.n, day_of_instant(due.last, q.zone).n);
		arena_free(&a);
	}
}

/* The look-up and a walk day by day are two ways to one end. */
static void a_walk_from_day_to_day_ends_on_the_same_day(void **state)
{
	struct arena a = {0};
	const struct calendar *cal = some_calendar(&a, 5, DAY_NONE, 0);
	(void)state;
	for (size_t i = 0; i < law->clocks.n; i++) {
		const struct law_clock *c = &law->clocks.items[i];
		for (int k = 0; (c->unit == CALENDAR_DAY || c->unit == WORKING_DAY) && k < STARTS; k++) {
			struct clock_question q = some_question(c, cal);
			struct deadline due;
			assert_int_equal(clock_end(&q, &due, NULL), OK);
			assert_int_equal(due.n, 0);
			struct day at = due.start_day;
			for (int left = c->amount; left > 0;) {
				at = day_add(at, c->backwards ? -1 : 1);
				left -= c->unit == CALENDAR_DAY || day_works(cal, at, NULL);
			}
			assert_int_equal(at.n, day_of_instant(due.last, q.zone).n);
		}
	}
	arena_free(&a);
}

/* k days of pause that would have been counted move a calendar-day clock by exactly k. */
static void pausing_k_counted_days_moves_a_calendar_clock_by_k(void **state)
{
	struct clock_question q = asked("PK-TRACE", "2024-10-01T09:00:00+07:00");
	(void)state;
	srand(11);
	for (int i = 0; i < STARTS; i++) {
		q = some_question(q.clock, calendar);
		q.n_pauses = 0;
		struct deadline free_of = counted(&q);
		int at = 1 + drawn(q.clock->amount), k = 1 + drawn(30);
		const struct pause p[] = {{day_add(free_of.start_day, at), day_add(free_of.start_day, at + k - 1), "x"}};
		q.pauses = p;
		q.n_pauses = 1;
		assert_int_equal(counted(&q).last.us, free_of.last.us + k * DAY_US);
	}
}

/* More pauses never make an end earlier; and no paused day is counted. */
static void pauses_never_shorten_a_clock(void **state)
{
	const struct law_clock *c = law_clock(law, "PM-TRACE");
	struct arena a = {0};
	const struct calendar *cal = some_calendar(&a, 23, DAY_NONE, 0);
	(void)state;
	for (int i = 0; i < STARTS; i++) {
		struct pause p[6];
		struct clock_question q = some_question(c, cal);
		struct instant before = INSTANT_NONE;
		q.pauses = p;
		for (q.n_pauses = 0; q.n_pauses < 6; q.n_pauses++) {
			struct deadline due = counted(&q);
			assert_true(due.last.us >= before.us);
			before = due.last;
			for (size_t k = 0; k < due.n; k++)
				for (size_t m = 0; m < q.n_pauses; m++)
					assert_false(due.items[k].counted && p[m].from.n <= due.items[k].day.n &&
						     due.items[k].day.n <= p[m].to.n);
			struct day from = day_add(due.start_day, drawn(20) - 4);
			p[q.n_pauses] = (struct pause){from, day_add(from, drawn(6)), ""};
		}
	}
	arena_free(&a);
}

/* A decree about days behind the end leaves the end where it was. */
static void a_holiday_behind_the_end_changes_nothing(void **state)
{
	(void)state;
	for (size_t i = 0; i < law->clocks.n * 10; i++) {
		struct arena a = {0};
		const struct law_clock *c = &law->clocks.items[i % law->clocks.n];
		struct clock_question q = some_question(c, some_calendar(&a, (unsigned)i, DAY_NONE, 0));
		struct deadline due = counted(&q);
		struct day behind = day_add(day_of_instant(due.last, q.zone), 2); /* an hour clock may end the next day */
		if (c->backwards)
			behind = day_add(due.start_day, 1);
		q.cal = some_calendar(&a, (unsigned)i, behind, 10);
		struct deadline again = counted(&q);
		assert_int_equal(again.last.us, due.last.us);
		assert_int_equal(again.counter_closes.us, due.counter_closes.us);
		arena_free(&a);
	}
}

/* N days back from an event and N days on again is the event, when the event is a countable day. */
static void backwards_and_forwards_are_one_way(void **state)
{
	struct arena a = {0};
	const struct calendar *cal = some_calendar(&a, 7, DAY_NONE, 0);
	(void)state;
	for (int i = 0; i < STARTS * 4; i++) {
		struct law_clock back = *law_clock(law, i % 2 ? "PK-SUMMON" : "PM-SUMMON"), on_again = back;
		back.amount = on_again.amount = 1 + drawn(60);
		on_again.backwards = false;
		struct clock_question q = some_question(&back, cal);
		q.zone = WIB;
		struct day event = day_of_instant(q.start, WIB);
		if (back.unit == WORKING_DAY && !day_works(cal, event, NULL))
			continue;
		struct day first = day_of_instant(counted(&q).last, WIB);
		q.clock = &on_again;
		q.start = instant_at(first, 12, 0, 0, WIB);
		assert_int_equal(day_of_instant(counted(&q).last, WIB).n, event.n);
	}
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_pause_moves_the_end_by_its_days),
		cmocka_unit_test(working_days_are_counted_around_a_pause),
		cmocka_unit_test(pauses_may_touch_and_overlap),
		cmocka_unit_test(a_pause_outside_the_count_changes_nothing),
		cmocka_unit_test(an_open_pause_leaves_no_end_to_tell),
		cmocka_unit_test(pauses_do_not_bridge_an_unloaded_calendar),
		cmocka_unit_test(what_a_law_sets_cannot_be_paused),
		cmocka_unit_test(pauses_that_make_no_sense_are_refused),
		cmocka_unit_test(no_day_is_missed_or_counted_twice),
		cmocka_unit_test(a_walk_from_day_to_day_ends_on_the_same_day),
		cmocka_unit_test(pausing_k_counted_days_moves_a_calendar_clock_by_k),
		cmocka_unit_test(pauses_never_shorten_a_clock),
		cmocka_unit_test(a_holiday_behind_the_end_changes_nothing),
		cmocka_unit_test(backwards_and_forwards_are_one_way),
	};
	return cmocka_run_group_tests(tests, open_law, close_law);
}

/* plan_test.c -- what follows from one event, every date counted by hand (regulation.md D.4; calendars of 2024).
 *
 * November 2024 begins on a Friday; the 27th is polling day. February 2024: Thursday the 8th Isra Mikraj, Friday the
 * 9th joint leave, Wednesday the 14th polling day.
 */
#include "core/clock/plan.h"

#include <setjmp.h>
#include <stdarg.h>
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

static struct plan_question ask(enum procedure p, const char *event, int year, int month, int day)
{
	struct day on = day_of(year, month, day);
	return (struct plan_question){.law = law, .cal = calendar, .procedure = p, .event = event, .day = on,
				      .start = instant_at(on, 15, 30, 0, WIB), .zone = WIB, .hearing = DAY_NONE};
}

static struct plan plan_of(struct plan_question q)
{
	struct plan plan;
	struct err e = {0};
	if (clock_plan(&arena, &q, &plan, &e) != OK)
		fail_msg("%s", e.why);
	return plan;
}

/* Line @i is @code and ends on that day. */
static void ends(const struct plan *plan, size_t i, const char *code, int year, int month, int day)
{
	char got[DAY_TEXT_MAX], want[DAY_TEXT_MAX];
	assert_true(i < plan->n);
	const struct plan_line *line = &plan->items[i];
	assert_string_equal(line->clock->code, code);
	assert_int_equal(line->status, OK);
	day_iso(day_of_instant(line->due.last, line->due.zone), got);
	assert_string_equal(got, day_iso(day_of(year, month, day), want));
}

/* Registered on Monday 4 November 2024: three days, Thursday; five in all, Saturday. A hearing on Wednesday, to be
 * summoned by Tuesday. Decided at the end: told and forwarded a day later, Friday, or Sunday when extended. */
static void registering_in_pilkada_gives_the_whole_chain(void **state)
{
	(void)state;
	struct plan p = plan_of(ask(PILKADA, "registered", 2024, 11, 4));
	assert_int_equal(p.n, 7);
	ends(&p, 0, "PK-HANDLE", 2024, 11, 7);
	ends(&p, 1, "PK-HANDLE-X", 2024, 11, 9);
	assert_int_equal(p.hearing.n, day_of(2024, 11, 6).n);
	ends(&p, 2, "PK-SUMMON", 2024, 11, 5);
	assert_true(p.items[2].from_hearing);
	ends(&p, 3, "PK-STATUS", 2024, 11, 8);
	ends(&p, 4, "PK-FORWARD", 2024, 11, 8);
	ends(&p, 5, "PK-STATUS", 2024, 11, 10);
	ends(&p, 6, "PK-FORWARD", 2024, 11, 10);
	assert_int_equal(p.items[0].after, -1);
	assert_int_equal(p.items[3].after, 0);
	assert_int_equal(p.items[6].after, 1);
	/* Saturday the 9th is the last day by law; the counter was last open on Friday. */
	assert_int_equal(day_of_instant(p.items[1].due.counter_closes, WIB).n, day_of(2024, 11, 8).n);
}

/* Counted from Monday 5 February 2024: 6, 7, 12, 13, 15, 16, 19. */
static void registering_in_pemilu_counts_working_days(void **state)
{
	(void)state;
	struct plan p = plan_of(ask(PEMILU, "registered", 2024, 2, 5));
	ends(&p, 0, "PM-HANDLE", 2024, 2, 19);
	assert_int_equal(p.hearing.n, day_of(2024, 2, 7).n);
	ends(&p, 2, "PM-SUMMON", 2024, 2, 6);
	ends(&p, 3, "PM-STATUS", 2024, 2, 20);
}

/* Registered on Tuesday 6 February: two days later is a holiday, then leave and a weekend: the hearing is on Monday the
 * 12th, and the working day before it is Wednesday the 7th. */
static void a_likely_hearing_is_a_working_day(void **state)
{
	(void)state;
	struct plan p = plan_of(ask(PEMILU, "registered", 2024, 2, 6));
	assert_int_equal(p.hearing.n, day_of(2024, 2, 12).n);
	ends(&p, 2, "PM-SUMMON", 2024, 2, 7);
}

/* Registered on Thursday 7 November: handling ends on Sunday the 10th, so only Friday the 8th is left for a hearing. */
static void a_likely_hearing_lies_within_the_handling(void **state)
{
	(void)state;
	struct plan p = plan_of(ask(PILKADA, "registered", 2024, 11, 7));
	ends(&p, 0, "PK-HANDLE", 2024, 11, 10);
	assert_int_equal(p.hearing.n, day_of(2024, 11, 8).n);
	ends(&p, 2, "PK-SUMMON", 2024, 11, 7);
}

static void a_hearing_that_was_named_is_taken(void **state)
{
	(void)state;
	struct plan_question q = ask(PILKADA, "registered", 2024, 11, 4);
	q.hearing = day_of(2024, 11, 7);
	struct plan p = plan_of(q);
	assert_int_equal(p.hearing.n, day_of(2024, 11, 7).n);
	ends(&p, 2, "PK-SUMMON", 2024, 11, 6);
}

/* 23.30 WIB is already the next day in WIT: the same moment, another starting day (R7). */
static void a_moment_has_its_day_in_the_zone_of_the_office(void **state)
{
	(void)state;
	struct plan_question q = ask(PILKADA, "reported", 2024, 11, 4);
	q.day = DAY_NONE;
	q.start = instant_at(day_of(2024, 11, 4), 23, 30, 0, WIB);
	struct plan wib = plan_of(q);
	ends(&wib, 0, "PK-REVIEW", 2024, 11, 6);
	ends(&wib, 1, "PK-NOTICE", 2024, 11, 7);
	ends(&wib, 2, "PK-COMPLETE", 2024, 11, 9);
	q.zone = WIT;
	struct plan wit = plan_of(q);
	ends(&wit, 0, "PK-REVIEW", 2024, 11, 7);
	assert_true(day_is_none(wib.hearing));
}

/* Pemilu, in a year without decree: nothing is guessed, nor what hangs on it; weekdays alone choose the hearing. */
static void what_leaves_the_calendar_says_so_and_so_does_what_hangs_on_it(void **state)
{
	(void)state;
	struct plan p = plan_of(ask(PEMILU, "registered", 2040, 1, 2)); /* a Monday */
	assert_int_equal(p.n, 7);
	for (size_t i = 0; i < p.n; i++)
		assert_int_equal(p.items[i].status, NOT_LOADED);
	assert_int_equal(p.hearing.n, day_of(2040, 1, 4).n);
	p = plan_of(ask(PEMILU, "registered", 2040, 1, 5)); /* a Thursday: Saturday is no day for a hearing */
	assert_int_equal(p.hearing.n, day_of(2040, 1, 6).n);
}

static void a_clock_in_hours_needs_the_hour_and_the_others_do_not(void **state)
{
	(void)state;
	struct plan_question q = ask(PILKADA, "decided", 2024, 11, 8);
	struct plan p = plan_of(q);
	ends(&p, 2, "PK-CRIME", 2024, 11, 9); /* 24 hours, to the second (R5) */
	assert_int_equal(p.items[2].due.last.us - q.start.us, DAY_US);
	q.start = INSTANT_NONE;
	p = plan_of(q);
	ends(&p, 0, "PK-STATUS", 2024, 11, 9);
	assert_int_equal(p.items[2].status, INVALID);
}

/* Received on Monday 18 November 2024: fourteen working days without polling day end on Monday 9 December (PP 79/2021
 * Ps 4 (2)); the PPK has 21 working days more: 10, 11, 12, 13, 16, 17, 18, 19, 20, 23, 24, (25 Christmas, 26 leave), 27, 30, 31,
 * (1 January), 2, 3, 6, 7, 8, 9, 10: the 21st is 10 January. */
static void remedies_hang_on_the_day_of_delivery(void **state)
{
	(void)state;
	struct plan p = plan_of(ask(DOWNSTREAM, "delivered", 2024, 11, 18));
	ends(&p, 1, "DS-OBJECT", 2024, 12, 9);
	ends(&p, 2, "DS-OBJECT-R", 2025, 1, 10);
	assert_int_equal(p.items[2].after, 1);
}

static struct law without(const char *code, const char *other)
{
	struct law less = *law;
	less.clocks.items = arena_array(&arena, struct law_clock, law->clocks.n);
	less.clocks.n = 0;
	for (size_t i = 0; i < law->clocks.n; i++)
		if (strcmp(law->clocks.items[i].code, code) && strcmp(law->clocks.items[i].code, other))
			less.clocks.items[less.clocks.n++] = law->clocks.items[i];
	return less;
}

/* A pack without the review: neither the notice nor the completion can be said. */
static void a_clock_the_pack_lacks_is_left_out_with_what_hangs_on_it(void **state)
{
	(void)state;
	struct law less = without("PK-REVIEW", "PK-HANDLE");
	struct plan_question q = ask(PILKADA, "reported", 2024, 11, 4);
	q.law = &less;
	assert_int_equal(plan_of(q).n, 0);
	q.event = "registered";
	struct plan p = plan_of(q);
	assert_int_equal(p.n, 4);
	ends(&p, 0, "PK-HANDLE-X", 2024, 11, 9);
}

/* The summons counts back from the hearing, never from the day of registering. */
static void without_a_handling_nobody_says_when_the_summons_goes_out(void **state)
{
	(void)state;
	struct law less = without("PK-HANDLE", "PK-HANDLE-X");
	struct plan_question q = ask(PILKADA, "registered", 2024, 11, 4);
	q.law = &less;
	assert_int_equal(plan_of(q).n, 0);
}

static void unknown_events_and_days_are_refused_by_name(void **state)
{
	(void)state;
	struct plan plan;
	struct err e = {0};
	struct plan_question q = ask(PILKADA, "born", 2024, 11, 4);
	assert_int_equal(clock_plan(&arena, &q, &plan, &e), INVALID);
	assert_string_equal(e.field, "event");
	q = ask(DOWNSTREAM, "registered", 2024, 11, 4); /* an event, but of another procedure */
	assert_int_equal(clock_plan(&arena, &q, &plan, &e), INVALID);
	q = ask(PILKADA, "known", 2024, 11, 4);
	q.day = DAY_NONE;
	q.start = INSTANT_NONE;
	assert_int_equal(clock_plan(&arena, &q, &plan, &e), INVALID);
	assert_string_equal(e.field, "start");
}

/* Whatever stands in the table, every event of every procedure has at least one line, and a later day never gives an
 * earlier end. */
static void every_event_has_lines_and_a_later_day_never_an_earlier_end(void **state)
{
	(void)state;
	for (size_t i = 0; i < plan_events_n; i++)
		for (enum procedure p = PILKADA; p <= PRIVACY; p++) {
			if (!plan_event(p, plan_events[i].code))
				continue;
			struct plan before = plan_of(ask(p, plan_events[i].code, 2024, 10, 1));
			assert_true(before.n > 0);
			for (int d = 2; d <= 31; d++) {
				struct plan now = plan_of(ask(p, plan_events[i].code, 2024, 10, d));
				assert_int_equal(now.n, before.n);
				for (size_t k = 0; k < now.n; k++)
					assert_true(now.items[k].due.last.us >= before.items[k].due.last.us);
				before = now;
			}
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(registering_in_pilkada_gives_the_whole_chain),
		cmocka_unit_test(registering_in_pemilu_counts_working_days),
		cmocka_unit_test(a_likely_hearing_is_a_working_day),
		cmocka_unit_test(a_likely_hearing_lies_within_the_handling),
		cmocka_unit_test(a_hearing_that_was_named_is_taken),
		cmocka_unit_test(a_moment_has_its_day_in_the_zone_of_the_office),
		cmocka_unit_test(what_leaves_the_calendar_says_so_and_so_does_what_hangs_on_it),
		cmocka_unit_test(a_clock_in_hours_needs_the_hour_and_the_others_do_not),
		cmocka_unit_test(remedies_hang_on_the_day_of_delivery),
		cmocka_unit_test(a_clock_the_pack_lacks_is_left_out_with_what_hangs_on_it),
		cmocka_unit_test(without_a_handling_nobody_says_when_the_summons_goes_out),
		cmocka_unit_test(unknown_events_and_days_are_refused_by_name),
		cmocka_unit_test(every_event_has_lines_and_a_later_day_never_an_earlier_end),
	};
	return cmocka_run_group_tests(tests, open_law, close_law);
}

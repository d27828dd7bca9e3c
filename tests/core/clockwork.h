/* clockwork.h -- what the tests of core/clock share: the built-in pack, its calendar, and questions in a line. */
#ifndef NETRA_TESTS_CORE_CLOCKWORK_H
#define NETRA_TESTS_CORE_CLOCKWORK_H

#include "core/clock/clock.h"

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

static struct day on(const char *s)
{
	struct day d;
	struct err e;
	if (day_parse(s, &d, &e) != OK)
		fail_msg("%s", e.why);
	return d;
}

/* A clock of the pack, counting from @start: a day, or a moment with its offset. */
static struct clock_question asked(const char *code, const char *start)
{
	struct clock_question q = {.law = law, .clock = law_clock(law, code), .cal = calendar, .day = DAY_NONE, .start = INSTANT_NONE};
	struct err e;
	assert_non_null(q.clock);
	if (strlen(start) == 10)
		q.day = on(start);
	else if (instant_parse(start, WIB, &q.start, &e) != OK)
		fail_msg("%s", e.why);
	return q;
}

static struct deadline counted(const struct clock_question *q)
{
	struct deadline due;
	struct err e = {0};
	if (clock_count(&arena, q, &due, &e) != OK)
		fail_msg("%s: %s", q->clock->code, e.why);
	return due;
}

#endif

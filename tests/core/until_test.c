/* until_test.c -- what a list of work says of a deadline, written by hand: November 2024 begins on a Friday, the counter
 * closes at 16.00, on Fridays at 16.30. */
#include "core/clock/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
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

/* Clock, its start, the moment of reading, and the words. Pilkada reviews in two calendar days, Pemilu in two working
 * days, Pilkada handles in three calendar days, a crime goes on within 24 hours. */
static const struct {
	const char *clock, *start, *now;
	enum zone zone;
	const char *left, *until;
} cases[] = {
	/* Monday + 2 calendar days: Wednesday. */
	{"PK-REVIEW", "2024-11-04T09:00:00+07:00", "2024-11-04T09:00:00+07:00", WIB, "2 hari kalender lagi",
	 "sampai Rabu 16.00 WIB (batas hukum 23.59)"},
	/* Pemilu in Makassar, Tuesday + 2 working days: Thursday. */
	{"PM-REVIEW", "2024-11-05T09:00:00+08:00", "2024-11-05T10:00:00+08:00", WITA, "2 hari kerja lagi",
	 "sampai Kamis 16.00 WITA (batas hukum 23.59)"},
	/* On the last day, at 13.00: ten whole hours by law, three to the closing of the counter. */
	{"PK-REVIEW", "2024-11-04T09:00:00+07:00", "2024-11-06T13:00:00+07:00", WIB, "hari ini, 10 jam lagi",
	 "loket tutup 16.00 WIB (batas hukum 23.59)"},
	{"PK-REVIEW", "2024-11-04T09:00:00+07:00", "2024-11-06T17:00:00+07:00", WIB, "hari ini, 6 jam lagi",
	 "loket sudah tutup, batas hukum 23.59 WIB"},
	/* Thursday + 2: Saturday, when nobody is at the counter; it was last open on Friday until 16.30. */
	{"PK-REVIEW", "2024-11-07T09:00:00+07:00", "2024-11-07T09:00:00+07:00", WIB, "2 hari kalender lagi",
	 "sampai Jumat 16.30 WIB (batas hukum Sabtu 23.59)"},
	{"PK-REVIEW", "2024-11-07T09:00:00+07:00", "2024-11-08T10:00:00+07:00", WIB, "1 hari kalender lagi",
	 "loket tutup 16.30 WIB (batas hukum Sabtu 23.59)"},
	{"PK-REVIEW", "2024-11-07T09:00:00+07:00", "2024-11-08T18:00:00+07:00", WIB, "1 hari kalender lagi",
	 "loket sudah tutup, batas hukum Sabtu 23.59 WIB"},
	{"PK-REVIEW", "2024-11-07T09:00:00+07:00", "2024-11-10T08:00:00+07:00", WIB, "lewat 1 hari kalender", ""},
	/* Pemilu, seven working days from Friday the 1st: Tuesday the 12th, eleven days off: its date, not its weekday. */
	{"PM-HANDLE", "2024-11-01T09:00:00+07:00", "2024-11-01T10:00:00+07:00", WIB, "7 hari kerja lagi",
	 "sampai 12 Nov 2024 16.00 WIB (batas hukum 23.59)"},
	/* 24 hours have no counter; here they end tomorrow at the same second. */
	{"PK-CRIME", "2024-11-04T10:15:00+07:00", "2024-11-04T12:15:00+07:00", WIB, "22 jam lagi", "sampai Selasa 10.15 WIB"},
	/* 23.30 WIB on Monday is 01.30 WIT on Tuesday: by the clock's own zone Thursday is its last day. */
	{"PK-REVIEW", "2024-11-04T23:30:00+07:00", "2024-11-07T20:30:00+07:00", WIT, "hari ini, 1 jam lagi",
	 "loket sudah tutup, batas hukum 23.59 WIT"},
	/* A decree takes effect on the fifteenth day after it was received. */
	{"DS-EFFECT", "2024-11-04T10:00:00+07:00", "2024-11-15T10:00:00+07:00", WIB, "4 hari kalender lagi", "berlaku Selasa 00.00 WIB"},
};

static struct instant moment(const char *text)
{
	struct instant t;
	assert_int_equal(instant_parse(text, WIB, &t, NULL), OK);
	return t;
}

static void the_table_of_words_holds(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct law_clock *c = law_clock(law, cases[i].clock);
		struct deadline due;
		struct err e = {0};
		struct instant now = moment(cases[i].now);
		if (clock_due(&arena, law, c, calendar, DAY_NONE, moment(cases[i].start), cases[i].zone, &due, &e) != OK)
			fail_msg("case %zu: %s", i, e.why);
		struct clock_left left = clock_left(c, due.last, calendar, due.zone, now);
		const char *words = clock_left_text(&arena, left, ID);
		const char *until = clock_until_text(&arena, c, due.last, due.counter_closes, due.zone, now, ID);
		if (strcmp(words, cases[i].left) || strcmp(until, cases[i].until))
			fail_msg("case %zu: '%s' '%s', expected '%s' '%s'", i, words, until, cases[i].left, cases[i].until);
	}
}

static void english_says_the_same(void **state)
{
	(void)state;
	const struct law_clock *c = law_clock(law, "PK-REVIEW");
	struct instant last = instant_day_end(day_of(2024, 11, 9), WIB), counter = instant_at(day_of(2024, 11, 8), 16, 30, 0, WIB);
	assert_string_equal(clock_until_text(&arena, c, last, counter, WIB, moment("2024-11-07T09:00:00+07:00"), EN),
			    "until Friday 16:30 WIB (by law Saturday 23:59)");
	assert_string_equal(clock_until_text(&arena, c, last, INSTANT_NONE, WIB, moment("2024-11-07T09:00:00+07:00"), EN),
			    "until Saturday 23:59 WIB");
}

static void the_counter_binds_where_it_closes_first(void **state)
{
	(void)state;
	struct instant last = {10}, before = {5}, after = {20};
	assert_int_equal(clock_binds(last, before).us, 5);
	assert_int_equal(clock_binds(last, after).us, 10);
	assert_int_equal(clock_binds(last, INSTANT_NONE).us, 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_table_of_words_holds),
		cmocka_unit_test(english_says_the_same),
		cmocka_unit_test(the_counter_binds_where_it_closes_first),
	};
	return cmocka_run_group_tests(tests, open_law, close_law);
}

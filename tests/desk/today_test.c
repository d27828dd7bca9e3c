/* today_test.c -- the order and the words of the Today list; dates counted by hand.
 *
 * November 2024 begins on a Friday. The counter closes at 16.00, on Fridays at 16.30.
 */
#include "support.h"

#include "desk/docket/docket.h"

struct bench {
	struct support s;
	struct office *o;
	struct desk d;
	struct tx tx;
};

static int start(void **state)
{
	struct bench *b = calloc(1, sizeof *b);
	support_start(&b->s);
	b->o = support_office(&b->s);
	b->d = support_desk(&b->s, b->o, ROLE_HANDLER, 0);
	*state = b;
	return 0;
}

static int end(void **state)
{
	struct bench *b = *state;
	tx_rollback(&b->tx);
	office_close(b->o);
	support_end(&b->s);
	free(b);
	return 0;
}

static struct instant at(int day, int hour, int minute)
{
	return instant_at(day_of(2024, 11, day), hour, minute, 0, WIB);
}

static int64_t report_at(struct bench *b, enum procedure p, struct instant now)
{
	struct docket_new as = {.kind = "report", .procedure = p, .title = "Foto bersama", .summary = "Uji",
				.event_on = day_of(2024, 11, 1), .known_on = day_of(2024, 11, 1), .event_place = "Gedung"};
	int64_t id = 0;
	b->d.now = now;
	b->tx.now = now;
	assert_ok(docket_open(&b->tx, &b->d, &as, "report_received", &id, e));
	return id;
}

static struct docket_today seen_at(struct bench *b, struct instant now)
{
	struct docket_today t;
	b->d.now = now;
	assert_ok(docket_today(&b->tx, &b->d, &t, e));
	return t;
}

static void is(const struct docket_jobs *list, size_t i, int64_t file, const char *left, const char *until)
{
	assert_true(i < list->n);
	assert_int_equal(list->items[i].case_file, file);
	assert_string_equal(list->items[i].left.text, left);
	assert_string_equal(list->items[i].until, until);
}

/* Read on Friday the 8th at noon. The review of Thursday's report (Pilkada, two calendar days) ends on Saturday at 23.59,
 * but the counter closes today at 16.30; the crime of Friday 10.00 must go on by Saturday 10.00, sooner by law, later for
 * who works at a counter. Pemilu's review of Thursday counts working days, Friday and Monday: after both. */
static void what_binds_first_stands_first_whatever_unit_it_counts(void **state)
{
	struct bench *b = *state;
	assert_ok(desk_begin(&b->d, WRITE, &b->tx, e));
	int64_t pemilu = report_at(b, PEMILU, at(7, 9, 0)), pilkada = report_at(b, PILKADA, at(7, 9, 0));
	int64_t crime = report_at(b, PILKADA, at(8, 10, 0));
	assert_ok(docket_clock_stop(&b->tx, &b->d, crime, 0, "REVIEW", "uji", e));
	assert_ok(docket_clock_start(&b->tx, &b->d, crime, 0, "CRIME", DAY_NONE, at(8, 10, 0), e));
	struct docket_today t = seen_at(b, at(8, 12, 0));
	is(&t.tomorrow, 0, pilkada, "1 hari kalender lagi", "loket tutup 16.30 WIB (batas hukum Sabtu 23.59)");
	assert_int_equal(t.tomorrow.n, 2);
	assert_int_equal(t.tomorrow.items[1].case_file, crime);
	assert_string_equal(t.tomorrow.items[1].until, "sampai Sabtu 10.00 WIB");
	is(&t.later, 0, pemilu, "1 hari kerja lagi", "sampai Senin 16.00 WIB (batas hukum 23.59)");
	t = seen_at(b, at(11, 15, 0));
	is(&t.today, 0, pemilu, "hari ini, 8 jam lagi", "loket tutup 16.00 WIB (batas hukum 23.59)");
	assert_int_equal(t.past.n, 2);
	assert_int_equal(t.past.items[0].case_file, pilkada);
	t = seen_at(b, at(10, 9, 0));
	is(&t.past, 0, pilkada, "lewat 1 hari kalender", "");
}

/* Received on Thursday at 23.30 WIB, which is Friday 01.30 WIT: two calendar days end on Sunday, 23.59 WIT. An office in WIB
 * looks on Saturday at 22.30 WIB: in WIT it is Sunday, so it ends today, and the hour is WIT's. */
static void a_file_of_wit_keeps_its_zone_when_an_office_in_wib_looks(void **state)
{
	struct bench *b = *state;
	assert_ok(desk_begin(&b->d, WRITE, &b->tx, e));
	b->o->zone = WIT;
	int64_t file = report_at(b, PILKADA, at(7, 23, 30));
	b->o->zone = WIB;
	struct docket_today t = seen_at(b, at(8, 9, 0));
	is(&t.later, 0, file, "2 hari kalender lagi", "loket tutup 16.30 WIT (batas hukum Minggu 23.59)");
	t = seen_at(b, at(9, 22, 30));
	is(&t.today, 0, file, "hari ini, 23 jam lagi", "loket sudah tutup, batas hukum 23.59 WIT");
	assert_true(text_ends(t.today.items[0].left.until, "23.59 WIT"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_binds_first_stands_first_whatever_unit_it_counts, start, end),
		cmocka_unit_test_setup_teardown(a_file_of_wit_keeps_its_zone_when_an_office_in_wib_looks, start, end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

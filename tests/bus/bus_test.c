/* bus_test.c -- jobs are never lost, come in order, and come again when they fail. */
#include "bus/bus.h"
#include "support.h"

struct fixture {
	struct support s;
	struct store *store;
	struct instant now;
};

static int start(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);
	support_start(&f->s);
	f->store = support_store(&f->s, 1);
	f->now = SUPPORT_NOW;
	*state = f;
	return 0;
}

static int end(void **state)
{
	struct fixture *f = *state;
	store_close(f->store);
	support_end(&f->s);
	free(f);
	return 0;
}

static struct tx begin(struct fixture *f)
{
	struct tx tx = {.arena = &f->s.arena, .office = 1, .now = f->now};
	assert_ok(tx_begin(f->store, WRITE, &tx, e));
	return tx;
}

static void publish(struct fixture *f, const char *body, bool keep)
{
	struct tx tx = begin(f);
	assert_ok(bus_publish(&tx, "letter.print", body, e));
	if (keep)
		assert_ok(tx_commit(&tx, e));
	else
		tx_rollback(&tx);
}

static struct job_list fetch(struct fixture *f)
{
	struct job_list jobs;
	struct tx tx = begin(f);
	assert_ok(bus_fetch(&tx, "letter.print", 10, &jobs, e));
	assert_ok(tx_commit(&tx, e));
	return jobs;
}

static void a_job_lives_and_dies_with_the_transaction_that_asked(void **state)
{
	struct fixture *f = *state;
	publish(f, "1", false);
	assert_int_equal(fetch(f).n, 0);
	publish(f, "2", true);
	struct job_list jobs = fetch(f);
	assert_int_equal(jobs.n, 1);
	assert_string_equal(jobs.items[0].body, "2");
	assert_int_equal(jobs.items[0].office, 1);
}

static void jobs_come_in_the_order_they_were_published(void **state)
{
	struct fixture *f = *state;
	for (int i = 0; i < 5; i++)
		publish(f, arena_printf(&f->s.arena, "%d", i), true);
	struct job_list jobs = fetch(f);
	assert_int_equal(jobs.n, 5);
	for (int i = 0; i < 5; i++)
		assert_int_equal(jobs.items[i].body[0], '0' + i);
}

static void a_taken_job_is_nobody_elses_until_its_lease_ends(void **state)
{
	struct fixture *f = *state;
	publish(f, "1", true);
	struct job_list first = fetch(f);
	assert_int_equal(fetch(f).n, 0);
	f->now.us += BUS_LEASE_US;
	struct job_list second = fetch(f);
	assert_int_equal(second.n, 1);
	assert_int_equal(second.items[0].tries, 2);
	struct err e;
	struct tx tx = begin(f);
	assert_int_equal(bus_done(&tx, &first.items[0], &e), CONFLICT); /* the first was too slow */
	tx_rollback(&tx);
	tx = begin(f);
	assert_ok(bus_done(&tx, &second.items[0], e));
	assert_ok(tx_commit(&tx, e));
	f->now.us += 10 * BUS_LEASE_US;
	assert_int_equal(fetch(f).n, 0);
}

static void a_renewed_lease_holds(void **state)
{
	struct fixture *f = *state;
	publish(f, "1", true);
	struct job_list jobs = fetch(f);
	f->now.us += BUS_LEASE_US / 2;
	struct tx tx = begin(f);
	assert_ok(bus_renew(&tx, &jobs.items[0], e));
	assert_ok(tx_commit(&tx, e));
	f->now.us += BUS_LEASE_US * 3 / 4;
	assert_int_equal(fetch(f).n, 0);
	tx = begin(f);
	assert_ok(bus_done(&tx, &jobs.items[0], e));
	assert_ok(tx_commit(&tx, e));
}

/* 10 s, 40 s, 160 s, 640 s, 2560 s, then an hour each; eight tries in all. */
static void a_failing_job_comes_again_later_and_later_and_then_rests(void **state)
{
	struct fixture *f = *state;
	static const int64_t waits_s[BUS_TRIES_MAX] = {10, 40, 160, 640, 2560, 3600, 3600, 3600};
	publish(f, "1", true);
	for (int i = 0; i < BUS_TRIES_MAX; i++) {
		struct job_list jobs = fetch(f);
		assert_int_equal(jobs.n, 1);
		struct tx tx = begin(f);
		assert_ok(bus_retry(&tx, &jobs.items[0], "the printer is away", e));
		assert_ok(tx_commit(&tx, e));
		f->now.us += waits_s[i] * SECOND_US - 1;
		assert_int_equal(fetch(f).n, 0);
		f->now.us += 1;
	}
	assert_int_equal(fetch(f).n, 0);
	struct jobs_open_row open;
	struct tx tx = begin(f);
	assert_ok(jobs_open(&tx, BUS_TRIES_MAX, &open, e));
	tx_rollback(&tx);
	assert_int_equal(open.dead, 1);
	assert_int_equal(open.open, 0);
}

static void done_jobs_are_swept_and_open_ones_stay(void **state)
{
	struct fixture *f = *state;
	publish(f, "1", true);
	struct job_list jobs = fetch(f);
	struct tx tx = begin(f);
	assert_ok(bus_done(&tx, &jobs.items[0], e));
	assert_ok(tx_commit(&tx, e));
	publish(f, "2", true);
	int64_t n;
	tx = begin(f);
	assert_ok(bus_sweep(&tx, (struct instant){f->now.us + 1}, &n, e));
	assert_ok(tx_commit(&tx, e));
	assert_int_equal(n, 1);
	assert_int_equal(fetch(f).n, 1);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, start, end)
	const struct CMUnitTest tests[] = {
		CASE(a_job_lives_and_dies_with_the_transaction_that_asked),
		CASE(jobs_come_in_the_order_they_were_published),
		CASE(a_taken_job_is_nobody_elses_until_its_lease_ends),
		CASE(a_renewed_lease_holds),
		CASE(a_failing_job_comes_again_later_and_later_and_then_rests),
		CASE(done_jobs_are_swept_and_open_ones_stay),
	};
	return cmocka_run_group_tests_name("bus", tests, NULL, NULL);
}

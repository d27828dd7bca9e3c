/* pool_test.c -- a full public lane does not hold up an officer. No test here depends on time. */
#include "web/pool.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#define THREADS 16

struct item {
	bool blocks; /* until the gate opens */
	int order;   /* when it was done: 1, 2 ... */
};
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t news = PTHREAD_COND_INITIALIZER;
static bool gate_open;
static int begun, done;
static atomic_llong waiting;

static void work(void *item)
{
	struct item *i = item;
	pthread_mutex_lock(&lock);
	begun++;
	pthread_cond_broadcast(&news);
	while (i->blocks && !gate_open)
		pthread_cond_wait(&news, &lock);
	i->order = ++done;
	pthread_cond_broadcast(&news);
	pthread_mutex_unlock(&lock);
}

static void wait_until(const int *what, int n)
{
	pthread_mutex_lock(&lock);
	while (*what < n)
		pthread_cond_wait(&news, &lock);
	pthread_mutex_unlock(&lock);
}

static void gate(bool open)
{
	pthread_mutex_lock(&lock);
	gate_open = open;
	pthread_cond_broadcast(&news);
	pthread_mutex_unlock(&lock);
}

static int fresh(void **state)
{
	(void)state;
	gate_open = false;
	begun = done = 0;
	waiting = 0;
	return 0;
}

static void a_full_public_lane_does_not_hold_up_an_officer(void **state)
{
	static struct item crowd[3000], officer;
	size_t taken = 0;
	(void)state;
	struct pool *p = pool_start(THREADS, work, &waiting);
	for (int i = 0; i < pool_most(LANE_PUBLIC, THREADS); i++) {
		crowd[i] = (struct item){.blocks = true};
		assert_true(pool_push(p, LANE_PUBLIC, &crowd[taken++]));
	}
	wait_until(&begun, pool_most(LANE_PUBLIC, THREADS)); /* all that the public may use are stuck */
	while (pool_push(p, LANE_PUBLIC, &crowd[taken]))
		taken++;
	assert_int_equal(taken, pool_cap(LANE_PUBLIC) + (size_t)pool_most(LANE_PUBLIC, THREADS));
	assert_true(pool_push(p, LANE_STAFF, &officer));
	wait_until(&done, 1);
	assert_int_equal(officer.order, 1);
	gate(true);
	pool_stop(p);
	assert_int_equal(done, taken + 1);
	assert_int_equal(waiting, 0);
}

/* Passwords are slow to check: log-ins may hold two threads, and neither the public nor officers wait for the rest. */
static void log_ins_hold_two_threads_at_most(void **state)
{
	static struct item logins[40], visitor, officer;
	(void)state;
	struct pool *p = pool_start(THREADS, work, &waiting);
	for (size_t i = 0; i < 40; i++) {
		logins[i] = (struct item){.blocks = true};
		assert_true(pool_push(p, LANE_LOGIN, &logins[i]));
	}
	wait_until(&begun, 2);
	assert_true(pool_push(p, LANE_PUBLIC, &visitor));
	wait_until(&done, 1);
	assert_true(pool_push(p, LANE_STAFF, &officer));
	wait_until(&done, 2);
	assert_int_equal(begun, 4);
	assert_int_equal(visitor.order, 1);
	assert_int_equal(officer.order, 2);
	gate(true);
	pool_stop(p);
	assert_int_equal(done, 42);
}

/* With two threads: one is stuck, the other works through what waited in the order of the lanes. */
static void officers_come_before_those_who_wait_longer(void **state)
{
	static struct item first, stuck, visitors[5], officer, back;
	(void)state;
	struct pool *p = pool_start(2, work, &waiting);
	stuck = first = (struct item){.blocks = true};
	assert_true(pool_push(p, LANE_STAFF, &first));
	assert_true(pool_push(p, LANE_STAFF, &stuck));
	wait_until(&begun, 2);
	for (size_t i = 0; i < 5; i++)
		assert_true(pool_push(p, LANE_PUBLIC, &visitors[i]));
	assert_true(pool_push(p, LANE_STAFF, &officer));
	pool_again(p, &back); /* whose report is on the disk: its answer goes out first of all */
	assert_int_equal(waiting, 6);
	gate(true);
	pool_stop(p);
	assert_in_range(back.order, 1, 4);
	assert_in_range(officer.order, 1, 5);
	for (size_t i = 0; i < 5; i++)
		assert_true(visitors[i].order > 3);
}

static void what_comes_back_is_never_refused(void **state)
{
	static struct item crowd[2000], again[5000];
	(void)state;
	struct pool *p = pool_start(2, work, &waiting);
	for (size_t i = 0; i < 2000; i++) {
		crowd[i] = (struct item){.blocks = true};
		assert_true(pool_push(p, LANE_PUBLIC, &crowd[i]));
	}
	for (size_t i = 0; i < 5000; i++)
		pool_again(p, &again[i]);
	wait_until(&done, 5000);
	gate(true);
	pool_stop(p);
	assert_int_equal(done, 7000);
}

static void the_public_never_gets_all_threads(void **state)
{
	(void)state;
	for (int n = 2; n < 100; n++) {
		assert_in_range(pool_most(LANE_PUBLIC, n), 1, n - 1);
		assert_in_range(pool_most(LANE_LOGIN, n), 1, 2);
		assert_int_equal(pool_most(LANE_STAFF, n), n);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(a_full_public_lane_does_not_hold_up_an_officer, fresh),
		cmocka_unit_test_setup(log_ins_hold_two_threads_at_most, fresh),
		cmocka_unit_test_setup(officers_come_before_those_who_wait_longer, fresh),
		cmocka_unit_test_setup(what_comes_back_is_never_refused, fresh),
		cmocka_unit_test(the_public_never_gets_all_threads),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

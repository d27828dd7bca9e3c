/* later_test.c -- transactions that nobody waits for: durable when they are told so, each for itself, officers first. */
#include "support.h"

#include <pthread.h>
#include <stdatomic.h>

SUPPORT_SQL(region_add, "INSERT INTO region (id, code, name, kind) VALUES ($1, $2, 'Kota Tirtamulya', 'kota')", 2, 0, true, VALUE_INT, VALUE_TEXT);
SUPPORT_SQL(region_ids, "SELECT id FROM region ORDER BY id", 0, 1, false, VALUE_NULL);

#define MANY 500

struct fixture {
	struct support s;
	struct store *store;
	pthread_mutex_t lock;
	pthread_cond_t news;
	int told, open_gate;
};
struct one {
	struct later later;
	struct arena arena;
	struct fixture *f;
	int64_t id, fails_after; /* 1: it fails once it has written */
	bool waits;              /* until open_gate: others queue up behind it */
	enum status status;
	int told;                /* how many were told before it, itself counted */
};

static int start(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);
	support_start(&f->s);
	f->store = support_store(&f->s, 2);
	pthread_mutex_init(&f->lock, NULL);
	pthread_cond_init(&f->news, NULL);
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

static enum status insert(struct tx *tx, int64_t id, struct err *e)
{
	struct value args[] = {value_int(id), value_text(arena_printf(tx->arena, "%lld", (long long)id))};
	return tx_run(tx, &region_add, args, NULL, e);
}

static enum status write_one(struct tx *tx, void *context, struct err *e)
{
	struct one *o = context;
	pthread_mutex_lock(&o->f->lock);
	while (o->waits && !o->f->open_gate)
		pthread_cond_wait(&o->f->news, &o->f->lock);
	pthread_mutex_unlock(&o->f->lock);
	TRY(insert(tx, o->id, e));
	return o->fails_after ? FAIL(e, INVALID, "it was meant to fail") : OK;
}

static void told(void *context, enum status status, const struct err *e)
{
	struct one *o = context;
	assert_true(status == OK || e->status == status);
	pthread_mutex_lock(&o->f->lock);
	o->status = status;
	o->told = ++o->f->told;
	pthread_cond_broadcast(&o->f->news);
	pthread_mutex_unlock(&o->f->lock);
}

static void send(struct fixture *f, struct one *o, int64_t id)
{
	*o = (struct one){.f = f, .id = id, .fails_after = o->fails_after, .waits = o->waits};
	o->later = (struct later){.write = write_one, .done = told, .context = o, .arena = &o->arena, .now = SUPPORT_NOW};
	assert_true(store_later(f->store, &o->later));
}

static void wait_for(struct fixture *f, int n)
{
	pthread_mutex_lock(&f->lock);
	while (f->told < n)
		pthread_cond_wait(&f->news, &f->lock);
	pthread_mutex_unlock(&f->lock);
}

static void open_gate(struct fixture *f)
{
	pthread_mutex_lock(&f->lock);
	f->open_gate = 1;
	pthread_cond_broadcast(&f->news);
	pthread_mutex_unlock(&f->lock);
}

static size_t there(struct fixture *f)
{
	scoped(tx_rollback) struct tx tx = {.arena = &f->s.arena};
	struct rows rows;
	assert_ok(tx_begin(f->store, READ, &tx, e));
	assert_ok(tx_run(&tx, &region_ids, NULL, &rows, e));
	return rows.n_rows;
}

static void who_is_told_OK_is_in_the_store(void **state)
{
	struct fixture *f = *state;
	struct one *all = calloc(MANY, sizeof *all);
	for (int i = 0; i < MANY; i++)
		send(f, &all[i], i + 1);
	wait_for(f, MANY);
	assert_int_equal(there(f), MANY);
	for (int i = 0; i < MANY; i++) {
		assert_int_equal(all[i].status, OK);
		assert_int_equal(all[i].told, i + 1); /* in the order in which they came */
		arena_free(&all[i].arena);
	}
	free(all);
}

/* The first waits, so that the others gather in one group behind it. */
static void those_that_queued_up_share_a_commit(void **state)
{
	struct fixture *f = *state;
	struct one all[40] = {[0].waits = true};
	struct store_figures before = store_figures(f->store);
	for (int i = 0; i < 40; i++)
		send(f, &all[i], i + 1);
	open_gate(f);
	wait_for(f, 40);
	struct store_figures after = store_figures(f->store);
	assert_int_equal(after.commits - before.commits, 40);
	assert_in_range(after.groups - before.groups, 1, 20);
	for (int i = 0; i < 40; i++)
		arena_free(&all[i].arena);
}

/* The second fails in its statement (the same id again), the third after it has written: both leave nothing. */
static void one_that_fails_is_undone_alone(void **state)
{
	struct fixture *f = *state;
	struct one all[4] = {[0].waits = true, [2].fails_after = 1};
	static const int64_t ids[] = {1, 1, 3, 4};
	for (int i = 0; i < 4; i++)
		send(f, &all[i], ids[i]);
	open_gate(f);
	wait_for(f, 4);
	assert_int_equal(all[0].status, OK);
	assert_int_equal(all[1].status, CONFLICT);
	assert_int_equal(all[2].status, INVALID);
	assert_int_equal(all[3].status, OK);
	assert_int_equal(there(f), 2);
	for (int i = 0; i < 4; i++)
		arena_free(&all[i].arena);
}

struct officer {
	struct fixture *f;
	pthread_t thread;
	_Atomic bool done;
	int told_before; /* how many of the queue were told when the officer's own write was durable */
};

static void *officer_writes(void *context)
{
	struct officer *o = context;
	scoped(arena_free) struct arena a = {0};
	scoped(tx_rollback) struct tx tx = {.arena = &a, .now = SUPPORT_NOW};
	assert_ok(tx_begin(o->f->store, WRITE, &tx, e));
	assert_ok(insert(&tx, 100000, e));
	assert_ok(tx_commit(&tx, e));
	pthread_mutex_lock(&o->f->lock);
	o->told_before = o->f->told;
	pthread_mutex_unlock(&o->f->lock);
	o->done = true;
	return NULL;
}

/* 500 are queued behind one that holds the writer; an officer comes, and need not wait for the 500. The thread is seen to
 * wait for the writer when it is asleep; a slow machine only makes the test wait, never fail. */
static void an_officer_goes_before_the_queue(void **state)
{
	struct fixture *f = *state;
	struct one *all = calloc(MANY, sizeof *all);
	struct officer o = {.f = f};
	all[0].waits = true;
	for (int i = 0; i < MANY; i++)
		send(f, &all[i], i + 1);
	while (store_queued(f->store) == MANY) /* the thread has the writer and the first: the officer comes after them */
		sched_yield();
	pthread_create(&o.thread, NULL, officer_writes, &o);
	while (!store_waiting(f->store))
		sched_yield();
	open_gate(f);
	pthread_join(o.thread, NULL);
	wait_for(f, MANY);
	assert_true(o.done);
	assert_in_range(o.told_before, 0, 200); /* a group holds 128 */
	assert_int_equal(there(f), MANY + 1);
	for (int i = 0; i < MANY; i++)
		arena_free(&all[i].arena);
	free(all);
}

static void a_full_queue_says_so_and_takes_nothing(void **state)
{
	struct fixture *f = *state;
	struct one *all = calloc(LATER_MAX + 2, sizeof *all);
	all[0].waits = true;
	send(f, &all[0], 1);
	while (store_queued(f->store)) /* the thread has taken the first */
		sched_yield();
	for (int i = 1; i <= LATER_MAX; i++)
		send(f, &all[i], i + 1);
	all[LATER_MAX + 1].later = all[1].later;
	assert_false(store_later(f->store, &all[LATER_MAX + 1].later));
	open_gate(f);
	wait_for(f, LATER_MAX + 1);
	assert_int_equal(there(f), LATER_MAX + 1);
	for (int i = 0; i <= LATER_MAX; i++)
		arena_free(&all[i].arena);
	free(all);
}

/* Closing waits for what was taken. */
static void closing_writes_what_was_queued(void **state)
{
	struct fixture *f = *state;
	struct one *all = calloc(MANY, sizeof *all);
	for (int i = 0; i < MANY; i++)
		send(f, &all[i], i + 1);
	store_close(f->store);
	assert_int_equal(f->told, MANY);
	f->store = support_store(&f->s, 1);
	assert_int_equal(there(f), MANY);
	for (int i = 0; i < MANY; i++)
		arena_free(&all[i].arena);
	free(all);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, start, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(who_is_told_OK_is_in_the_store),
		CASE(those_that_queued_up_share_a_commit),
		CASE(one_that_fails_is_undone_alone),
		CASE(an_officer_goes_before_the_queue),
		CASE(a_full_queue_says_so_and_takes_nothing),
		CASE(closing_writes_what_was_queued),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

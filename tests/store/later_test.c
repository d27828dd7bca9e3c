/* later_test.c -- transactions that nobody waits for: durable when they are told so, each for itself, officers first. */
#include "support.h"

#include <pthread.h>
#include <stdatomic.h>

SUPPORT_SQL(region_add, "INSERT INTO region (id, code, name, kind) VALUES ($1, $2, 'Kota Tirtamulya', 'kota')", 2, 0, true, VALUE_INT, VALUE_TEXT);
SUPPORT_SQL(region_ids, "SELECT id FROM region ORDER BY id", 0, 1, false, VALUE_NULL);

#define MANY 500

struct one {
	struct later later;
	struct arena arena;
	struct fixture *f;
	int64_t id;
	bool fails_after; /* it fails once it has written */
	bool waits;       /* until open_gate: others queue up behind it */
	enum status status;
	int told;         /* how many were told before it, itself counted */
};
struct fixture {
	struct support s;
	struct store *store;
	pthread_mutex_t lock;
	pthread_cond_t news;
	int begun, told, open_gate;
	struct one all[LATER_MAX + 2];
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

static void open_gate(struct fixture *f)
{
	pthread_mutex_lock(&f->lock);
	f->open_gate = 1;
	pthread_cond_broadcast(&f->news);
	pthread_mutex_unlock(&f->lock);
}

static int end(void **state)
{
	struct fixture *f = *state;
	open_gate(f); /* or a test that failed would be waited for for ever */
	store_close(f->store);
	for (size_t i = 0; i < sizeof f->all / sizeof *f->all; i++)
		arena_free(&f->all[i].arena);
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
	o->f->begun++;
	pthread_cond_broadcast(&o->f->news);
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

/* Begins number @i of the fixture; its id is one more. */
static void send(struct fixture *f, int i)
{
	struct one *o = &f->all[i];
	o->f = f;
	o->id = o->id ? o->id : i + 1;
	o->later = (struct later){.write = write_one, .done = told, .context = o, .arena = &o->arena, .now = SUPPORT_NOW};
	assert_true(store_later(f->store, &o->later));
}

static void send_all(struct fixture *f, int n)
{
	for (int i = 0; i < n; i++)
		send(f, i);
}

/* @what: f->begun or f->told. */
static void wait_for(struct fixture *f, const int *what, int n)
{
	pthread_mutex_lock(&f->lock);
	while (*what < n)
		pthread_cond_wait(&f->news, &f->lock);
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
	send_all(f, MANY);
	wait_for(f, &f->told, MANY);
	assert_int_equal(there(f), MANY);
	for (int i = 0; i < MANY; i++) {
		assert_int_equal(f->all[i].status, OK);
		assert_int_equal(f->all[i].told, i + 1); /* in the order in which they came */
	}
}

/* How many groups 40 made of themselves: the first waits, so that the others gather behind it. */
static int64_t groups_of_forty(struct fixture *f, int round)
{
	struct store_figures before = store_figures(f->store);
	for (int i = 0; i < 40; i++)
		f->all[i] = (struct one){.arena = f->all[i].arena, .id = 40 * round + i + 1};
	f->all[0].waits = true;
	f->open_gate = f->told = 0; /* nobody is at work between two rounds */
	send_all(f, 40);
	open_gate(f);
	wait_for(f, &f->told, 40);
	struct store_figures after = store_figures(f->store);
	assert_int_equal(after.commits - before.commits, 40);
	return after.groups - before.groups;
}

/* A group also ends by its age (25 ms). So a machine that is busy with other things may part them, but not every time;
 * a store in which they do not share would part them every time. */
static void those_that_queued_up_share_a_commit(void **state)
{
	struct fixture *f = *state;
	int64_t groups = 40;
	for (int round = 0; round < 100 && groups > 20; round++)
		groups = groups_of_forty(f, round);
	assert_in_range(groups, 1, 20);
}

/* The second fails in its statement (the same id again), the third after it has written: both leave nothing. */
static void one_that_fails_is_undone_alone(void **state)
{
	struct fixture *f = *state;
	f->all[0].waits = f->all[2].fails_after = true;
	f->all[1].id = 1;
	send_all(f, 4);
	open_gate(f);
	wait_for(f, &f->told, 4);
	assert_int_equal(f->all[0].status, OK);
	assert_int_equal(f->all[1].status, CONFLICT);
	assert_int_equal(f->all[2].status, INVALID);
	assert_int_equal(f->all[3].status, OK);
	assert_int_equal(there(f), 2);
}

struct officer {
	struct fixture *f;
	_Atomic bool done;
	struct err why;
	int begun_before; /* how many of the queue had begun when the officer got the writer */
};

/* Whoever waits too long for the writer is told so, and tries again. */
static enum status officer_begins(struct officer *o, struct tx *tx)
{
	enum status status = UNAVAILABLE;
	for (int i = 0; i < 100 && status == UNAVAILABLE; i++)
		status = tx_begin(o->f->store, WRITE, tx, &o->why);
	return status;
}

static void *officer_writes(void *context)
{
	struct officer *o = context;
	scoped(arena_free) struct arena a = {0};
	scoped(tx_rollback) struct tx tx = {.arena = &a, .now = SUPPORT_NOW};
	enum status status = officer_begins(o, &tx);
	pthread_mutex_lock(&o->f->lock);
	o->begun_before = o->f->begun; /* nobody else begins while the writer is the officer's */
	pthread_mutex_unlock(&o->f->lock);
	if (status == OK)
		status = insert(&tx, 100000, &o->why);
	if (status == OK)
		status = tx_commit(&tx, &o->why);
	o->done = true;
	return status == OK ? NULL : o->why.why;
}

/* 500 are queued behind one that holds the writer; an officer comes, and waits for that one only. The officer is seen to
 * wait before the gate opens; a slow machine only makes the test wait, never fail. */
static void an_officer_goes_before_the_queue(void **state)
{
	struct fixture *f = *state;
	struct officer o = {.f = f};
	pthread_t thread;
	void *fault;
	f->all[0].waits = true;
	send_all(f, MANY);
	wait_for(f, &f->begun, 1); /* the store's thread has the writer: the officer comes after it */
	assert_int_equal(pthread_create(&thread, NULL, officer_writes, &o), 0);
	while (!store_waiting(f->store) && !o.done)
		sched_yield();
	open_gate(f);
	pthread_join(thread, &fault);
	wait_for(f, &f->told, MANY);
	if (fault)
		fail_msg("%s", (const char *)fault);
	assert_int_equal(o.begun_before, 1);
	assert_int_equal(there(f), MANY + 1);
}

/* An officer has the writer, one of the queue waits for it, and behind that a second officer: it is not passed over, or
 * officers who are always at work would leave the queue none. (The pause lets the second officer come; one who comes late
 * only makes the test easy.) */
static void one_of_the_queue_goes_before_who_came_after_it(void **state)
{
	struct fixture *f = *state;
	struct officer o = {.f = f};
	pthread_t thread;
	void *fault;
	scoped(arena_free) struct arena a = {0};
	scoped(tx_rollback) struct tx tx = {.arena = &a, .now = SUPPORT_NOW};
	assert_ok(tx_begin(f->store, WRITE, &tx, e));
	send(f, 0);
	while (!store_waiting(f->store))
		sched_yield();
	assert_int_equal(pthread_create(&thread, NULL, officer_writes, &o), 0);
	usleep(50000);
	assert_ok(tx_commit(&tx, e));
	pthread_join(thread, &fault);
	wait_for(f, &f->told, 1);
	if (fault)
		fail_msg("%s", (const char *)fault);
	assert_int_equal(o.begun_before, 1);
}

static void a_full_queue_says_so_and_takes_nothing(void **state)
{
	struct fixture *f = *state;
	f->all[0].waits = true;
	send(f, 0);
	wait_for(f, &f->begun, 1); /* the thread has taken the first */
	for (int i = 1; i <= LATER_MAX; i++)
		send(f, i);
	struct one *last = &f->all[LATER_MAX + 1];
	last->later = f->all[1].later;
	assert_false(store_later(f->store, &last->later));
	open_gate(f);
	wait_for(f, &f->told, LATER_MAX + 1);
	assert_int_equal(there(f), LATER_MAX + 1);
}

/* Closing waits for what was taken. */
static void closing_writes_what_was_queued(void **state)
{
	struct fixture *f = *state;
	send_all(f, MANY);
	store_close(f->store);
	assert_int_equal(f->told, MANY);
	f->store = support_store(&f->s, 1);
	assert_int_equal(there(f), MANY);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, start, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(who_is_told_OK_is_in_the_store),
		CASE(those_that_queued_up_share_a_commit),
		CASE(one_that_fails_is_undone_alone),
		CASE(an_officer_goes_before_the_queue),
		CASE(one_of_the_queue_goes_before_who_came_after_it),
		CASE(a_full_queue_says_so_and_takes_nothing),
		CASE(closing_writes_what_was_queued),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

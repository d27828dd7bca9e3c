/* sync_test.c -- the disk is waited for outside the writer: the next group is written meanwhile, nobody is told before it,
 * no reader's answer runs ahead of it, and one sync that fails is believed to have kept nothing.
 *
 * fdatasync is ours here: it can be held, and it can fail. Only SQLite leaves the sync to us.
 */
#define _GNU_SOURCE
#include "support.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/syscall.h>

SUPPORT_SQL(region_add, "INSERT INTO region (id, code, name, kind) VALUES ($1, $2, 'Kota Tirtamulya', 'kota')", 2, 0, true, VALUE_INT, VALUE_TEXT);
SUPPORT_SQL(region_count, "SELECT count(*) FROM region", 0, 1, false, VALUE_NULL);

static struct {
	pthread_mutex_t lock;
	pthread_cond_t news;
	bool held, fails;
	int waiting; /* calls that are held now */
} disk = {.lock = PTHREAD_MUTEX_INITIALIZER, .news = PTHREAD_COND_INITIALIZER};

int fdatasync(int fd)
{
	pthread_mutex_lock(&disk.lock);
	disk.waiting++;
	pthread_cond_broadcast(&disk.news);
	while (disk.held)
		pthread_cond_wait(&disk.news, &disk.lock);
	disk.waiting--;
	bool fails = disk.fails;
	pthread_mutex_unlock(&disk.lock);
	if (fails)
		errno = EIO;
	return fails ? -1 : (int)syscall(SYS_fdatasync, fd);
}

static void disk_hold(bool held)
{
	pthread_mutex_lock(&disk.lock);
	disk.held = held;
	pthread_cond_broadcast(&disk.news);
	pthread_mutex_unlock(&disk.lock);
}

static void disk_fails(bool fails)
{
	pthread_mutex_lock(&disk.lock);
	disk.fails = fails;
	pthread_mutex_unlock(&disk.lock);
}

static void await_sync(void)
{
	pthread_mutex_lock(&disk.lock);
	while (!disk.waiting)
		pthread_cond_wait(&disk.news, &disk.lock);
	pthread_mutex_unlock(&disk.lock);
}

struct fixture {
	struct support s;
	struct store *store;
};

static int start(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);
	support_start(&f->s);
	f->store = f->s.schema[0] ? NULL : support_store(&f->s, 2);
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

#define SQLITE_ONLY(f) do { if (!(f)->store) skip(); } while (0)

static enum status insert(struct tx *tx, int64_t id, struct err *e)
{
	struct value args[] = {value_int(id), value_text(arena_printf(tx->arena, "%lld", (long long)id))};
	return tx_run(tx, &region_add, args, NULL, e);
}

static enum status add(struct store *store, int64_t id, struct err *e)
{
	scoped(arena_free) struct arena a = {0};
	scoped(tx_rollback) struct tx tx = {.arena = &a, .now = SUPPORT_NOW};
	TRY(tx_begin(store, WRITE, &tx, e));
	TRY(insert(&tx, id, e));
	return tx_commit(&tx, e);
}

static int64_t count(struct store *store)
{
	scoped(arena_free) struct arena a = {0};
	scoped(tx_rollback) struct tx tx = {.arena = &a};
	struct rows rows;
	assert_ok(tx_begin(store, READ, &tx, e));
	assert_ok(tx_run(&tx, &region_count, NULL, &rows, e));
	int64_t n = value_as_int(rows.items);
	assert_ok(tx_commit(&tx, e));
	return n;
}

/* -- transactions that nobody waits for -- */

struct one {
	struct later later;
	struct arena arena;
	int64_t id;
	_Atomic bool written;
	_Atomic int told; /* how many were told up to it; 0: it was not */
	enum status status;
};
static _Atomic int told_all;

static enum status write_one(struct tx *tx, void *context, struct err *e)
{
	struct one *o = context;
	TRY(insert(tx, o->id, e));
	o->written = true;
	return OK;
}

static void told(void *context, enum status status, const struct err *e)
{
	struct one *o = context;
	(void)e;
	o->status = status;
	o->told = ++told_all;
}

static void send(struct store *store, struct one *o, int64_t id)
{
	*o = (struct one){.id = id};
	o->later = (struct later){.write = write_one, .done = told, .context = o, .arena = &o->arena, .now = SUPPORT_NOW};
	assert_true(store_later(store, &o->later));
}

static void the_next_group_is_written_while_the_disk_is_waited_for(void **state)
{
	struct fixture *f = *state;
	struct one first, second;
	SQLITE_ONLY(f);
	told_all = 0;
	disk_hold(true);
	send(f->store, &first, 1);
	await_sync();
	send(f->store, &second, 2);
	while (!second.written)
		sched_yield();
	assert_int_equal(told_all, 0);
	disk_hold(false);
	while (told_all < 2)
		sched_yield();
	assert_int_equal(first.told, 1);
	assert_int_equal(second.told, 2);
	assert_true(first.status == OK && second.status == OK);
	arena_free(&first.arena);
	arena_free(&second.arena);
}

/* -- readers -- */

struct reader {
	struct store *store;
	pthread_t thread;
	_Atomic bool has_read, has_answered;
	int64_t seen;
	bool ahead; /* the disk was still waited for when its transaction had ended */
};

static void *reads(void *context)
{
	struct reader *r = context;
	scoped(arena_free) struct arena a = {0};
	scoped(tx_rollback) struct tx tx = {.arena = &a};
	struct rows rows;
	assert_ok(tx_begin(r->store, READ, &tx, e));
	assert_ok(tx_run(&tx, &region_count, NULL, &rows, e));
	r->seen = value_as_int(rows.items);
	r->has_read = true;
	assert_ok(tx_commit(&tx, e));
	pthread_mutex_lock(&disk.lock);
	r->ahead = disk.held;
	pthread_mutex_unlock(&disk.lock);
	r->has_answered = true;
	return NULL;
}

static void no_reader_answers_with_what_is_not_on_the_disk_yet(void **state)
{
	struct fixture *f = *state;
	SQLITE_ONLY(f);
	struct reader r = {.store = f->store};
	struct one one;
	told_all = 0;
	disk_hold(true);
	send(f->store, &one, 1);
	await_sync();
	pthread_create(&r.thread, NULL, reads, &r);
	while (!r.has_read)
		sched_yield();
	for (int i = 0; i < 1000; i++)
		sched_yield();
	disk_hold(false);
	pthread_join(r.thread, NULL);
	assert_int_equal(r.seen, 1);
	assert_false(r.ahead);
	while (!told_all)
		sched_yield();
	arena_free(&one.arena);
}

static void a_reader_of_what_stands_waits_for_nobody(void **state)
{
	struct fixture *f = *state;
	SQLITE_ONLY(f);
	struct err e;
	assert_ok(add(f->store, 1, e));
	disk_hold(true); /* nothing is on its way there: it is not asked */
	assert_int_equal(count(f->store), 1);
	disk_hold(false);
	assert_int_equal(add(f->store, 2, &e), OK);
}

/* -- a sync that fails -- */

static void whose_sync_fails_is_not_told_OK_and_the_next_is_kept(void **state)
{
	struct fixture *f = *state;
	SQLITE_ONLY(f);
	struct err e = {0};
	assert_ok(add(f->store, 1, e));
	disk_fails(true);
	assert_int_equal(add(f->store, 2, &e), UNAVAILABLE);
	assert_non_null(strstr(e.why, "disk"));
	assert_int_equal(add(f->store, 3, &e), UNAVAILABLE); /* it cannot be mended either */
	disk_fails(false);
	assert_ok(add(f->store, 4, e));
	int64_t kept = count(f->store);
	assert_in_range(kept, 2, 3); /* the second may be there: its sender asks again with the same key */
	store_close(f->store);
	f->store = support_store(&f->s, 1);
	assert_int_equal(count(f->store), kept);
}

/* The first sync is held, the second group is committed behind it; then the first fails. A later sync would say OK, for
 * the kernel tells of a fault only once: the second must not believe it. */
static void who_is_committed_behind_a_sync_that_fails_is_not_told_OK(void **state)
{
	struct fixture *f = *state;
	struct one first, second;
	SQLITE_ONLY(f);
	told_all = 0;
	disk_hold(true);
	send(f->store, &first, 1);
	await_sync();
	send(f->store, &second, 2);
	while (!second.written)
		sched_yield();
	disk_fails(true);
	disk_hold(false);
	while (told_all < 2)
		sched_yield();
	disk_fails(false);
	assert_int_equal(first.status, UNAVAILABLE);
	assert_int_equal(second.status, UNAVAILABLE);
	assert_ok(add(f->store, 3, e));
	arena_free(&first.arena);
	arena_free(&second.arena);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, start, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(the_next_group_is_written_while_the_disk_is_waited_for),
		CASE(no_reader_answers_with_what_is_not_on_the_disk_yet),
		CASE(a_reader_of_what_stands_waits_for_nobody),
		CASE(whose_sync_fails_is_not_told_OK_and_the_next_is_kept),
		CASE(who_is_committed_behind_a_sync_that_fails_is_not_told_OK),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

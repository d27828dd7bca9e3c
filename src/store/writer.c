/* writer.c -- the one writer, and how transactions that wait for it share a commit.
 *
 * A commit costs a sync of the disk, whatever it holds. So a transaction that is done does not sync at once when
 * others wait for the writer: it leaves its work in the open database transaction, hands the writer to the next
 * and sleeps. The last of the queue (or the one that fills the group) commits for all and wakes them. Nobody
 * waits for company that is not there: with an empty queue the commit comes at once. (SERVER.md measured this
 * "natural" group commit at 29 times the rate of one commit each, and no gain from an artificial window.)
 *
 * Where the database can commit without a sync (SQLite), the sync comes right after it, when the writer is already
 * with the next group: the disk and the processor work at the same time. Nobody is told OK before a sync that began
 * after the commit has ended well; a reader who may have seen what is not on the disk yet waits for it too
 * (writer_settled), and so does a writer who was undone (leave_undone). One sync at a time; it serves all that were committed when it began. When one fails, nothing that
 * is not on the disk is believed to get there by a later sync (the kernel forgets): all that wait are told UNAVAILABLE,
 * and nothing more is written until the driver has written and synced once more what was committed (mend). Readers see it
 * meanwhile: they do not wait for a disk that has failed.
 *
 * Each member works in a savepoint, so its failure undoes only its own work. When the database throws the whole
 * transaction away (disk full, connection lost) or the commit fails, every member is told UNAVAILABLE.
 */
#include "store/store_internal.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define GROUP_MAX 128    /* members: beyond it the sync is a small part of the cost */
#define GROUP_AGE_MS 25  /* a group older than this is committed even when others wait */
#define SAVEPOINT "SAVEPOINT member"
#define RELEASE "RELEASE SAVEPOINT member"
#define UNDO "ROLLBACK TO SAVEPOINT member"

struct group {
	size_t members;   /* whose work is in the transaction and who wait for it */
	size_t holders;   /* threads that still look at this struct, and one for being open */
	int64_t number;   /* of the commit */
	bool committed;   /* or given up: the writer is with others */
	bool has_syncer;  /* one of the holders sees to the sync */
	bool done;        /* on the disk, or not to be: the result stands */
	struct err result; /* status OK, or why the commit failed */
	pthread_cond_t finished;
	struct timespec started;
};

struct waiter {
	struct waiter *next;
	pthread_t thread;
	bool given; /* the writer is yours */
	pthread_cond_t turn;
};

static long age_ms(struct timespec since)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (now.tv_sec - since.tv_sec) * 1000 + (now.tv_nsec - since.tv_nsec) / 1000000;
}

/* -- the queue; all under s->lock -- */

static void queue_remove(struct store *s, struct waiter *w)
{
	struct waiter *before = NULL;
	for (struct waiter *x = s->first; x; before = x, x = x->next) {
		if (x != w)
			continue;
		*(before ? &before->next : &s->first) = w->next;
		if (s->last == w)
			s->last = before;
		return;
	}
}

static bool queue_wait(struct store *s)
{
	struct waiter me = {.thread = pthread_self()};
	wait_cond_init(&me.turn);
	*(s->last ? &s->last->next : &s->first) = &me;
	s->last = &me;
	struct timespec until = wait_until(2 * WAIT_MS);
	int late = 0;
	while (!me.given && !late)
		late = pthread_cond_timedwait(&me.turn, &s->lock, &until);
	if (!me.given)
		queue_remove(s, &me);
	pthread_cond_destroy(&me.turn);
	return me.given;
}

/* Gives the writer to the first of the queue, or lays it down. */
static void pass_on(struct store *s)
{
	struct waiter *w = s->first;
	s->writer_busy = w != NULL;
	if (!w)
		return;
	queue_remove(s, w);
	w->given = true;
	s->writer_thread = w->thread;
	pthread_cond_signal(&w->turn);
}

/* -- the group -- */

static struct group *group_new(void)
{
	struct group *g = calloc(1, sizeof *g);
	if (!g)
		abort();
	g->holders = 1;
	wait_cond_init(&g->finished);
	clock_gettime(CLOCK_MONOTONIC, &g->started);
	return g;
}

static void group_let_go(struct group *g)
{
	if (--g->holders)
		return;
	pthread_cond_destroy(&g->finished);
	free(g);
}

/* Ends the database transaction; the caller has the writer and does not hold the lock. */
static void group_end(struct store *s, struct group *g)
{
	const struct store_driver *d = s->driver;
	if (!d->in_tx(s->writer)) {
		err_set(&g->result, UNAVAILABLE, __func__, NULL,
			"the database gave the shared transaction up; nothing of it was kept");
	} else if (!g->members) {
		(void)!d->exec(s->writer, "ROLLBACK", NULL);
	} else if (d->exec(s->writer, "COMMIT", &g->result) != OK) {
		if (g->result.status != BROKEN)
			g->result.status = UNAVAILABLE;
		if (d->in_tx(s->writer))
			(void)!d->exec(s->writer, "ROLLBACK", NULL);
	} else {
		g->result.status = OK;
		if (d->after_commit)
			d->after_commit(s->writer);
	}
}

static void group_done(struct store *s, struct group *g)
{
	g->done = true;
	s->unsettled--;
	if (g->members && g->result.status == OK) {
		s->figures.groups++;
		s->figures.commits += (int64_t)g->members;
	}
	pthread_cond_broadcast(&g->finished);
	pthread_cond_broadcast(&s->settled);
}

/* Brings what is committed to the disk; under the lock, which it lays down meanwhile. */
static void sync_all(struct store *s)
{
	struct err e = {0};
	int64_t covers = s->committed;
	s->syncing = true;
	pthread_mutex_unlock(&s->lock);
	enum status status = s->driver->sync(s->writer, &e);
	pthread_mutex_lock(&s->lock);
	s->syncing = false;
	s->must_mend = status != OK;
	if (status == OK)
		s->synced = covers;
	else
		s->why_mend = e;
	pthread_cond_broadcast(&s->settled);
}

static void group_sync(struct store *s, struct group *g)
{
	while (s->syncing && s->synced < g->number)
		pthread_cond_wait(&s->settled, &s->lock);
	if (s->synced < g->number && !s->must_mend)
		sync_all(s);
	if (s->synced < g->number) {
		g->result = s->why_mend;
		g->result.status = UNAVAILABLE;
	}
	group_done(s, g);
}

static void group_finish(struct store *s, struct group *g)
{
	pthread_mutex_lock(&s->lock);
	g->number = ++s->begun;
	s->unsettled++;
	pthread_mutex_unlock(&s->lock);
	group_end(s, g);
	pthread_mutex_lock(&s->lock);
	s->group = NULL;
	g->holders--;
	g->committed = true;
	bool wants_sync = s->driver->sync && g->members && g->result.status == OK;
	s->committed = g->number;
	pass_on(s);
	pthread_cond_broadcast(&g->finished);
	if (!wants_sync)
		group_done(s, g);
	pthread_mutex_unlock(&s->lock);
}

int64_t writer_begun(struct store *s)
{
	pthread_mutex_lock(&s->lock);
	int64_t begun = s->begun;
	pthread_mutex_unlock(&s->lock);
	return begun;
}

void writer_settled(struct store *s, int64_t number)
{
	pthread_mutex_lock(&s->lock);
	while (s->synced < number && s->unsettled)
		pthread_cond_wait(&s->settled, &s->lock);
	pthread_mutex_unlock(&s->lock);
}

bool writer_may_go_on(struct store *s, size_t joined)
{
	pthread_mutex_lock(&s->lock);
	bool may = !s->first && s->group->members + joined < GROUP_MAX && age_ms(s->group->started) < GROUP_AGE_MS;
	pthread_mutex_unlock(&s->lock);
	return may && s->driver->in_tx(s->writer);
}

struct group *writer_give(struct store *s, size_t joined)
{
	struct group *g = s->group;
	bool alive = s->driver->in_tx(s->writer);
	pthread_mutex_lock(&s->lock);
	g->members += joined;
	g->holders++;
	bool others = alive && s->first && g->members < GROUP_MAX && age_ms(g->started) < GROUP_AGE_MS;
	if (others)
		pass_on(s);
	pthread_mutex_unlock(&s->lock);
	if (!others)
		group_finish(s, g);
	pthread_mutex_lock(&s->lock);
	while (joined && !g->committed)
		pthread_cond_wait(&g->finished, &s->lock);
	pthread_mutex_unlock(&s->lock);
	return g;
}

enum status writer_wait(struct store *s, struct group *g, size_t joined, struct err *e)
{
	pthread_mutex_lock(&s->lock);
	if (g->committed && !g->done && !g->has_syncer) {
		g->has_syncer = true;
		group_sync(s, g);
	}
	while (joined && !g->done)
		pthread_cond_wait(&g->finished, &s->lock);
	enum status status = joined ? g->result.status : OK;
	if (status != OK && e)
		*e = g->result;
	group_let_go(g);
	pthread_mutex_unlock(&s->lock);
	return status;
}

/* The thread that has the writer is done with it; the work of @joined members of its is in the group. */
enum status writer_leave(struct store *s, size_t joined, struct err *e)
{
	return writer_wait(s, writer_give(s, joined), joined, e);
}

/* A sync has failed: what is committed must be on the disk before anything is written on top of it. */
static enum status mended(struct store *s, struct err *e)
{
	pthread_mutex_lock(&s->lock);
	bool must = s->must_mend;
	pthread_mutex_unlock(&s->lock);
	if (!must)
		return OK;
	TRY(s->driver->mend(s->writer, e));
	pthread_mutex_lock(&s->lock);
	s->must_mend = false;
	s->synced = s->committed;
	pthread_cond_broadcast(&s->settled);
	pthread_mutex_unlock(&s->lock);
	return OK;
}

void writer_end(struct store *s)
{
	(void)!mended(s, NULL);
}

static enum status group_open(struct store *s, struct err *e)
{
	enum status status = s->driver->ready(s->writer, e);
	if (status == OK)
		status = mended(s, e);
	if (status == OK)
		status = s->driver->exec(s->writer, s->driver->begin_write, e);
	if (status == OK) {
		s->group = group_new();
		return OK;
	}
	if (s->driver->in_tx(s->writer))
		(void)!s->driver->exec(s->writer, "ROLLBACK", NULL);
	pthread_mutex_lock(&s->lock);
	pass_on(s);
	pthread_mutex_unlock(&s->lock);
	return status;
}

enum status writer_enter(struct store *s, struct err *e)
{
	pthread_mutex_lock(&s->lock);
	assert(!s->writer_busy || !pthread_equal(s->writer_thread, pthread_self())); /* one WRITE per thread */
	bool mine = !s->writer_busy || queue_wait(s);
	if (mine) {
		s->writer_busy = true;
		s->writer_thread = pthread_self();
	}
	pthread_mutex_unlock(&s->lock);
	if (!mine)
		return FAIL(e, UNAVAILABLE, "the writer was busy for %d s", 2 * WAIT_MS / 1000);
	return s->group ? OK : group_open(s, e);
}

enum status writer_member_begin(struct store *s, struct err *e)
{
	touched_clear(s);
	return s->driver->exec(s->writer, SAVEPOINT, e);
}

enum status writer_take(struct store *s, struct store_conn **ret, struct err *e)
{
	TRY(writer_enter(s, e));
	*ret = s->writer;
	enum status status = writer_member_begin(s, e);
	if (status != OK)
		(void)!writer_leave(s, 0, NULL);
	return status;
}

enum status writer_member_end(struct tx *tx, struct err *e)
{
	struct store *s = tx->store;
	enum status status = OK;
	if (s->hook && s->touched.n)
		status = s->hook(tx, &s->touched, s->hook_context, e);
	if (status == OK && tx->open)
		status = s->driver->exec(s->writer, RELEASE, e);
	if (!tx->open)
		return status != OK ? status : FAIL(e, CONFLICT, "the transaction was over before its seal");
	if (status != OK) {
		tx_rollback(tx);
		return status;
	}
	tx->open = false;
	return OK;
}

enum status writer_commit(struct tx *tx, struct err *e)
{
	TRY(writer_member_end(tx, e));
	return writer_leave(tx->store, 1, e);
}

/* Its work is undone, but it read, and others answer with what it read ("sent before"): of its own group, which is not
 * committed yet, or of one that is on its way to the disk. So its end waits as a reader's does. */
static void leave_undone(struct store *s)
{
	struct group *g = writer_give(s, 0);
	pthread_mutex_lock(&s->lock);
	bool shared = g->members > 0;
	while (shared && !g->committed)
		pthread_cond_wait(&g->finished, &s->lock);
	int64_t before = g->committed ? g->number - 1 : s->begun;
	pthread_mutex_unlock(&s->lock);
	(void)!writer_wait(s, g, shared, NULL);
	if (s->driver->sync)
		writer_settled(s, before);
}

void writer_undo(struct tx *tx)
{
	struct store *s = tx->store;
	if (s->driver->in_tx(s->writer) && s->driver->exec(s->writer, UNDO, NULL) == OK)
		(void)!s->driver->exec(s->writer, RELEASE, NULL);
	if (!tx->batched)
		leave_undone(s);
}

/* -- touched rows -- */

static size_t *touched_slot(struct store *s, const struct table *t, int64_t row)
{
	uint64_t h = ((uint64_t)row ^ (uint64_t)t->number << 56) * UINT64_C(0x9E3779B97F4A7C15);
	size_t at = (size_t)(h >> 20) & (s->touched_set_cap - 1);
	while (s->touched_set[at]) {
		const struct touched *x = &s->touched.items[s->touched_set[at] - 1];
		if (x->row == row && x->table == t)
			break;
		at = (at + 1) & (s->touched_set_cap - 1);
	}
	return &s->touched_set[at];
}

static void touched_grow(struct store *s)
{
	s->touched_cap = s->touched_cap ? s->touched_cap * 2 : 64;
	s->touched_set_cap = s->touched_cap * 2;
	s->touched.items = realloc(s->touched.items, s->touched_cap * sizeof *s->touched.items);
	free(s->touched_set);
	s->touched_set = calloc(s->touched_set_cap, sizeof *s->touched_set);
	if (!s->touched.items || !s->touched_set)
		abort();
	for (size_t i = 0; i < s->touched.n; i++)
		*touched_slot(s, s->touched.items[i].table, s->touched.items[i].row) = i + 1;
}

static struct touched *touched_item(struct store *s, const struct table *t, int64_t row)
{
	if (s->touched.n == s->touched_cap)
		touched_grow(s);
	size_t *slot = touched_slot(s, t, row);
	if (!*slot) {
		s->touched.items[s->touched.n++] = (struct touched){.table = t, .row = row};
		*slot = s->touched.n;
	}
	return &s->touched.items[*slot - 1];
}

void touched_add(struct store *s, const struct table *t, int64_t row)
{
	touched_item(s, t, row)->has_digest = false;
}

void touched_write(struct store *s, const struct table *t, int64_t row, const struct value *values, size_t n)
{
	struct touched *item = touched_item(s, t, row);
	item->has_digest = true;
	item->digest = s->digest(&s->digest_scratch, values, n);
}

void touched_clear(struct store *s)
{
	if (s->touched.n)
		memset(s->touched_set, 0, s->touched_set_cap * sizeof *s->touched_set);
	s->touched.n = 0;
}

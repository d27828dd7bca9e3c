/* store.c -- opening, closing and the life of a transaction. See store.h; the writer is in writer.c. */
#include "store/store_internal.h"
#include "store/work.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static const struct store_driver *driver_for(const char *url)
{
	if (text_starts(url, "sqlite:"))
		return &store_sqlite;
	if (text_starts(url, "postgres://") || text_starts(url, "postgresql://"))
		return &store_postgres;
	return NULL;
}

static enum status open_readers(struct store *s, int readers, struct err *e)
{
	for (s->readers = 0; s->readers < readers; s->readers++) {
		struct store_conn *c;
		TRY(s->driver->open(s, false, &c, e));
		c->next = s->idle;
		s->idle = c;
	}
	return OK;
}

enum status store_open(const char *url, int readers, struct store **ret, struct err *e)
{
	assert(readers >= 1);
	const struct store_driver *driver = driver_for(url);
	if (!driver)
		return FAIL(e, INVALID, "store.url must begin with 'sqlite:' or 'postgres://'");
	scoped(store_close_scoped) struct store *s = calloc(1, sizeof *s);
	if (!s)
		abort();
	s->driver = driver;
	s->digest_scratch.limit = SIZE_MAX;
	s->url = arena_strdup(&s->arena, url);
	pthread_mutex_init(&s->lock, NULL);
	wait_cond_init(&s->reader_back);
	wait_cond_init(&s->later_news);
	wait_cond_init(&s->later_turn);
	wait_cond_init(&s->settled);
	tables_prepare(s);
	TRY(driver->open(s, true, &s->writer, e));
	TRY(store_migrate(s, e));
	TRY(open_readers(s, readers, e));
	*ret = s;
	s = NULL;
	return OK;
}

void store_close(struct store *s)
{
	if (!s)
		return;
	later_end(s);
	assert(!s->writer_busy); /* a transaction is still at work */
	for (struct store_conn *c = s->idle, *next; c; c = next) {
		next = c->next;
		s->driver->close(c);
	}
	if (s->writer) {
		writer_end(s);
		s->driver->close(s->writer);
	}
	pthread_cond_destroy(&s->reader_back);
	pthread_cond_destroy(&s->later_news);
	pthread_cond_destroy(&s->later_turn);
	pthread_cond_destroy(&s->settled);
	pthread_mutex_destroy(&s->lock);
	free(s->touched.items);
	free(s->touched_set);
	buf_free(&s->digest_scratch);
	arena_free(&s->arena);
	free(s);
}

void store_close_scoped(struct store **s)
{
	store_close(*s);
}

const char *store_scheme(const struct store *s)
{
	return s->driver->scheme;
}

void store_set_seal_hook(struct store *s, store_seal_hook hook, void *context)
{
	s->hook = hook;
	s->hook_context = context;
}

void store_set_digest(struct store *s, store_digest digest)
{
	s->digest = digest;
}

struct store_figures store_figures(struct store *s)
{
	pthread_mutex_lock(&s->lock);
	struct store_figures f = s->figures;
	pthread_mutex_unlock(&s->lock);
	return f;
}

struct store_work store_work(const struct store *s)
{
	return (struct store_work){.statements = atomic_load_explicit(&s->statements, memory_order_relaxed),
				   .rows = atomic_load_explicit(&s->rows, memory_order_relaxed),
				   .steps = atomic_load_explicit(&s->steps, memory_order_relaxed)};
}

size_t store_queued(struct store *s)
{
	pthread_mutex_lock(&s->lock);
	size_t n = s->later_n;
	pthread_mutex_unlock(&s->lock);
	return n;
}

bool store_waiting(struct store *s)
{
	pthread_mutex_lock(&s->lock);
	bool waits = s->first != NULL;
	pthread_mutex_unlock(&s->lock);
	return waits;
}

enum status tx_begin(struct store *s, enum tx_kind kind, struct tx *tx, struct err *e)
{
	assert(tx->arena && !tx->open);
	tx->store = s;
	tx->kind = kind;
	tx->seen = 0;
	TRY(kind == WRITE ? writer_take(s, &tx->conn, e) : reader_take(s, &tx->conn, e));
	tx->open = true;
	return OK;
}

enum status tx_commit(struct tx *tx, struct err *e)
{
	assert(!tx->batched); /* the store's thread commits */
	if (!tx->open)
		return FAIL(e, CONFLICT, "the transaction was over before its commit");
	if (tx->kind == WRITE)
		return writer_commit(tx, e);
	tx_rollback(tx);
	return OK;
}

/* Most handlers end a READ by leaving its scope, and then answer with what they saw: both ends of it wait. */
static void reader_end(struct tx *tx)
{
	reader_give_back(tx->store, tx->conn);
	if (tx->seen)
		writer_settled(tx->store, tx->seen);
}

void tx_rollback(struct tx *tx)
{
	if (!tx->open)
		return;
	tx->open = false;
	if (tx->kind == WRITE)
		writer_undo(tx);
	else
		reader_end(tx);
}

enum status tx_run(struct tx *tx, const struct statement *q, const struct value *args, struct rows *ret,
		   struct err *e)
{
	if (!tx->open)
		return FAIL(e, CONFLICT, "%s: the transaction is over", q->name);
	assert(tx->kind == WRITE || !q->writes);
	struct rows unwanted;
	ret = ret ? ret : &unwanted;
	enum status status = tx->store->driver->run(tx->conn, tx->arena, q, args, ret, e);
	if (tx->kind == READ && !tx->seen && tx->store->driver->sync) /* its snapshot is as old as its first statement */
		tx->seen = writer_begun(tx->store);
	atomic_fetch_add_explicit(&tx->store->statements, 1, memory_order_relaxed);
	if (status == OK)
		atomic_fetch_add_explicit(&tx->store->rows, (long long)ret->n_rows, memory_order_relaxed);
	if (status != OK)
		tx_rollback(tx); /* as PostgreSQL has it: after a failure nothing more is done in it */
	return status;
}

enum status store_check(struct store *s, struct arena *a, const char **ret, struct err *e)
{
	*ret = "";
	return s->driver->check ? s->driver->check(s, a, ret, e) : OK;
}

enum status store_copy(struct store *s, const char *path, struct err *e)
{
	if (!s->driver->copy)
		return FAIL(e, UNAVAILABLE, "a PostgreSQL store is copied with pg_dump, not by netra");
	return s->driver->copy(s, path, e);
}

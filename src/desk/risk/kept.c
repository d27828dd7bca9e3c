/* kept.c -- the two years of the index that pages show, read once for all readers.
 *
 * What is counted grows with the office's files, and a page must not. So the world of the last two years is kept in memory and
 * read again when something was typed in this process, on another day, with another pack, or after ten minutes (a case that
 * was decided, a list typed elsewhere). Readers borrow it; the last one to give it back frees it.
 */
#include "desk/risk/risk_internal.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#define KEPT_US (600 * SECOND_US)

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct risk_kept *newest; /* under the lock, as are all counts of borrowers */
static atomic_int_fast64_t changes;

void risk_changed(void)
{
	atomic_fetch_add(&changes, 1);
}

static bool still_good(const struct risk_kept *k, const struct desk *d)
{
	int64_t age_us = k ? d->now.us - k->at.us : 0;
	return k && k->office == d->office->id && k->w.law == desk_law(d) && k->w.last.n == risk_today(d).n && k->change == atomic_load(&changes) &&
	       age_us >= 0 && age_us < KEPT_US;
}

static void give_back(struct risk_kept *k)
{
	if (--k->borrowers)
		return;
	arena_free(&k->arena);
	free(k);
}

static enum status world_read(const struct desk *d, struct risk_kept *k, struct err *e)
{
	struct desk own = *d;
	scoped(tx_rollback) struct tx tx = {0};
	own.arena = &k->arena;
	TRY(desk_begin(&own, READ, &tx, e));
	return risk_read(&tx, &own, day_add(risk_today(d), -RISK_TRIED_DAYS - risk_lead(desk_law(d))), risk_today(d), &k->w, e);
}

/* Under the lock: those who come meanwhile want the same. */
static enum status renew(const struct desk *d, struct err *e)
{
	struct risk_kept *k = calloc(1, sizeof *k);
	if (!k)
		abort();
	*k = (struct risk_kept){.borrowers = 1, .office = d->office->id, .at = d->now, .change = atomic_load(&changes)};
	enum status done = world_read(d, k, e);
	if (done != OK) {
		give_back(k);
		return done;
	}
	if (newest)
		give_back(newest);
	newest = k;
	return OK;
}

enum status risk_borrow(const struct desk *d, struct risk_kept **ret, struct err *e)
{
	pthread_mutex_lock(&lock);
	enum status done = still_good(newest, d) ? OK : renew(d, e);
	if (done == OK) {
		newest->borrowers++;
		*ret = newest;
	}
	pthread_mutex_unlock(&lock);
	return done;
}

void risk_return(struct risk_kept **k)
{
	if (!*k)
		return;
	pthread_mutex_lock(&lock);
	give_back(*k);
	pthread_mutex_unlock(&lock);
	*k = NULL;
}

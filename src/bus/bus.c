/* bus.c -- see bus.h. */
#include "bus/bus.h"

#include <stdlib.h>
#include <string.h>

#define BODY_MAX ((size_t)64 * 1024)
#define FIRST_REST_US (10 * SECOND_US)
#define LONGEST_REST_US HOUR_US

enum status bus_publish(struct tx *tx, const char *topic, const char *body, struct err *e)
{
	if (strlen(body) > BODY_MAX)
		return FAIL(e, TOO_LARGE, "a job of %zu bytes for %s", strlen(body), topic);
	return job_insert(tx, id_new(tx->now), tx->office, topic, body, tx->now, e);
}

static int by_id(const void *a, const void *b)
{
	const struct job *x = a, *y = b;
	return (x->id > y->id) - (x->id < y->id);
}

enum status bus_fetch(struct tx *tx, const char *topic, int64_t max, struct job_list *ret, struct err *e)
{
	struct jobs_take_rows taken;
	struct instant until = {tx->now.us + BUS_LEASE_US};
	TRY(jobs_take(tx, topic, tx->now, until, BUS_TRIES_MAX, max, &taken, e));
	struct job *items = arena_array(tx->arena, struct job, taken.n);
	for (size_t i = 0; i < taken.n; i++) {
		const struct jobs_take_row *r = &taken.items[i];
		items[i] = (struct job){.id = r->id, .office = r->office, .topic = arena_strdup(tx->arena, topic),
					.body = r->body, .created = r->created_at, .tries = r->tries, .lease = until};
	}
	if (taken.n)
		qsort(items, taken.n, sizeof *items, by_id); /* RETURNING promises no order */
	*ret = (struct job_list){items, taken.n};
	return OK;
}

static enum status ours(const struct job *job, int64_t changed, struct err *e)
{
	return changed ? OK : FAIL(e, CONFLICT, "job %lld (%s) is no longer ours", (long long)job->id, job->topic);
}

enum status bus_done(struct tx *tx, const struct job *job, struct err *e)
{
	int64_t changed;
	TRY(job_done(tx, job->id, job->lease, tx->now, &changed, e));
	return ours(job, changed, e);
}

int64_t bus_wait_us(int64_t tries)
{
	int64_t wait = FIRST_REST_US;
	for (int64_t i = 1; i < tries && wait < LONGEST_REST_US; i++)
		wait *= 4;
	return wait < LONGEST_REST_US ? wait : LONGEST_REST_US;
}

enum status bus_retry(struct tx *tx, const struct job *job, const char *why, struct err *e)
{
	int64_t changed;
	struct instant until = {tx->now.us + bus_wait_us(job->tries)};
	TRY(job_rest(tx, job->id, job->lease, until, text_clip(tx->arena, why, 400), &changed, e));
	return ours(job, changed, e);
}

enum status bus_renew(struct tx *tx, struct job *job, struct err *e)
{
	int64_t changed;
	struct instant until = {tx->now.us + BUS_LEASE_US};
	TRY(job_rest(tx, job->id, job->lease, until, NULL, &changed, e));
	TRY(ours(job, changed, e));
	job->lease = until;
	return OK;
}

enum status bus_sweep(struct tx *tx, struct instant before, int64_t *ret_n, struct err *e)
{
	return jobs_sweep(tx, before, ret_n, e);
}

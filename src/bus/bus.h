/* bus.h -- work for later, asked for in the transaction that makes it necessary (the outbox).
 *
 * bus_publish writes a job in the caller's transaction: if that is rolled back there is no job, if it is kept the
 * job cannot be lost. A worker takes jobs under a lease, does them, and acknowledges; a worker that dies lets its
 * lease run out and another takes the job. So a job may be done twice: who does it must be able to bear that.
 * A job that fails comes again after 10 s, 40 s, 2 min 40 s ... at most an hour, and rests as dead after
 * BUS_TRIES_MAX tries, where `netra doctor` shows it. Jobs of one topic come in the order they were published.
 *
 * Never put personal data into a body: name the row.
 */
#ifndef NETRA_BUS_BUS_H
#define NETRA_BUS_BUS_H

#include "bus_sql.h"
#include "store/store.h"

#define BUS_TRIES_MAX 8
#define BUS_LEASE_US (60 * SECOND_US) /* a worker that needs longer renews by bus_renew */

struct job {
	int64_t id, office;
	const char *topic, *body; /* body: JSON or an id in digits; the topic says which */
	struct instant created;
	int64_t tries;        /* this one included */
	struct instant lease; /* proof that the job is still ours */
};
struct job_list {
	struct job *items;
	size_t n;
};

/* @topic "letter.print", @body at most 64 KiB. In the caller's WRITE transaction. */
MUST_CHECK enum status bus_publish(struct tx *tx, const char *topic, const char *body, struct err *e);
/* Takes up to @max open jobs of @topic; they are ours until tx->now + BUS_LEASE_US. Its own WRITE transaction,
 * committed before the work begins. */
MUST_CHECK enum status bus_fetch(struct tx *tx, const char *topic, int64_t max, struct job_list *ret, struct err *e);
/* Done, in the transaction that holds the result. CONFLICT when the lease was lost to another worker: roll back. */
MUST_CHECK enum status bus_done(struct tx *tx, const struct job *job, struct err *e);
/* Not done: @why is kept and the job comes again later. */
MUST_CHECK enum status bus_retry(struct tx *tx, const struct job *job, const char *why, struct err *e);
/* Keeps the lease for a long job; the job carries the new one. */
MUST_CHECK enum status bus_renew(struct tx *tx, struct job *job, struct err *e);
int64_t bus_wait_us(int64_t tries); /* how long a job rests after its n-th failure */
/* Removes what was done before @before; returns how many. */
MUST_CHECK enum status bus_sweep(struct tx *tx, struct instant before, int64_t *ret_n, struct err *e);

#endif

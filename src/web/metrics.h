/* metrics.h -- counters of the server, for Prometheus on the admin address; no label ever names a person. */
#ifndef NETRA_WEB_METRICS_H
#define NETRA_WEB_METRICS_H

#include "base/buf.h"

#include <stdatomic.h>

#define METRIC_BUCKETS 8

struct metrics {
	atomic_llong by_class[6]; /* answers 1xx .. 5xx; index 0 unused */
	atomic_llong buckets[METRIC_BUCKETS + 1]; /* answers by time taken, see metrics.c */
	atomic_llong time_us;     /* sum of the times */
	atomic_llong cut_slow;    /* connections cut for being too slow */
	atomic_llong refused_busy;
	atomic_llong open;        /* connections */
	atomic_llong waiting;     /* requests in the queue */
	atomic_llong body_bytes;  /* bodies in memory now */
	int64_t started_us;
};

void metrics_count(struct metrics *m, int http, int64_t took_us);
void metrics_write(struct metrics *m, struct buf *out, int64_t now_us);
void metrics_write_store(struct buf *out, int64_t commits, int64_t groups); /* see struct store_figures */
struct store_work;
void metrics_write_work(struct buf *out, const struct store_work *w);

#endif

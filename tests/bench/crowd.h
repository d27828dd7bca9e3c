/* crowd.h -- many clients of a web server from one thread: what they send, how fast, and what they got.
 *
 * Two ways to press. Closed loop (@per_second 0): each connection sends its next request when the last was answered,
 * so the server sets the pace. Open loop: requests fall due at a fixed pace whether or not the server keeps up, and a
 * latency runs from the moment a request was due, so that a server that stalls cannot hide it.
 *
 * Connections are kept. Those of @sources > 1 come from so many addresses of 127.0.0.0/8 in turn.
 */
#ifndef NETRA_TESTS_BENCH_CROWD_H
#define NETRA_TESTS_BENCH_CROWD_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct crowd {
	uint16_t port;
	size_t connections, sources;
	double seconds;    /* requests begin within this time; all that were begun are awaited */
	double per_second; /* 0: closed loop */
	/* Appends the @n-th request, whole. */
	void (*ask)(void *context, size_t n, struct buf *out);
	/* Is this the right answer to the @n-th request? */
	bool (*right)(void *context, size_t n, int http, struct str body);
	void *context;
};
struct crowd_figures {
	size_t right, wrong, lost; /* lost: the connection ended before the answer */
	double seconds;            /* to the last answer */
	double p50_ms, p95_ms, p99_ms, most_ms;
};
/* False when no connection could be made. */
bool crowd_run(const struct crowd *c, struct crowd_figures *ret);

/* One request on a connection of its own; 0: no answer. Head and body go to @ret_answer (may be NULL). */
int crowd_one(uint16_t port, const char *request, struct buf *ret_answer);
/* @n connections that have each got one answer to @request and stay open; how many there are. Close with crowd_leave. */
size_t crowd_stay(uint16_t port, size_t n, const char *request, int *fds);
void crowd_leave(int *fds, size_t n);

#endif

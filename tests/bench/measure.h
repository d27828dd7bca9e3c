/* measure.h -- clocks, a yardstick for noisy machines, and programs of others that are measured beside ours.
 *
 * Processor time is what is judged: a busy machine takes it from nobody. It still swings, because caches and memory
 * are shared; so everything is measured several times in turns and the best counts, and a yardstick of three fixed
 * pieces of work is measured in the same turns. A figure in yardstick rounds can be compared between machines.
 */
#ifndef NETRA_TESTS_BENCH_MEASURE_H
#define NETRA_TESTS_BENCH_MEASURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/types.h>

double thread_s(void);  /* processor time of this thread */
double process_s(void); /* of all threads of this program */
double wall_s(void);

struct yardstick { /* the best seen so far; zeros before the first */
	double round_ns; /* one step of a hash that waits for the step before: what a processor's own speed is */
	double miss_ns;  /* one read at a random place of 64 MB, each waiting for the one before: memory as others leave it */
	double pass_gbs; /* looking for line ends in 64 MB, GB a second: memory in a row */
};
void yardstick_measure(struct yardstick *y); /* about 0.1 s */

/* How many processors others have used since the moment of @since (busy_start); < 0: unknown. */
struct busy {
	double all_s, own_s, wall_s;
};
struct busy busy_start(void);
double busy_others(const struct busy *since);

/* A program of others: it is asked a line and answers a line. Its errors go to our stderr. */
struct peer {
	pid_t pid;
	FILE *to, *from;
};
/* Starts python3 with tests/bench/@script and @args (NULL at the end). */
bool peer_start(struct peer *p, const char *script, const char *const *args);
bool peer_hear(struct peer *p, char *answer, size_t size); /* the next line, without its end; false when it ended */
bool peer_ask(struct peer *p, const char *question, char *answer, size_t size);
void peer_end(struct peer *p);

#endif

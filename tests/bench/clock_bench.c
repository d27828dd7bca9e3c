/* clock_bench.c -- how long one deadline takes: min, median and p99 of batches, over all clocks and a year of
 * starts. */
#include "core/clock/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define BATCHES 400
#define BATCH   365 /* deadlines in one batch: a year of starts */

static int64_t now_ns(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static double batch(struct arena *a, const struct law *law, const struct law_clock *clock,
		    const struct calendar *cal)
{
	int64_t began = now_ns();
	for (int i = 0; i < BATCH; i++) {
		struct day day = day_add(day_of(2024, 1, 2), i);
		struct deadline due;
		if (clock_due(a, law, clock, cal, day, instant_at(day, 10, 0, 0, WIB), WIB, &due, NULL) != OK)
			exit(1);
		arena_reset(a);
	}
	return (double)(now_ns() - began) / BATCH;
}

static void figure(const char *name, const char *limit, double *ns, size_t n)
{
	qsort(ns, n, sizeof *ns, ascending);
	printf("%s | %.0f ns | %s | min %.0f, p99 %.0f\n", name, ns[n / 2], limit, ns[0], ns[n * 99 / 100]);
}

int main(void)
{
	scoped(arena_free) struct arena keep = {0};
	scoped(arena_free) struct arena a = {0};
	const struct law *law;
	static double ns[BATCHES], read_ns[20];
	if (law_read(&keep, law_embedded, law_embedded_n, &law, NULL) != OK)
		return 1;
	const struct calendar *cal = calendar_of_law(&keep, law, false);
	for (size_t i = 0; i < BATCHES; i++)
		ns[i] = batch(&a, law, law_clock(law, "PM-HANDLE-X"), cal);
	figure("one deadline, 14 working days, with its sum", "<= 20000 ns", ns, BATCHES);
	for (size_t i = 0; i < BATCHES; i++)
		ns[i] = batch(&a, law, law_clock(law, "PK-REPORT"), cal);
	figure("one deadline, 7 calendar days, with its sum", "<= 20000 ns", ns, BATCHES);
	for (size_t i = 0; i < 20; i++) {
		const struct law *again;
		int64_t began = now_ns();
		if (law_read(&a, law_embedded, law_embedded_n, &again, NULL) != OK)
			return 1;
		read_ns[i] = (double)(now_ns() - began);
		arena_reset(&a);
	}
	figure("reading and checking the rule pack", "<= 50000000 ns", read_ns, 20);
	return 0;
}

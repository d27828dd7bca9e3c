/* sorter.c -- see sorter.h. */
#include "cli/sorter.h"

#include "base/log.h"
#include "cli/turns.h"
#include "desk/intake/alike.h"

#include <stdlib.h>
#include <time.h>

#define REST_IDLE_MS  1000  /* nothing waits */
#define REST_BUSY_MS  100   /* more waits; at least, so that the writer is for others between two rounds */
#define REST_SHARE    9     /* and so many times what the round took of this thread (a child that opens a picture has its own */
#define REST_MOST_MS  10000 /* limits, jail.h), at most so long. Who sorts late has lost nothing; who answers late has. */
#define REST_FAULT_MS 10000 /* no child, no store */

struct sorter {
	struct office *office;
	struct alike_sorter *known;
	struct turns *turns;
};

static int64_t processor_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int rest_after(int64_t worked_ms)
{
	int64_t ms = worked_ms * REST_SHARE;
	return ms < REST_BUSY_MS ? REST_BUSY_MS : ms > REST_MOST_MS ? REST_MOST_MS : (int)ms;
}

/* One round; how long to rest after it. */
static int turn(void *context)
{
	struct sorter *s = context;
	int64_t began = processor_ms();
	scoped(arena_free) struct arena a = {0};
	struct desk d = {.office = s->office, .arena = &a, .now = office_now(s->office), .user_name = "", .regime = s->office->regime};
	struct err e = {0};
	int done = 0;
	if (alike_sort(s->known, &d, &done, &e) != OK) {
		log_err("sorter", &e);
		return REST_FAULT_MS;
	}
	return done ? rest_after(processor_ms() - began) : REST_IDLE_MS;
}

struct sorter *sorter_start(struct office *office)
{
	struct sorter *s = calloc(1, sizeof *s);
	if (!s)
		abort();
	s->office = office;
	s->known = alike_sorter_new();
	s->turns = turns_start(turn, s);
	return s;
}

void sorter_stop(struct sorter *s)
{
	turns_stop(s->turns);
	alike_sorter_end(s->known);
	free(s);
}

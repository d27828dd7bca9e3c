/* sorter.c -- see sorter.h. */
#include "cli/sorter.h"

#include "base/log.h"
#include "desk/intake/alike.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#define REST_IDLE_MS  1000  /* nothing waits */
#define REST_BUSY_MS  100   /* more waits; at least, so that the writer is for others between two rounds */
#define REST_SHARE    9     /* and at least so many times what the round took of a processor: one part in ten is ours, */
#define REST_MOST_MS  10000 /* however many reports come. Who sorts late has lost nothing; who answers late has. */
#define REST_FAULT_MS 10000 /* no child, no store */

struct sorter {
	struct office *office;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t stop_now;
	bool stop;
};

/* Sleeps or is told to stop; false when it is time to go. */
static bool rest(struct sorter *s, int ms)
{
	struct timespec until;
	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_nsec += (long)(ms % 1000) * 1000000;
	until.tv_sec += ms / 1000 + until.tv_nsec / 1000000000;
	until.tv_nsec %= 1000000000;
	pthread_mutex_lock(&s->lock);
	while (!s->stop && !pthread_cond_timedwait(&s->stop_now, &s->lock, &until))
		;
	bool go_on = !s->stop;
	pthread_mutex_unlock(&s->lock);
	return go_on;
}

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
static int round_ms(struct sorter *s, struct alike_sorter *sorter)
{
	int64_t began = processor_ms();
	scoped(arena_free) struct arena a = {0};
	struct desk d = {.office = s->office, .arena = &a, .now = office_now(s->office), .user_name = "", .regime = s->office->regime};
	struct err e = {0};
	int done = 0;
	if (alike_sort(sorter, &d, &done, &e) != OK) {
		log_err("sorter", &e);
		return REST_FAULT_MS;
	}
	return done ? rest_after(processor_ms() - began) : REST_IDLE_MS;
}

static void *sort(void *context)
{
	struct sorter *s = context;
	struct alike_sorter *sorter = alike_sorter_new();
	while (rest(s, round_ms(s, sorter)))
		;
	alike_sorter_end(sorter);
	return NULL;
}

struct sorter *sorter_start(struct office *office)
{
	struct sorter *s = calloc(1, sizeof *s);
	if (!s)
		abort();
	s->office = office;
	pthread_mutex_init(&s->lock, NULL);
	pthread_condattr_t attr;
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&s->stop_now, &attr);
	pthread_condattr_destroy(&attr);
	if (pthread_create(&s->thread, NULL, sort, s))
		abort();
	return s;
}

void sorter_stop(struct sorter *s)
{
	pthread_mutex_lock(&s->lock);
	s->stop = true;
	pthread_cond_signal(&s->stop_now);
	pthread_mutex_unlock(&s->lock);
	pthread_join(s->thread, NULL);
	pthread_cond_destroy(&s->stop_now);
	pthread_mutex_destroy(&s->lock);
	free(s);
}

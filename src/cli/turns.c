/* turns.c -- see turns.h. */
#include "cli/turns.h"

#include "base/wait.h"

#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>

struct turns {
	turns_work work;
	void *context;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t stop_now;
	bool stop;
};

/* Sleeps or is told to stop; false when it is time to go. */
static bool rest(struct turns *t, int ms)
{
	struct timespec until = wait_until(ms);
	pthread_mutex_lock(&t->lock);
	while (!t->stop && !pthread_cond_timedwait(&t->stop_now, &t->lock, &until))
		;
	bool go_on = !t->stop;
	pthread_mutex_unlock(&t->lock);
	return go_on;
}

static void *take_turns(void *context)
{
	struct turns *t = context;
	while (rest(t, t->work(t->context)))
		;
	return NULL;
}

struct turns *turns_start(turns_work work, void *context)
{
	struct turns *t = calloc(1, sizeof *t);
	sigset_t all, before;
	if (!t)
		abort();
	t->work = work;
	t->context = context;
	pthread_mutex_init(&t->lock, NULL);
	wait_cond_init(&t->stop_now);
	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, &before); /* the thread inherits it */
	if (pthread_create(&t->thread, NULL, take_turns, t))
		abort();
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return t;
}

void turns_stop(struct turns *t)
{
	pthread_mutex_lock(&t->lock);
	t->stop = true;
	pthread_cond_signal(&t->stop_now);
	pthread_mutex_unlock(&t->lock);
	pthread_join(t->thread, NULL);
	pthread_cond_destroy(&t->stop_now);
	pthread_mutex_destroy(&t->lock);
	free(t);
}

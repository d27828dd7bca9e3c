/* turns_test.c -- threads that work in turns. They wait for each other, never for a clock. */
#include "support.h"

#include "cli/turns.h"

#include <semaphore.h>
#include <signal.h>

#define LONG_MS 3600000 /* an hour: a test that waits for it would be ended */

struct work {
	sem_t begun, go_on;
	int turns, rest_ms;
	bool takes_the_end; /* would SIGTERM come to this thread? */
};

static int turn(void *context)
{
	struct work *w = context;
	sigset_t blocked;
	pthread_sigmask(SIG_BLOCK, NULL, &blocked);
	w->takes_the_end = !sigismember(&blocked, SIGTERM) || !sigismember(&blocked, SIGINT);
	w->turns++;
	sem_post(&w->begun);
	sem_wait(&w->go_on);
	return w->rest_ms;
}

static void work_begin(struct work *w, int rest_ms)
{
	*w = (struct work){.rest_ms = rest_ms};
	sem_init(&w->begun, 0, 0);
	sem_init(&w->go_on, 0, 0);
}

static void the_signal_that_ends_the_program_is_not_taken_by_a_thread_of_turns(void **state)
{
	(void)state;
	struct work w;
	sigset_t before, after;
	work_begin(&w, LONG_MS);
	pthread_sigmask(SIG_BLOCK, NULL, &before);
	struct turns *t = turns_start(turn, &w);
	pthread_sigmask(SIG_BLOCK, NULL, &after);
	sem_wait(&w.begun);
	assert_false(w.takes_the_end);
	assert_int_equal(sigismember(&after, SIGTERM), sigismember(&before, SIGTERM));
	sem_post(&w.go_on);
	turns_stop(t);
}

static void turns_follow_each_other_until_the_stop_which_ends_a_long_rest(void **state)
{
	(void)state;
	struct work w;
	work_begin(&w, 0);
	struct turns *t = turns_start(turn, &w);
	for (int i = 0; i < 3; i++) {
		sem_wait(&w.begun);
		w.rest_ms = i < 2 ? 0 : LONG_MS;
		sem_post(&w.go_on);
	}
	turns_stop(t);
	assert_int_equal(w.turns, 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_signal_that_ends_the_program_is_not_taken_by_a_thread_of_turns),
		cmocka_unit_test(turns_follow_each_other_until_the_stop_which_ends_a_long_rest),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

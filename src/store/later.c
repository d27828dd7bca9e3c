/* later.c -- transactions that nobody waits for: they are queued, and the store's own thread runs them one after the
 * other in one shared commit.
 *
 * A thread that waits for the disk with a report in its hands costs twice: its stack, and a switch to it and away from it
 * for each report, on machines where two processors are all there is. So a report's transaction is handed over as a
 * function; the store's thread takes the writer, runs all that are queued (each in its savepoint), commits once, and
 * tells each how it went. No report waits for company that is not there: the group is what queued up meanwhile.
 *
 * There are two such threads: while one waits for the disk, the other runs the next group. They tell in the order in
 * which they ran.
 *
 * Threads that wait for the writer themselves (officers, mostly) go first: after each of the queue the run ends if one is
 * seen, and it joins the same commit.
 */
#include "store/store_internal.h"

#include <stdlib.h>
#include <string.h>

static struct later *queue_take(struct store *s)
{
	pthread_mutex_lock(&s->lock);
	struct later *l = s->later_first;
	if (l) {
		s->later_first = l->next;
		s->later_n--;
	}
	pthread_mutex_unlock(&s->lock);
	return l;
}

static void tell(struct later *l, enum status status, const struct err *e)
{
	l->done(l->context, status, e);
}

/* One transaction; true when its work is in the group. */
static bool run_one(struct store *s, struct later *l)
{
	struct err e = {0};
	struct tx tx = {.arena = l->arena, .office = l->office, .now = l->now, .store = s, .conn = s->writer, .kind = WRITE, .batched = true};
	enum status status = writer_member_begin(s, &e);
	tx.open = status == OK;
	if (status == OK)
		status = l->write(&tx, l->context, &e);
	if (status == OK)
		status = writer_member_end(&tx, &e);
	tx_rollback(&tx);
	if (status == OK)
		return true;
	tell(l, status, &e);
	return false;
}

static void tell_all(struct later *list, enum status status, const struct err *e)
{
	while (list) {
		struct later *next = list->next; /* who is told may free it */
		tell(list, status, e);
		list = next;
	}
}

/* All that is queued, as far as a group may grow: those whose work is in it. The writer is ours. One is run whoever waits:
 * where two officers are always at work, one of them always does. */
static struct later *run_queued(struct store *s, size_t *ret_n)
{
	struct later *joined = NULL, **end = &joined, *l;
	*ret_n = 0;
	for (bool first = true; (first || writer_may_go_on(s, *ret_n)) && (l = queue_take(s)); first = false) {
		if (!run_one(s, l))
			continue;
		*end = l;
		end = &l->next;
		l->next = NULL;
		++*ret_n;
	}
	return joined;
}

static void refuse_queued(struct store *s, enum status status, const struct err *e)
{
	for (struct later *l; (l = queue_take(s));)
		tell(l, status, e);
}

/* The other thread may run what has come since. */
static void filled(struct store *s)
{
	pthread_mutex_lock(&s->lock);
	s->later_filling = false;
	if (s->later_first || s->later_ending)
		pthread_cond_broadcast(&s->later_news);
	pthread_mutex_unlock(&s->lock);
}

/* Those of the rounds before were told. */
static void await_turn(struct store *s, int64_t round)
{
	pthread_mutex_lock(&s->lock);
	while (s->later_told != round)
		pthread_cond_wait(&s->later_turn, &s->lock);
	pthread_mutex_unlock(&s->lock);
}

static void turn_over(struct store *s)
{
	pthread_mutex_lock(&s->lock);
	s->later_told++;
	pthread_cond_broadcast(&s->later_turn);
	pthread_mutex_unlock(&s->lock);
}

static void run_round(struct store *s, int64_t round)
{
	struct later *joined = NULL;
	struct group *group = NULL;
	struct err e = {0};
	size_t n = 0;
	enum status status = writer_enter(s, &e);
	if (status == OK) {
		joined = run_queued(s, &n);
		group = writer_give(s, n);
	} else {
		refuse_queued(s, status, &e);
	}
	filled(s);
	if (group)
		status = writer_wait(s, group, n, &e);
	await_turn(s, round);
	tell_all(joined, status, &e);
	turn_over(s);
}

/* The number of a round that begins; -1: all is written and the store is closing. */
static int64_t next_round(struct store *s)
{
	pthread_mutex_lock(&s->lock);
	while (s->later_filling || (!s->later_first && !s->later_ending))
		pthread_cond_wait(&s->later_news, &s->lock);
	int64_t round = s->later_first ? s->later_rounds++ : -1;
	s->later_filling = round >= 0;
	pthread_mutex_unlock(&s->lock);
	return round;
}

static void *run(void *user)
{
	struct store *s = user;
	for (int64_t round; (round = next_round(s)) >= 0;)
		run_round(s, round);
	return NULL;
}

/* Under the lock; one thread does, when there is no second. */
static bool threads_start(struct store *s)
{
	while (s->later_started < LATER_THREADS && !pthread_create(&s->later_threads[s->later_started], NULL, run, s))
		s->later_started++;
	return s->later_started > 0;
}

bool store_later(struct store *s, struct later *l)
{
	l->next = NULL;
	pthread_mutex_lock(&s->lock);
	bool room = !s->later_ending && s->later_n < LATER_MAX && (s->later_started || threads_start(s));
	if (room) {
		*(s->later_first ? &s->later_last->next : &s->later_first) = l;
		s->later_last = l;
		s->later_n++;
		if (!s->later_filling) /* who fills a group looks again by itself */
			pthread_cond_signal(&s->later_news);
	}
	pthread_mutex_unlock(&s->lock);
	return room;
}

void later_end(struct store *s)
{
	pthread_mutex_lock(&s->lock);
	s->later_ending = true;
	pthread_cond_broadcast(&s->later_news);
	pthread_mutex_unlock(&s->lock);
	for (int i = 0; i < s->later_started; i++)
		pthread_join(s->later_threads[i], NULL);
}

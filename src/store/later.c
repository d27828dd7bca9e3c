/* later.c -- transactions that nobody waits for: they are queued, and the store's own thread runs them one after the
 * other in one shared commit.
 *
 * A thread that waits for the disk with a report in its hands costs twice: its stack, and a switch to it and away from it
 * for each report, on machines where two processors are all there is. So a report's transaction is handed over as a
 * function; the store's thread takes the writer, runs all that are queued (each in its savepoint), commits once, and
 * tells each how it went. No report waits for company that is not there: the group is what queued up during the commit
 * before it.
 *
 * Threads that wait for the writer themselves (officers, mostly) go first: the run ends as soon as one is seen, and it
 * joins the same commit.
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

/* All that is queued, in one commit. */
static void run_round(struct store *s)
{
	struct later *joined = NULL, **end = &joined, *l;
	struct err e = {0};
	size_t n = 0;
	enum status status = writer_enter(s, &e);
	if (status != OK) {
		while ((l = queue_take(s)))
			tell(l, status, &e);
		return;
	}
	while (writer_may_go_on(s, n) && (l = queue_take(s))) {
		if (!run_one(s, l))
			continue;
		*end = l;
		end = &l->next;
		l->next = NULL;
		n++;
	}
	status = writer_leave(s, n, &e);
	tell_all(joined, status, &e);
}

static void *run(void *user)
{
	struct store *s = user;
	for (;;) {
		pthread_mutex_lock(&s->lock);
		while (!s->later_first && !s->later_ending)
			pthread_cond_wait(&s->later_news, &s->lock);
		bool ended = !s->later_first;
		pthread_mutex_unlock(&s->lock);
		if (ended)
			return NULL;
		run_round(s);
	}
}

bool store_later(struct store *s, struct later *l)
{
	l->next = NULL;
	pthread_mutex_lock(&s->lock);
	if (!s->later_started && s->later_n < LATER_MAX)
		s->later_started = !pthread_create(&s->later_thread, NULL, run, s);
	bool room = s->later_started && !s->later_ending && s->later_n < LATER_MAX;
	if (room) {
		*(s->later_first ? &s->later_last->next : &s->later_first) = l;
		s->later_last = l;
		s->later_n++;
		pthread_cond_signal(&s->later_news);
	}
	pthread_mutex_unlock(&s->lock);
	return room;
}

void later_end(struct store *s)
{
	pthread_mutex_lock(&s->lock);
	s->later_ending = true;
	bool started = s->later_started;
	pthread_cond_signal(&s->later_news);
	pthread_mutex_unlock(&s->lock);
	if (started)
		pthread_join(s->later_thread, NULL);
}

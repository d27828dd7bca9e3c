/* readers.c -- read connections, lent to one transaction at a time.
 *
 * A READ transaction sees one snapshot from its first statement to its end. When all connections are lent out
 * the next reader waits, at most WAIT_MS: a thread that holds one and asks for a second must not hang for ever.
 */
#include "store/store_internal.h"

enum status reader_take(struct store *s, struct store_conn **ret, struct err *e)
{
	struct timespec until = wait_until(WAIT_MS);
	pthread_mutex_lock(&s->lock);
	int waited = 0;
	while (!s->idle && !waited)
		waited = pthread_cond_timedwait(&s->reader_back, &s->lock, &until);
	struct store_conn *c = s->idle;
	if (c)
		s->idle = c->next;
	pthread_mutex_unlock(&s->lock);
	if (!c)
		return FAIL(e, UNAVAILABLE, "all %d read connections were busy for %d s", s->readers, WAIT_MS / 1000);
	enum status status = s->driver->ready(c, e);
	if (status == OK)
		status = s->driver->exec(c, s->driver->begin_read, e);
	if (status != OK) {
		reader_give_back(s, c);
		return status;
	}
	*ret = c;
	return OK;
}

void reader_give_back(struct store *s, struct store_conn *c)
{
	if (s->driver->in_tx(c))
		(void)!s->driver->exec(c, "ROLLBACK", NULL);
	pthread_mutex_lock(&s->lock);
	c->next = s->idle;
	s->idle = c;
	pthread_cond_signal(&s->reader_back);
	pthread_mutex_unlock(&s->lock);
}

/* upload_turn.c -- two at once on one upload go one after the other: a phone that came back while the server still keeps
 * what its broken connection had brought. Turns are of this process; two programs on one data folder are kept
 * apart by a lock on the pieces (pieces.c).
 */
#include "desk/intake/upload_internal.h"

#include "base/wait.h"

#include <string.h>

static pthread_mutex_t turns_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t turns_news;
static pthread_once_t turns_once = PTHREAD_ONCE_INIT;
static struct upload_turn *turns;

static void turns_make(void)
{
	wait_cond_init(&turns_news);
}

static bool turn_free(uint64_t who)
{
	for (const struct upload_turn *t = turns; t; t = t->next)
		if (t->who == who)
			return false;
	return true;
}

enum status upload_turn_take(struct upload_turn *t, struct str id_key, int wait_ms, struct err *e)
{
	struct timespec until = wait_until(wait_ms);
	*t = (struct upload_turn){0};
	memcpy(&t->who, id_key.s, sizeof t->who);
	pthread_once(&turns_once, turns_make);
	pthread_mutex_lock(&turns_lock);
	while (!turn_free(t->who) && !pthread_cond_timedwait(&turns_news, &turns_lock, &until))
		;
	t->taken = turn_free(t->who);
	if (t->taken) {
		t->next = turns;
		turns = t;
	}
	pthread_mutex_unlock(&turns_lock);
	return t->taken ? OK : FAIL_FIELD(e, CONFLICT, UPLOAD_BUSY, "somebody else sends to this upload; try again in a moment");
}

void upload_turn_end(struct upload_turn *t)
{
	if (!t->taken)
		return;
	pthread_mutex_lock(&turns_lock);
	struct upload_turn **at = &turns;
	while (*at != t)
		at = &(*at)->next;
	*at = t->next;
	pthread_cond_broadcast(&turns_news);
	pthread_mutex_unlock(&turns_lock);
}

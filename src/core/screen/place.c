/* place.c -- the index in use, replaced while it is read (screen.h). */
#include "core/screen/screen_internal.h"

#include <pthread.h>

/* Between reading a place and counting oneself as a reader nobody may close what stands there. One lock for all places:
 * it is held for a few instructions, once a request. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

struct screen *screen_take(struct screen *const *place)
{
	pthread_mutex_lock(&lock);
	struct screen *ret = *place;
	if (ret)
		ret->readers++;
	pthread_mutex_unlock(&lock);
	return ret;
}

void screen_give(struct screen **s)
{
	if (!*s)
		return;
	pthread_mutex_lock(&lock);
	bool last = !--(*s)->readers && (*s)->replaced;
	pthread_mutex_unlock(&lock);
	if (last)
		screen_close(*s);
	*s = NULL;
}

void screen_put(struct screen **place, struct screen *s)
{
	pthread_mutex_lock(&lock);
	struct screen *before = *place;
	*place = s;
	bool unread = before && !before->readers;
	if (before)
		before->replaced = true;
	pthread_mutex_unlock(&lock);
	if (unread)
		screen_close(before);
}

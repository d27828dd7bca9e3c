/* live.h -- one figure that many pages watch, told to them as it changes: server-sent events.
 *
 * Whoever opens such an address holds a connection and nothing else: no worker, no transaction. One thread reads each watched
 * figure once a second, however many watch it, and only while somebody does. The event loops hand out what is new (http.c).
 * Listeners are bounded in number and in time; a browser comes back by itself when its time is over, and is asked again who it is.
 *
 * When there are LIVE_EARS_MAX already, the answer is 503 and the page reloads itself instead, as it does without a script.
 */
#ifndef NETRA_WEB_LIVE_H
#define NETRA_WEB_LIVE_H

#include "web/web.h"

#include <stdbool.h>
#include <stddef.h>

#define LIVE_EARS_MAX  64
#define LIVE_TEXT_MAX  (64 * KIB)
#define LIVE_LOOK_MS   1000       /* how often a figure is read */
#define LIVE_BEAT_MS   10000      /* a line at least so often, so that a connection that broke is found out */
#define LIVE_MOST_MS   (10 * 60 * 1000) /* one listener's time */

struct live;     /* of the server */
struct live_ear; /* one listener */

/* The figure of @id as one line of JSON, in @a. */
typedef enum status (*live_read)(struct office *o, struct arena *a, int64_t id, const char **ret, struct err *e);

struct live *live_start(struct office *o);
void live_stop(struct live *l); /* after the last ear has left */

/* The last act of a GET's handler, which has made sure that the reader may see it: the answer is a stream that begins with the
 * figure as it is now. UNAVAILABLE when there are too many listeners. */
MUST_CHECK enum status rq_live(struct request *rq, live_read read, int64_t id, struct err *e);

/* For the event loops. The next bytes for this listener, at most @max; 0: nothing now. *@ret_over: its time is over. */
size_t live_next(struct live_ear *ear, char *to, size_t max, bool *ret_over);
bool live_waits(struct live_ear *ear); /* is there something for it? */
void live_leave(struct live_ear *ear); /* NULL: nothing */

#endif

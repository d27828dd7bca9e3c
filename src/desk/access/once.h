/* once.h -- a request of a program that bears an Idempotency-Key counts once.
 *
 * The key is claimed on disk before the work begins, and the answer is kept when it is done. The same request with
 * the same key gets the kept answer again; another request with that key is refused. A claim whose answer never came
 * (the program was killed between) is not tried again by itself: whether it was done can be seen in the file.
 *
 * Invariant: nothing of an answer can be read from the store alone (a room code may stand in it): it is sealed with a
 * key made of the Idempotency-Key, of which only a keyed hash is kept.
 */
#ifndef NETRA_DESK_ACCESS_ONCE_H
#define NETRA_DESK_ACCESS_ONCE_H

#include "desk/access/access.h"

#define ONCE_KEPT_US DAY_US /* how long an answer is kept */

struct once {
	int64_t id;
	bool again;       /* it was done before: @http and @answer are what was answered */
	int http;
	struct str answer;
};
/* Claims @key for d->user. INVALID (field Idempotency-Key): used for another request. CONFLICT: the first one is
 * still at work, or ended without an answer. */
MUST_CHECK enum status access_once_begin(const struct desk *d, const char *key, struct hash request, struct once *ret,
					 struct err *e);
MUST_CHECK enum status access_once_end(const struct desk *d, const struct once *once, const char *key, int http,
				       struct str answer, struct err *e);
/* Gives the key back: the request was refused and changed nothing. */
MUST_CHECK enum status access_once_drop(const struct desk *d, const struct once *once, struct err *e);

#endif

/* pool.h -- worker threads and the lanes in front of them.
 *
 * A flood at the public door must not hold up an officer. So requests wait in lanes: whoever is free takes the first of
 * the lane that comes first in `enum lane`, and each lane may use only so many threads at once: the public never all of
 * them, log-ins (whose passwords are slow to check on purpose) two. A lane has a cap: past it a request is told at once
 * that there is too much, instead of being made to wait for what nobody should be given.
 */
#ifndef NETRA_WEB_POOL_H
#define NETRA_WEB_POOL_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

enum lane { LANE_STAFF, LANE_LOGIN, LANE_PUBLIC, LANE_N };

struct pool;

/* @threads (at least 2) run @work on each item; *@waiting counts items not yet begun. */
struct pool *pool_start(int threads, void (*work)(void *item), atomic_llong *waiting);
bool pool_push(struct pool *p, enum lane lane, void *item); /* false: the lane is full */
/* An item that was begun before and comes back with its result: never refused, and before all that is not begun. */
void pool_again(struct pool *p, void *item);
/* How many of @threads a lane may use, and how many items may wait in it. */
int pool_most(enum lane lane, int threads);
size_t pool_cap(enum lane lane);
void pool_stop(struct pool *p); /* ends the threads once all lanes are empty */

#endif
